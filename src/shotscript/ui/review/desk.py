"""The desk: the panel beside the player where the prompt, the takes and the notes of the selected shot are judged."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from ...studio.film import Film
from ...studio.judgements import Judgement
from . import prompts, takes, verdicts
from .forms import fill
from .values import Showing

TABS = (("prompt", "Prompt"), ("takes", "Takes"), ("notes", "Notes"))


def frame(provider: str = "", variant: str = "") -> str:
    """The desk of a page that a server stands behind: its tabs ask for what they show, of this provider (none: the
    script's own) and these variants first."""
    return fill("desk.jinja2", live=True, tabs=TABS, editions=(), held={}, provider=provider, variant=variant)


def held(now: Showing, films: Sequence[Film], judgements: Sequence[Judgement]) -> str:
    """The desk of a page without a server: all of it, for these films."""
    made = {"prompt": prompts.sections(films), "takes": takes.sections(now, films, judgements),
            "notes": verdicts.sections(now, films, judgements)}
    editions = [" · ".join(filter(None, (film.provider.title, film.read.version))) for film in films]
    return fill("desk.jinja2", live=False, tabs=TABS, editions=editions, provider="", variant="",
                held={name: Markup(html) for name, html in made.items()})
