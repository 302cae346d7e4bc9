"""A job: one segment's request on its way to a clip in the store."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from ..core import digest
from ..providers.contract import Request


@dataclass(frozen=True, slots=True)
class Job:
    """`index` is the segment's, `key` what reuse goes by: the request's digest and how its clip is made."""

    index: int
    request: Request
    key: str


@dataclass(frozen=True, slots=True)
class Done:
    """A clip in the store. `fresh` is True when this run made it."""

    job: Job
    clip: Path
    fresh: bool


def job(index: int, request: Request, making: str) -> Job:
    """`making` names all that a clip depends on and its request does not say: the renderer's edition, the encoder."""
    return Job(index, request, digest.of({"request": request.key, "making": making}))
