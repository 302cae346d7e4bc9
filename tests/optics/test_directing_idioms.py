"""Each of the thirteen idioms of Leake et al., switched on alone, moves what it is about. docs/direct.md has the table.

Without it a scene is cut by rhythm alone, and chance picks the pictures; so both are means over many draws of chance.
`SHOTSCRIPT_RENEW=1 pytest tests/optics/test_directing_idioms.py` writes it anew.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path

import numpy as np
from directed_scenes import TALK, tables, with_only

from shotscript.lang.term import Size
from shotscript.narrative.story import Beat
from shotscript.optics.directing.solve import solve
from shotscript.optics.directing.table import Run
from shotscript.optics.directing.takes import Take
from shotscript.optics.directing.terms import LEAKE, STYLES, TERMS

PAGE = Path(__file__).resolve().parents[2] / "docs" / "direct.md"
HEAD = "| idiom | term | statistic | without | with |\n|---|---|---|---|---|\n"
SIZES = list(Size)
DRAWS = 24


@dataclass(frozen=True)
class Pick:
    """A shot: its take, text and length, who speaks first in it, and where on the screen its one person is."""

    take: Take
    beats: tuple[Beat, ...]
    seconds: float
    speaker: str
    x: float


Picks = tuple[Pick, ...]
STRONG, LOUD = ("You WHAT", "I did not!", "TELL ME"), ("You WHAT", "TELL ME")
QUIET, FAST, SLOW = ("I was there", "Ask me again"), ("Listen to me",), ("I know...",)
SHORT = ("Yes.", "No.", "Liar.", "Go.")


def size(pick: Pick) -> int:
    return SIZES.index(pick.take.size)


def cuts(picks: Picks) -> list[tuple[Pick, Pick]]:
    return list(pairwise(picks))


def share(kept: int, of: int) -> float:
    return kept / of if of else 0.0


def spoken(picks: Picks) -> list[tuple[Pick, Beat]]:
    return [(pick, beat) for pick in picks for beat in pick.beats if beat.kind == "speech"]


def line(beat: Beat, heads: tuple[str, ...]) -> bool:
    """Whether a beat is one of some lines, or a later sentence of it: told by the scene's own text."""
    at = TALK.index(beat.text.strip()[:20])
    return any(TALK.index(head) <= at < TALK.index("\n", TALK.index(head)) for head in heads)


def mean_size(picks: Picks, heads: tuple[str, ...]) -> float:
    found = [(size(pick), float(beat.seconds)) for pick, beat in spoken(picks) if line(beat, heads)]
    return sum(a * b for a, b in found) / sum(b for _, b in found)


def jumps(picks: Picks) -> float:
    alike = sum(set(a.take.on) == set(b.take.on) and abs(size(a) - size(b)) <= 2 for a, b in cuts(picks))
    return share(alike, len(cuts(picks)))


def leaps(picks: Picks) -> float:
    return share(sum(abs(size(a) - size(b)) for a, b in cuts(picks)), len(cuts(picks)))


def maya(picks: Picks) -> float:
    """Maya alone, with others or everybody: as the framing names them."""
    shown = sum(p.seconds for p in picks if not p.take.on or "MAYA" in p.take.on)
    return shown / sum(p.seconds for p in picks)


def strong_closes(picks: Picks) -> float:
    """The share of close-ups in strong lines, less that in all others."""
    def closes(strong: bool) -> float:
        told = [(p, b) for p, b in spoken(picks) if line(b, STRONG) is strong]
        return share(sum(size(p) >= SIZES.index(Size.CU) for p, _ in told), len(told))

    return closes(True) - closes(False)


def opposite(picks: Picks) -> float:
    """Of cuts at a turn from one person to another, those to the mirrored place on the screen."""
    turns = [(a, b) for a, b in cuts(picks) if b.speaker and a.speaker != b.speaker
             and len(a.take.on) == len(b.take.on) == 1 and a.take.on != b.take.on]
    return share(sum(abs(a.x + b.x) < 0.1 for a, b in turns), len(turns)) if turns else 1.0


def valleys(picks: Picks) -> float:
    """Sizes that strong lines are closer than weak ones."""
    weak = ("You kept", "I was there", "He never", "She came up")
    return mean_size(picks, STRONG) - mean_size(picks, weak)


def cut_into(picks: Picks, heads: tuple[str, ...]) -> float:
    firsts = [pick.beats[0] for pick in picks[1:] if pick.beats[0].kind == "speech"]
    starts = [beat for beat in firsts if any(beat.text.startswith(head) for head in heads)]
    return len(starts) / len(heads)


