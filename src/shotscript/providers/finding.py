"""Providers found by looking: each folder beside this file, and what other packages bring."""

from __future__ import annotations

import pkgutil
from collections.abc import Iterable, Iterator
from functools import cache
from importlib import import_module
from importlib.metadata import entry_points
from pathlib import Path

from ..core.diagnostic import nearest
from ..core.errors import UsageError
from .contract import Gateway, Provider
from .joined import through

GROUP = "shotscript.providers"


def find() -> dict[str, Provider]:
    """Every provider by name, in the order of the names. UsageError where two call themselves the same."""
    return dict(_found())


def named(name: str) -> Provider:
    """The provider called `name`. UsageError with the nearest names if there is none."""
    known = find()
    if name in known:
        return known[name]
    near = nearest(name, known, most=3)
    there = f"there is {' or '.join(near)}" if near else "`shotscript providers` lists them"
    raise UsageError(f"no provider is called {name!r}; {there}")


@cache
def _found() -> tuple[tuple[str, Provider], ...]:
    held = [*_here(), *_outside()]
    known: dict[str, Provider] = {}
    for provider in (one for one in held if isinstance(one, Provider)):
        _add(known, provider)
    models = dict(known)
    for gateway in (one for one in held if isinstance(one, Gateway)):
        for name in filter(models.__contains__, gateway.carries):
            _add(known, through(gateway, models[name]))
    return tuple(sorted(known.items()))


def _add(known: dict[str, Provider], provider: Provider) -> None:
    if provider.name in known:
        raise UsageError(f"two providers call themselves {provider.name!r}")
    known[provider.name] = provider


def _here() -> Iterator[Provider | Gateway]:
    for folder in sorted(found.name for found in pkgutil.iter_modules([str(Path(__file__).parent)]) if found.ispkg):
        yield from _of(import_module(f"{__package__}.{folder}"))


def _outside() -> Iterator[Provider | Gateway]:
    for entry in sorted(entry_points(group=GROUP), key=lambda e: (e.name, e.value)):
        yield from _of(entry.load())


def _of(held: object) -> Iterable[Provider | Gateway]:
    """What is in a module, a list, or a thing that is one itself."""
    if isinstance(held, Provider | Gateway):
        return (held,)
    if isinstance(held, list | tuple):
        return held
    ones = [one for name in ("PROVIDER", "GATEWAY") if (one := getattr(held, name, None)) is not None]
    return (*ones, *getattr(held, "PROVIDERS", ()))
