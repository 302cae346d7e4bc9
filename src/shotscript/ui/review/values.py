"""What the review room knows at one moment, and what it tells those who listen. Frozen values.

The desk (what a model is sent for the selected shot, what came back, what was said of it) asks the server for a shot:

    GET /prompt /takes /notes          with shot, provider, variant and, of /takes, measured=1: fragments. The server
                                       makes a `Wish` of them and answers `prompts.panel(room.now, room.film, wish)`,
                                       `takes.panel(room.now, room.film, room.judgements, wish)` or
                                       `verdicts.panel(room.now, room.film, room.judgements, wish)`, run in a thread
    POST /judge                        shot, take, verdict, words, of. `of` is what the page showed when it was judged:
                                       a shot's digest, the key of a take's request; the text may have moved on
    POST /choose                       segment, provider, variant, take: `takes.choose(room.film, ...)`, in a thread
    GET /clip/{digest}.mp4             `takes.clip(project, digest)`: None where the ledger names no such clip

The page holds `desk.frame()` inside `<aside id="desk">`; the export `desk.held(...)`, and the files of `takes.clips`.
On `document` the page tells of `shot` (detail.label: this one is selected), `news` (detail: the News) and `comment`
(somebody wants to write one); the desk asks for a shot by `select-shot` (detail.label).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from ...studio.board import Board
from ...studio.film import Film

Stills = Mapping[str, tuple[Path, Path]]
"""The first and the last picture of each shot, by its label."""


@dataclass(frozen=True, slots=True)
class Reel:
    """A reel that is drawn. `key` names its content: a page that has it need not ask again.

    starts   by shot label, its first frame in the reel and how many there are: the reel's own, as the text may have
             moved on since
    told     by shot label, the digest of the shot that was drawn
    """

    path: Path
    key: str
    starts: Mapping[str, tuple[int, int]]
    told: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Work:
    """What was done for a showing since its text was found changed, `seconds` ago: the shots whose stills and whose
    clips were drawn. `notes` say what is otherwise than asked: voices that could not be made."""

    stills: tuple[str, ...] = ()
    clips: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Showing:
    """A script as it stands.

    film     compiled for previz, a shot a segment; None as long as the file was never read
    board    a panel a shot, with plans; `stills` its pictures. While those of a changed shot are drawn it has the ones
             it had before; a shot that never had any has none for a while
    told     by label, the digest of each shot as the renderer is told of it: what is drawn, written and said
    reel     the newest there is, and may be of an older text: `stale` are the shots that it does not show as they are
             written
    trouble  why the file cannot be read as it is, or its pictures not be drawn; all else is then as it last was
    doing    what is under way, in words: `drawing 2F, 3 of 22`
    """

    revision: int
    film: Film | None
    board: Board | None = None
    stills: Stills = field(default_factory=dict)
    told: Mapping[str, str] = field(default_factory=dict)
    reel: Reel | None = None
    trouble: str = ""
    doing: str = ""
    work: Work = Work()

    @property
    def stale(self) -> frozenset[str]:
        drawn = self.reel.told if self.reel else {}
        return frozenset(label for label, digest in self.told.items() if drawn.get(label) != digest)


@dataclass(frozen=True, slots=True)
class Wish:
    """What the desk is asked to show: the segment a shot stands in, at a provider (none: the script's own), in variants
    as in `rain,tall`. `measured`: its takes held against the plan, which reads every frame of them."""

    shot: str
    provider: str = ""
    variant: str = ""
    measured: bool = False


@dataclass(frozen=True, slots=True)
class News:
    """What those who listen are told. `parts` are the digests of the page's parts by their ids (`scene-1`, `problems`,
    `player`): whoever has another digest asks for the part. `order` are the ids as they stand on the page."""

    revision: int
    parts: Mapping[str, str]
    order: tuple[str, ...] = ()
