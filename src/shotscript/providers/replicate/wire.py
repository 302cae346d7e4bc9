"""What Replicate is asked for: a prediction of an official model. The rest of the service is in `predictions`."""

from __future__ import annotations

import json

from ..contract import Request
from ..predictions import wire
from ..service import Call

_AS_TEXT = "multi_prompt"
"""A list in our request, a JSON text on the way: so the service has it."""


def submit(request: Request, key: str) -> Call:
    told = {name: json.dumps(value, ensure_ascii=False) if name == _AS_TEXT else value
            for name, value in request.body["input"].items()}
    return Call("POST", f"/v1/models/{request.model}/predictions", {"input": told})


WIRE = wire(submit, ("first frame", "last frame", "image", "plate"))
