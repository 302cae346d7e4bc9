"""Previz: the provider that is this machine. A segment becomes grey-box pictures with the real camera.

The renderer is loaded when something is drawn: to write a request, or to look for another provider, needs none of it.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from importlib import import_module

from ...plan.limits import Limits
from ...plan.timeline import Segment
from ..contract import Drawing, Provider, Request, Status
from .dialect import write
from .edition import EDITION


def _draw(request: Request) -> Drawing:
    return import_module(".draw", __name__).draw(request)


def _warm(report: Callable[[str], None]) -> None:
    import_module(".warm", __name__).warm(report)


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
    draw=_draw,
    prepare=_warm,
    edition=EDITION,
)
