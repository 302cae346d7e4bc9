"""Every service's protocol server, found by looking, with a script that its providers can make."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path

from vendor import Vendor

from shotscript.providers import find

HERE = Path(__file__).resolve().parent.parent / "servers"


def served() -> dict[str, Callable[[], Vendor]]:
    """What stands for each provider, by the provider's name."""
    found: dict[str, Callable[[], Vendor]] = {}
    for path in sorted(HERE.glob("*.py")):
        if not path.stem.startswith("test_"):
            found |= getattr(import_module(path.stem), "SERVES", {})
    return found


def wires() -> Iterator[str]:
    """One provider for each way of speaking to a service: the first by name."""
    seen: set[tuple[str, int]] = set()
    known = find()
    for name in sorted(served()):
        wire = known[name].wire
        assert wire, name
        way = (wire.base, id(wire.progress))
        if way not in seen:
            seen.add(way)
            yield name
