"""Who and what a segment shows, what the prompt calls them, and which pictures stand for them."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from unicodedata import normalize

from ...core import digest
from ...lang.media import footage as footage_of
from ...narrative.story import Person, Place, Said, Story
from ...plan.timeline import Cut, Segment
from ..claims import Subject, mentions, subject
from ..contract import Context, Need
from ..outside import is_sound
from .names import CLOSE, OPEN, bare, thing, titled

if TYPE_CHECKING:
    from .manner import Manner


@dataclass(frozen=True, slots=True)
class Bound:
    """Someone or something bound to pictures in a request.

    call      what sentences call it; `intro` where its look is told; `says` where it speaks, if that is another
    needs     in the order the body names them
    pictures  how many of its own were taken
    voiced    whether its voice is bound as well
    carries   whether the binding carries the look, so that the words may be left to it where room is short
    """

    name: str
    call: str
    intro: str
    needs: tuple[Need, ...]
    pictures: int
    voiced: bool = False
    carries: bool = True
    says: str = ""


Given = dict[str, Need]
"""What is handed in, by role: first frame, last frame, plate, performance, recorded line."""
Bind = Callable[[Sequence[Subject], Given, Story], tuple[Bound, ...]]
"""Takes those with pictures (or whatever else a manner `binds`) in order of mention, places last; answers those the
model takes, in the body's order."""


def unbound(subjects: Sequence[Subject], given: Given, story: Story) -> tuple[Bound, ...]:
    """A model that takes no pictures of anyone."""
    return ()


@dataclass(frozen=True, slots=True)
class Casting:
    """`mentions` are those each cut names, in the order of the cuts; `bound` the ones with pictures, by name."""

    mentions: tuple[tuple[str, ...], ...]
    bound: dict[str, Bound] = field(default_factory=dict)
    given: Given = field(default_factory=dict)

    def call(self, name: str) -> str:
        return self.bound[name].call if name in self.bound else titled(name)

    def introduce(self, name: str, prop: bool = False) -> str:
        if name in self.bound:
            return self.bound[name].intro
        return thing(name) if prop else titled(name)

    @property
    def needs(self) -> tuple[Need, ...]:
        return (*self.given.values(), *(need for bound in self.bound.values() for need in bound.needs))


def cast(segment: Segment, context: Context, manner: Manner) -> Casting:
    """The casting of a segment: whom each cut names, and what the model takes of their pictures."""
    story = context.story
    named = tuple(mentions(cut.shot, cut.scene, context) for cut in segment.cuts)
    order = dict.fromkeys(name for names in named for name in names)
    people = [who for who in (subject(name, story) for name in order) if who and shown(who, manner.binds)]
    places = [p for p in dict.fromkeys(story.place(cut.scene.place) for cut in segment.cuts) if p and p.images]
    given = footage(segment, manner)
    bound = manner.bind([*people, *places], given, story) if people or places else ()
    return Casting(named, {one.name: one for one in bound}, given)


def shown(who: Subject, by: Sequence[str] = ("images", "clip", "voice")) -> bool:
    """Whether there is anything of these to bind to a name."""
    return any(getattr(who, what, None) for what in by)


_ROLES = {"frame first": "first frame", "frame last": "last frame", "plate": "plate", "perform": "performance"}


def role(said: Said) -> str:
    """What a directive hands in, or nothing. A performance in sound alone is a recorded line."""
    return "recorded line" if said.head == "perform" and is_sound(said) else _ROLES.get(said.head, "")


def footage(segment: Segment, manner: Manner) -> Given:
    """What the script hands in and the model takes: a first frame at the first shot, a last one at the last, a plate or
    a performance for a shot of its own. A later part of a shot starts on the last picture of the part before."""
    found: Given = {}
    for n, cut in enumerate(segment.cuts):
        for said in cut.shot.said:
            what = role(said)
            if what in manner.takes and what not in found and at_its_place(said.head, n, segment):
                found[what] = _handed(what, said, cut)
    if segment.cuts[0].part > 1 and manner.limits.continues and "first frame" in manner.takes:
        found["first frame"] = _before(segment.cuts[0])
    if manner.pair and "first frame" not in found:
        found.pop("last frame", None)
    return found


BEFORE = {"picture": "last", "of": "the part before"}
"""The recipe of the picture a shot's later part starts on."""


