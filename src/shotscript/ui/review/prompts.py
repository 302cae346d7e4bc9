"""What a model is sent for the selected shot: the prompt of its segment beside the lines it came from, what becomes of
every clause, what it stands on, what it costs; at whichever provider and in whichever variants somebody asks for."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

from ...core.diagnostic import Diagnostic
from ...plan.timeline import Segment
from ...providers.contract import Draft
from ...studio.edition import Places, segment_row, stem
from ...studio.film import Film
from ..sheet import problem, sheet
from .choice import Films, absent, compiled, holding, standing, switch
from .forms import fill
from .values import Showing, Wish


def panel(now: Showing, films: Films, wish: Wish) -> str:
    """The prompt tab for a shot."""
    film, trouble = compiled(now, films, wish)
    shown = _shown(film, wish.shot) if film else None
    return fill("desk-prompt.jinja2", wish=wish, switch=switch(now, wish, film), trouble=trouble,
                film=film and facts(film), shown=shown)


def sections(films: Sequence[Film]) -> str:
    """The prompt tab of every shot of films that are compiled, for a page without a server: hidden sections, each
    naming the film's number (`data-edition`) and its shots (`data-shots`)."""
    return "".join(fill("desk-held.jinja2", kind="prompt", sections=list(_held(n, film)))
                   for n, film in enumerate(films))


def facts(film: Film) -> dict[str, Any]:
    """What is said of a film as a whole; `left` is how many of its shots cannot be made there."""
    one, cost = film.provider, sum(film.prices, Decimal(0))
    made = {cut.shot.label for each in film.segments for cut in each.cuts} | {loss.shot for loss in film.takes}
    return {"provider": one, "standing": standing(one), "price": cost, "segments": len(film.segments),
            "version": film.read.version, "left": len(film.read.labels - made)}


def _held(n: int, film: Film) -> Iterator[dict[str, Any]]:
    known = facts(film)
    for number, one in enumerate(film.segments):
        labels = list(dict.fromkeys(cut.shot.label for cut in one.cuts))
        yield {"edition": n, "shots": labels, "film": known,
               "shown": SimpleNamespace(sheets=[_sheet(film, number)], why="", faults=[])}
    made = {cut.shot.label for one in film.segments for cut in one.cuts}
    for shot in film.story.shots:
        if shot.label not in made:
            yield {"edition": n, "shots": [shot.label], "film": known, "shown": _shown(film, shot.label)}


def _shown(film: Film, label: str) -> SimpleNamespace:
    """The sheets of a shot's segments; where it stands in none, why."""
    sheets = [_sheet(film, number) for number in holding(film, label)]
    why, faults = ("", ()) if sheets else absent(film, label)
    places = Places(film)
    return SimpleNamespace(sheets=sheets, why=why, faults=[problem(one, places) for one in faults])


def _sheet(film: Film, number: int) -> SimpleNamespace:
    one, draft = film.segments[number], film.drafts[number]
    places = Places(film)
    row = segment_row(one, draft, film.provider.price(one))
    before = {cut.shot.as_of: stem(film.segments[where[0]]) for cut in one.cuts
              if (where := holding(film, cut.shot.as_of))}
    found = sheet(one, draft, row, film, places, before)
    found.shots = list(dict.fromkeys(cut.shot.label for cut in one.cuts))
    found.problems = [problem(fault, places) for fault in _faults(one, draft, film)]
    found.body = json.dumps(draft.request.body, ensure_ascii=False, indent=1)
    found.needs = [{"role": need.role, "name": need.name, "key": need.path or need.key}
                   for need in draft.request.needs]
    return found


def _faults(one: Segment, draft: Draft, film: Film) -> Iterable[Diagnostic]:
    """What is wrong with a segment's request, and with the files it stands on."""
    asked = {need.span for need in draft.request.needs if need.span}
    return dict.fromkeys((*draft.problems, *(p for p in film.told if p.code.startswith("FL") and p.span in asked)))
