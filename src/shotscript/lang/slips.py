"""Words one or two letters away from ours: what was meant, if the clause holds with it."""

from __future__ import annotations

import re
from collections.abc import Iterable

from ..core.diagnostic import Diagnostic, edits
from ..core.diagnostic import nearest as nearest_words
from . import measures, mistakes
from .clause import Clause
from .details import build
from .grammars import UnexpectedToken, accepted, attempt
from .masking import Masked
from .names import Names
from .piece import Piece
from .stops import Stop, clause_text, tree_of
from .words import PROSE, SHOT, STARTERS

Outcome = tuple[tuple[Clause, ...], tuple[Diagnostic, ...]]

_INSTEAD = {"and": "while", "in": "over", "forward": "in", "forwards": "in", "backward": "out", "backwards": "out",
            "back": "out"}  # fmt: skip


def misspelt(stop: Stop, names: Names) -> Outcome | None:
    """A word near one that could stand here."""
    if stop.kind in ("$END", "MEASURE", "NAME", "QUOTED", "OTHER"):
        return None
    if stop.kind == "PART":
        return _misspelt_shoulder(stop)
    words = [word for word in stop.accepts if word.islower() and word != "the"]
    raw, span = stop.line.raw(stop.at, stop.stop), stop.line.place(stop.at, stop.stop)
    instead = _INSTEAD.get(stop.word, "")
    if instead in words and (stop.word != "in" or re.match(r"in +\d", stop.line.work[stop.at :])):
        return (), (mistakes.rather(raw, instead, span),)
    if stop.kind != "WORD":
        return None
    right = _right(stop)
    near = right or mistakes.close_word(stop.word, words)
    if not near or (not right and "NAME" in stop.accepts and names.nearest(stop.word)):
        return None
    return (), (mistakes.misspelt(raw, _cased(near, raw), span, _sure(stop, near, words)),)


def first_misspelt(stop: Stop) -> Outcome | None:
    if stop.kind != "WORD" or stop.word in SHOT or len(stop.word) < 2:
        return None
    near = nearest_words(stop.word, STARTERS, 1 if len(stop.word) <= 4 else 2)
    mended = [word for word in near if _mended(stop, word)]
    for right in (*(word for word in mended if _flawless(stop, word)), *mended, *near):
        if _would_do(stop, right):
            raw = stop.line.raw(stop.at, stop.stop)
            place = stop.line.place(stop.at, stop.stop)
            return (), (mistakes.misspelt(raw, _cased(right, raw), place, _sure(stop, right, STARTERS)),)
    return None


def holds(line: Masked, start: int, end: int) -> bool:
    return not isinstance(tree_of(line, start, end), UnexpectedToken)


def read(line: Masked, start: int, end: int) -> Outcome:
    """A clause that holds."""
    tree = tree_of(line, start, end)
    assert not isinstance(tree, UnexpectedToken)
    piece = Piece(line, start, end)
    clause = build(piece, tree)
    return ((clause,) if clause else ()), tuple(piece.problems)


# ---------------------------------------------------------------------------------------------- helpers


def _right(stop: Stop) -> str:
    """The nearest word of ours with which the clause holds, without fault if there is one; a single letter is one too
    few or stands for another."""
    most = 1 if len(stop.word) <= 4 else 2
    words = [word.lower() for word in stop.accepts if word.islower() or word in ("OTS", "POV")]
    near = [word for word in nearest_words(stop.word, words, most) if _mended(stop, word)]
    return next((word for word in near if _flawless(stop, word)), near[0] if near else "")


def _sure(stop: Stop, right: str, words: Iterable[str]) -> bool:
    """Whether the clause holds with a word, and with no other that is as near."""
    far = edits(stop.word, right, 2)
    near = (word for word in words if edits(stop.word, word, 2) <= far)
    return [word for word in near if _mended(stop, word)] == [right]


def _mended(stop: Stop, right: str) -> bool:
    """Whether the clause holds once the word it stopped at is put right: `at` a time, `allow` a code."""
    text = clause_text(stop.line, stop.start, stop.end)
    at = stop.at - stop.start
    rest = text[at + len(stop.word) :]
    asked = (*rest.split(), "")[0]
    if (right == "at" and asked[:1].isdigit() and measures.kind_of(asked) != "time") or (
        right == "allow" and not any(char.isdigit() for char in asked)
    ):
        return False
    return not isinstance(attempt("shots", text[:at] + right + rest), UnexpectedToken)


def _flawless(stop: Stop, right: str) -> bool:
    """Whether nothing is wrong with the clause once the word it stopped at is put right."""
    end = stop.end + len(right) - len(stop.word)
    line = stop.line.with_word(stop.at, stop.stop, right)
    return holds(line, stop.start, end) and not read(line, stop.start, end)[1]


def _misspelt_shoulder(stop: Stop) -> Outcome | None:
    """`over MAYA's lfet shoulder`: read as a part of a body until it is spelt right."""
    raw = stop.line.raw(stop.at, stop.stop)
    near = nearest_words(raw, ("shoulder", "left shoulder", "right shoulder"), 2)
    if not near:
        return None
    return (), (mistakes.misspelt(raw, near[0], stop.line.place(stop.at, stop.stop)),)


def _cased(right: str, raw: str) -> str:
    return right.upper() if raw.isupper() else right


def _would_do(stop: Stop, right: str) -> bool:
    """Whether the clause holds, or nearly, once its first word is put right."""
    rest = clause_text(stop.line, stop.start, stop.end)[stop.stop - stop.start :]
    if right == "allow" and not any(char.isdigit() for char in rest):
        return False
    found = attempt("shots", right + rest)
    if not isinstance(found, UnexpectedToken):
        return True
    if right in PROSE:
        return False
    at = len(right + rest.rstrip()) if found.token.type == "$END" else found.token.start_pos
    second = (right + rest)[:at].split()
    near = mistakes.close_word(str(found.token), [w for w in accepted("shots", found) if w.islower()])
    return len(second) > 1 or bool(near) or (len(stop.word) >= 5 and bool(nearest_words(stop.word, (right,), 1)))
