"""The clips a film is cut from: for each segment the take that was chosen, or our own previz where there is none."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from ..plan.timeline import Segment


@dataclass(frozen=True, slots=True)
class Take:
    """A segment's clip. A service's holds the cuts one after the other, each as long as its `seconds` say, at whatever
    rate and size the service makes; ours holds for each cut exactly `lead`, `frames` and `tail` frames.

    number    which take of the segment, from 1; 0: previz, which stands in for one that was never made
    provider  who made it, `model` with what; `usd` what it cost
    key       the digest of its request; `prompt` the text that was sent
    """

    segment: Segment
    clip: Path
    number: int = 0
    provider: str = "previz"
    model: str = ""
    usd: Decimal = Decimal(0)
    key: str = ""
    prompt: str = ""

    @property
    def previz(self) -> bool:
        return self.number == 0
