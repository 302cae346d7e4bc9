"""Fountain 1.1 by a line classifier: one pass, one line of look-ahead, every element with its place in the file.

Plain Fountain only. Shots and directives are other people's notes and forced action here; `stream` reads them.
The corners the specification leaves open are decided in `grammar/README.md`, "Fountain corners".
"""

from __future__ import annotations

import re

from ..core.diagnostic import Problems
from ..core.span import Source, Span
from . import hidden, lines, titlepage
from .element import Element, Fountain, Kind, Note
from .lines import Line

_HEADING = re.compile(r"(?:INT\.?/EXT|EXT\.?/INT|INT|EXT|EST|I\.?/E|E\.?/I)[.． ]", re.IGNORECASE)
_NUMBER = re.compile(r"[#＃]([^\W_](?:[^\W_]|[.\-])*|[.\-](?:[^\W_]|[.\-])*)[#＃]\Z")
_NUMBER_WINDOW = 64
_PAGE_BREAK = re.compile(r"={3,}\Z")
_MARKS = {"！": "!", "＠": "@", "．": ".", "＃": "#", "～": "~", "＞": ">"}


def read(source: Source, opens: bool = True) -> tuple[Fountain, Problems]:
    """Any text is a screenplay: the only problems are marks that are never closed. `opens`: it may begin with a title
    page."""
    covered, problems = hidden.find(source)
    rows = lines.split(source, covered)
    title, first, title_notes = titlepage.read(rows, source.name) if opens else ((), 0, ())
    page = _Page(source.name, rows)
    page.loose += title_notes
    page.read(first)
    return Fountain(source.name, title, tuple(page.elements), covered.boneyards, tuple(page.loose)), problems


def cue(text: str) -> tuple[str, str, bool]:
    """Name, extension and whether the caret of a dual speech is there, of a cue line. Linear in its length."""
    text = text.rstrip()
    dual = text.endswith("^")
    if dual:
        text = text[:-1].rstrip()
    plain = text.replace("（", "(").replace("）", ")")
    extensions: list[str] = []
    end = len(plain)
    while end and plain[end - 1] == ")" and (opening := plain.rfind("(", 0, end)) >= 0:
        extensions.append(text[opening + 1 : end - 1].strip())
        end = opening
        while end and plain[end - 1].isspace():
            end -= 1
    return text[:end].strip(), ", ".join(filter(None, reversed(extensions))), dual


def in_parentheses(text: str) -> bool:
    """Whether one pair of parentheses holds the whole of `text`."""
    if text[0] not in "(（" or text[-1] not in ")）":
        return False
    depth = 0
    for at, letter in enumerate(text):
        if letter in "(（":
            depth += 1
        elif letter in ")）":
            depth -= 1
            if depth <= 0:
                return at == len(text) - 1
    return False


