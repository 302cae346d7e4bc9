"""CV301: a scene whose first shots show nobody where it is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ...core.diagnostic import Diagnostic, info
from ...lang.term import Size, View
from ...narrative.story import Scene
from .numbers import Numbers
from .setup import Setup

_WIDE = (Size.EWS, Size.WS, Size.FS)
_GOES_ON = ("continuous", "same", "moments later", "later")


def unplaced(scene: Scene, setups: Sequence[Setup], numbers: Numbers) -> Iterator[Diagnostic]:
    """Of a scene that is no continuation of the one before, and is long enough to need a place."""
    count = int(numbers.opening)
    if len(setups) < count or any(word in scene.time.casefold() for word in _GOES_ON):
        return
    if not any(_places(setup) for setup in setups[:count]):
        yield info("CV301", f"none of the first {count} shots shows where the scene is", setups[0].span,
                   "no establishing shot", "open on a WS or EWS, or on a two shot")


def _places(setup: Setup) -> bool:
    """A wide, a picture of the place, or two people together in their surroundings."""
    framing = setup.framing
    if framing.view is View.INSERT or framing.part:
        return False
    sizes = (setup.size(setup.first), setup.size(setup.last))
    together = max(len(setup.first.visible()), len(setup.last.visible())) > 1
    return not framing.on or together or any(size in _WIDE for size in sizes) or setup.brief.size in _WIDE
