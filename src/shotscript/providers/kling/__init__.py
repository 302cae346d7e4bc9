"""Kling 3.0 Omni: up to six cuts and fifteen seconds in one request, asked for as a written shot list."""

from __future__ import annotations

from ..contract import Provider, Status
from .dialect import fits, price, write
from .facts import CHECKED, LIMITS, NAME
from .wire import WIRE

PROVIDER = Provider(
    name=NAME, title="Kling 3.0 Omni", status=Status.LIVE, checked=CHECKED, limits=LIMITS, write=write, price=price,
    wire=WIRE, fits=fits,
)
