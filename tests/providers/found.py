"""The providers there are, and how many films each is asked: a few in `make test`, many in `make proof`."""

from __future__ import annotations

import inspect
import os
from importlib import import_module
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, settings

from shotscript import providers
from shotscript.core.errors import UsageError
from shotscript.providers import finding
from shotscript.providers.contract import Gateway, Provider

FOLDER = Path(providers.__file__).parent
BROKEN: dict[str, str] = {}
"""Folders that cannot be read, and why. The others are asked all the same, and a test fails for these."""


def found() -> dict[str, Provider]:
    try:
        return providers.find()
    except _TROUBLE:
        return dict(sorted(_one_by_one().items()))


def _one_by_one() -> dict[str, Provider]:
    held: list[Provider | Gateway] = []
    for folder in sorted(path.parent.name for path in FOLDER.glob("*/__init__.py")):
        try:
            held += finding._of(import_module(f"{providers.__name__}.{folder}"))
        except _TROUBLE as trouble:
            BROKEN[folder] = f"{type(trouble).__name__}: {trouble}"
    models = {one.name: one for one in held if isinstance(one, Provider)}
    carried = [providers.through(gate, models[name]) for gate in held if isinstance(gate, Gateway)
               for name in gate.carries if name in models]
    return models | {one.name: one for one in carried}


_TROUBLE = (ImportError, SyntaxError, NameError, AttributeError, TypeError, ValueError, KeyError, UsageError)
FOUND = found()
PROOF = bool(os.environ.get("SHOTSCRIPT_PROOF"))
"""Set by `make proof`: more films, and a fault is shrunk to the smallest script that has it."""

EACH = pytest.mark.parametrize("provider", FOUND.values(), ids=FOUND)
MANY = settings(
    max_examples=100 if PROOF else 6, deadline=None, derandomize=not PROOF, database=None,
    suppress_health_check=(HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much),
    print_blob=PROOF, phases=(Phase.generate, Phase.shrink) if PROOF else (Phase.generate,),
)


def told(faults: list[str], most: int = 12) -> str:
    """Faults as a page: the first ones whole, the rest by number."""
    rest = f"\n\n... and {len(faults) - most} more" if len(faults) > most else ""
    return f"{len(faults)} faults\n\n" + "\n\n".join(faults[:most]) + rest


def folder_of(provider: Provider) -> Path:
    """The folder that holds a provider: of a gateway's model the gateway's."""
    homes = [provider.wire.submit if provider.wire and "/" in provider.name else provider.write,
             *([provider.wire.submit] if provider.wire else []), provider.price]
    files = [Path(inspect.getfile(inspect.unwrap(getattr(home, "func", home)))) for home in homes]
    return next((file.parent for file in files if file.parent != FOLDER), files[0].parent)
