"""One scene's items in text order: its paragraphs and speeches, cut where shots and directives stand in them."""

from __future__ import annotations

import re
from collections.abc import Callable

from ..core.diagnostic import Diagnostic
from ..core.span import Source, Span
from . import directives, fountain, hidden, rows, transitions, traps
from .ast import ActionText, Cue, Directive, Item, Parenthetical, ShotLine, SpeechText, TransitionMark
from .element import Element, Kind, Note
from .emphasis import plain
from .names import Names
from .rows import Piece, Row

_SHOT_ROW = re.compile(r"\s*+[!！]{2}(?![!！])")
_SUPER_ROW = re.compile(r"\s*+(?:SUPER|TITLE)\s*+[:：]\s*+(?=\S)")
_SPOKEN = (Kind.CHARACTER, Kind.PARENTHETICAL, Kind.DIALOGUE)


class Cutting:
    """Takes the elements and notes of a scene in text order. `speech` is the kind of text the open run is made of."""

    def __init__(self, source: Source, names: Names, boneyards: tuple[Note, ...], start: int) -> None:
        self.source = source
        self.names = names
        self.boneyards = boneyards
        self.items: list[Item] = []
        self.problems: list[Diagnostic] = []
        self.speaking = False
        self.dual = False
        self.first_end = start
        """Where the speech before the open one ends."""
        self.last_end = start
        self.waiting: list[tuple[Directive, int, int]] = []
        """Directives alone on their lines, with those lines: of the shot that follows directly, if one does."""
        self.run: list[list[Piece]] = []

    # ------------------------------------------------------------------------------------------ what comes in

    def element(self, element: Element) -> None:
        follows = self._follows(element.span.start)
        kind = element.kind
        if kind is Kind.ACTION:
            found = rows.of(self.source, element, self.boneyards)
            self.speaking = self.speaking and follows and bool(_SHOT_ROW.match(found[0].text))
            self._action(element, found)
        else:
            self.speaking = kind in _SPOKEN or (kind is Kind.LYRICS and self.speaking and follows)
            if self.speaking and kind in (Kind.DIALOGUE, Kind.LYRICS):
                self._speech(element)
            else:
                self._single(element)
        self.last_end = element.span.end

    def loose(self, note: Note) -> None:
        """A note that stands in no paragraph."""
        self.speaking = self.speaking and self._follows(note.span.start)
        self._note(note, alone=True)
        self.last_end = note.span.end

    def directly_above(self, offset: int) -> bool:
        """Whether the last thing taken ends on the line above the one of `offset`."""
        return self._line(max(self.last_end - 1, 0)) == self._line(offset) - 1

    def _follows(self, start: int) -> bool:
        """Whether no blank line stands between the last thing taken and `start`."""
        gap = hidden.without(self.source, self.last_end, max(start, self.last_end), self.boneyards, "-")
        return all(line.strip() for line in gap.replace("\r\n", "\n").replace("\r", "\n").split("\n")[1:-1])

    # ------------------------------------------------------------------------------------------ elements

    def _single(self, element: Element) -> None:
        """An element of one line: its item, then its notes."""
        span = _tight(self.source, element.span)
        if element.kind is Kind.CHARACTER:
            self._cue(element, span)
        elif element.kind is Kind.PARENTHETICAL:
            self._add(Parenthetical(span, _joined(element.text)))
        elif element.kind is Kind.TRANSITION:
            self._transition(element.text, span, element.forced)
        elif element.kind in (Kind.CENTERED, Kind.LYRICS) and element.text:
            self._add(ActionText(span, plain(element.text), element.kind is Kind.CENTERED))
        for note in element.notes:
            self._note(note)

    def _cue(self, element: Element, span: Span) -> None:
        self.dual = element.dual
        self.first_end = len(self.source.text[: self.last_end].rstrip())
        name = directives.speaker(plain(element.text), self._place_of(element, span), self.names)
        self._add(Cue(span, name, element.extension, element.dual))

    def _place_of(self, element: Element, span: Span) -> Span:
        """Where the text of a line stands in it, from its first letter to its last: a note may stand between them."""
        concealed = tuple(sorted((*element.notes, *hidden.within(self.boneyards, span.start, span.end)), key=_start))
        typed = hidden.without(self.source, span.start, span.end, concealed, "\0")
        places = [at for at, letter in enumerate(typed, span.start) if letter != "\0"]
        at = max("".join(self.source.text[place] for place in places).find(element.text), 0)
        return Span(places[at], places[min(at + len(element.text), len(places)) - 1] + 1, span.source)

    def _transition(self, text: str, span: Span, forced: bool) -> None:
        kind, problem = transitions.read(text, span, forced)
        self.problems += [problem] if problem else []
        self._add(TransitionMark(span, kind, plain(text).strip()))

    def _action(self, element: Element, found: list[Row]) -> None:
        shown = [row for row in found if not row.bare]
        if len(shown) == 1 and transitions.fade(shown[0].text):
            self._transition(shown[0].text.strip(), _tight(self.source, element.lines[0]), False)
            for note in element.notes:
                self._note(note)
            return
        at = 0
        while at < len(found):
            row = found[at]
            if _SHOT_ROW.match(row.text):
                at = self._shot_row(found, at)
                continue
            at += 1
            if _SUPER_ROW.match(row.text):
                self._super(row)
            elif self.speaking and not row.bare and fountain.in_parentheses(row.text.strip()):
                self._aside(row)
            else:
                forced = row.text.lstrip()[:1] in ("!", "！")
                self._row(rows.after_mark(row) if forced else row)
        self._flush()

    def _speech(self, element: Element) -> None:
        for row in rows.of(self.source, element, self.boneyards):
            text = row.text.strip()
            if text and not self.run and fountain.in_parentheses(text) and self._after_parenthetical():
                self._aside(row)
                continue
            self._row(rows.after_mark(row) if element.kind is Kind.LYRICS else row, element.kind is Kind.LYRICS)
        self._flush(element.kind is Kind.LYRICS)

    def _after_parenthetical(self) -> bool:
        """Whether no words came since a parenthetical; shots and directives are none."""
        words = (item for item in reversed(self.items) if not isinstance(item, ShotLine | Directive))
        return isinstance(next(words, None), Parenthetical)

    # ------------------------------------------------------------------------------------------ rows

    def _row(self, row: Row, lyric: bool = False) -> None:
        """One line of text: notes of ours end the run of text before them, other notes do not."""
        self.run.append([])
        alone = row.bare
        for part in row.parts:
            if isinstance(part, Piece):
                self.run[-1].append(part)
            elif directives.is_ours(part):
                self._flush(lyric)
                self._note(part, alone)
                self.run = [[]]
            else:
                self._note(part)

    def _shot_row(self, found: list[Row], at: int) -> int:
        """A `!!` line and the lines it goes on in; returns the row after them."""
        self._flush()
        stop = at + 1
        while stop < len(found) and found[stop - 1].text.rstrip().endswith((",", "，")):
            if found[stop].bare or _SHOT_ROW.match(found[stop].text):
                break
            stop += 1
        taken = found[at:stop]
        mark = next(part for part in taken[0].parts if isinstance(part, Piece) and part.text.strip())
        span = _tight(self.source, Span(mark.start, taken[-1].span.end, self.source.name))
        notes = tuple(part for row in taken for part in row.parts if isinstance(part, Note))
        for note in notes:
            if note.span.start < span.start:
                self._note(note)
        notes = tuple(note for note in notes if note.span.start > span.start)
        line, problems = directives.shot_line(self.source, span, notes, self.boneyards, self.names)
        self.problems += problems
        if self.speaking and not self.dual:
            self.problems.append(traps.in_speech(self.source, line, self._words_end_before(span.start)))
        self._shot(line, alone=True)
        for note in notes:
            self._note(note)
        return stop

    def _super(self, row: Row) -> None:
        """Words over the picture."""
        match = _SUPER_ROW.match(row.text)
        assert match
        words = directives.quoted(plain(row.text[match.end() :]))
        self._shown(row, lambda span: Directive(span, "super", words))

    def _aside(self, row: Row) -> None:
        """A line that is one parenthetical, though Fountain reads words in it."""
        self._shown(row, lambda span: Parenthetical(span, _joined(row.text.strip()[1:-1])))

    def _shown(self, row: Row, item: Callable[[Span], Item]) -> None:
        """An item of a whole row, from its first visible letter to the last; notes around them keep their order."""
        self._flush()
        shown = [part for part in row.parts if isinstance(part, Piece) and part.text.strip()]
        span = _tight(self.source, Span(shown[0].start, shown[-1].end, self.source.name))
        notes = [part for part in row.parts if isinstance(part, Note)]
        for note in notes:
            if note.span.start < span.start:
                self._note(note)
        self._add(item(span))
        for note in notes:
            if note.span.start > span.start:
                self._note(note)

    def _flush(self, lyric: bool = False) -> None:
        """Ends the open run of text: one item, if there is anything in it."""
        lines, self.run = self.run, []
        text = "\n".join(_told(line) for line in lines).strip()
        if not text:
            return
        places = [(piece.start, piece.end) for line in lines for piece in line if piece.text.strip()]
        span = _tight(self.source, Span(places[0][0], places[-1][1], self.source.name))
        self._add(SpeechText(span, text, lyric) if self.speaking else ActionText(span, text))

    # ------------------------------------------------------------------------------------------ notes

    def _note(self, note: Note, alone: bool = False) -> None:
        """A note of ours at its place; `alone` on its line. Other notes are looked at for slips only."""
        item, problems = directives.read(self.source, note, self.boneyards, self.names)
        self.problems += problems
        if isinstance(item, ShotLine):
            if alone and self.speaking and not self.dual:
                self.problems.append(traps.alone_in_speech(self.source, note, self._words_end_before(note.span.start)))
            self._shot(item, alone)
        elif isinstance(item, Directive) and item.head == "over":
            self._over(item)
        elif isinstance(item, Directive):
            self._add(item)
            if alone:
                self.waiting.append((item, self._line(note.span.start), self._line(note.span.end - 1)))

    def _over(self, directive: Directive) -> None:
        """The length of the transition on its line, or on the line above it."""
        mark = self.items[-1] if self.items else None
        near = isinstance(mark, TransitionMark) and self._line(directive.span.start) - self._line(mark.span.start) <= 1
        if isinstance(mark, TransitionMark) and near:
            self.items[-1] = TransitionMark(mark.span, mark.kind, mark.text, directive.time)
        else:
            self.problems.append(traps.over_nothing(directive.span))

    def _shot(self, shot: ShotLine, alone: bool) -> None:
        """Adds a shot; one alone on its line takes the directives directly above it."""
        if self.dual and self.speaking:
            self.problems.append(traps.in_dual(self.source, shot, self.first_end))
        above: list[Directive] = []
        line = self._line(shot.span.start)
        while alone and self.waiting and self.waiting[-1][2] >= line - 1 and self.items[-1] is self.waiting[-1][0]:
            directive, line, _ = self.waiting.pop()
            above.append(directive)
            self.items.pop()
        self._add(directives.with_above(shot, tuple(reversed(above))))

    def _add(self, item: Item) -> None:
        if not isinstance(item, Directive):
            self.waiting = []
        self.items.append(item)

    def _line(self, offset: int) -> int:
        return self.source.position(offset)[0]

    def _words_end_before(self, offset: int) -> int:
        """The end of the text of the line before the one that holds `offset`; -1 if that line holds only a note,
        which would change its meaning if it moved along."""
        number = max(self._line(offset) - 1, 1)
        text = self.source.line(number).strip()
        hidden = text.startswith("[[") and text.endswith("]]")
        return -1 if hidden else self.source.line_starts[number - 1] + len(self.source.line(number).rstrip())


def _told(line: list[Piece]) -> str:
    """The text of a line's pieces; where a note stood between two spaces one is left."""
    parts: list[str] = []
    for piece in line:
        doubled = parts and parts[-1][-1:].isspace() and piece.text[:1].isspace()
        parts.append(piece.text.lstrip() if doubled else piece.text)
    return "".join(parts).strip()


def _start(note: Note) -> int:
    return note.span.start


def _joined(text: str) -> str:
    """Plain words, one blank where a note stood between two."""
    return " ".join(plain(text).split())


def _tight(source: Source, span: Span) -> Span:
    """A span without the spaces at its ends."""
    text = source.slice(span)
    start = span.start + len(text) - len(text.lstrip())
    return Span(start, max(start, span.start + len(text.rstrip())), span.source)
