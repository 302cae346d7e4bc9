"""How a move gathers and loses speed: progress from 0 to 1 over its time."""

from __future__ import annotations

import numpy as np

from ..lang.term import Ease
from .space import Vector


def eased(share: Vector, ease: Ease) -> Vector:
    """Progress for a share of the move's time. Outside 0..1 the move rests at its start or end."""
    t = np.clip(share, 0.0, 1.0)
    if ease == Ease.IN:
        return t * t
    if ease == Ease.OUT:
        return 1 - (1 - t) * (1 - t)
    if ease == Ease.LINEAR:
        return t
    return t * t * (3 - 2 * t)


def progress(times: Vector, start: float, end: float, ease: Ease) -> Vector:
    """Progress at n times, seconds. A move without length is over at once."""
    if end <= start:
        return (times >= start).astype(np.float64)
    return eased((times - start) / (end - start), ease)
