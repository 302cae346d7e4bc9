"""What came back for the selected shot: all takes of its segment side by side, what the service said of those that did
not come, and which one the film is cut with. Previz stands beside them, and alone where nothing was made yet."""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from ...core import same
from ...core.same import Same
from ...plan.timeline import Segment
from ...providers.contract import Status
from ...render.ledger import events
from ...render.orders import Books, Order, books
from ...render.store import place
from ...stitch.takes import Take
from ...studio import qc
from ...studio import takes as studio
from ...studio.edition import Places
from ...studio.film import Film
from ...studio.judgements import Judgement, take_name
from ...studio.lowering import LEDGER
from ...studio.paid import film_of
from .. import bills
from ..sheet import problem
from .choice import Films, absent, compiled, holding, switch
from .forms import fill
from .prompts import facts
from .values import Showing, Wish
from .verdicts import Said, said

STORE = Path(".shotscript") / "store"
WORDS = {"intent": "being asked for", "sent": "at the service", "stored": "made", "refused": "refused",
         "absent": "not taken in", "failed": "failed", "unknown": "fate unknown", "settled": "never made"}


@dataclass(frozen=True, slots=True)
class Card:
    """One take. `clip` is the digest of its file, where there is one; `fault` what the service said of one that did not
    come, `findings` what differs from the plan; `of` is the key of what was sent, `old` if that is another by now."""

    name: str
    number: int
    order: Order
    words: str
    clip: str = ""
    cut: bool = False
    old: bool = False
    fault: Mapping[str, Any] | None = None
    findings: tuple[Mapping[str, Any], ...] | None = None
    told: tuple[Said, ...] = ()

    @property
    def of(self) -> str:
        return self.order.key

    @property
    def verdict(self) -> Said | None:
        """What stands of it: the last approval or rejection."""
        return next((one for one in reversed(self.told) if one.verdict != "comment"), None)


@dataclass(frozen=True, slots=True)
class Plan:
    """The previz of a segment: a stretch of the reel, in seconds. `stale`: of an older text."""

    reel: str
    start: str
    end: str
    stale: bool


def panel(now: Showing, films: Films, judgements: Sequence[Judgement], wish: Wish) -> str:
    """The takes tab for a shot."""
    film, trouble = compiled(now, films, wish)
    shown = _shown(now, film, _books(film), judgements, wish) if film else None
    return fill("desk-takes.jinja2", wish=wish, switch=switch(now, wish, film), trouble=trouble,
                film=film and facts(film), shown=shown)


def sections(now: Showing, films: Sequence[Film], judgements: Sequence[Judgement]) -> str:
    """The takes tab of every shot of films that are compiled, as `prompts.sections` has the prompts."""
    return "".join(fill("desk-takes-held.jinja2", sections=list(_held(n, film, now, judgements)))
                   for n, film in enumerate(films))


def choose(films: Films, *, segment: str, provider: str, variant: str, take: int) -> Order:
    """Cut the film with this take. UsageError where there is none."""
    film = films(provider, variant)
    return studio.choose(film, studio.segment_of(film, segment), take)


def clip(project: Path, digest: str) -> Path | None:
    """The file of a clip that the project's ledger names."""
    named = any(one.clip and one.clip.clip == digest for one in books(events(project / LEDGER)).orders.values())
    path = place(project / STORE, digest)
    return path if named and path.is_file() else None


def clips(films: Sequence[Film]) -> dict[str, Path]:
    """The files of all takes that `sections` shows, by their digest."""
    found: dict[str, Path] = {}
    for film in films:
        known = _books(film)
        for number in range(len(film.segments)):
            for order in _orders(film, number, known):
                path = _file(film, order)
                if order.clip and path:
                    found[order.clip.clip] = path
    return found


# ---------------------------------------------------------------------------------------------- helpers


def _books(film: Film) -> Books:
    return books(events(film.read.project / LEDGER))


def _held(n: int, film: Film, now: Showing, judgements: Sequence[Judgement]) -> Iterator[dict[str, Any]]:
    told, known = facts(film), _books(film)
    for shot in film.story.shots:
        wish = Wish(shot.label, film.provider.name, film.read.version)
        yield {"edition": n, "shots": [shot.label], "film": told, "wish": wish,
               "shown": _shown(now, film, known, judgements, wish)}


def _shown(now: Showing, film: Film, known: Books, judgements: Sequence[Judgement], wish: Wish) -> SimpleNamespace:
    strips = [_strip(now, film, number, known, judgements, wish) for number in holding(film, wish.shot)]
    why, faults = ("", ()) if strips else absent(film, wish.shot)
    places = Places(film)
    return SimpleNamespace(strips=strips, why=why, faults=[problem(one, places) for one in faults])


