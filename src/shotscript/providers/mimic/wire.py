"""What Replicate is asked for: a prediction of this very version. The rest of the service is in `predictions`."""

from __future__ import annotations

from ..contract import Request
from ..predictions import wire
from ..service import Call


def submit(request: Request, key: str) -> Call:
    return Call("POST", "/v1/predictions", dict(request.body))


WIRE = wire(submit, ("image", "performance", "figure pass", "figure frame"))
