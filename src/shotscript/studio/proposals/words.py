"""What a model is told: our templates, with the scene in them as data."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from functools import cache
from math import isinf
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from ...core import digest
from ...lang.term import Size
from ...optics.body import PARTS
from ...optics.directing.terms import CUT, MOMENT, SHOT, Style
from .reading import LETTERS
from .rules import rules
from .sheet import Sheet


def opening(sheet: Sheet) -> tuple[dict[str, str], ...]:
    """The messages a conversation begins with. The scene stands between marks that no text in it can know."""
    mark = digest.of(sheet.facts)[:12]
    system = _told("system", rules=rules(), sizes=[size.value for size in Size], parts=list(PARTS), letters=LETTERS,
                   mark=mark)
    scene = _told("scene", style=_style(sheet.task.style), facts=sheet.facts, mark=mark, last=len(sheet.spots))
    return {"role": "system", "content": system}, {"role": "user", "content": scene}


def again(answer: str, faults: Sequence[str]) -> tuple[dict[str, str], ...]:
    """What is said after an answer with faults in it."""
    return ({"role": "assistant", "content": answer}, {"role": "user", "content": _told("repair", faults=faults)})


def _style(style: Style) -> dict[str, Any]:
    """A style as data: lengths in seconds, and what it weighs, dearest first."""
    says = {**MOMENT, **CUT, **SHOT}
    weights = [{"term": term, "weight": style.weight(term), "penalty": says[term]}
               for term in sorted(says, key=lambda term: -abs(style.weight(term))) if style.weight(term)]
    told = {key: value for key, value in asdict(style).items() if key in ("name", "length", "longest", "favour",
                                                                         "texture")}
    return {**{key: None if isinstance(value, float) and isinf(value) else value for key, value in told.items()},
            "weights": weights}


def _told(name: str, **values: Any) -> str:
    return _templates().get_template(f"{name}.jinja2").render(values).strip() + "\n"


@cache
def _templates() -> Environment:
    made = Environment(loader=PackageLoader(__package__ or "", "templates"), undefined=StrictUndefined,
                       trim_blocks=True, lstrip_blocks=True, autoescape=False, auto_reload=False)
    made.filters["data"] = _data
    return made


def _data(value: Any) -> str:
    """JSON in which no mark can be closed or opened."""
    text = json.dumps(value, ensure_ascii=False).replace("<", "\\u003c").replace(">", "\\u003e")
    return text.encode("utf-8", "replace").decode()
