"""A build as one file for a browser: no network, no other file, nothing a script's text could run.

The only style and the only script are our own, allowed by their hashes; all else is forbidden by the page itself.
"""

from __future__ import annotations

import base64
import hashlib
from collections import Counter
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from functools import cache
from itertools import pairwise
from types import SimpleNamespace
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from ..core.diagnostic import Diagnostic, Level
from ..core.timebase import clock
from ..plan.timeline import Segment
from ..providers.contract import Draft, Loss, Verdict
from ..studio import Film
from ..studio.edition import Edition, Places, SegmentRow
from .beside import LETTER, Keys, clean, prompt, rows, script

MOST = 300
"""Problems shown at the head of the page."""
_ORDER = (Verdict.LOST, Verdict.APPROXIMATED, Verdict.USED)


def page(film: Film, made: Edition) -> str:
    """The whole page. Same film, same bytes."""
    places = Places(film)
    written = list(zip(film.segments, film.drafts, made.plan.segments, strict=True))
    homes = {cut.shot.label: row.stem for one, _, row in reversed(written) for cut in one.cuts}
    segments = [_segment(one, draft, row, film, places, homes) for one, draft, row in written]
    for before, after in pairwise(segments):
        before.next, after.previous = after.stem, before.stem
    return fill(
        "bundle.html.jinja2", lang=film.story.format.language, plan=made.plan, note=film.provider.note,
        segments=segments, strip=_strip(segments), counts=_counts(film.losses),
        problems=[_problem(one, places) for one in film.problems if one.level > Level.INFO][:MOST],
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


def _segment(
    one: Segment, draft: Draft, row: SegmentRow, film: Film, places: Places, homes: dict[str, str]
) -> SimpleNamespace:
    keys = Keys(draft)
    losses = sorted(draft.losses, key=lambda loss: _ORDER.index(loss.verdict))
    told = [(loss, places.start(loss.span)[1]) for loss in losses]
    return SimpleNamespace(
        row=row, stem=row.stem, name=row.name, previous="", next="",
        script=script(one, keys, film.read.sources, places), prompt=prompt(draft, keys),
        open=rows((one for one in told if one[0].verdict is not Verdict.USED), keys),
        kept=rows((one for one in told if one[0].verdict is Verdict.USED), keys), counts=_counts(draft.losses),
        worst=LETTER[losses[0].verdict] if losses else "u", links=_links(one, homes),
        problems=[_problem(problem, places) for problem in draft.problems],
    )


def _problem(problem: Diagnostic, places: Places) -> dict[str, Any]:
    file, line, column = places.start(problem.span)
    return {"level": str(problem.level), "code": problem.code, "message": problem.message, "help": problem.help,
            "where": f"{file}:{line}:{column}"}


def _links(one: Segment, homes: dict[str, str]) -> list[dict[str, str]]:
    """What ties a segment to others: dissolves over its edges, and cameras that stand where another shot ended."""
    found, own = [], {cut.shot.label for cut in one.cuts}
    first, last = one.cuts[0], one.cuts[-1]
    for shot, half, way in ((first.shot, first.lead, "from"), (last.shot, last.tail, "to")):
        if half:
            words = f"{half} frames more than the shot for the dissolve {way} the segment {_side[way]}"
            found.append({"words": f"{shot.label}: {words}", "stem": ""})
    if first.part > 1:
        found.append({"words": f"goes on with shot {first.shot.label}, part {first.part} of {first.parts}", "stem": ""})
    for cut in one.cuts:
        if cut.shot.as_of and cut.shot.as_of not in own and cut.shot.as_of in homes:
            found.append({"words": f"{cut.shot.label} stands where {cut.shot.as_of} ended",
                          "stem": homes[cut.shot.as_of]})
    return found


_side = {"from": "before", "to": "after"}


def _counts(losses: Sequence[Loss]) -> dict[str, int]:
    tally = Counter(loss.verdict for loss in losses)
    return {LETTER[verdict]: tally[verdict] for verdict in _ORDER}


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
