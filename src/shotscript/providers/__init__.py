"""Segments to requests: one folder a provider, found by looking.

A folder here that holds PROVIDER (one) or PROVIDERS (several) is a provider; nothing lists them. Other packages add
theirs by the entry-point group `shotscript.providers`, each entry a Provider, several, or a module that holds them.
"""

from __future__ import annotations

import pkgutil
from collections.abc import Iterable, Iterator
from functools import cache
from importlib import import_module
from importlib.metadata import entry_points

from ..core.diagnostic import nearest
from ..core.errors import UsageError
from .contract import Provider

GROUP = "shotscript.providers"


def find() -> dict[str, Provider]:
    """Every provider by name, in the order of the names. UsageError where two call themselves the same."""
    return dict(_found())


def named(name: str) -> Provider:
    """The provider called `name`. UsageError with the nearest names if there is none."""
    known = find()
    if name in known:
        return known[name]
    near = nearest(name, known, most=3) or tuple(known)
    raise UsageError(f"no provider is called {name!r}; there is {' or '.join(near)}")


@cache
def _found() -> tuple[tuple[str, Provider], ...]:
    known: dict[str, Provider] = {}
    for provider in (*_here(), *_outside()):
        if provider.name in known:
            raise UsageError(f"two providers call themselves {provider.name!r}")
        known[provider.name] = provider
    return tuple(sorted(known.items()))


def _here() -> Iterator[Provider]:
    for folder in sorted(found.name for found in pkgutil.iter_modules(__path__) if found.ispkg):
        yield from _of(import_module(f"{__name__}.{folder}"))


def _outside() -> Iterator[Provider]:
    for entry in sorted(entry_points(group=GROUP), key=lambda e: (e.name, e.value)):
        yield from _of(entry.load())


def _of(held: object) -> Iterable[Provider]:
    """The providers in a module, a list, or a thing that is one itself."""
    if isinstance(held, Provider):
        return (held,)
    if isinstance(held, list | tuple):
        return held
    one = getattr(held, "PROVIDER", None)
    return getattr(held, "PROVIDERS", ()) if one is None else (one,)
