"""How one model wants to be spoken to: what every prose dialect says of itself once, and the engine goes by."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal

from ...plan.limits import Limits
from .casting import Bind, unbound

if TYPE_CHECKING:
    from .bits import Bit
    from .view import View


@dataclass(frozen=True, slots=True)
class Mark:
    """Characters a model gives a meaning to, and what stands for them in the author's words; `why` is reported.

    find     a regular expression
    spoken   only inside a line of dialogue
    """

    find: str
    instead: str
    why: str
    spoken: bool = False


QUOTES = Mark('"', "'", "double quotes would end the line, so they are written '", spoken=True)


@dataclass(frozen=True)
class Manner:
    """Of one model.

    name         the provider's; `package` holds its templates: `shot` for one shot, `prompt` for all
    marks        what the author's words must not hold
    sound        always, asked (a switch), or none
    voiced       languages the model is known to speak; empty: not said
    never        exclusions as a sentence in the prompt, as a field of the body, or not taken at all
    seed         whether the body takes one
    aspects      picture shapes it makes; `resolutions` by their lines, smallest first; `fps` of what comes back
    head         sections said once before the shots, not at the first shot that asks for them
    bind         how people, props and places are bound to their pictures
    binds        of `images`, `clip` and `voice` those by which somebody can be bound
    pictured     which pictures are taken, where their count alone does not say why some are not
    takes        of `first frame`, `last frame`, `plate`, `performance` and `recorded line` those the model takes
    pair         a last frame is taken only beside a first one
    camera       how moves are asked for; None: in prose
    lens         whether the lens is said in a part of its own, `lens`, not in the picture's sentence
    rough        by type of a clause's value, how it is only approximated; an empty answer: it is not. Overrides RULES
    silent       why a claim of a kind never reaches this model (`{"look": "the picture gives the look"}`)
    timing       how a shot's length is only approximated where a segment holds several; empty: it is kept
    switches     what its templates may ask of the model, as `model.name`
    quiet        "no background music" joins the exclusions where there is sound: music is asked for once for the film
    """

    name: str
    package: str
    limits: Limits
    marks: tuple[Mark, ...] = (QUOTES,)
    sound: Literal["always", "asked", "none"] = "none"
    voiced: tuple[str, ...] = ()
    never: Literal["sentence", "field", "none"] = "sentence"
    seed: bool = False
    aspects: tuple[str, ...] = ("16:9",)
    resolutions: Mapping[str, int] = field(default_factory=lambda: {"720p": 720})
    fps: Fraction | None = None
    head: tuple[str, ...] = ()
    bind: Bind = unbound
    binds: tuple[str, ...] = ("images",)
    pictured: str = ""
    takes: frozenset[str] = frozenset()
    pair: bool = False
    camera: Callable[[View], list[Bit]] | None = None
    lens: bool = False
    rough: Mapping[type, Callable[[Any], str]] = field(default_factory=dict)
    silent: Mapping[str, str] = field(default_factory=dict)
    timing: str = ""
    switches: Mapping[str, bool] = field(default_factory=dict)
    quiet: bool = True
    shot: str = "shot.jinja2"
    prompt: str = "prompt.jinja2"

    @cached_property
    def odd(self) -> re.Pattern[str]:
        """Finds words that need a second look: a mark, or the guards around our own references."""
        return re.compile("|".join((*(f"(?:{mark.find})" for mark in self.marks), "[\ue000\ue001]")))
