"""Who and what a segment shows, under which id, and which pictures stand for them.

An id is written `@Maya` in the prompt. Ids are given over the whole film, so a person keeps theirs in every segment,
and none is part of another, which the model would confuse.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from unicodedata import normalize

from ...core import digest
from ...lang.clause import Framing, Move, Moves
from ...lang.term import Name
from ...narrative.story import Person, Place, Scene, Shot, Story
from ...plan.timeline import Segment
from ..claims import people_of
from ..contract import Need
from ..phrase.names import titled
from .bits import MENTION
from .body import Element, Picture
from .facts import ELEMENT_IMAGES, LIMITS


@dataclass(frozen=True, slots=True)
class Casting:
    """`mentions` are the people each cut names, in the order of the cuts; `ids` the ones bound to pictures here."""

    mentions: tuple[tuple[str, ...], ...]
    ids: dict[str, str] = field(default_factory=dict)
    contents: tuple[Element | Picture, ...] = ()
    needs: tuple[Need, ...] = ()

    def call(self, name: str) -> str:
        return f"{MENTION}{self.ids[name]}" if name in self.ids else titled(name)


def casting(segment: Segment, story: Story) -> Casting:
    """People first, in order of mention, then places, as far as the model takes references."""
    mentions = tuple(mentioned(cut.shot, cut.scene, story) for cut in segment.cuts)
    order = dict.fromkeys(name for names in mentions for name in names)
    people = [p for p in map(story.person, order) if p and p.images]
    places = [p for p in dict.fromkeys(story.place(cut.scene.place) for cut in segment.cuts) if p and p.images]
    known = ids(story)
    bound = [*people, *places][: LIMITS.references]
    return Casting(
        mentions, {who.name: known[who.name] for who in bound},
        tuple(_content(who, known[who.name]) for who in bound),
        tuple(need for who in bound for need in _needs(who, known[who.name])),
    )


def mentioned(shot: Shot, scene: Scene, story: Story) -> tuple[str, ...]:
    """The people a shot names: in its clauses, by speaking on screen, in its text. If none, all who can be seen."""
    in_clauses = {name.text for clause in shot.clauses for name in _names(clause)}
    speaking = {beat.who for beat in shot.beats if beat.who and not beat.unseen}
    text = " ".join(beat.text for beat in shot.beats if beat.kind == "action")
    known = dict.fromkeys((*(p.name for p in story.cast), *scene.people))
    named = [n for n in known if n in in_clauses or n in speaking or _stands_in(n, text)]
    if named or in_clauses:
        return tuple(named)
    return people_of(shot, scene, story)


def ids(story: Story) -> dict[str, str]:
    """An id for everyone and every place with pictures: letters, digits and _, none inside another."""
    bound = dict.fromkeys(who.name for who in (*story.cast, *story.places) if who.images)
    plain = {name: _slug(name) for name in bound}
    return {
        name: f"{slug or 'subject'}_{n:03d}" if not slug or _clashes(name, plain) else slug
        for n, (name, slug) in enumerate(plain.items(), 1)
    }


def _clashes(name: str, slugs: dict[str, str]) -> bool:
    mine = slugs[name].casefold()
    others = [slug.casefold() for other, slug in slugs.items() if other != name and slug]
    return any(mine in other or other in mine for other in others)


def _slug(name: str) -> str:
    ascii_name = normalize("NFKD", titled(name)).encode("ascii", "ignore").decode()
    return re.sub(r"[^A-Za-z0-9]", "", ascii_name)


def _stands_in(name: str, text: str) -> bool:
    """Whole words, in any case; in scripts without spaces anywhere."""
    edge = r"\b" if name.isascii() else ""
    return re.search(f"{edge}{re.escape(name)}{edge}", text, re.IGNORECASE) is not None


def _names(clause: object) -> list[Name]:
    if isinstance(clause, Moves):
        moves = [move for part in clause.parts for move in part]
        return [name for move in moves for name in _names_of_move(move)]
    held = [getattr(clause, key, None) for key in ("on", "by", "of", "name", "who", "at", "facing")]
    flat = [n for h in held for n in (h if isinstance(h, tuple) else (h,))]
    return [n for n in flat if isinstance(n, Name)]


def _names_of_move(move: Move) -> list[Name]:
    target = _names(move.target) if isinstance(move.target, Framing) else [move.target]
    return [n for n in (*target, move.around, move.follow, move.focus_from) if isinstance(n, Name)]


def _content(who: Person | Place, id: str) -> Element | Picture:
    if len(who.images) >= ELEMENT_IMAGES[0]:
        return Element(element_id=f"need:element/{id}", id=id)
    return Picture(url=f"need:image/{id}", id=id)


def _needs(who: Person | Place, id: str) -> list[Need]:
    """The pictures, the voice, and the element made of them: its key changes with anything it is made of."""
    images = who.images[: ELEMENT_IMAGES[1]]
    found = [Need(role="image", name=id, key=path) for path in images]
    voice = who.voice if isinstance(who, Person) and len(images) >= ELEMENT_IMAGES[0] else ""
    if voice:
        found.append(Need(role="voice", name=id, key=voice))
    if len(images) >= ELEMENT_IMAGES[0]:
        wears = who.wears if isinstance(who, Person) else ""
        recipe = {"images": list(images), "voice": voice, "look": who.look, "wears": wears}
        found.append(Need(role="element", name=id, key=digest.of(recipe)))
    return found
