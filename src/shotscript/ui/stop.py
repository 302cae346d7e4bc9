"""Being stopped: ctrl-C, and the two signals by which a system ends a program.

Each becomes an exception, so that everything unfinished is taken away on the way out. It is remembered as well: raised
inside another library's callback it may be swallowed there, and long work asks again with every frame.
"""

from __future__ import annotations

import signal
import sys
from types import FrameType

_asked: list[int] = []


def listen() -> None:
    """Take the signals over, except those that whoever started us has decided to ignore."""
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, _stop)
    for name in ("SIGTERM", "SIGHUP"):
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) is signal.SIG_DFL:
            signal.signal(number, _stop)
    sys.unraisablehook = _unraisable


def heed() -> None:
    """Stop now if it was asked for."""
    if _asked:
        _stop(_asked.pop(), None)


def _stop(number: int, _: FrameType | None) -> None:
    _asked.append(number)
    if number == signal.SIGINT:
        raise KeyboardInterrupt
    raise SystemExit(128 + number)


def _unraisable(lost: sys.UnraisableHookArgs) -> None:
    """Python prints what a callback swallowed. Being stopped is heeded a moment later and is no news."""
    if not (_asked and issubclass(lost.exc_type, KeyboardInterrupt | SystemExit)):
        sys.__unraisablehook__(lost)
