"""Notes: what was said of the selected shot and of its takes, and of which state of them it was said."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ...providers import find
from ...studio.film import Film
from ...studio.judgements import Judgement
from .choice import Films, compiled, holding
from .forms import fill
from .values import Showing, Wish


@dataclass(frozen=True, slots=True)
class Said:
    """A judgement as it is told. `thing` is what it was said of; `changed` is why it may no longer hold."""

    who: str
    at: str
    verdict: str
    words: str
    thing: str
    changed: str = ""


def panel(now: Showing, films: Films, judgements: Sequence[Judgement], wish: Wish) -> str:
    """The notes tab for a shot: the newest note last, then a form for another."""
    current = _current(now, films, judgements, wish)
    return fill("desk-notes.jinja2", **_shown(now, judgements, wish.shot, current), live=True)


def sections(now: Showing, films: Sequence[Film], judgements: Sequence[Judgement]) -> str:
    """The notes of every shot, as hidden sections that name it (`data-shots`)."""
    return "".join(_held(now, films, judgements))


def said(one: Judgement, *, now_of: str, about: str = "") -> Said:
    """A judgement against what stands now: `now_of` is the digest its thing has today, empty where nobody knows. Said
    at another shot than `about`, it names that shot."""
    thing = f"{_take(one.take)}{f', at {one.shot}' if about and one.shot != about else ''}" if one.take else "the shot"
    other = bool(one.of and now_of and one.of != now_of)
    changed = ("no longer what would be sent" if one.take else "changed since") if other else ""
    return Said(one.who, one.at, one.verdict, one.words, thing, changed)


# ---------------------------------------------------------------------------------------------- helpers


def _held(now: Showing, films: Sequence[Film], judgements: Sequence[Judgement]) -> Iterator[str]:
    for shot in now.film.story.shots if now.film else ():
        current = {film.provider.name: _keys(film, shot.label) for film in films}
        yield fill("desk-notes-held.jinja2", **_shown(now, judgements, shot.label, current), live=False)


def _shown(
    now: Showing, judgements: Sequence[Judgement], shot: str, current: Mapping[str, frozenset[str]]
) -> dict[str, Any]:
    """`current` are the keys of the shot's requests as it is now, by provider."""
    digest = now.told.get(shot, "")
    mine = [one for one in judgements if one.shot == shot]
    return {"shot": shot, "of": digest, "notes": [said(one, now_of=_now_of(one, digest, current)) for one in mine],
            "known": bool(now.film and shot in now.film.read.labels)}


def _now_of(one: Judgement, digest: str, current: Mapping[str, frozenset[str]]) -> str:
    """The digest that what a note was said of has now: its own, if that is among several."""
    if not one.take:
        return digest
    keys = current.get(_parts(one.take)[0], frozenset())
    return one.of if one.of in keys else next(iter(sorted(keys)), "")


def _current(
    now: Showing, films: Films, judgements: Sequence[Judgement], wish: Wish
) -> Mapping[str, frozenset[str]]:
    """For each provider whose takes of the shot somebody spoke of, what would be sent for it now: as it is written and
    in the variants that are shown."""
    spoken = {_parts(one.take)[0] for one in judgements if one.shot == wish.shot and one.take} & find().keys()
    shown, _ = compiled(now, films, wish) if spoken else (None, "")
    found: dict[str, frozenset[str]] = {}
    for provider in sorted(spoken):
        asked = wish.provider if shown and shown.provider.name == provider else provider
        made = (compiled(now, films, Wish(wish.shot, asked, variant))[0] for variant in ("", wish.variant))
        found[provider] = frozenset(key for film in made if film for key in _keys(film, wish.shot))
    return found


def _keys(film: Film, shot: str) -> frozenset[str]:
    return frozenset(film.drafts[number].request.key for number in holding(film, shot))


def _parts(take: str) -> tuple[str, str, str]:
    """Provider, key and number in a take's name."""
    parts = take.rsplit("/", 2)
    return (parts[0], parts[1], parts[2]) if len(parts) == 3 else (take, "", "")


def _take(name: str) -> str:
    provider, _, number = _parts(name)
    known = find().get(provider)
    return f"take {number} of {known.title if known else provider}" if number else name
