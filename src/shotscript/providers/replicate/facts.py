"""What Replicate carries, and within which limits, as checked on 2026-11-20. Sources: README.md beside it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from ...plan.limits import Limits

CHECKED = date(2026, 11, 20)

CARRIES = {
    "kling-3-legacy": "kwaivgi/kling-v3-video",
    "kling-3-omni-legacy": "kwaivgi/kling-v3-omni-video",
    "veo-3.1": "google/veo-3.1",
    "veo-3.1-references": "google/veo-3.1",
}
LINES: Mapping[str, int] = dict.fromkeys(CARRIES, 1080)
"""Most lines of a picture; the models themselves make more."""
PROMPT = 2500
"""Characters of Kling's prompt."""
SAFE_CUTS = 4
"""So many shots of Kling, of 512 characters each, are within it whatever they say."""
_LISTED = ("kling-3-legacy", "kling-3-omni-legacy")


def limits(name: str, own: Limits) -> Limits:
    """A model's limits at Replicate: Kling's whole prompt is shorter."""
    if name == "kling-3-legacy":  # nobody is bound to pictures there
        return own.model_copy(update={"prompt": PROMPT, "references": 0})
    return own.model_copy(update={"prompt": PROMPT}) if name in _LISTED else own
