"""What of a look a grey-box figure can wear: the colour of the clothes, the hair, the width of the shoulders.

Known here because two things stand on it: what previz draws, and the keys of the passes that show it (`passes`).
Colours are found by word; who wears none keeps a colour of their own for the whole film, by their place in the cast.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from ..core.span import Span
from ..narrative.story import Person, Scene, Shot, Story

Colour = tuple[float, float, float]
"""Red, green and blue, 0..1."""

PALETTE: tuple[Colour, ...] = (
    (0.784, 0.455, 0.298), (0.310, 0.498, 0.702), (0.392, 0.604, 0.376), (0.655, 0.471, 0.686), (0.804, 0.663, 0.310),
    (0.325, 0.620, 0.612), (0.753, 0.420, 0.490), (0.510, 0.525, 0.580),
)
CLOTH: dict[str, Colour] = {
    "red": (0.74, 0.25, 0.22), "scarlet": (0.78, 0.22, 0.18), "crimson": (0.62, 0.16, 0.20),
    "maroon": (0.45, 0.20, 0.22), "burgundy": (0.47, 0.18, 0.24), "orange": (0.84, 0.50, 0.24),
    "amber": (0.82, 0.60, 0.26), "yellow": (0.86, 0.75, 0.34), "gold": (0.78, 0.64, 0.32),
    "mustard": (0.72, 0.58, 0.24), "green": (0.36, 0.58, 0.36), "olive": (0.44, 0.46, 0.28),
    "teal": (0.25, 0.52, 0.52), "turquoise": (0.30, 0.64, 0.64), "cyan": (0.32, 0.66, 0.72),
    "blue": (0.30, 0.48, 0.72), "navy": (0.20, 0.27, 0.44), "denim": (0.33, 0.44, 0.60),
    "indigo": (0.31, 0.30, 0.56), "purple": (0.52, 0.36, 0.62), "violet": (0.55, 0.42, 0.68),
    "lavender": (0.70, 0.63, 0.80), "pink": (0.84, 0.56, 0.62), "magenta": (0.74, 0.32, 0.56),
    "brown": (0.48, 0.35, 0.26), "tan": (0.70, 0.58, 0.45), "camel": (0.72, 0.58, 0.42), "beige": (0.78, 0.71, 0.60),
    "khaki": (0.64, 0.59, 0.44), "cream": (0.87, 0.83, 0.73), "ivory": (0.87, 0.85, 0.78),
    "white": (0.88, 0.88, 0.87), "grey": (0.52, 0.53, 0.56), "gray": (0.52, 0.53, 0.56),
    "silver": (0.68, 0.70, 0.73), "charcoal": (0.29, 0.30, 0.33), "black": (0.20, 0.20, 0.23),
}
HAIR: dict[str, Colour] = {
    "blonde": (0.76, 0.64, 0.42), "blond": (0.76, 0.64, 0.42), "silver": (0.68, 0.69, 0.71),
    "grey": (0.55, 0.55, 0.56), "gray": (0.55, 0.55, 0.56), "white": (0.84, 0.84, 0.83), "red": (0.55, 0.24, 0.14),
    "ginger": (0.62, 0.33, 0.17), "auburn": (0.42, 0.20, 0.13), "brown": (0.33, 0.23, 0.17), "dark": (0.20, 0.17, 0.16),
    "black": (0.15, 0.14, 0.15), "chestnut": (0.36, 0.22, 0.15),
}
OWN_HAIR = (0.20, 0.18, 0.17)
LONG = ("long hair", "ponytail", "pony tail", "braid", "plait", "shoulder-length", "waist-length", "flowing hair",
        "long-haired", "dreadlocks", "bob")
NARROW = ("woman", "girl", "lady", "she", "her")

KEPT = 4096  # looks whose words are remembered: a film asks for the same few again and again


@dataclass(frozen=True, slots=True)
class Dress:
    """How a figure is painted. `hair` None: bald."""

    cloth: Colour
    hair: Colour | None
    long: bool
    shoulder: float


def dress(name: str, shot: Shot, scene: Scene, story: Story) -> Dress:
    """What a person looks like in a shot; the clothes last said of them win over the cast's."""
    person = story.person(name)
    look = person.look if person else ""
    own = own_colour(name, scene, story)
    cloth = cloth_colour(worn(person, name, shot)) or own
    tinted = (OWN_HAIR[0] + cloth[0] * 0.18, OWN_HAIR[1] + cloth[1] * 0.18, OWN_HAIR[2] + cloth[2] * 0.18)
    hair = None if has(look, ("bald", "shaved head", "shaven head")) else hair_colour(look) or tinted
    return Dress(_rounded(cloth), hair and _rounded(hair), has_long_hair(look), 0.93 if has(look, NARROW) else 1.0)


def own_colour(name: str, scene: Scene, story: Story) -> Colour:
    """A colour by the person's place in the cast, then among all the scenes' others in the order they come."""
    known = list(dict.fromkeys([*(p.name for p in story.cast), *(n for s in story.scenes for n in s.people),
                                *scene.people, name]))
    return PALETTE[known.index(name) % len(PALETTE)]


def worn(person: Person | None, name: str, shot: Shot) -> str:
    said = next((s.wears for s in reversed(shot.states) if s.name == name and s.wears), "")
    return said or (person.wears if person else "")


def coloured(shot: Shot, figures: Iterable[str]) -> frozenset[Span]:
    """Where a `state` puts clothes on whose colour shows on one of these figures."""
    last = {state.name: state for state in shot.states if state.wears}
    return frozenset(last[name].span for name in figures if name in last and cloth_colour(last[name].wears))


@lru_cache(KEPT)
def cloth_colour(wears: str) -> Colour | None:
    """The first colour named in a description of clothes."""
    return next((CLOTH[word] for word in _words(wears) if word in CLOTH), None)


@lru_cache(KEPT)
def hair_colour(look: str) -> Colour | None:
    """The colour named in the same phrase as `hair`, or `blonde` and its kin anywhere."""
    for phrase in re.split(r"[,;.]", look.casefold()):
        words = _words(phrase)
        if any("hair" in word or word in ("ponytail", "braid", "bob", "curls") for word in words):
            return next((HAIR[word] for word in words if word in HAIR), None)
    return next((HAIR[w] for w in _words(look) if w in ("blonde", "blond", "ginger")), None)


@lru_cache(KEPT)
def has_long_hair(look: str) -> bool:
    phrases = [p for p in re.split(r"[,;.]", look.casefold()) if "short" not in p and "cropped" not in p]
    return any(has(phrase, LONG) or {"long", "hair"} <= set(_words(phrase)) for phrase in phrases)


@lru_cache(KEPT)
def has(text: str, phrases: tuple[str, ...]) -> bool:
    folded = text.casefold()
    return any(re.search(rf"\b{re.escape(phrase)}s?\b", folded) for phrase in phrases)


def tells(look: str) -> bool:
    """Whether any word of a look shows on the figure."""
    return bool(has_long_hair(look) or hair_colour(look) or has(look, (*NARROW, "bald", "shaved head", "shaven head")))


def _words(text: str) -> list[str]:
    return re.findall(r"[a-z]+", text.casefold())


def _rounded(colour: Colour) -> Colour:
    return round(colour[0], 4), round(colour[1], 4), round(colour[2], 4)
