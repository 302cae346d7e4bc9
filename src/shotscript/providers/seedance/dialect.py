"""A segment in Seedance's body: one text, then pictures, footage and voices in the order the text counts them."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from ...plan.timeline import Segment
from ..contract import Context, Draft, Need
from ..phrase.casting import role
from ..phrase.delivery import aspect, heard, resolution
from ..phrase.tell import fitting, tell
from .facts import ASPECTS, PIXELS, Facts
from .manner import manner


class Dialect:
    """One model's. `write`, `fits` and `price` are those of the contract."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        self.manner = manner(facts)

    def write(self, segment: Segment, context: Context) -> Draft:
        telling = tell(segment, context, self.manner)
        needs = sorted(telling.casting.needs, key=lambda need: _ORDER.index(need.role))
        body = {
            "model": self.facts.model,
            "content": [{"type": "text", "text": str(telling.words)}, *(_content(need) for need in needs)],
            "resolution": resolution(segment.format, self.facts.resolutions),
            "ratio": self._ratio(segment, tuple(telling.casting.given)), "duration": int(segment.seconds),
            "generate_audio": heard(segment), "watermark": False,
        }
        return telling.draft(self.facts.model, body, tuple(needs))

    def fits(self, segment: Segment, context: Context) -> bool:
        return fitting(segment, context, self.manner)

    def price(self, segment: Segment) -> Decimal:
        """US dollars: tokens are pixels times frames, of what goes in and what comes out."""
        size = resolution(segment.format, self.facts.resolutions)
        plates = any(role(said) == "plate" for cut in segment.cuts for said in cut.shot.said)
        footage = plates and len(segment.cuts) == 1
        seconds = int(segment.seconds) * (2 if footage else 1)
        tokens = Decimal(PIXELS[size] * 24 * seconds) / 1024
        return (tokens * self.facts.tokens[size][footage] / 1_000_000).quantize(Decimal("0.0001"))

    def _ratio(self, segment: Segment, given: tuple[str, ...]) -> str:
        """2.5 takes its shape from a frame or footage it is given."""
        return "adaptive" if self.facts.ranges and given else aspect(segment.format, ASPECTS)


_ORDER = ("first frame", "last frame", "image", "plate", "voice")
_KINDS = {"first frame": ("image_url", "first_frame"), "last frame": ("image_url", "last_frame"),
          "image": ("image_url", "reference_image"), "plate": ("video_url", "reference_video"),
          "voice": ("audio_url", "reference_audio")}


def _content(need: Need) -> dict[str, Any]:
    kind, role = _KINDS[need.role]
    return {"type": kind, kind: {"url": need.ref}, "role": role}
