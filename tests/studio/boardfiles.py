"""Boards read back: the words of a PDF and where they stand, by pdfium; the words of a page, by Python's own parser."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import pypdfium2
from PIL import Image
from pypdfium2.raw import FPDF_PAGEOBJ_IMAGE

import shotscript
from shotscript.studio import Film
from shotscript.studio.board import Board, board
from shotscript.studio.board.stills import Stills
from shotscript.studio.board.typefaces import Typefaces, letters_of, typefaces
from shotscript.studio.board.words import clean, every

MM = 72 / 25.4
Boxed = tuple[str, tuple[float, float, float, float]]


def blank(made: Board, folder: Path) -> Stills:
    """Grey pictures in place of drawn ones: what is measured is the page."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "grey.jpg"
    Image.new("RGB", (32, 18), (128, 128, 128)).save(path)
    return {panel.label: (path, path) for panel in made.panels}


def ready(script: str | Path, folder: Path) -> tuple[Film, Board, Stills, Typefaces]:
    film = shotscript.compile(script, provider="previz")
    made = board(film)
    return film, made, blank(made, folder), typefaces(film.read, letters_of(map(clean, every(made))))


def squeezed(text: str) -> str:
    """Without the white space and breaks that setting in lines brings. The reader has a sign of its own for a hyphen
    that ends a line."""
    return re.sub(r"[\s\u200b\ufeff]", "", re.sub(r"[\ufffe\x02]", "-", text))


def texts(pdf: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(pdf)
    return [page.get_textpage().get_text_range() for page in document]


def pictures(pdf: bytes) -> list[int]:
    """How many pictures stand on each page."""
    document = pypdfium2.PdfDocument(pdf)
    return [sum(1 for _ in page.get_objects(filter=[FPDF_PAGEOBJ_IMAGE], max_depth=9)) for page in document]


def lines(pdf: bytes) -> list[tuple[tuple[float, float], list[Boxed]]]:
    """For each page its size and its pieces of text, each with its box: left, top, right, bottom in millimetres from
    the upper left corner."""
    found = []
    for page in pypdfium2.PdfDocument(pdf):
        width, height = page.get_size()
        text = page.get_textpage()
        boxes = []
        for i in range(text.count_rects()):
            left, bottom, right, top = text.get_rect(i)
            words = text.get_text_bounded(left, bottom, right, top)
            right -= 0.3 * (top - bottom) if words.endswith(" ") else 0.0  # a space at a line's end is nothing to see
            boxes.append((words, (left / MM, (height - top) / MM, right / MM, (height - bottom) / MM)))
        found.append(((width / MM, height / MM), boxes))
    return found


class Words(HTMLParser):
    """All text of a page save its style, and the elements and attributes it is made of."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.text, self.tags, self.attributes, self.open = "", set[str](), set[str](), list[str]()
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open.append(tag)
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}

    def handle_data(self, data: str) -> None:
        if self.open[-1:] != ["style"]:
            self.text += data
