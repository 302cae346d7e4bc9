"""Which packages there are beside those that were asked for. Needs nothing but Python, so it can say what is missing.

A program that cannot start cannot say why: this part looks at what is written about the packages, and loads none.
"""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, requires, version
from typing import Literal

State = Literal["fine", "unset", "lack", "missing"]
LEAST = (3, 11)
EXTRAS = {
    "voice": "scratch voices in previz reels", "svg": "logos and pictures drawn as SVG", "aaf": "export to AAF",
    "keyring": "keys from the system's keyring", "c2pa": "a signed manifest in the finished film",
}
_WRITTEN = re.compile(r"([A-Za-z0-9._-]+)(?:\[[^]]*\])?\s*\(?([^;)]*)\)?\s*(?:;.*extra\s*==\s*['\"]([\w-]+)['\"])?")


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at. `missing` is what previz cannot do without, `lack` what something else needs, `unset` what
    nothing here asks for; `remedy` is what to do about it, in one line."""

    topic: str
    name: str
    state: State
    told: str
    remedy: str = ""


def packages() -> tuple[Finding, ...]:
    """Python, Shotscript, each package it needs and each extra."""
    found = [_written(line) for line in requires("shotscript") or ()]
    return (_python(), Finding("program", "shotscript", "fine", version("shotscript")),
            *(_package(name, wanted, extra) for name, wanted, extra in found))


def _python() -> Finding:
    told = ".".join(map(str, sys.version_info[:3]))
    if sys.version_info[:2] >= LEAST:
        return Finding("program", "python", "fine", f"{told} on {sys.platform}")
    return Finding("program", "python", "missing", told, "install Python 3.11 or newer, and Shotscript for it")


def _written(line: str) -> tuple[str, str, str]:
    found = _WRITTEN.match(line)
    assert found, line
    return found[1], found[2].strip(), found[3] or ""


def _package(name: str, wanted: str, extra: str) -> Finding:
    topic, state = ("extras", "lack") if extra else ("packages", "missing")
    purpose = f" ({EXTRAS.get(extra, extra)})" if extra else ""
    remedy = f"pip install 'shotscript[{extra}]'" if extra else f"pip install '{name}{wanted}'"
    try:
        there = version(name)
    except PackageNotFoundError:
        return Finding(topic, name, state, f"not installed{purpose}", remedy)
    if not fits(there, wanted):
        return Finding(topic, name, state, f"{there}, but {wanted} is wanted{purpose}", remedy)
    return Finding(topic, name, "fine", f"{there}{purpose}")


def fits(there: str, wanted: str) -> bool:
    """Whether a version is within bounds such as `>=1.2,<2`. Only numbers are compared, as far as they are written."""
    return all(_within(_numbers(there), bound.strip()) for bound in wanted.split(",") if bound.strip())


def _within(there: tuple[int, ...], bound: str) -> bool:
    sign, told = re.match(r"([<>=!~]*)(.*)", bound).groups()  # type: ignore[union-attr]
    limit = _numbers(told)
    size = max(len(there), len(limit))
    one, other = (there + (0,) * (size - len(there))), (limit + (0,) * (size - len(limit)))
    return {">=": one >= other, "<=": one <= other, "<": one < other, ">": one > other, "==": one == other,
            "!=": one != other, "~=": one >= other and there[: len(limit) - 1] == limit[:-1]}.get(sign, True)


def _numbers(told: str) -> tuple[int, ...]:
    found = re.match(r"[0-9]+(?:\.[0-9]+)*", told.strip())
    return tuple(map(int, found[0].split("."))) if found else ()
