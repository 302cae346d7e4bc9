"""A screenplay as Final Draft sees it: one paragraph after another, each with its type, its styled text, its notes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import groupby, pairwise
from typing import NamedTuple

from ...core.span import Source
from .. import hidden
from . import guard

SPEECH = ("Parenthetical", "Dialogue", "Lyrics")
"""What goes on with a speech."""

Styles = frozenset[str]


class Run(NamedTuple):
    """Text in one style: any of Bold, Italic, Underline, Strikeout, AllCaps and others of Final Draft's words."""

    text: str
    styles: Styles = frozenset()


class Remark(NamedTuple):
    """A note before character `at` of its paragraph's text.

    One whose text is itself hidden Fountain (`[[...]]` or `/*...*/`, perhaps several lines of them) stands alone on
    its lines; at 0 directly above the paragraph, at the end after it. Any other is a note in the line.
    """

    at: int
    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """`number` is a scene's, `align` Center, Right or Full where it is not its type's own, `page` begins a new page.

    `dual` marks a cue spoken together with the speech before it; `summary` are the synopsis lines of a scene.
    """

    type: str
    runs: tuple[Run, ...] = ()
    number: str = ""
    align: str = ""
    page: bool = False
    dual: bool = False
    summary: tuple[str, ...] = ()
    remarks: tuple[Remark, ...] = ()

    @property
    def text(self) -> str:
        return "".join(run.text for run in self.runs)


@dataclass(frozen=True, slots=True)
class Screenplay:
    """`title` are the entries of the title page: a key, and its lines."""

    title: tuple[tuple[str, tuple[str, ...]], ...] = ()
    paragraphs: tuple[Paragraph, ...] = ()


def runs(letters: Iterable[tuple[str, Styles]]) -> tuple[Run, ...]:
    """Letters with their styles as the fewest runs."""
    return tuple(Run("".join(letter for letter, _ in group), styles)
                 for styles, group in groupby(letters, key=lambda one: one[1]))


def letters(found: Iterable[Run]) -> Iterator[tuple[str, Styles]]:
    """Each letter of some runs with its styles."""
    return ((letter, run.styles) for run in found for letter in run.text)


@lru_cache(4096)
def alone(text: str) -> bool:
    """Whether a remark is hidden Fountain to the letter: nothing of it would show."""
    if not text.startswith(("[[", "/*")) or "fdx:" in text:
        return False
    source = Source("", text)
    regions = tuple(note for note, _ in hidden.find(source)[0].regions)
    return not hidden.without(source, 0, len(text), regions).strip()


def settled(found: Iterable[Paragraph]) -> tuple[Paragraph, ...]:
    """Paragraphs in the one way each can be told: fewest runs, remarks in their order and inside the text, `dual` only
    where a speech stands before, numbers and summaries only for scenes."""
    made: list[Paragraph] = []
    speaking = False
    for one in found:
        scene = one.type == "Scene Heading"
        joined = speaking and one.type in SPEECH and not one.page
        above, remarks = _remarks(one, joined, not made)
        if above:
            made[-1] = replace(made[-1], remarks=_after(made[-1], above))
        made.append(replace(
            one, runs=runs((letter, styles if letter != "\n" else frozenset()) for letter, styles in letters(one.runs)),
            dual=one.dual and one.type == "Character" and speaking and not one.page,
            number=" ".join(one.number.split()) if scene else "", remarks=remarks,
            summary=tuple(filter(None, (" ".join(line.split()) for line in one.summary))) if scene else ()))
        speaking = one.type == "Character" or joined
    return tuple(made)


def _remarks(one: Paragraph, joined: bool, first: bool) -> tuple[str, tuple[Remark, ...]]:
    """Those that belong after the paragraph before, and its own."""
    size = len(one.text)
    kept = [_placed(one.text, remark) for remark in one.remarks if remark.text.strip()]
    kept.sort(key=lambda remark: (remark.at, alone(remark.text) == (remark.at == size)))
    kept = _together(kept, size)
    if first or not (size and kept and kept[0].at == 0 and alone(kept[0].text)):
        return "", tuple(kept)
    text = kept[0].text.strip("\n")
    if joined or kept[0].text.endswith("\n"):
        return text, tuple(kept[1:])
    cut = _last_gap(text)
    return text[:cut].rstrip(), (Remark(0, text[cut:].lstrip("\n")), *kept[1:])


def _last_gap(text: str) -> int:
    """Where in hidden Fountain the last empty line stands that is hidden by nothing; 0 if there is none."""
    places = [note.span for note, _ in hidden.find(Source("", text))[0].regions]
    cuts = (one.end for one, other in pairwise(places) if text.count("\n", one.end, other.start) > 1)
    return max(cuts, default=0)


def _together(kept: list[Remark], size: int) -> list[Remark]:
    """What stands alone at one place is one remark: below a text with empty lines between, above one without."""
    made: list[Remark] = []
    for one in kept:
        if made and one.at in (0, size) and made[-1].at == one.at and alone(one.text) and alone(made[-1].text):
            gap = "\n\n" if one.at == size else "\n"
            made[-1] = Remark(one.at, made[-1].text + gap + one.text)
        else:
            made.append(one)
    return made


def _after(one: Paragraph, text: str) -> tuple[Remark, ...]:
    size = len(one.text)
    return tuple(_together([*one.remarks, Remark(size, text)], size))


def _placed(text: str, remark: Remark) -> Remark:
    """Several lines of hidden text cannot stand within a line, nor empty ones between two: they come after it all. No
    note follows a bracket, which would be taken for its own."""
    at = min(max(remark.at, 0), len(text))
    at = len(text[:at].rstrip("[")) if at < len(text) else at
    if not alone(remark.text):
        return Remark(at, remark.text.strip())
    regions = hidden.find(Source("", remark.text))[0].regions
    if at in (0, len(text)) or (text[at - 1] == "\n" and not _last_gap(remark.text)):
        return Remark(at, remark.text)
    if len(regions) > 1:
        return Remark(len(text) if "\n" in remark.text else at, remark.text)
    note, is_note = next(iter(regions))
    plain = is_note and guard.note(note.text) == note.text
    return Remark(at, note.text.strip() if plain else remark.text)