def _strip(
    now: Showing, film: Film, number: int, known: Books, judgements: Sequence[Judgement], wish: Wish
) -> SimpleNamespace:
    """A segment with its takes, the newest text's first."""
    one, key = film.segments[number], film.drafts[number].request.key
    cut, places = known.take(film.provider.name, key), Places(film)
    cards = [_card(film, number, order, cut, judgements, wish, places) for order in _orders(film, number, known)]
    shown = [card for card in cards if not card.old]
    first = one.cuts[0].shot.span
    file, line, _ = places.start(first)
    source = film.read.sources.get(first.source)
    return SimpleNamespace(
        name=one.name, shots=list(dict.fromkeys(cut.shot.label for cut in one.cuts)), price=film.provider.price(one),
        seconds=one.seconds, plan=_plan(now, one), cards=shown, older=[card for card in cards if card.old],
        said_first=(film.provider.name, key) in known.chosen, local=film.provider.local, asking=_asking(film, one),
        measurable=any(card.clip for card in shown), measured=wish.measured,
        line={"file": file, "number": line, "words": source.line(line) if source else ""},
    )


def _orders(film: Film, number: int, known: Books) -> Iterable[Order]:
    """Those of a segment as it is written now, oldest first; then those of what it was before."""
    one, name, key = film.segments[number], film.provider.name, film.drafts[number].request.key
    home = film_of(film.read.project, film.read.script.source)
    yield from known.of(name, key)
    mine = (name, home, one.name)
    for order in reversed(known.orders.values()):
        if (order.provider, order.film, order.segment) == mine and order.key not in _keys(Same(film)):
            yield order


@lru_cache(maxsize=16)
def _keys(held: Same[Film]) -> frozenset[str]:
    """Of all that would be sent for a film."""
    return frozenset(draft.request.key for draft in same.held(held).drafts)


def _card(
    film: Film, number: int, order: Order, cut: Order | None, judgements: Sequence[Judgement], wish: Wish,
    places: Places,
) -> Card:
    name, old = take_name(order.provider, order.key, order.take), order.key != film.drafts[number].request.key
    path = _file(film, order)
    fault = None if old else bills.told(order, film.segments[number])
    findings = _findings(Same(film), number, order.take, path) if wish.measured and path and not old else None
    told = tuple(said(one, now_of=order.key, about=wish.shot) for one in judgements if one.take == name)
    words = WORDS[order.state] if path or not order.clip else "its file is gone"
    return Card(name, order.take, order, words, order.clip.clip if order.clip and path else "",
                cut is not None and cut.job == order.job, old, fault and problem(fault, places), findings, told)


def _file(film: Film, order: Order) -> Path | None:
    if order.clip is None:
        return None
    path = place(film.read.project / STORE, order.clip.clip)
    return path if path.is_file() else None


def _plan(now: Showing, one: Segment) -> Plan | None:
    """Where the reel shows a segment: as long as it was when it was drawn."""
    reel, labels = now.reel, [cut.shot.label for cut in one.cuts]
    if reel is None or now.film is None or any(label not in reel.starts for label in labels):
        return None
    fps = now.film.timeline.fps
    first, last = one.cuts[0], one.cuts[-1]
    start = reel.starts[labels[0]][0] + first.offset
    whole = reel.starts[labels[-1]]
    end = whole[0] + (min(last.offset + last.frames, whole[1]) if last.parts > 1 else whole[1])
    return Plan(reel.key, f"{float(start / fps):.3f}", f"{float(end / fps):.3f}", bool(now.stale & set(labels)))


def _asking(film: Film, one: Segment) -> str:
    """The command that asks for a take; nothing where nobody can be asked."""
    if film.provider.wire is None or film.provider.status is Status.RETIRED:
        return ""
    variant = f" --variant {shlex.quote(film.read.version)}" if film.read.version else ""
    return (f"shotscript render {shlex.quote(Path(film.read.script.source).name)} --provider {film.provider.name}"
            f"{variant} --only {one.cuts[0].shot.label}")


@lru_cache(maxsize=256)
def _findings(held: Same[Film], number: int, take: int, path: Path) -> tuple[Mapping[str, Any], ...]:
    """What a take has that its plan has not: every frame of it is read."""
    film = same.held(held)
    one = Take(film.segments[number], path, take, film.provider.name)
    file, places = shlex.quote(Path(film.read.script.source).name), Places(film)
    _, found = qc.check(film, [one], again=lambda label: f"shotscript retry {file} {label}")
    return tuple(problem(fault, places) | {"message": fault.message.partition(": ")[2]} for fault in found)
