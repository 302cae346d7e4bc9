"""The desk's pages, filled. All that is put in them is text, unless our own code made it HTML."""

from __future__ import annotations

from datetime import datetime
from functools import cache
from typing import Any

from jinja2 import ChoiceLoader, Environment, PackageLoader, StrictUndefined

from ...core.timebase import clock
from ..beside import clean
from ..page import dollars


def fill(template: str, **values: Any) -> str:
    return _pages().get_template(template).render(**values)


def moment(at: str) -> str:
    """`2026-11-20 21:40` of a time as it is written down, in UTC; anything else as it is."""
    try:
        return datetime.fromisoformat(at).strftime("%Y-%m-%d %H:%M")
    except ValueError:
        return at


@cache
def _pages() -> Environment:
    pages = Environment(
        loader=ChoiceLoader([PackageLoader("shotscript.ui.review", "templates"),
                             PackageLoader("shotscript.ui", "templates")]),
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, finalize=clean,
    )
    pages.filters.update(clock=clock, dollars=dollars, moment=moment)
    return pages
