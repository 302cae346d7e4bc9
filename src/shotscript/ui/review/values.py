"""What the review room knows at one moment, and what it tells those who listen. Frozen values.

The desk (what a model is sent for the selected shot, what came back, what was said) asks the server for one shot:

    GET /prompt /takes /notes ?shot=&provider=&variant=    fragments by `prompts.panel`, `takes.panel` and
                                       `verdicts.panel`, each given (room.now, room.film, judgements, Wish(...)) and run in
                                       a thread; no provider named is the script's own. /takes has `measured=1` too
    POST /judge   shot, take, verdict, words, of     `of` is what the page showed when somebody judged: a shot's digest or
                                       the key of a take's request, as the text may have moved on under it
    POST /choose  shot, provider, variant, take      take is its number: `takes.choose`
    GET /clip/{digest}.mp4             clips that the ledger names: `takes.clip(project, digest)`

The page holds `desk.frame()` inside `<aside id="desk">`; the export `desk.held(...)`, whose clips lie in `clip/`. On
`document` the page tells of `shot` (detail.label: another is selected), `news` (detail: News as it came) and `comment`
(somebody wants to write one); the desk asks for `select-shot` (detail.label).
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
class Showing:
    """A script as it stands. `film` is compiled for previz, a shot a segment; None where the file cannot be read, and
    `trouble` then says why. `told` is the digest of each shot as the renderer is told of it, by label. `reel` is the
    newest there is, and may be of an older text: `stale` are the shots that it does not show as they are written."""

    revision: int
    film: Film | None
    board: Board | None = None
    stills: Stills = field(default_factory=dict)
    told: Mapping[str, str] = field(default_factory=dict)
    reel: Reel | None = None
    trouble: str = ""

    @property
    def stale(self) -> frozenset[str]:
        drawn = self.reel.told if self.reel else {}
        return frozenset(label for label, digest in self.told.items() if drawn.get(label) != digest)


@dataclass(frozen=True, slots=True)
class News:
    """What those who listen are told. `parts` are the digests of the page's parts by their ids (`scene-1`, `problems`,
    `player`): whoever has another digest asks for the part. `order` are the ids as they stand on the page."""

    revision: int
    parts: Mapping[str, str]
    order: tuple[str, ...] = ()
