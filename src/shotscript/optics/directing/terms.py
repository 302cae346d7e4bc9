"""What the director weighs: each term a penalty, each style a set of weights.

Penalties run from 0 to 1; of a moment they count by the second, of a cut or a shot once. Terms marked with a number are
the idioms of Leake et al. 2017 in their order (7 and 8 need recorded takes; here they go by parentheticals, capitals
and exclamation marks, which are hints at delivery and no more).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from math import inf
from types import MappingProxyType

from ...core.diagnostic import nearest
from ...core.errors import UsageError

MOMENT = MappingProxyType({
    "emphasize": "3: one person (`favour`, else who speaks most) is out of the picture",
    "intensify": "4: a close-up on a weak line, or none on a strong one",
    "peaks": "6: how far size is from the strength of the line",
    "loud": "8: a close picture of a loud line, a wide one of a quiet one",
    "speaker": "10: whoever speaks and is on the set is not seen",
    "share": "the Hitchcock principle: shares of the picture against shares of importance",
    "subject": "the action's person, thing or walk is not what the picture is about",
    "reaction": "in the middle of a long speech the listener's face is not seen",
    "clean": "somebody whom the picture is not of is cut by its edge, or stands before whom it is of",
})
CUT = MappingProxyType({
    "jumps": "1: the same people in nearly the same size",
    "gradual": "2: sizes leapt, of eight",
    "mirror": "5: speakers change and their places on the screen do not mirror each other",
    "fast": "7: a cut into a slow line; into a fast one it is a gain",
    "short": "9: a cut into a line shorter than a second and a half",
    "consistent": "12: any change of size",
    "drift": "13: a cut to a wider picture (a closer one, where the scene is to open up)",
    "price": "any cut",
    "inside": "a cut inside a speech or paragraph",
})
SHOT = MappingProxyType({
    "rhythm": "how far a shot's length is from the style's, in deviations of its logarithm",
    "wide": "11: the scene's first picture, by how close it is",
})
TERMS = (*MOMENT, *CUT, *SHOT)
LEAKE = ("jumps", "gradual", "emphasize", "intensify", "mirror", "peaks", "fast", "loud", "short", "speaker", "wide",
         "consistent", "drift")
"""The thirteen, in the paper's order."""


@dataclass(frozen=True, slots=True)
class Style:
    """`weights` by term · `length` seconds an average shot lasts, `spread` the deviation of its logarithm · `longest`
    seconds, beyond which every second is dear · `favour` a name for `emphasize` · `tighter`: `drift` goes in, not out
    · `texture`: `handheld`, or `long` shots allowed."""

    name: str
    weights: Mapping[str, float] = field(default_factory=dict)
    length: float = 4.5
    spread: float = 0.7
    longest: float = 12.0
    favour: str = ""
    tighter: bool = True
    texture: str = ""

    def weight(self, term: str) -> float:
        return self.weights.get(term, 0.0)


_CLASSICAL = MappingProxyType({
    "speaker": 1.0, "share": 0.2, "subject": 0.8, "reaction": 0.35, "clean": 0.3, "intensify": 0.2, "peaks": 0.3,
    "loud": 0.1, "jumps": 1.0, "gradual": 0.5, "mirror": 0.5, "fast": 0.1, "short": 1.2, "consistent": 0.15,
    "drift": 0.1, "price": 0.5, "inside": 0.8, "rhythm": 1.0, "wide": 8.0,
})

STYLES: Mapping[str, Style] = MappingProxyType({each.name: each for each in (
    Style("classical", _CLASSICAL),
    Style("calm", {**_CLASSICAL, "price": 2.0, "inside": 2.5, "gradual": 1.2, "short": 2.5, "reaction": 0.1,
                   "share": 0.4, "wide": 12.0}, length=8.0, longest=15.0),
    Style("restless", {**_CLASSICAL, "price": 0.0, "inside": 0.2, "gradual": 0.0, "short": 0.2, "reaction": 0.6,
                       "consistent": -0.2, "rhythm": 1.6}, length=2.2, texture="handheld"),
    Style("one take", {"speaker": 1.0, "share": 0.2, "wide": 40.0, "price": 1000.0, "inside": 1000.0}, length=inf,
          longest=inf, texture="long"),
)})


def style(name: str, weights: Mapping[str, float] | None = None) -> Style:
    """A style with a project's own weights in their place; `length`, `spread` and `longest` are numbers among them.
    UsageError for a name or a weight there is not."""
    plain = name.replace("-", " ").casefold()
    if plain not in STYLES:
        near = nearest(plain, STYLES)
        raise UsageError(f"there is no style {name!r}; "
                         + (f"did you mean {near[0]}?" if near else f"there are {', '.join(STYLES)}"))
    found = STYLES[plain]
    numbers = {key: value for key, value in (weights or {}).items() if key in ("length", "spread", "longest")}
    for key in weights or {}:
        if key not in TERMS and key not in numbers:
            near = nearest(key, (*TERMS, "length", "spread", "longest"))
            raise UsageError(f"the director weighs no {key!r}; " + (
                f"did you mean {' or '.join(near)}?" if near else f"there are {', '.join(TERMS)}"))
    bad = next((key for key, value in numbers.items() if not value > 0), "")
    if bad:
        raise UsageError(f"{bad} has to be above 0")
    own = {key: value for key, value in (weights or {}).items() if key in TERMS}
    return replace(found, weights={**found.weights, **own}, **numbers)
