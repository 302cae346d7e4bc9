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
from .conform import Screen, Shape
from .encode import Planes
from .strip import Strip


@dataclass(frozen=True, slots=True)
class Layer:
    """Frames of one clip in a window; a later layer lies over the earlier ones.

    start     the window's frame where it begins, `frames` how long it stays
    first     the frame of `strip` shown there
    dissolve  frames it takes to appear over what lies below: frame k shows k / dissolve of it; likewise `wipe`,
              from the left
    fade_in   frames from black at its start, the first one black
    fade_out  frames to black at its end, the last one black
    """

    strip: Strip
    start: int
    frames: int
    first: int
    dissolve: int = 0
    wipe: int = 0
    fade_in: int = 0
    fade_out: int = 0


def compose(layers: Sequence[Layer], frames: int, shape: Shape) -> Iterator[Planes]:
    """The window's pictures in order."""
    with ExitStack() as stack:
        clips = [_laid(layer, stack.enter_context(Screen(layer.strip.source, shape)), shape) for layer in layers]
        window = CompositeVideoClip(clips, size=(shape.width, shape.height))
        for number in range(frames):
            yield colour.planes(np.asarray(window.get_frame(number)))


def _laid(layer: Layer, screen: Screen, shape: Shape) -> MovieClip:
    clip = VideoClip(_pictures(layer, screen), duration=layer.frames)
    if layer.wipe:
        clip = clip.with_mask(_wipe(layer, shape))
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


def _pictures(layer: Layer, screen: Screen) -> Callable[[float], colour.Picture]:
    def picture(t: float) -> colour.Picture:
        return colour.rgb(screen.frame(layer.strip.number(layer.first + round(t))))

    return picture


def _wipe(layer: Layer, shape: Shape) -> VideoClip:
    """An edge that travels from left to right, softened over one pixel."""
    across = np.arange(shape.width, dtype=np.float64)

    def mask(t: float) -> NDArray[np.float64]:
        edge = np.clip(shape.width * t / layer.wipe - across, 0, 1)
        return np.broadcast_to(edge, (shape.height, shape.width))

    return VideoClip(mask, is_mask=True, duration=layer.frames)
