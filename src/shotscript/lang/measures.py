"""Written numbers and their units: metres, degrees, seconds, frames, millimetres, stops and per cent, all exact."""

from __future__ import annotations

import re
from fractions import Fraction

from ..core.diagnostic import Diagnostic, Fix, error
from ..core.span import Span
from .term import Time

_SHAPE = re.compile(r"(?P<sign>[+-]?)(?P<digits>\.?\d[\d.,]*(?:e[+-]?\d+)?) *(?P<unit>.*)", re.DOTALL)
_UNITS: dict[str, tuple[str, Fraction]] = {
    "m": ("length", Fraction(1)), "cm": ("length", Fraction(1, 100)), "ft": ("length", Fraction(3048, 10000)),
    "in": ("length", Fraction(254, 10000)), "mm": ("lens", Fraction(1)),
    "deg": ("angle", Fraction(1)), "°": ("angle", Fraction(1)),
    "s": ("time", Fraction(1)), "f": ("frames", Fraction(1)), "%": ("percent", Fraction(1)),
}  # fmt: skip
_LONG_UNITS = {
    "meter": "m", "meters": "m", "metre": "m", "metres": "m", "米": "m", "centimetres": "cm", "centimeters": "cm",
    "foot": "ft", "feet": "ft", "inch": "in", "inches": "in", "millimetres": "mm", "millimeters": "mm",
    "degree": "deg", "degrees": "deg", "度": "deg", "º": "deg", "sec": "s", "secs": "s", "second": "s", "seconds": "s",
    "秒": "s", "fr": "f", "frame": "f", "frames": "f", "帧": "f", "percent": "%",
}  # fmt: skip
_KINDS = {"length": ("length",), "lens": ("lens",), "angle": ("angle",), "time": ("time", "frames"),
          "percent": ("percent",)}  # fmt: skip
_EXAMPLES = {"length": "m", "lens": "mm", "angle": "deg", "time": "s", "percent": "%", "stop": ""}
_SAID = {
    "length": "a length takes m, cm, ft or in", "lens": "a focal length takes mm", "angle": "an angle takes deg",
    "time": "a time takes s or f", "percent": "a speed takes %",
}  # fmt: skip
_MOST = {"length": (10_000, "10 km"), "lens": (10_000, "10000 mm"), "angle": (3_600, "ten turns"),
         "time": (86_400, "24 hours"), "frames": (10_368_000, "24 hours"), "percent": (10_000, "10000 %"),
         "stop": (1_000, "f/1000")}  # fmt: skip
_MOST_DIGITS = 12
_USUAL = {"length": "1m", "lens": "35mm", "angle": "15deg", "time": "4s", "frames": "96f", "percent": "50%",
          "stop": "2.8"}  # fmt: skip
"""What stands in the fix of a number that cannot be."""


def kind_of(text: str) -> str:
    """What a written measure measures: length, lens, angle, time, percent, or nothing known."""
    unit = _unit(text)
    kind = _UNITS.get(_LONG_UNITS.get(unit, unit), ("", Fraction(1)))[0]
    return "time" if kind == "frames" else kind


def read(
    text: str, kind: str, span: Span, *, bare: bool = False, zero: bool = False, signed: bool = False
) -> Fraction | Diagnostic:
    """A number of `kind` (length: metres, lens: mm, angle: degrees, percent, stop), or what is wrong with it.

    `bare` lets the unit be left out, `zero` allows 0, `signed` numbers below it.
    """
    number = _number(text, span)
    if isinstance(number, Diagnostic):
        return number
    unit = _unit(text)
    if not unit and (bare or kind == "stop"):
        return _in_range(number, kind, text, span, zero, signed)
    known = _UNITS.get(unit)
    if known is None or known[0] not in _KINDS.get(kind, ()):
        return _wrong_unit(text, kind, span)
    return _in_range(number * known[1], kind, text, span, zero, signed)


