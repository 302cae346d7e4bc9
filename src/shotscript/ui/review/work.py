"""Work done in a thread for those who must not wait, and in words what went wrong with it."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Callable
from traceback import format_exception
from typing import TypeVar

from ...core.errors import ShotscriptError
from ...core.secret import hidden

T = TypeVar("T")


async def done(work: Callable[[], T]) -> tuple[T | None, str]:
    """Work done in a thread: what it returned, or in words why it did not."""
    task = asyncio.ensure_future(asyncio.to_thread(work))
    await asyncio.wait({task})
    trouble = task.exception()
    return (None, _words(trouble)) if trouble else (task.result(), "")


def _words(trouble: BaseException) -> str:
    if isinstance(trouble, ShotscriptError):
        return hidden(str(trouble))
    if isinstance(trouble, OSError):
        return hidden(f"{trouble.filename}: {trouble.strerror}" if trouble.filename else str(trouble))
    if os.environ.get("SHOTSCRIPT_DEBUG"):
        print(hidden("".join(format_exception(trouble))), file=sys.stderr)
    return hidden(f"this is a fault of ours, not yours: {type(trouble).__name__}: {trouble}")