def face(picks: Picks) -> float:
    """The share of speech whose speaker the framing is on, or everybody."""
    seen = sum(float(b.seconds) for p, b in spoken(picks) if not p.take.on or b.who in p.take.on)
    return seen / sum(float(b.seconds) for _, b in spoken(picks))


def resized(picks: Picks) -> float:
    return share(sum(size(a) != size(b) for a, b in cuts(picks)), len(cuts(picks)))


def wider(picks: Picks) -> float:
    return share(sum(size(b) < size(a) for a, b in cuts(picks)), len(cuts(picks)))


IDIOMS: dict[str, tuple[str, str, float, Callable[[Picks], float], int]] = {
    "jumps": ("avoid jump cuts", "cuts to the same people, two sizes away at most", 3, jumps, -1),
    "gradual": ("change zoom gradually", "sizes leapt at a cut", 3, leaps, -1),
    "emphasize": ("emphasize character", "time with Maya in the framing", 3, maya, 1),
    "intensify": ("intensify emotion", "close-ups in strong lines, less those in others", 3, strong_closes, 1),
    "mirror": ("mirror position", "cuts at a turn from one to the other, those to the mirrored place", 3, opposite,
               1),
    "peaks": ("peaks and valleys", "sizes that strong lines are closer than weak ones", 3, valleys, 1),
    "fast": ("performance fast/slow", "cuts into fast lines, less those into slow ones", 3,
             lambda picks: cut_into(picks, FAST) - cut_into(picks, SLOW), 1),
    "loud": ("performance loud/quiet", "sizes that quiet lines are closer than loud ones", 3,
             lambda picks: mean_size(picks, QUIET) - mean_size(picks, LOUD), 1),
    "short": ("short lines", "cuts into lines under 1.5 s", 3, lambda picks: cut_into(picks, SHORT), -1),
    "speaker": ("speaker visible", "speech with the framing on its speaker", 3, face, 1),
    "wide": ("start wide", "size of the first picture, EWS is 0", 3, lambda picks: size(picks[0]), -1),
    "consistent": ("zoom consistent", "cuts that change the size", 3, resized, -1),
    "drift": ("zoom in/out", "cuts to a wider picture", 3, wider, -1),
}


def measured(term: str, weight: float, statistic: Callable[[Picks], float]) -> float:
    """The mean of a statistic over the talk in the kitchen, cut by rhythm, chance and one idiom."""
    (stretch, table), = tables(TALK, with_only({}, favour="MAYA"))
    style = with_only({"rhythm": 0.6, "subject": 0.02, term: weight}, favour="MAYA")
    total = 0.0
    for seed in range(DRAWS):
        chance = np.random.default_rng(seed).random(table.moment["subject"].shape)
        runs, _ = solve(replace(table, moment={**table.moment, "subject": chance}), style)
        total += statistic(tuple(picked(stretch, run) for run in runs))
    return total / DRAWS


def picked(stretch, run: Run) -> Pick:
    take, found = stretch.takes[run.take], stretch.moments[run.first : run.stop]
    figures = stretch.seen(take, run.first).first.figures
    x = figures[take.on[0]].x if len(take.on) == 1 and take.on[0] in figures else 9.0
    beats = tuple(beat for one in found for beat in one.beats)
    return Pick(take, beats, sum(one.seconds for one in found), next(iter(found[0].speakers), ""), x)


def test_each_idiom_moves_its_own_statistic():
    assert tuple(IDIOMS) == LEAKE
    rows = []
    for number, (term, (name, what, weight, statistic, way)) in enumerate(IDIOMS.items(), 1):
        before, after = (measured(term, each, statistic) for each in (0.0, weight))
        rows.append(f"| {number} {name} | `{term}` | {what} | {before:.2f} | {after:.2f} |\n")
        assert way * (after - before) > 0.05, rows[-1]
    table = HEAD + "".join(rows)
    text = PAGE.read_text(encoding="utf-8")
    if os.environ.get("SHOTSCRIPT_RENEW"):
        text = re.sub(re.escape(HEAD) + r"(?:\|.*\n)*", lambda _: table, text)
        PAGE.write_text(text, encoding="utf-8")
    assert table in text


def test_the_page_names_every_term_and_style():
    text = PAGE.read_text(encoding="utf-8")
    assert [term for term in (*TERMS, *(name.replace(" ", "-") for name in STYLES)) if f"`{term}`" not in text] == []
