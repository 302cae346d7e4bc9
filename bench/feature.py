"""What is measured: a feature-length screenplay where there is one beside the project, else the example many times; and
the same while it is being shot, with lines of ours in it."""

from __future__ import annotations

import random
from pathlib import Path

from shotscript.core.span import Source
from shotscript.lang import fountain
from shotscript.lang.element import Kind

ROOT = Path(__file__).resolve().parent.parent
FEATURE = ROOT.parent / "shared" / "fountain" / "scripts" / "phoenix-child.fountain"
SCRIPT = FEATURE if FEATURE.is_file() else ROOT / "examples" / "the-last-light" / "the-last-light.fountain"
SHOTS = 300
SIZES = ("WS", "FS", "MS", "MCU", "CU")
MOVES = ("slow dolly in 1m", "pan left 20deg", "static", "handheld", "truck right 0.5m ease in out", "push in to CU")


def text() -> str:
    return SCRIPT.read_text(encoding="utf-8")


def grown(text: str, rnd: random.Random) -> str:
    """The script with shots in front of its paragraphs, each framing somebody who speaks in it."""
    tree, _ = fountain.read(Source("film", text))
    first = next(one.span.end for one in tree.elements if one.kind is Kind.HEADING)
    action = [one for one in tree.elements if one.kind is Kind.ACTION and one.span.start > first and not one.forced]
    names = sorted({one.text for one in tree.elements if one.kind is Kind.CHARACTER and one.text.isalpha()})[:12]
    for one in sorted(rnd.sample(action, min(SHOTS, len(action))), key=lambda one: -one.span.start):
        line = (f"!! {rnd.choice(SIZES)} on {rnd.choice(names)}, {rnd.choice((24, 35, 50, 85))}mm "
                f"f/{rnd.choice(('2', '2.8', '4'))}, {rnd.choice(MOVES)}\n\n")
        text = text[: one.span.start] + line + text[one.span.start :]
    return text
