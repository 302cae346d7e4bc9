"""A build as one file for a browser: no network, no other file, nothing a script's text could run.

The only style and the only script are our own, allowed by their hashes; all else is forbidden by the page itself.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from functools import cache
from itertools import pairwise
from types import SimpleNamespace
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from ..core.diagnostic import Level
from ..core.timebase import clock
from ..studio import Film
from ..studio.edition import Edition, Places
from .beside import clean, rows
from .sheet import counts, problem, sheet

MOST = 300
"""Problems shown at the head of the page."""


def page(film: Film, made: Edition) -> str:
    """The whole page. Same film, same bytes."""
    places = Places(film)
    written = list(zip(film.segments, film.drafts, made.plan.segments, strict=True))
    homes = {cut.shot.label: row.stem for one, _, row in reversed(written) for cut in one.cuts}
    segments = [sheet(one, draft, row, film, places, homes) for one, draft, row in written]
    for before, after in pairwise(segments):
        before.next, after.previous = after.stem, before.stem
    return fill(
        "bundle.html.jinja2", lang=film.story.format.language, plan=made.plan, note=film.provider.note,
        segments=segments, strip=_strip(segments), counts=counts(film.losses),
        problems=[problem(one, places) for one in film.problems if one.level > Level.INFO][:MOST],
        more=max(0, sum(one.level > Level.INFO for one in film.problems) - MOST),
        takes=rows(((loss, places.start(loss.span)[1]) for loss in film.takes), None),
        lossy=sum(one.worst == "l" for one in segments), cut=sum(one.worst != "u" for one in segments),
    )


def fill(template: str, **values: Any) -> str:
    """A page of ours with its style and script in it, and the policy that allows these two alone."""
    style, action = _part("review.css"), _part("review.js")
    policy = (f"default-src 'none'; style-src '{_hash(style)}'; script-src '{_hash(action)}'; "
              "base-uri 'none'; form-action 'none'")
    return _pages().get_template(template).render(style=Markup(style), action=Markup(action), policy=policy, **values)


def dollars(price: Decimal) -> str:
    """`$1.008`, `$12.00`, `free`."""
    if not price:
        return "free"
    whole = price.quantize(Decimal("0.001"))
    return f"${whole:.2f}" if whole == price.quantize(Decimal("0.01")) else f"${whole}"


def _strip(segments: Sequence[SimpleNamespace]) -> list[dict[str, Any]]:
    """The film from left to right in thousandths, a segment as wide as it is long."""
    whole = sum((one.row.seconds for one in segments), Fraction(0)) or Fraction(1)
    found, at = [], Fraction(0)
    for one in segments:
        wide = one.row.seconds / whole * 1000
        found.append({"x": f"{float(at):.2f}", "wide": f"{float(wide):.2f}", "one": one})
        at += wide
    return found


@cache
def _part(name: str) -> str:
    environment = _pages()
    assert environment.loader
    return environment.loader.get_source(environment, name)[0].strip()


def _hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


@cache
def _pages() -> Environment:
    pages = Environment(
        loader=PackageLoader("shotscript.ui", "templates"), autoescape=True, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True, finalize=clean,
    )
    pages.filters.update(clock=clock, dollars=dollars)
    return pages
