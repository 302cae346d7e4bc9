"""What to say about a clause that does not hold: one diagnostic for one fault, at the smallest place, with its fix.

    SY101  a number that cannot be read            SY108  amount and target both written
    SY102  a missing or wrong unit                 SY109  names joined by a comma
    SY103  a number outside any sensible range     SY110  an id that is none
    SY104  a word that does not fit, or is missing SY111  said twice
    SY105  a misspelt word                         SY112  a missing comma
    SY106  words kept as a description (warning)   SY113  a part of a body where only the whole counts (warning)
    SY107  a quote that never closes               NM801  an unknown name     FR703  too few or too many names
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

from ..core.diagnostic import Diagnostic, Fix, error, nearest, warning
from ..core.span import Span
from .words import KINDS

_KINDS_OF_TOKEN = {
    "NAME": "a name", "QUOTED": "a quoted text", "MEASURE": "a number", "STOP": "a stop like f/2.8", "REF": "an id",
    "PART": "a part of the body", "OTS": "OTS", "POV": "POV",
    "_BY": "`x`",
}  # fmt: skip
_NOT_SAID = ("the", "of", "for", ",", "shot", "lens", "everybody", "a")


def misspelt(word: str, right: str, span: Span, sure: bool = True) -> Diagnostic:
    """`sure` where no other word of ours is as near."""
    return error("SY105", f"`{word}` is not a word of ours", span, f"did you mean `{right}`?", f"write `{right}`",
                 Fix(span, right, safe=sure))  # fmt: skip


def rather(word: str, right: str, span: Span) -> Diagnostic:
    return error("SY104", f"`{word}` cannot stand here", span, f"did you mean `{right}`?", f"write `{right}`",
                 Fix(span, right))  # fmt: skip


def late_pace(word: str, span: Span, fix: Fix | None) -> Diagnostic:
    return error("SY104", f"`{word}` stands behind its move", span, "the pace of a move stands before it",
                 f"write `{word}` before the move", fix)  # fmt: skip


def described(text: str, span: Span) -> Diagnostic:
    quoted = '"' + text.replace('"', '\\"') + '"'
    return warning("SY106", "this is no clause, so it is kept as description", span, "goes to the prompt as it stands",
                   "put it in quotes to say that it describes the picture", Fix(span, quoted, safe=True))  # fmt: skip


def unclosed(span: Span, end: Span) -> Diagnostic:
    return error("SY107", "this quote is never closed", span, "opened here", 'close it with `"`', Fix(end, '"'))


def unknown_name(text: str, span: Span, near: str, written: Span) -> Diagnostic:
    """`written` is the name with its @."""
    if near:
        return error("NM801", f"nobody and nothing here is called {text}", span, f"did you mean {near}?",
                     f"write {near}", Fix(written, near))  # fmt: skip
    return error("NM801", f"nobody and nothing here is called {text}", span, "unknown name",
                 "name it in @cast, @places, @props or a block, or put a description of it in quotes",
                 Fix(written, '"' + text.replace('"', "") + '"'))  # fmt: skip


def unknown_subject(text: str, span: Span, written: Span) -> Diagnostic:
    """Who or what an item of a block is about: capitals bring it in."""
    fix = Fix(written, text.upper()) if text.upper() != text else None
    return error("NM801", f"nobody and nothing here is called {text}", span, "unknown name",
                 "name it in @cast or @props" + (f", or write {text.upper()}" if fix else ""), fix)  # fmt: skip


def joined_by_comma(span: Span, fix: Fix) -> Diagnostic:
    return error("SY109", "a comma ends a clause, so it cannot join names", span, "a new clause begins here",
                 "join names with `and`", fix)  # fmt: skip


def comma_for_and(word: Span, gap: Span) -> Diagnostic:
    """`gap` are the blanks before `word`."""
    return error("SY112", "`and` joins names, not clauses", word, "a comma belongs here", "put a comma in its place",
                 Fix(gap.to(word), ",", safe=True))  # fmt: skip


def parted_numbers(comma: Span) -> Diagnostic:
    return error("SY101", "a comma parts clauses, not numbers", comma, "a blank is enough", "take the comma out",
                 Fix(comma, "", safe=True))  # fmt: skip


def dangling(word: str, span: Span, gap: Span, expected: Collection[str]) -> Diagnostic:
    """A joining word at the end of a clause that holds without it; `gap` are the blanks before it."""
    words = expected_words(expected)
    return error("SY104", f"something is missing after `{word}`", span, f"expected {words}",
                 f"go on with {words}, or take `{word}` out", Fix(gap.to(span), ""))  # fmt: skip


def missing_comma(word: Span, gap: Span) -> Diagnostic:
    """`gap` are the blanks before `word`."""
    return error("SY112", "a comma is missing between two clauses", word, "a new clause begins here",
                 "put a comma before it", Fix(gap, ", ", safe=True))  # fmt: skip


def left_over(text: str, span: Span, gap: Span, expected: Collection[str]) -> Diagnostic:
    """Words behind a clause that is complete without them; `gap` are the blanks before them."""
    words = expected_words(expected)
    more = f" (what may follow: {words})" if words else ""
    return error("SY104", f"`{text}` does not belong to this clause", span, "not understood here",
                 f"put it in quotes after a comma, or take it out{more}",
                 Fix(gap.to(span), ', "' + text.replace('"', '\\"') + '"'))  # fmt: skip


def misfit(word: str, before: str, span: Span, expected: Collection[str]) -> Diagnostic:
    """A word that cannot stand where it does, in a clause that is not complete without what should."""
    words = expected_words(expected)
    place, fix = f" after `{before}`" if before else "", _insertion(span.part(0, 0), expected, after=" ")
    return error("SY104", f"`{word}` cannot stand{place}", span, f"expected {words}" if words else "not understood",
                 f"write {words}{place}" if words else "take it out", fix)  # fmt: skip


def incomplete(before: str, span: Span, expected: Collection[str], code: str = "SY104") -> Diagnostic:
    words, end = expected_words(expected), span.part(span.end - span.start, span.end - span.start)
    placed = Fix(end, " at 0 0") if "behind" in expected else None
    fix = placed or _insertion(end, expected, " ") or _number(end, before, expected)
    return error(code, f"something is missing after `{before}`", span, f"expected {words}", f"go on with {words}", fix)


def names_needed(what: str, needed: str, span: Span) -> Diagnostic:
    return error("FR703", f"{what} needs {needed}", span, "names do not fit", f"write {needed}")


def said_twice(what: str, span: Span, whole: Span | None = None) -> Diagnostic:
    """`whole` is what must go with it."""
    return error("SY111", f"{what} is written twice", span, "the first one counts", "keep one of them",
                 Fix(whole or span, ""))  # fmt: skip


def both(span: Span, amount: Span) -> Diagnostic:
    return error("SY108", "a move ends by an amount or at a target, not both", span, "amount and target",
                 "take one of them out", Fix(amount, ""))  # fmt: skip


def unknown_kind(text: str, span: Span) -> Diagnostic:
    *words, last = (f"`{kind}`" for kind in KINDS)
    return error("SY104", f"`{text}` is no kind of thing", span, "a kind belongs here",
                 f"write {', '.join(words)} or {last}", Fix(span, "box"))  # fmt: skip


def part_unused(part: str, whole: str, span: Span, owned: Span) -> Diagnostic:
    """`owned` is the part with its `'s`."""
    return warning("SY113", f"only {whole} as a whole counts here, so `{part}` is not used", span, "not used",
                   f"write {whole} alone, or frame the part with a size", Fix(owned, ""))  # fmt: skip


def auto_alone(span: Span) -> Diagnostic:
    return error("SY104", "`auto` leaves the camera to the director, so it stands alone", span,
                 "not with other clauses", "take it out, or everything else", Fix(span, ""))  # fmt: skip


def bad_figure(text: str, span: Span, fixed: str) -> Diagnostic:
    return error("SY102", f"`{text}` has no unit we know", span, "a lens takes mm, a stop f/, a length of time s or f",
                 f"write `{fixed}`", Fix(span, fixed))  # fmt: skip


def bad_id(text: str, span: Span, fixed: str) -> Diagnostic:
    return error("SY110", f"`{text}` is no shot id", span, "letters, digits, `-` or `.` only",
                 f"write `{fixed}`" if fixed else "take it out", Fix(span, fixed))  # fmt: skip


def id_colon(text: str, span: Span) -> Diagnostic:
    return error("SY110", f"the id `{text}` has no colon behind it", span, "an id ends in a colon",
                 f"write `{text}:`", Fix(span, f"{text}:", safe=True))  # fmt: skip


def second_id(text: str, span: Span) -> Diagnostic:
    return error("SY110", f"`{text}` is a second id, and a shot has one", span, "one id too many", "take it out",
                 Fix(span, ""))


def bad_code(text: str, span: Span, near: str) -> Diagnostic:
    label = f"did you mean {near}?" if near else "two letters and three digits"
    return error("SY104", f"`{text}` is no code of a diagnostic", span, label,
                 f"write {near}" if near else "write the code of what is to be allowed, like TM402",
                 Fix(span, near) if near else None)  # fmt: skip


def close_word(word: str, words: Iterable[str]) -> str:
    """The one of `words` that was probably meant: within two edits, one if the word is short."""
    if len(word) < 2:
        return ""
    near = nearest(word, words, 1 if len(word) <= 4 else 2)
    return near[0] if near else ""


def expected_words(expected: Collection[str]) -> str:
    """`in`, `out` or a number: what the parser would take, our words in lower case, kinds of token in capitals."""
    kinds = sorted(_KINDS_OF_TOKEN[kind] for kind in expected if kind in _KINDS_OF_TOKEN)
    words = sorted(f"`{word}`" for word in expected if word.islower() and word not in _NOT_SAID)
    if len(words) > 8:
        words = [*words[:8], "another word"]
    said = words + kinds
    return " or ".join([", ".join(said[:-1]), said[-1]] if len(said) > 1 else said)


def _number(span: Span, before: str, expected: Collection[str]) -> Fix | None:
    """A usual number after the word that asks for it, or 0 for the second half of a place."""
    if "MEASURE" not in expected:
        return None
    usual = _USUAL.get(before.lower()) or ("0" if before[-1:].isdigit() else "")
    return Fix(span, f" {usual}") if usual else None


_USUAL = {"height": "1.5m", "hold": "1s", "over": "2s", "speed": "50%"}


def _insertion(span: Span, expected: Collection[str], before: str = "", after: str = "") -> Fix | None:
    """The first of our words that could stand here, unless it is a name that is missing."""
    words = [word for word in _FIRST_CHOICE if word in expected and "NAME" not in expected]
    return Fix(span, before + words[0] + after) if words else None


_FIRST_CHOICE = ("in", "left", "up", "angle", "level", "on", "eye", "third", "motion", "zoom", "focus", "pan", "out",
                 "to", "at", "screen", "and", "then", "stands", "facing", "x")  # fmt: skip
