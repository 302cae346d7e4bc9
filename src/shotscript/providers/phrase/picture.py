"""A composition in a director's English: size and view, angle, lens, sides, eyelines. Shared by every prose dialect.

Each function turns one clause into words. Numbers are kept to the thousandth, so a changed number is a changed prompt.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

from ...core.timebase import plain
from ...lang.clause import Angle, CameraAt, Dutch, Focus, Framing, From, Gaze, Height, Lens, PlaceInFrame, Side, Speed
from ...lang.term import Name, Size, View

Say = Callable[[Name], str]
"""A name as it stands in a sentence."""

SIZES = {
    Size.EWS: "extreme wide shot", Size.WS: "wide shot", Size.FS: "full shot", Size.MWS: "medium wide shot",
    Size.COWBOY: "cowboy shot", Size.MS: "medium shot", Size.MCU: "medium close-up", Size.CU: "close-up",
    Size.ECU: "extreme close-up",
}
_ANGLES = {
    "eye level": "at eye level", "low": "from a low angle", "high": "from a high angle",
    "overhead": "from directly overhead", "worm's eye": "from a worm's-eye view",
}


@dataclass(frozen=True, slots=True)
class Subjects:
    """Who a framing without names is of, in words: everyone present, or the place."""

    words: str
    people: int


def framing(clause: Framing | None, say: Say, everyone: Subjects) -> str:
    """`Wide two-shot of Maya and Jon`. No framing at all is the widest view that holds everyone."""
    if clause is None:
        return f"A view of {everyone.words}"
    on = _several([say(name) for name in clause.on])
    return _capital(_VIEWS[clause.view](clause, on, say, everyone))


def inside(clause: Framing, say: Say) -> str:
    """A framing a move ends on: `a close-up of Maya`."""
    on = _several([say(name) for name in clause.on])
    words = _VIEWS[clause.view](clause, on, say, Subjects("", 0))
    return words if clause.view is View.POV else f"{'an' if words[:1] in 'aeiou' else 'a'} {words}"


def adjunct(clause: object, say: Say) -> str:
    """What is hung on the framing after a comma, in words; empty for a clause that is none of these."""
    for kind, words in _ADJUNCTS.items():
        if isinstance(clause, kind):
            return words(clause, say)
    return ""


def _plain(clause: Framing, on: str, say: Say, everyone: Subjects) -> str:
    count = len(clause.on) or everyone.people
    size = SIZES[clause.size] if clause.size else "shot"
    if count == 2 and not clause.part and size.endswith("shot"):
        size = f"{size.removesuffix(' shot')} two-shot" if clause.size else "two-shot"
    whole = on or everyone.words
    return f"{size} of {_possessed(whole, clause.part)}" if whole else size


def _over(clause: Framing, on: str, say: Say, everyone: Subjects) -> str:
    size = SIZES[clause.size or Size.MCU]
    by = f"{say(clause.by)}'s" if clause.by else "the other's"
    shoulder = f"{clause.shoulder} shoulder" if clause.shoulder else "shoulder"
    target = f" of {_possessed(on, clause.part)}" if on else ""
    return f"over-the-shoulder {size}{target}, past {by} {shoulder}"


def _eyes(clause: Framing, on: str, say: Say, everyone: Subjects) -> str:
    by = f"{say(clause.by)}'s" if clause.by else "the"
    size = f", {SIZES[clause.size]}" if clause.size else ""
    return f"{by} point of view{f' of {_possessed(on, clause.part)}' if on else ''}{size}"


def _insert(clause: Framing, on: str, say: Say, everyone: Subjects) -> str:
    return f"insert {SIZES[clause.size or Size.CU]} of {_possessed(on or everyone.words, clause.part)}"


_VIEWS = {View.PLAIN: _plain, View.OTS: _over, View.POV: _eyes, View.INSERT: _insert}


def _lens(clause: Lens, say: Say) -> str:
    parts = [
        "anamorphic" if clause.anamorphic else "",
        f"{plain(clause.mm)}mm {_character(clause.mm)}" if clause.mm else "lens look" if clause.anamorphic else "",
    ]
    look = " ".join(filter(None, parts))
    depth = f"{_depth(clause.stop)}at f/{plain(clause.stop)}" if clause.stop else ""
    return (" " if depth.startswith("at") else ", ").join(filter(None, (look, depth)))


def _character(mm: Fraction) -> str:
    if mm < 20:
        return "ultra-wide look"
    if mm < 35:
        return "wide-angle look"
    if mm < 70:
        return "lens look"
    return "long-lens look" if mm < 135 else "compressed telephoto look"


def _depth(stop: Fraction) -> str:
    if stop < 3:
        return "shallow focus "
    return "" if stop < 8 else "deep focus "


def _angle(clause: Angle, say: Say) -> str:
    words = _ANGLES.get(clause.kind, f"from a {clause.kind} angle")
    if not clause.degrees:
        return words
    by = "of about" if clause.kind in ("low", "high") else "tilted about"
    return f"{words}{' ' if by == 'of about' else ', '}{by} {plain(clause.degrees)} degrees"


def _dutch(clause: Dutch, say: Say) -> str:
    by = f" by about {plain(clause.degrees)} degrees" if clause.degrees else ""
    return f"Dutch angle leaning {clause.side}{by}"


def _height(clause: Height, say: Say) -> str:
    return f"lens about {metres(clause.metres)} off the ground"


def _side(clause: Side, say: Say) -> str:
    who = say(clause.of) + " " if clause.of else ""
    turned = {"front": "seen from the front", "back": "seen from behind"}.get(clause.view)
    if turned:
        return who + turned
    view, _, edge = clause.view.rpartition(" ")
    words = {"profile": "in profile", "three-quarter": "in three-quarter view",
             "three-quarter back": "in three-quarter view from behind"}.get(view, view)
    return f"{who}{words}, turned to screen {edge}"


def _from(clause: From, say: Say) -> str:
    return f"seen from {say(clause.name)}'s side"


def _placed(clause: PlaceInFrame, say: Say) -> str:
    who = say(clause.name) + " " if clause.name else ""
    where = clause.where
    if where in ("foreground", "background"):
        return f"{who}in the {where}"
    return f"{who}in the {where} of the frame" if where.endswith("third") else f"{who}at {where}"


def _gaze(clause: Gaze, say: Say) -> str:
    who = say(clause.who) + " " if clause.who else ""
    if clause.at:
        return f"{who}looking at {say(clause.at)}"
    if clause.direction == "camera":
        return f"{who}looking into the lens"
    screen = "screen " if clause.direction in ("left", "right") else ""
    return f"{who}looking {screen}{clause.direction}"


def _focus(clause: Focus, say: Say) -> str:
    return f"focus on {say(clause.on)}"


def _speed(clause: Speed, say: Say) -> str:
    if clause.percent == 100:
        return "at normal speed"
    return f"{'slow' if clause.percent < 100 else 'fast'} motion at {plain(clause.percent)}% speed"


_ADJUNCTS: dict[type, Callable] = {
    Angle: _angle, Height: _height, Dutch: _dutch, Lens: _lens, Side: _side, From: _from, PlaceInFrame: _placed,
    Gaze: _gaze, Focus: _focus, Speed: _speed,
}
ORDER: tuple[type, ...] = (*_ADJUNCTS, CameraAt)
"""The order a sentence takes them in."""


def metres(length: Fraction) -> str:
    """A length as a person says it, never rounded: `half a metre`, `20 centimetres`, `1.2 metres`."""
    if length == Fraction(1, 2):
        return "half a metre"
    if length == 1:
        return "one metre"
    if length < 1 and (length * 100).denominator == 1:
        return f"{length * 100} centimetres"
    return f"{plain(length)} metres"


def _several(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}" if names else ""


def _possessed(whole: str, part: str) -> str:
    return f"{whole}'s {part}" if part else whole


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
