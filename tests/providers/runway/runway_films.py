"""What the tests of Runway's models share: drafts of written shots, and requests for films that hold the language."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from itertools import product
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from films import packed, segments, toured, understood

from shotscript.core.diagnostic import Level
from shotscript.plan.timeline import Segment
from shotscript.providers.contract import Draft, Request
from shotscript.providers.runway import PROVIDERS

NAMED = {provider.name: provider for provider in PROVIDERS}
HEAD = "/*@cast\nMAYA: woman, 34\n  images: media/maya.png\nJON: man, 41\n*/\n\nINT. KITCHEN - NIGHT\n\n"
HANDED = {"runway-aleph": "[[plate: media/room.mp4]]\n", "runway-act-two": "[[perform MAYA: media/maya.mp4]]\n"}
"""What each model that wants it is given above a shot."""


def drafts(name: str, shots: str, head: str = HEAD) -> list[tuple[Segment, Draft]]:
    film, provider = understood(head + shots), NAMED[name]
    return [(one, provider.write(one, film.context())) for one in segments(film, provider.limits)]


def one(name: str, shots: str, head: str = HEAD) -> Draft:
    ((_, draft),) = drafts(name, shots, head)
    return draft


PICTURES = ("16:9 720p", "16:9 1080p", "9:16 720p", "9:16 1080p", "1:1 1080p", "4:3 720p", "21:9 1080p")


def scripts(name: str) -> Iterator[str]:
    """The films that hold the language, and short ones in every picture, seeded and not, opened by a still and not."""
    for film in toured():
        yield film.text.replace("\n!! ", f"\n{HANDED.get(name, '')}!! ")
    for picture, seed, still in product(PICTURES, ("", "seed: 7\n"), ("", "[[frame first: media/still.png]]\n")):
        above = HANDED.get(name, "")
        shots = (f"{above}!! {n}: CU on MAYA, dolly in 1m, {4 + at}s\n\nMAYA\nWell.\n" for at, n in enumerate("ABC"))
        yield f"/*@format\npicture: {picture}\n{seed}*/\n\n{HEAD}{still}{chr(10).join(shots)}"


def requests(name: str) -> Iterator[Request]:
    """Every request of a model for its films, those that are refused left out."""
    provider = NAMED[name]
    for handed in map(understood, scripts(name)):
        for segment in packed(handed.story, provider.limits):
            draft = provider.write(segment, handed.context())
            if not any(problem.level is Level.ERROR for problem in draft.problems):
                yield draft.request
