"""What the language does when nobody says: the table in grammar/README.md says the numbers that the code holds.

`SHOTSCRIPT_RENEW=1 pytest tests/test_defaults.py` writes the table anew.
"""

from __future__ import annotations

import os
import re
from fractions import Fraction
from math import degrees
from pathlib import Path

from shotscript.core.span import Span
from shotscript.lang import details
from shotscript.lang.term import Size
from shotscript.narrative import beats, check, cuts, speech, timing
from shotscript.narrative.story import Format, Person
from shotscript.optics import (
    amount,
    brief,
    furnish,
    hand,
    lens,
    marks,
    pictures,
    props,
    rehearse,
    shoulder,
    steps,
    vantage,
    walk,
)

README = Path(__file__).parent.parent / "grammar" / "README.md"
HEAD = "| when nothing is written | it is |\n|---|---|\n"


def said(value: object) -> str:
    """A number as a person writes it."""
    return f"{float(value):g}" if isinstance(value, int | float | Fraction) else str(value)


def each(table, unit: str = "") -> str:
    return " · ".join(f"{str(key).lower() if not isinstance(key, Size) else key} {said(value)}{unit}"
                      for key, value in table.items())


def boxes(table) -> str:
    return " · ".join(f"{kind} {' x '.join(map(said, size))}" for kind, size in table.items())


def rows() -> dict[str, str]:
    form, pace = Format(), timing._QUICK
    return {
        "`picture`": f"{form.aspect} {form.resolution} {said(form.fps)}fps ({form.width}x{form.height})",
        "`camera`": f"{form.camera}; the gates, mm: " + " · ".join(
            f"{name} {said(w)} x {said(h)}" for name, (w, h) in lens.SENSORS.items()),
        "`language`, `provider`": f"{form.language}, {form.provider}",
        "`style` `never` `seed` `font`": "none",
        "lens of a size (full frame; a smaller gate takes the same view)": each(lens.LENSES, " mm"),
        "stop": f"f/{said(lens.STOP)}",
        "height of the picture on a person of 1.70 m": each(lens.CROPS, " m"),
        "share of a thing's largest side": each(lens.SHARES),
        "size of an over-the-shoulder, of an insert; lens of a point of view": f"MCU, CU; {said(shoulder.POV_LENS)} mm",
        "degrees of an angle": each(brief.ANGLES),
        "dutch; `ground level`": f"{said(brief.DUTCH)} degrees; {said(details.GROUND_LEVEL)} m",
        "side a single is seen from": f"{said(vantage.OFF_FACE)} degrees off the face, on the line's near side",
        "`slow motion`, `fast motion`": f"{said(details.SLOW_MOTION)} %, {said(details.FAST_MOTION)} %",
        "how far a move goes": each(amount.METRES, " m") + " · " + each(amount.DEGREES, " degrees"),
        "how many times longer a zoom makes the lens": each(amount.FACTORS),
        "where a move goes": "in or up, else the side with more room; `slow` halves and `fast` doubles an amount "
        "nobody wrote",
        "ease": "in and out",
        "seconds of a move": each(pace, " s") + "; any other fills its part, and counts "
        f"{said(timing.SLOW_MOVE)} s for the shot's own length",
        "sway": " · ".join(f"{verb} {said(s.metres * 1000)} mm and {said(round(degrees(s.angle), 2))} degrees"
                           for verb, s in hand.HOLDS.items()),
        "length of a shot": f"its text or its moves; {said(timing.EMPTY)} s with nothing in it, never under "
        f"{said(timing.SHORTEST)} s",
        "a shot is reported": f"under {said(check.SHORTEST_SHOT)} s, over {said(check.LONGEST_SHOT)} s",
        "speech, syllables (zh and ko characters, ja morae) a second": each(speech.RATES)
        + "; other languages as en",
        "after each sentence": f"{said(speech.AFTER_SENTENCE)} s",
        "action": f"{said(beats.LETTERS)} letters or {said(beats.CHARACTERS)} Chinese, Japanese or Korean characters a "
        "second",
        "`beat`, `pause`, `long pause`": ", ".join(
            said(beats.pause_seconds(p)) for p in ("beat", "pause", "long pause")) + " s",
        "dissolve, wipe, fade": f"{said(cuts.DEFAULT)} s",
        "longest picture of the plain coverage": f"{said(pictures.LONGEST)} s",
        "height of a person": f"{said(Person(name='', span=Span(0, 0)).height)} m",
        "floor of a place": " · ".join((f"inside {' x '.join(map(said, furnish.INSIDE))} m",
                                        f"outside {' x '.join(map(said, furnish.OUTSIDE))} m",
                                        f"larger in half metres where people, with {said(furnish.AIR)} m of air, or "
                                        "furniture need it")),
        "width x height x depth of a thing, metres": boxes(furnish.SIZES),
        "the same of a prop": " · ".join(f"{words[0]} {' x '.join(map(said, size))}" for words, size in props.SIZES)
        + f" · any other {' x '.join(map(said, props.SIZE))}",
        "sill of a window": f"{said(furnish.SILL)} m",
        "two people": f"{said(marks.APART)} m apart, face to face; more on an arc open to the viewer, at least "
        f"{said(marks.ELBOW)} m apart",
        "one person": f"in the middle, turned {said(round(degrees(marks.ALONE)))} degrees",
        "walking, running": f"{said(walk.WALK)} m/s, {said(walk.RUN)} m/s; reported above "
        f"{said(rehearse.FASTEST['walks'])} and {said(rehearse.FASTEST['runs'])} m/s",
        "to sit down or get up, to turn on the spot": f"{said(steps.SETTLE)} s, {said(steps.PIVOT)} s",
    }  # fmt: skip


def test_the_page_says_what_the_code_does():
    table = HEAD + "".join(f"| {name} | {text} |\n" for name, text in rows().items())
    page = README.read_text(encoding="utf-8")
    found = re.search(re.escape(HEAD) + r"(?:\|.*\n)*", page)
    assert found, "there is no table of defaults"
    if os.environ.get("SHOTSCRIPT_RENEW"):
        README.write_text(page.replace(found[0], table), encoding="utf-8")
    assert found[0] == table
