"""Replicate: other people's models as predictions, behind one key."""

from __future__ import annotations

from ...plan.timeline import Segment
from ..contract import Context, Draft, Gateway
from . import listed, veo
from .facts import CARRIES, CHECKED, LINES, SAFE_CUTS, limits
from .wire import WIRE

_WRAPS = {
    "kling-3-legacy": listed.wrap_video, "kling-3-omni-legacy": listed.wrap_omni,
    "veo-3.1": veo.wrap, "veo-3.1-references": veo.wrap,
}


def wrap(draft: Draft, id: str, segment: Segment, context: Context) -> Draft:
    """A model's own draft in Replicate's body."""
    return _WRAPS[draft.request.provider](draft, id, segment, context)


def doubts(name: str, segment: Segment) -> bool:
    """Whether Kling's words may be too many for Replicate."""
    return name.startswith("kling") and len(segment.cuts) > SAFE_CUTS


GATEWAY = Gateway(
    name="replicate", title="Replicate", checked=CHECKED, wire=WIRE, carries=CARRIES, wrap=wrap, limits=limits,
    lines=LINES, doubts=doubts, note="prices are those of the models' own services: read Replicate's page",
)