class _Page:
    """The classifier. `fresh` is true where a blank line, or an element that stands alone, came before.

    `after_bare`: the line above is wholly hidden. A heading may follow it, as a cut scene leaves no blank line.
    """

    def __init__(self, name: str, rows: list[Line]) -> None:
        self.name = name
        self.rows = rows
        self.elements: list[Element] = []
        self.loose: list[Note] = []
        self.fresh = True
        self.after_bare = False
        self.speaking = False
        self.last: Kind | None = None
        self._open()

    def read(self, first: int) -> None:
        rows = self.rows
        followed = _followed(rows)
        for at in range(first, len(rows)):
            row = rows[at]
            text = row.text.strip()
            self.after_bare = at > first and rows[at - 1].hides and rows[at - 1].bare
            if text:
                if self.speaking:
                    self._speech(row, text)
                else:
                    self._prose(row, text, followed[at])
            elif row.hides:
                self._aside(row)
            elif self.speaking and row.text == "  ":
                self._hold(row)
            else:
                self._close()
                self.fresh, self.speaking = True, False
        self._close()

    # ------------------------------------------------------------------------------------------ lines outside a speech

    def _prose(self, row: Line, text: str, followed: bool) -> None:
        mark = _MARKS.get(text[0], text[0])
        if not mark.isalnum() and self._forced(mark, row, text):
            return
        if self.after_bare and text[0] in "IiEe" and _HEADING.match(text):
            self._heading(row, text)
        elif not (self.fresh and self._opens(row, text, followed)):
            self._action(row, text)

    def _forced(self, mark: str, row: Line, text: str) -> bool:
        if mark == "!":
            self._action(row, text, forced=True)
        elif mark == "~":
            self._alone(Kind.LYRICS, row, text[1:].strip(), forced=True)
        elif mark == ">" and text[-1] in "<＜" and len(text) > 1:
            self._alone(Kind.CENTERED, row, text[1:-1].strip(), forced=True)
        elif mark == ">" and text[1:].strip():
            self._alone(Kind.TRANSITION, row, text[1:].strip(), forced=True)
        elif mark == "=" and _PAGE_BREAK.match(text):
            self._alone(Kind.PAGE_BREAK, row, "")
        else:
            return self.fresh and self._forced_fresh(mark, row, text)
        return True

    def _forced_fresh(self, mark: str, row: Line, text: str) -> bool:
        """Force marks that also begin ordinary lines (`.45`, `@home`, `#1`): only where an element may begin."""
        rest = text[1:]
        if mark == "." and rest[:1].isalnum():
            self._heading(row, rest, forced=True)
        elif mark == "@" and cue(rest)[0]:
            self._cue(row, rest, forced=True)
        elif mark == "#" and rest.strip("#＃ \t"):
            title = text.lstrip("#＃")
            self._alone(Kind.SECTION, row, title.strip(), depth=min(len(text) - len(title), 6))
        elif mark == "=" and rest.strip() and rest[0] != "=":
            self._alone(Kind.SYNOPSIS, row, rest.strip())
        else:
            return False
        return True

    def _opens(self, row: Line, text: str, followed: bool) -> bool:
        """Headings, transitions and cues, which carry no mark but stand after a blank line."""
        if text[0] in "IiEe" and _HEADING.match(text):
            self._heading(row, text)
        elif not followed and text.isupper() and row.text.endswith("TO:"):
            self._alone(Kind.TRANSITION, row, text)
        elif followed and self._is_cue(text):
            self._cue(row, text)
        else:
            return False
        return True

    def _is_cue(self, text: str) -> bool:
        if not text.isupper() and text[-1] not in ")）^":
            return False
        name = cue(text)[0]
        return name.isupper() and name[-1] != "^" and not name.endswith(" TO:")

    def _heading(self, row: Line, text: str, forced: bool = False) -> None:
        number = ""
        if text[-1] in "#＃" and (match := _NUMBER.search(text, max(0, len(text) - _NUMBER_WINDOW))):
            number, text = match.group(1), text[: match.start()].rstrip()
        self._alone(Kind.HEADING, row, text, forced=forced, number=number)

    def _cue(self, row: Line, text: str, forced: bool = False) -> None:
        name, extension, dual = cue(text)
        self._alone(Kind.CHARACTER, row, name, forced=forced, extension=extension, dual=dual)
        self.fresh, self.speaking = False, True

    def _action(self, row: Line, text: str, forced: bool = False) -> None:
        visible = row.text.replace(text[0], "", 1) if forced else row.text
        self._grow(Kind.ACTION, row, visible.replace("\t", "    "), forced)
        self.fresh = False

    # ------------------------------------------------------------------------------------------ lines inside a speech

    def _speech(self, row: Line, text: str) -> None:
        mark = _MARKS.get(text[0], text[0])
        if mark == "!":
            self._close()
            self.speaking = False
            self._action(row, text, forced=True)
        elif mark == "~":
            self._alone(Kind.LYRICS, row, text[1:].strip(), forced=True)
        elif mark == "=" and _PAGE_BREAK.match(text):
            self.speaking = False
            self._alone(Kind.PAGE_BREAK, row, "")
        elif self.last is not Kind.PARENTHETICAL and in_parentheses(text):
            self._alone(Kind.PARENTHETICAL, row, text[1:-1].strip())
        else:
            self._grow(Kind.DIALOGUE, row, text)

    def _hold(self, row: Line) -> None:
        """The line of exactly two spaces that keeps a speech going."""
        if self.kind is Kind.DIALOGUE:
            self._grow(Kind.DIALOGUE, row, "")

    def _aside(self, row: Line) -> None:
        """A line of nothing but hidden text: it breaks no paragraph, and belongs to the one it stands in."""
        if not row.notes:
            return
        if self.kind is None:
            self.loose += row.notes
        else:
            self.kept.append(row)

    # ------------------------------------------------------------------------------------------ elements

    def _alone(self, kind: Kind, row: Line, text: str, forced: bool = False, number: str = "", extension: str = "",
               dual: bool = False, depth: int = 0) -> None:
        """An element of one line."""
        self._close()
        span = Span(row.start, row.end, self.name)
        self.elements.append(Element(kind, text, span, (span,), row.notes, forced, number, extension, dual, depth))
        self.last = kind
        self.fresh = not self.speaking

    def _grow(self, kind: Kind, row: Line, text: str, forced: bool = False) -> None:
        """One more line of a paragraph of action or of a speech."""
        if self.kind is not kind:
            self._close()
            self.kind, self.forced, self.last = kind, forced, kind
        self.kept.append(row)
        self.texts.append(text)

    def _open(self) -> None:
        self.kind: Kind | None = None
        self.kept: list[Line] = []
        self.texts: list[str] = []
        self.forced = False

    def _close(self) -> None:
        if self.kind is None:
            return
        while self.texts and not self.texts[-1]:
            self.texts.pop()
        name, kept = self.name, self.kept
        while not kept[-1].text.strip() and not kept[-1].notes:
            kept.pop()
        spans = tuple([Span(row.start, row.end, name) for row in kept])
        notes = tuple([note for row in kept if row.notes for note in row.notes])
        span = Span(kept[0].start, kept[-1].end, name)
        self.elements.append(Element(self.kind, "\n".join(self.texts), span, spans, notes, self.forced))
        self._open()


def _followed(rows: list[Line]) -> list[bool]:
    """For each line whether the next one that is not wholly hidden has text."""
    followed, after = [False] * len(rows), False
    for at in range(len(rows) - 1, -1, -1):
        followed[at] = after
        row = rows[at]
        if not row.bare:
            after = bool(row.text.strip())
    return followed
