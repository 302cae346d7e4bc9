"""What a provider is: facts, a dialect that lowers a segment to a request, and either a wire or a hand to draw with.

Everything here is data in, data out. No network, no disk, no retry, no clock.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, Field

from ..core import digest
from ..core.diagnostic import Problems
from ..core.span import Source, Span
from ..narrative.story import Story
from ..optics.camera import Stage
from ..plan.limits import Limits
from ..plan.timeline import Segment
from .service import Wire


class Value(BaseModel):
    model_config = ConfigDict(frozen=True, arbitrary_types_allowed=True)


class Status(StrEnum):
    LIVE = "live"
    PREVIEW = "preview"
    RETIRED = "retired"


class Verdict(StrEnum):
    USED = "used"
    APPROXIMATED = "approximated"
    LOST = "lost"


class Loss(Value):
    """What becomes of one clause (or beat, look, directive) of one shot at this provider.

    `clause` is its own words; `how` says what an approximation does, or why it is lost. Used ones are listed too:
    every clause of every shot stands in exactly one verdict.
    """

    shot: str
    clause: str
    kind: str
    verdict: Verdict
    how: str = ""
    span: Span


class Piece(Value):
    """Characters [start, end) of the prompt come from `span` of the script. None: the compiler's own words."""

    start: int
    end: int
    span: Span | None


class Need(Value):
    """Something the request stands on, made, made ready or sent up by `render` before the request itself.

    role    image, voice, clip, element, plate, performance, recorded line, first frame, last frame, depth pass, pose
            pass, figure pass, figure frame, picture pass
    span    where the script asks for it; no part of the hash
    name    what the body calls it: it stands there as `need:role/name`, never as a service's id
    key     a path in the project, or the hash of the recipe; `studio` puts the hash of the file's bytes in its place
    path    where that file is; no part of the hash
    recipe  how it is made where no file holds it: which pass of which shot, or which pictures make an element
    """

    role: str
    name: str
    key: str
    recipe: dict[str, Any] = Field(default_factory=dict)
    path: str = Field(default="", exclude=True)
    span: Span | None = Field(default=None, exclude=True)

    @property
    def meaning(self) -> list[Any]:
        """What of it is hashed: all but where it stands. A shot's label in a recipe is such a place: it may move."""
        return [self.role, self.name, self.key, {k: v for k, v in self.recipe.items() if k != "shot"}]

    @property
    def ref(self) -> str:
        """How a body names it."""
        return f"need:{self.role}/{self.name}"


class Request(Value):
    """What is sent or drawn. `body` is JSON; `prompt` its text, `pieces` the map from text to script.

    `arrays` are numbers the body names by content hash (`array_ref`): kept out of the JSON, part of the digest
    through their hashes.
    """

    provider: str
    model: str
    segment: str
    body: dict[str, Any]
    prompt: str = ""
    pieces: tuple[Piece, ...] = ()
    needs: tuple[Need, ...] = ()
    arrays: Mapping[str, NDArray[Any]] = Field(default_factory=dict, exclude=True, repr=False)

    @property
    def key(self) -> str:
        """The digest that reuse and the ledger go by."""
        return digest.of(
            {"provider": self.provider, "model": self.model, "body": self.body,
             "needs": [need.meaning for need in self.needs]}
        )


@dataclass(frozen=True, slots=True)
class Context:
    """What a dialect may look at beside its segment. `templates` are the user's own, by the name
    of the one they stand in for; `memo` is scratch for what is worked out once for a film."""

    story: Story
    stage: Stage
    sources: Mapping[str, Source]
    templates: Mapping[str, str] = field(default_factory=dict)
    memo: dict[Any, Any] = field(default_factory=dict, compare=False, repr=False)

    def words(self, span: Span) -> str:
        """The author's own characters at a span, white space folded; empty when the file is not at hand."""
        source = self.sources.get(span.source)
        return " ".join(source.slice(span).split()) if source else ""


@dataclass(frozen=True, slots=True)
class Draft:
    """What a dialect answers: the request, what became of every clause, and what is wrong."""

    request: Request
    losses: tuple[Loss, ...]
    problems: Problems = ()


