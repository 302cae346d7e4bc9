"""The program that is killed: renders a film, again and again, each time in a copy of itself that is ready to go.

A line on stdin says where to die (`3`, or `0` for never), a line on stdout says what came of it: `killed`, or JSON with
how many calls were counted and how the run ended.
"""

from __future__ import annotations

import ctypes
import json
import os
import sys
from decimal import Decimal
from pathlib import Path

from shotscript import compile
from shotscript.core.errors import ShotscriptError
from shotscript.render.desk import Tempo
from shotscript.studio.paid import price, render

FAST = Tempo(scale=0.002, tries=6, quiet=5.0)


def main() -> None:
    script, provider, keys = Path(sys.argv[1]), sys.argv[2], json.loads(sys.argv[3])
    film, shim = compile(script, provider=provider), ctypes.CDLL(None)
    render(price(film, 0), cap=Decimal(0), tempo=FAST, environment=keys)
    print("ready", flush=True)
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            shim.arm(int(line) or 1 << 40)
            told = _run(film, keys)
            os.write(1, json.dumps({"calls": shim.counted(), **told}).encode() + b"\n")
            os._exit(0)
        _, status = os.waitpid(child, 0)
        if os.WIFSIGNALED(status):
            print("killed", flush=True)


def _run(film, keys) -> dict:
    try:
        made = render(price(film), cap=Decimal(1000), tempo=FAST, environment=keys)
    except ShotscriptError as trouble:
        return {"trouble": str(trouble)}
    return {"states": [one.order.state if one.order else one.words for one in made.outcomes],
            "unknown": [one.job for one in made.bill.unknown], "missing": made.bill.missing}


if __name__ == "__main__":
    main()