def _before(cut: Cut) -> Need:
    """The last picture of the segment that holds the part before this one."""
    key = digest.of({**BEFORE, "part": cut.part, "offset": cut.offset})
    return Need(role="first frame", name="before", key=key, recipe=BEFORE, span=cut.shot.span)


def at_its_place(head: str, at: int, segment: Segment) -> bool:
    """Whether footage of a shot can be asked for where the shot stands in its segment."""
    cut, last = segment.cuts[at], len(segment.cuts) - 1
    if head == "frame first":
        return at == 0 and cut.part == 1
    if head == "frame last":
        return at == last and cut.part == cut.parts
    return last == 0


def _handed(role: str, said: Said, cut: Cut) -> Need:
    """`"footage/room.mp4" from 3s`: the path, and where in it. Of footage that sets the clip's length the seconds asked
    for, from where the cut's first frame lies in it: all that is sent is paid for."""
    path, start = footage_of(said.text)
    recipe = {"from": start} if start else {}
    if role in ("plate", "performance"):
        skip = cut.offset - cut.lead
        recipe |= {"seconds": str(cut.seconds), **({"skip_frames": str(skip)} if skip else {})}
    return Need(role=role, name=slug(said.subject) or "film", key=path, recipe=recipe, span=said.span)


_GUARDED = re.compile(f"{OPEN}(.*?){CLOSE}", re.DOTALL)


def guarded(reference: str) -> str:
    """Our own reference, kept as it is while the words around it are cleaned of the model's marks."""
    return f"{OPEN}{reference}{CLOSE}"


def clear(words: str, clean: Callable[[str], str]) -> str:
    """Words cleaned outside the guarded references, and the guards taken off."""
    parts = _GUARDED.split(words)
    return "".join(part if n % 2 else clean(bare(part)) for n, part in enumerate(parts))


def slug(name: str) -> str:
    """Letters and figures of a name, for an id."""
    ascii_name = normalize("NFKD", titled(name)).encode("ascii", "ignore").decode()
    return re.sub(r"[^A-Za-z0-9]", "", ascii_name)


def ids(story: Story) -> dict[str, str]:
    """An id for everyone and everything with pictures, a clip or a voice: letters, digits and _, none inside another.

    Given over the whole film, so that a person keeps it in every segment; where a figure must be added it comes from
    the name, so that somebody new in the cast changes nobody's.
    """
    everyone = (*story.cast, *story.props, *story.places)
    plain = {name: slug(name) for name in dict.fromkeys(who.name for who in everyone if shown(who))}
    return {
        name: f"{short or 'subject'}_{digest.of(name)[:6]}" if not short or _clashes(name, plain) else short
        for name, short in plain.items()
    }


def _clashes(name: str, slugs: dict[str, str]) -> bool:
    mine = slugs[name].casefold()
    others = [short.casefold() for other, short in slugs.items() if other != name and short]
    return any(mine in other or other in mine for other in others)


def plainly(name: str, who: Subject) -> str:
    return titled(name) if isinstance(who, Person) else thing(name)


def pictures(
    most: int, each: int = 1, call: Callable[[str, str], str] | None = None,
    intro: Callable[[str, str], str] | None = None, word: str = "picture", alone: bool = False, carries: bool = False,
) -> Bind:
    """Numbered pictures: up to `each` of one subject and `most` in all.

    `call` and `intro` turn a plain name and the numbers of its pictures ("1", "2 and 3") into what the prompt says;
    without them the plain name. A place is `as in` its `word` and numbers. `alone`: none beside a given frame. Needs
    are named `1`, `2`, ... in the body's order.
    """

    def bind(subjects: Sequence[Subject], given: Given, story: Story) -> tuple[Bound, ...]:
        found: list[Bound] = []
        free = 0 if alone and any(role in given for role in ("first frame", "last frame")) else most
        for who in subjects:
            taken = who.images[: min(each, free)]
            if not taken:
                continue
            first = most - free + 1 if not found else int(found[-1].needs[-1].name) + 1
            needs = tuple(Need(role="image", name=str(n), key=path, span=who.span)
                          for n, path in enumerate(taken, first))
            free -= len(taken)
            name, numbers = plainly(who.name, who), _numbers([need.name for need in needs])
            called, told = call(name, numbers) if call else name, intro(name, numbers) if intro else ""
            told = guarded(f"{word} {numbers}") if isinstance(who, Place) else told
            found.append(Bound(who.name, called, told or called, needs, len(taken), carries=carries))
        return tuple(found)

    return bind


def _numbers(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
