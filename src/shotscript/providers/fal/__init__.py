"""fal: other people's models behind one queue and one key."""

from __future__ import annotations

from ...plan.timeline import Segment
from ..contract import Context, Draft, Gateway
from . import dashscope, driven, flat, listed, veo
from .facts import CARRIES, CHECKED, LINES, limits, price
from .wire import WIRE

_WRAPS = {
    **dict.fromkeys(("veo-3.1", "veo-3.1-references", "veo-3.1-fast", "veo-3.1-lite"), veo.wrap),
    "kling-3-legacy": listed.wrap_v3, "kling-3-omni-legacy": listed.wrap_o3,
    "wan-2.6": dashscope.wrap_26, "wan-2.7": dashscope.wrap_27, "wan-2.7-references": dashscope.wrap_references,
    "wan-2.1-vace": driven.wrap_vace, "wan-2.2-fun": driven.wrap_vace, "ltx-2-depth": driven.wrap_ltx,
    **dict.fromkeys(("kling-3-motion", "kling-2.6-motion"), flat.wrap_motion),
    **dict.fromkeys(("hailuo-2.3", "hailuo-02"), flat.wrap_hailuo),
    **dict.fromkeys(("vidu-q3-pro", "vidu-q3-turbo"), flat.wrap_vidu),
}


def wrap(draft: Draft, id: str, segment: Segment, context: Context) -> Draft:
    """A model's own draft in fal's body."""
    return _WRAPS[draft.request.provider](draft, id, segment, context)


GATEWAY = Gateway(
    name="fal", title="fal", checked=CHECKED, wire=WIRE, carries=CARRIES, wrap=wrap, price=price, limits=limits,
    lines=LINES, note="prices are those of the models' own services where fal runs none of its own: read fal's page",
)
