"""Films for the tests of Sora, and whole answers as a page."""

from __future__ import annotations

import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from scripts import FILES

import shotscript
from shotscript.core.world import TextWorld
from shotscript.providers.contract import Draft, Loss, Verdict
from shotscript.studio import Film

CASES = Path(__file__).parent / "cases"
FILM = (CASES / "harbour.fountain").read_text()


def compiled(provider: str, text: str, picture: str = "16:9 720p") -> Film:
    """A film in a given picture, unless the text has a format of its own."""
    form = "" if "@format" in text else f"/*@format\npicture: {picture} 24fps\n*/\n"
    world = TextWorld({"film.fountain": form + text, **dict.fromkeys(FILES, b"")})
    return shotscript.compile("film.fountain", provider=provider, world=world)


def only(provider: str, text: str, picture: str = "16:9 720p") -> Draft:
    film = compiled(provider, text, picture)
    assert len(film.drafts) == 1
    return film.drafts[0]


def said(draft: Draft, kind: str) -> Loss:
    return next(loss for loss in draft.losses if loss.kind == kind)


def page(film: Film) -> str:
    """Every request with its words as they are read, its needs and what is not used."""
    parts = []
    for segment, draft in zip(film.segments, film.drafts, strict=True):
        needs = [f"need {n.ref} {n.recipe or n.key}" for n in draft.request.needs]
        lost = [f"{x.verdict} {x.shot} {x.kind}: {x.how}" for x in draft.losses if x.verdict is not Verdict.USED]
        body = json.dumps({**draft.request.body, "prompt": "above"})
        price = f"${film.provider.price(segment).normalize():f}"
        parts.append("\n".join((f"# {segment.name} {price}", draft.request.prompt, "", body, *needs, *lost)))
    return "\n\n".join(parts) + "\n"
