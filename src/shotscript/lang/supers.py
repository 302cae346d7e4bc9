"""What a `super` sets over the picture: `"HALO" center at 1s over 2s`, `brand/logo.svg lower right`.

Words stand in quotes, several of them are lines one under the other; a path ends as pictures do. Where, from when and
how long follow in any order.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from ..core.diagnostic import Diagnostic, Fix, Problems, error, nearest, warning
from ..core.span import Span
from . import measures
from .term import Time

PICTURES = (".png", ".jpg", ".jpeg", ".webp", ".gif", ".bmp", ".tif", ".tiff", ".svg", ".avif")
PLACES = ("center", "top", "bottom", "left", "right", "upper left", "upper right", "lower left", "lower right",
          "upper third", "lower third")

_LIKE = {"centre": "center", "middle": "center", "upper": "top", "lower": "bottom"}
_ROWS = {"top": "upper", "bottom": "lower"}
_QUOTED = re.compile(r'"((?:\\.|[^"\\])*)(?:"|$)|“([^”]*)(?:”|$)|「([^」]*)(?:」|$)')
_WORD = re.compile(r"[^\s,，]+")
_ESCAPED = re.compile(r'\\(["\\])')
_STARTS = {"at": "at", "over": "over", "for": "over"}


@dataclass(frozen=True, slots=True)
class Super:
    """`lines` of words, or the `path` of a picture. `place` is one of PLACES or unsaid; `at` counts from the shot's
    start, `over` is how long it stays (unsaid: to the end of its shot)."""

    lines: tuple[str, ...] = ()
    path: str = ""
    place: str = ""
    at: Time | None = None
    over: Time | None = None


def read(text: str, span: Span) -> tuple[Super, Problems]:
    """A directive's text, `span` being where it stands. What cannot be read is told and left out."""
    lines, end = _lines(text)
    if not lines:
        return (Super(), (_empty(span),)) if text.lstrip()[:1] in tuple('"“「') else _unquoted(text, span)
    place, times, problems = _tail(text, end, span)
    if len(lines) == 1 and is_picture(lines[0]):
        return Super((), lines[0], place, **times), problems
    return Super(lines, "", place, **times), problems


def reads(text: str) -> bool:
    """Whether it is quoted words with nothing but where and when after them."""
    lines, end = _lines(text)
    return bool(lines) and not _tail(text, end, Span(0, len(text)))[2]


def is_picture(path: str) -> bool:
    return path.lower().endswith(PICTURES)


# ---------------------------------------------------------------------------------------------- helpers


def _lines(text: str) -> tuple[tuple[str, ...], int]:
    """The quoted texts it begins with, and where they end."""
    found, at = list[str](), _past(text, 0)
    while match := _QUOTED.match(text, at):
        raw = match[1]
        words = _ESCAPED.sub(r"\1", raw) if raw is not None else match[2] or match[3] or ""
        found += [" ".join(words.split())] if words.strip() else []
        at = _past(text, match.end())
    return tuple(found), at


def _past(text: str, at: int) -> int:
    while at < len(text) and (text[at].isspace() or text[at] in ",，"):
        at += 1
    return at


def _unquoted(text: str, span: Span) -> tuple[Super, Problems]:
    """A path, or words somebody forgot to quote; as much of the end as says where and when is no part of them."""
    words = list(_WORD.finditer(text))
    cut = next((word.start() for word in words[1:] if not _tail(text, word.start(), span)[2]), len(text))
    head = text[:cut].strip().strip(",，").strip()
    place, times, problems = _tail(text, cut, span)
    if is_picture(head) or not head:
        return Super((), head, place, **times), problems
    at = text.index(head)
    where = span.part(at, at + len(head))
    quoted = '"' + head.replace("\\", "\\\\").replace('"', '\\"') + '"'
    told = warning("SY515", "words set over the picture stand in quotes", where, "taken as words",
                   f"write `{quoted}`", Fix(where, quoted))
    return Super((head,), "", place, **times), (told, *problems)


def _tail(text: str, at: int, span: Span) -> tuple[str, dict[str, Time], Problems]:
    """Place and times, in any order; each said once."""
    place, times, problems = "", dict[str, Time](), list[Diagnostic]()
    words = list(_WORD.finditer(text, at))
    while words:
        key = _STARTS.get(words[0][0].casefold())
        if key and len(words) > 1:
            time = _time(words, span, key == "at")
            problems += [time] if isinstance(time, Diagnostic) else []
            times |= {key: time} if isinstance(time, Time) and key not in times else {}
            continue
        found = _place(words)
        if found and not place:
            place = found
        elif not found:
            problems.append(_stray(words.pop(0), span))
    return place, times, tuple(problems)


def _time(words: list[re.Match[str]], span: Span, zero: bool) -> Time | Diagnostic:
    """The length after `at` or `over`, its unit perhaps a word of its own. Takes its words."""
    first = last = words[1]
    taken = 2
    if re.fullmatch(r"[\d.]+", first[0]) and len(words) > 2 and measures.kind_of(f"1{words[2][0].lower()}") == "time":
        last, taken = words[2], 3
    text = first.string[first.start() : last.end()]
    del words[:taken]
    return measures.time(text.lower(), span.part(first.start(), last.end()), zero=zero)


def _place(words: list[re.Match[str]]) -> str:
    """A place of one word or two at the front; takes its words. Nothing where there is none."""
    said = [_LIKE.get(word[0].casefold(), word[0].casefold()) for word in words[:2]]
    if len(said) == 2:
        both = f"{_ROWS.get(said[0], said[0])} {said[1]}"
        both = {"upper center": "top", "lower center": "bottom", "center left": "left", "center right": "right",
                "left third": "left", "right third": "right", "center center": "center"}.get(both, both)
        if both in PLACES:
            del words[:2]
            return both
    if said[0] in PLACES:
        del words[:1]
        return said[0]
    return ""


def _empty(span: Span) -> Diagnostic:
    return error("SY510", "this super says nothing", span, "no words between the quotes",
                 "write what it shows, or remove the note")


def _stray(word: re.Match[str], span: Span) -> Diagnostic:
    where = span.part(word.start(), word.end())
    near = nearest(word[0], ("center", "top", "bottom", "left", "right", "upper", "lower", "third", "over"))
    return error("SY514", f"`{word[0]}` says neither where nor when", where,
                 f"did you mean `{near[0]}`?" if near else "not understood",
                 f"write `{near[0]}`" if near else f"write one of {', '.join(PLACES)}; `at 1s`; `over 2s`",
                 Fix(where, near[0]) if near else None)
