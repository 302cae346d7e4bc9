"""Previz: the provider that is this machine. A segment becomes grey-box pictures with the real camera."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from ...plan.limits import Limits
from ...plan.timeline import Segment
from ..contract import Provider, Status
from .dialect import write
from .draw import draw
from .edition import EDITION
from .warm import warm

__all__ = ["PROVIDER", "warm"]


def _free(segment: Segment) -> Decimal:
    return Decimal(0)


PROVIDER = Provider(
    name="previz",
    title="Previz (this machine)",
    status=Status.LIVE,
    checked=date(2026, 11, 20),
    limits=Limits(cuts=6),
    write=write,
    price=_free,
    draw=draw,
    prepare=warm,
    edition=EDITION,
)
