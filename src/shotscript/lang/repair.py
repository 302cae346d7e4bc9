"""A clause that does not parse: what was probably meant, said once, and whatever of it still holds.

In this order: an unknown name, a misspelt word, a missing comma, words too many or too few, and at last words that
are no clause of ours at all, which are kept as description.
"""

from __future__ import annotations

import re

from ..core.diagnostic import Diagnostic, Fix
from . import habits, measures, mistakes
from .clause import Description, Moves
from .details import build
from .grammars import UnexpectedToken
from .masking import MOST_STRANGERS, Masked
from .names import Names
from .piece import Piece
from .slips import Outcome, first_misspelt, holds, misspelt, read
from .stops import Stop, helpful, last_word, stopped, tree_of
from .words import PROSE, word_set

_WORD = re.compile(r"@?[^\W\d_][\w\-]*(?:'(?!s\b)\w+)*")
_MORE = re.compile(r" +([^\W_][\w\-]*)")
_STOPS = word_set(
    "and on over at ease linear then while to from around facing height looks screen as"
)
_JOINS = word_set("and on of while then")
_PACES = word_set("slow slowly fast gently quickly quick gentle very")
_OUR_PACES = {"slowly": "slow", "quick": "quickly", "gentle": "gently"}
_SUBJECT_PROSE = word_set("in back front looks looking")


def mend(line: Masked, start: int, end: int, trouble: UnexpectedToken, names: Names) -> Outcome:
    """What still holds of the clause at [start, end) and the one thing to say about it."""
    stop = stopped(line, start, end, trouble)
    if not stop.before:
        return _unknown_subject(stop, names) or _apart(stop) or first_misspelt(stop) or _described(stop)
    if stop.before[0].startswith("\ue000"):
        return _after_subject(stop, names)
    if _is_prose(stop, names):
        return _described(stop)
    return (_habit(stop, names) or misspelt(stop, names) or _unknown_name(stop, names) or _left_over(stop, names)
            or _unfinished(stop))


# ---------------------------------------------------------------------------------------------- helpers


def _described(stop: Stop) -> Outcome:
    span = stop.line.place(stop.start, stop.end)
    text = stop.line.raw(stop.start, stop.end)
    said = habits.rather(stop.line, stop.start, stop.end) or mistakes.described(text, span)
    return (Description(span, text, quoted=False),), (said,)


def _apart(stop: Stop) -> Outcome | None:
    said = habits.stop_apart(stop.line, stop.start, stop.end)
    return ((), (said,)) if said else None


def _habit(stop: Stop, names: Names) -> Outcome | None:
    """Another mark for the comma, another small word: what stands on both sides of it still counts."""
    if said := habits.small(stop):
        return (), (said,)
    found = habits.parted(stop)
    if found is None:
        return None
    before = read(stop.line, stop.start, stop.at)
    if found.rest < 0:
        return before[0], (found.said, *before[1])
    tree = tree_of(stop.line, found.rest, stop.end)
    after = (mend(stop.line, found.rest, stop.end, tree, names) if isinstance(tree, UnexpectedToken)
             else read(stop.line, found.rest, stop.end))
    return (*before[0], *after[0]), (found.said, *before[1], *after[1])


def _after_subject(stop: Stop, names: Names) -> Outcome:
    """The clause begins with a name: a side, a place or a gaze, or else a description of what someone does."""
    named = stop.before[-1] in ("at", "the", "on")
    found = _habit(stop, names) or misspelt(stop, names) or (_unknown_name(stop, names) if named else None)
    if found:
        return found
    if len(stop.before) < 2 or (stop.kind != "$END" and stop.before[1] in _SUBJECT_PROSE):
        return _described(stop)
    return _left_over(stop, names) or _unfinished(stop)


def _is_prose(stop: Stop, names: Names) -> bool:
    """Whether a clause that opens with a word of ours goes on like an ordinary description: `low sun`, `full moon`."""
    first, *more = stop.before
    if first not in PROSE or stop.kind in ("$END", "MEASURE", "NAME", "QUOTED"):
        return False
    if first == "as":
        return not any(char.isdigit() for char in "".join(more))
    if more not in ([], ["the"]) or ("NAME" in stop.accepts and _looks_like_name(stop, names, stop.stop)):
        return False
    return not mistakes.close_word(stop.word, [word for word in stop.accepts if word.islower()])


def _unknown_subject(stop: Stop, names: Names) -> Outcome | None:
    """`MAJA looks left`: a name nobody knows, before something that only follows names."""
    end = stop.at
    for _ in range(3):
        match = _WORD.match(stop.line.work, end)
        if not match:
            return None
        end = match.end()
        found = _with_unknown(stop, names, stop.at, end, said=_looks_like_name(stop, names, end))
        if found:
            return found
        end += len(stop.line.work[end:]) - len(stop.line.work[end:].lstrip())
    return None


def _looks_like_name(stop: Stop, names: Names, end: int) -> bool:
    raw = stop.line.raw(stop.at, end)
    return raw.startswith("@") or (raw.isupper() and len(raw) > 1) or bool(names.nearest(raw))


def _with_unknown(stop: Stop, names: Names, at: int, end: int, said: bool = True) -> Outcome | None:
    """The clause read with [at, end) as a name, if it then holds."""
    line = stop.line.with_name(at, end)
    tree = tree_of(line, stop.start, stop.end)
    if not said or isinstance(tree, UnexpectedToken):
        return None
    piece = Piece(line, stop.start, stop.end)
    clause = build(piece, tree)
    return ((clause,) if clause else ()), (_nobody(line, names, at, end), *piece.problems)


