"""MimicMotion 1.1: one person's picture takes on the motion of a video, without words, sound or cuts."""

from __future__ import annotations

from ..contract import Provider, Status
from .dialect import fits, price, write
from .facts import CHECKED, INPUTS, LIMITS, NAME
from .wire import WIRE

PROVIDER = Provider(
    name=NAME, title="MimicMotion 1.1 (Replicate)", status=Status.LIVE, checked=CHECKED, limits=LIMITS, write=write,
    price=price, wire=WIRE, fits=fits, inputs=INPUTS,
    note="an estimate: the service charges the seconds of its machine; for single shots with one person",
)
