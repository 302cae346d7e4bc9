"""Pictures laid over one another: dissolves, wipes and fades, as layers that moviepy composes.

moviepy's clock is a float of seconds. Here one second of it is one frame: every time is a whole number, so no frame is
ever early or late, whatever the film's rate.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass

import numpy as np
from moviepy.Clip import Clip as MovieClip
from moviepy.Effect import Effect
from moviepy.video.compositing.CompositeVideoClip import CompositeVideoClip
from moviepy.video.fx.CrossFadeIn import CrossFadeIn
from moviepy.video.fx.FadeIn import FadeIn
from moviepy.video.fx.FadeOut import FadeOut
from moviepy.video.VideoClip import VideoClip
from numpy.typing import NDArray

from . import colour
from .clip import Clip
from .encode import Planes
from .read import Reader


@dataclass(frozen=True, slots=True)
class Layer:
    """Frames of one clip in a window; a later layer lies over the earlier ones.

    start     the window's frame where it begins, `frames` how long it stays
    first     the clip's frame shown there; frames before `low` or from `high` on are held as those edge frames
    dissolve  frames it takes to appear over what lies below: frame k shows k / dissolve of it; likewise `wipe`,
              from the left
    fade_in   frames from black at its start, the first one black
    fade_out  frames to black at its end, the last one black
    """

    clip: Clip
    start: int
    frames: int
    first: int
    low: int
    high: int
    dissolve: int = 0
    wipe: int = 0
    fade_in: int = 0
    fade_out: int = 0


def compose(layers: Sequence[Layer], frames: int) -> Iterator[Planes]:
    """The window's pictures in order."""
    size = (layers[0].clip.width, layers[0].clip.height)
    with ExitStack() as stack:
        clips = [_laid(layer, stack.enter_context(Reader(layer.clip))) for layer in layers]
        window = CompositeVideoClip(clips, size=size)
        for number in range(frames):
            yield colour.planes(np.asarray(window.get_frame(number)))


def _laid(layer: Layer, reader: Reader) -> MovieClip:
    clip = VideoClip(_pictures(layer, reader), duration=layer.frames)
    if layer.wipe:
        clip = clip.with_mask(_wipe(layer))
    effects: list[Effect] = []
    if layer.dissolve:
        effects.append(CrossFadeIn(layer.dissolve))
    if layer.fade_in:
        effects.append(FadeIn(layer.fade_in))
    clip = clip.with_effects(effects)
    if layer.fade_out:
        # Ended one frame early for the effect alone, so that black is reached on the last frame, not after it.
        clip = clip.with_duration(layer.frames - 1).with_effects([FadeOut(layer.fade_out)]).with_duration(layer.frames)
    return clip.with_start(layer.start)


def _pictures(layer: Layer, reader: Reader) -> Callable[[float], colour.Picture]:
    def picture(t: float) -> colour.Picture:
        number = min(max(layer.first + round(t), layer.low), layer.high - 1)
        return colour.rgb(reader.frame(number))

    return picture


def _wipe(layer: Layer) -> VideoClip:
    """An edge that travels from left to right, softened over one pixel."""
    across = np.arange(layer.clip.width, dtype=np.float64)

    def mask(t: float) -> NDArray[np.float64]:
        edge = np.clip(layer.clip.width * t / layer.wipe - across, 0, 1)
        return np.broadcast_to(edge, (layer.clip.height, layer.clip.width))

    return VideoClip(mask, is_mask=True, duration=layer.frames)