def _nobody(line: Masked, names: Names, at: int, end: int) -> Diagnostic:
    raw = line.raw(at, end)
    bare = raw.removeprefix("@")
    written = line.place(at, end)
    return mistakes.unknown_name(bare, written.part(len(raw) - len(bare), len(raw)), names.nearest(bare), written)


def _unknown_name(stop: Stop, names: Names) -> Outcome | None:
    """A word where a name belongs. The rest of the clause is read as if the name were known."""
    if "NAME" not in stop.accepts or stop.kind == "$END" or stop.word in _STOPS:
        return None
    first = _WORD.match(stop.line.work, stop.at)
    first_end = first.end() if first else stop.stop
    if stop.kind == "MEASURE" and (measures.kind_of(stop.word) or not any(c.isalpha() for c in stop.word)):
        return None
    ends = _run(stop, first_end)
    near = [end for end in ends if names.nearest(stop.line.raw(stop.at, end).removeprefix("@"))]
    if stop.complete and not near:
        return None
    if said := habits.owner(stop, names.nearest(stop.line.raw(stop.at, first_end - 1))):
        return (), (said,)
    end = (near or ends)[0]
    found = _with_unknown(stop, names, stop.at, end)
    if found:
        return found
    line = stop.line.with_name(stop.at, end)
    said = _nobody(line, names, stop.at, end)
    if line.strangers > MOST_STRANGERS:
        return (), (said,)
    trouble = tree_of(line, stop.start, stop.end)
    assert isinstance(trouble, UnexpectedToken)
    clauses, problems = mend(line, stop.start, stop.end, trouble, names)
    more = tuple(p for p in problems if near or p.code == "NM801")
    return clauses, (said, *more)


def _run(stop: Stop, end: int) -> list[int]:
    """Where a name from here may end: after one word or more, the longest run first."""
    ends = [end]
    while len(ends) < 8 and (match := _MORE.match(stop.line.work, ends[-1], stop.end)) and match[1] not in _STOPS:
        ends.append(match.end())
    return ends[::-1]


def _left_over(stop: Stop, names: Names) -> Outcome | None:
    """A clause that is complete, and words behind it: the next clause without its comma, or something else."""
    if not stop.complete or stop.kind == "$END":
        return None
    before = read(stop.line, stop.start, stop.at)
    after = tree_of(stop.line, stop.at, stop.end)
    if not isinstance(after, UnexpectedToken):
        clauses, problems = read(stop.line, stop.at, stop.end)
        if problems and not clauses:  # a bare number, which may be anything
            raw, span = stop.line.raw(stop.at, stop.end), stop.line.place(stop.at, stop.end)
            return before[0], (mistakes.left_over(raw, span, stop.gap, stop.accepts), *before[1])
        said = mistakes.missing_comma(stop.line.place(stop.at, stop.stop), stop.gap)
        return (*before[0], *clauses), (said, *before[1], *problems)
    more = stopped(stop.line, stop.at, stop.end, after)
    if more.complete and more.before:  # a whole clause, and another behind it
        said = mistakes.missing_comma(stop.line.place(stop.at, stop.stop), stop.gap)
        clauses, problems = mend(stop.line, stop.at, stop.end, after, names)
        return (*before[0], *clauses), (said, *before[1], *problems)
    if stop.word == "and" and not isinstance(tree_of(stop.line, stop.stop, stop.end), UnexpectedToken):
        clauses, problems = read(stop.line, stop.stop, stop.end)
        said = mistakes.comma_for_and(stop.line.place(stop.at, stop.stop), stop.gap)
        return (*before[0], *clauses), (said, *before[1], *problems)
    if stop.word in _PACES and any(isinstance(c, Moves) for c in before[0]):
        return before[0], (_late_pace(stop), *before[1])
    raw, span = stop.line.raw(stop.at, stop.end), stop.line.place(stop.at, stop.end)
    return before[0], (mistakes.left_over(raw, span, stop.gap, stop.accepts),)


def _late_pace(stop: Stop) -> Diagnostic:
    """`push in slow`: the word belongs before the move."""
    word = stop.line.raw(stop.at, stop.stop)
    pace, move = _OUR_PACES.get(stop.word, word), stop.line.raw(stop.start, stop.at)
    alone = "then" not in stop.before and "while" not in stop.before
    fix = Fix(stop.line.place(stop.start, stop.stop), f"{pace} {move}".rstrip(), safe=True) if alone else None
    return mistakes.late_pace(word, stop.line.place(stop.at, stop.stop), fix)


def _unfinished(stop: Stop) -> Outcome:
    last = last_word(stop.line, stop.start, stop.at)
    before = stop.line.raw(*last)
    if stop.kind == "$END" and stop.line.work[slice(*last)] in _JOINS and holds(stop.line, stop.start, last[0]):
        gap = stop.line.span.part(len(stop.line.work[: last[0]].rstrip()), last[0])
        said = mistakes.dangling(before, stop.line.place(*last), gap, stop.accepts)
        return read(stop.line, stop.start, last[0])[0], (said,)
    if stop.kind == "$END":
        said = mistakes.incomplete(before, stop.line.place(*last), stop.accepts)
        return (), (helpful(said, "shots", stop.line, stop.start, stop.end),)
    raw = stop.line.raw(stop.at, stop.stop)
    said = mistakes.misfit(raw, before, stop.line.place(stop.at, stop.stop), stop.accepts)
    return (), (helpful(said, "shots", stop.line, stop.start, stop.end),)