def time(text: str, span: Span, *, zero: bool = False) -> Time | Diagnostic:
    """`1.5s` or `12f`, or what is wrong with it."""
    number = _number(text, span)
    if isinstance(number, Diagnostic):
        return number
    kind = _UNITS.get(_unit(text), ("", Fraction(1)))[0]
    if kind not in ("time", "frames"):
        return _wrong_unit(text, "time", span)
    if kind == "frames" and number.denominator != 1:
        return error("SY101", "frames are whole", span, "a part of a frame", "write a whole number of frames",
                     Fix(span, f"{max(1, round(number))}f"))  # fmt: skip
    ranged = _in_range(number, kind, text, span, zero, False)
    return ranged if isinstance(ranged, Diagnostic) else Time(ranged, kind == "frames", span)


# ---------------------------------------------------------------------------------------------- helpers


def _unit(text: str) -> str:
    match = _SHAPE.match(text)
    return match["unit"].strip() if match else text


def _number(text: str, span: Span) -> Fraction | Diagnostic:
    match = _SHAPE.match(text)
    digits = match["digits"] if match else ""
    if digits.endswith(","):
        return error("SY101", "a comma parts clauses, not numbers", span, "a blank is enough", "take the comma out",
                     Fix(span, text.replace(",", ""), safe=True))  # fmt: skip
    if "," in digits:
        return error("SY101", "a decimal is written with a point", span, "a comma ends a clause",
                     "write a point, or put a space after the comma",
                     Fix(span, text.replace(",", ".")))  # fmt: skip
    if "e" in digits or len(digits) > _MOST_DIGITS:
        usual = _USUAL.get(_UNITS.get(_unit(text), ("",))[0], "4")
        return error("SY101", f"`{text}` is no plain number", span, "written too long",
                     f"write a plain number, like {usual}", Fix(span, usual))  # fmt: skip
    if not match or not re.fullmatch(r"\d+(\.\d+)?|\.\d+", digits):
        return error("SY101", f"`{text}` is no number", span, "not a number", "write a number like 4 or 1.5")
    value = Fraction(digits if digits[0] != "." else f"0{digits}")
    return -value if match["sign"] == "-" else value


def _wrong_unit(text: str, kind: str, span: Span) -> Diagnostic:
    unit, said = _unit(text), _SAID.get(kind, "no unit belongs here")
    meant = _LONG_UNITS.get(unit, "")
    number = text[: len(text) - len(unit)].rstrip() if unit else text
    if _UNITS.get(meant, ("",))[0] in _KINDS.get(kind, ()):
        return error("SY102", f"`{unit}` is not how a unit is written", span, said, f"write `{number}{meant}`",
                     Fix(span, number + meant, safe=True))  # fmt: skip
    message = f"`{text}` has the wrong unit" if unit in _UNITS else f"`{text}` has no unit we know"
    if not unit:
        message = f"`{text}` has no unit"
    fixed = number + ("cm" if kind == "length" and not unit and _large(number) else _EXAMPLES.get(kind, ""))
    return error("SY102", message, span, said, f"write `{fixed}`", Fix(span, fixed))


def _large(number: str) -> bool:
    """Whether it is likelier centimetres than metres."""
    return bool(re.fullmatch(r"[1-9]\d{1,2}", number))


def _in_range(value: Fraction, kind: str, text: str, span: Span, zero: bool, signed: bool) -> Fraction | Diagnostic:
    most, said = _MOST[kind]
    if abs(value) > most:
        return error("SY103", f"`{text}` is more than any film needs", span, f"the most is {said}",
                     f"write a smaller number, like {_USUAL[kind]}", Fix(span, _USUAL[kind]))  # fmt: skip
    if signed or value > 0 or (zero and value == 0):
        return value
    if value < 0:
        return error("SY103", f"`{text}` is below zero", span, "must be above zero", "write it without the minus",
                     Fix(span, text.lstrip("-")))  # fmt: skip
    return error("SY103", f"`{text}` is nothing", span, "must be above zero",
                 f"write a number above zero, like {_USUAL[kind]}", Fix(span, _USUAL[kind]))  # fmt: skip
