"""One segment as a sheet of a page: its script beside its prompt, what becomes of each clause, what ties it to others.

The values alone; `templates/segment.jinja2` has the words around them, for every page that shows a segment.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from types import SimpleNamespace
from typing import Any

from ..core.diagnostic import Diagnostic
from ..plan.timeline import Segment
from ..providers.contract import Draft, Loss, Verdict
from ..studio import Film
from ..studio.edition import Places, SegmentRow
from .beside import LETTER, Keys, prompt, rows, script

_ORDER = (Verdict.LOST, Verdict.APPROXIMATED, Verdict.USED)


def sheet(
    one: Segment, draft: Draft, row: SegmentRow, film: Film, places: Places, homes: Mapping[str, str]
) -> SimpleNamespace:
    """All that a page shows of a segment. `homes` are the stems of the segments that shots stand in, by label."""
    keys = Keys(draft)
    losses = sorted(draft.losses, key=lambda loss: _ORDER.index(loss.verdict))
    told = [(loss, places.start(loss.span)[1]) for loss in losses]
    return SimpleNamespace(
        row=row, stem=row.stem, name=row.name, previous="", next="",
        script=script(one, keys, film.read.sources, places), prompt=prompt(draft, keys),
        open=rows((one for one in told if one[0].verdict is not Verdict.USED), keys),
        kept=rows((one for one in told if one[0].verdict is Verdict.USED), keys), counts=counts(draft.losses),
        worst=LETTER[losses[0].verdict] if losses else "u", links=_links(one, homes),
        problems=[problem(fault, places) for fault in draft.problems],
    )


def problem(fault: Diagnostic, places: Places) -> dict[str, Any]:
    """A fault and where it stands."""
    file, line, column = places.start(fault.span)
    return {"level": str(fault.level), "code": fault.code, "message": fault.message, "help": fault.help,
            "where": f"{file}:{line}:{column}"}


def counts(losses: Sequence[Loss]) -> dict[str, int]:
    """How many are lost, approximated and used, by their letters."""
    tally = Counter(loss.verdict for loss in losses)
    return {LETTER[verdict]: tally[verdict] for verdict in _ORDER}


def _links(one: Segment, homes: Mapping[str, str]) -> list[dict[str, str]]:
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