@dataclass(frozen=True, slots=True)
class Drawing:
    """A local clip as a function of its frame number: YUV 4:2:0 planes, BT.709 limited range, stacked as one
    (height * 3 / 2, width) uint8 array. `frame` is pure and may be called from several threads at once.

    `keyframes` are frame numbers that must be decodable alone: cuts and the edges of transition windows.
    """

    frames: int
    width: int
    height: int
    fps: Fraction
    frame: Callable[[int], NDArray[np.uint8]]
    keyframes: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Input:
    """What a service takes of the files of one role; each is probed before anything is sent. None: not said.

    files    fewest and most of one person, place or shot
    sides    least and most pixels of either side; `ratio` of width to height
    seconds  of a clip or a voice; `rate` its frames a second
    """

    formats: tuple[str, ...] = ()
    files: tuple[int, int | None] = (0, None)
    megabytes: Fraction | None = None
    sides: tuple[int, int | None] | None = None
    ratio: tuple[Fraction, Fraction] | None = None
    seconds: tuple[Fraction, Fraction] | None = None
    rate: tuple[Fraction, Fraction] | None = None


@dataclass(frozen=True, slots=True)
class Provider:
    """One model of one service (or this machine).

    checked     the day its facts were last checked
    fits        whether a segment can be written without an error: the packer's question, answered faster than `write`
                would; None: ask `write`
    inputs      by role, what its files must be
    wants       roles of files without which there is no request: a shot that hands none in is refused
    retired     the day the service closed, for a retired one; `successors` are what to retarget to
    note        what a producer should know beside the price ("on your own GPU", "prices of resellers")
    prepare     makes a local provider ready (compiles its kernels) and tells what it does, in words
    edition     tells one state of its renderer from another, which a request does not
    """

    name: str
    title: str
    status: Status
    checked: date
    limits: Limits
    write: Callable[[Segment, Context], Draft]
    price: Callable[[Segment], Decimal]
    wire: Wire | None = None
    fits: Callable[[Segment, Context], bool] | None = None
    inputs: Mapping[str, Input] = field(default_factory=dict)
    wants: tuple[str, ...] = ()
    retired: date | None = None
    successors: tuple[str, ...] = ()
    note: str = ""
    draw: Callable[[Request], Drawing] | None = None
    prepare: Callable[[Callable[[str], None]], None] | None = None
    edition: str = ""

    @property
    def local(self) -> bool:
        return self.draw is not None


@dataclass(frozen=True, slots=True)
class Gateway:
    """A service that carries other services' models: `providers` joins it with each model's own dialect.

    carries   our name of a model to what the gateway calls it; models we do not know are passed over
    wrap      a model's draft in the gateway's body: `wrap(draft, its name for the model, segment, context)`. Pure; what
              the gateway cannot carry becomes a loss, what it cannot take at all a problem of level error
    price     US dollars of a segment at the gateway: `price(our name, segment)`; None, or an answer of None: as at the
              model's own service
    limits    a model's limits as they are at the gateway: `limits(our name, its own)`
    lines     most lines of a picture at the gateway, by our name: a larger film is made at that
    doubts    whether a segment may be refused by `wrap`, so that `fits` must have it written out:
              `doubts(our name, segment)`
    """

    name: str
    title: str
    checked: date
    wire: Wire
    carries: Mapping[str, str]
    wrap: Callable[[Draft, str, Segment, Context], Draft]
    price: Callable[[str, Segment], Decimal | None] | None = None
    limits: Callable[[str, Limits], Limits] | None = None
    lines: Mapping[str, int] = field(default_factory=dict)
    doubts: Callable[[str, Segment], bool] | None = None
    note: str = ""


def array_ref(array: NDArray[Any]) -> dict[str, Any]:
    """How a body names an array: its kind, its shape, and a hash of all three: equal bytes of another shape differ."""
    data = np.ascontiguousarray(array)
    kind: dict[str, Any] = {"dtype": data.dtype.str, "shape": list(data.shape)}
    return {**kind, "sha256": digest.of_bytes(digest.canonical(kind) + data.tobytes())}
