"""A board as PDF, set by typst in this process: no program of the system, no network, the same bytes every time.

Everything of a script goes to the typesetter as data in a folder of its own, as do pictures and fonts; the document
(`board.typ`) is ours and fixed.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import typst

from ...core import files
from ...core.errors import MediaError
from .chart import chart
from .layout import MARGIN, TITLE, Layout, Paper, layout
from .overlay import overlay
from .screen import GUTTER
from .stills import Stills
from .typefaces import Typefaces, laid_out
from .values import Board, Line, Panel, Picture, Plan
from .words import LEGEND, clean, noted, titled

_SIZES = (10.0, 9.0, 8.5, 8.0, 7.5, 7.0, 6.5, 6.0)
_LARGEST = {1: 10.0, 2: 10.0, 3: 9.0, 4: 9.0}
_USUAL = 8.0
_PLAN_HEAD, _PLAN_GAP = 9.0, 5.0


def pdf(board: Board, stills: Stills, faces: Typefaces, paper: Paper = "a4", panels: int = 6) -> bytes:
    """The board on pages of `panels` (1 to 9). MediaError where it cannot be set."""
    page = layout(paper, panels, board.shape)
    with TemporaryDirectory(prefix="shotscript-board-") as name:
        folder = Path(name)
        book, families = _fonts(faces, files.folder(folder / "fonts"))
        data = _data(board, page, panels, families, _copied(board, stills, folder))
        files.write(folder / "board.json", json.dumps(data, ensure_ascii=False), sync=False)
        files.write(folder / "board.typ", Path(__file__).with_name("board.typ").read_bytes(), sync=False)
        try:
            made = typst.compile(str(folder / "board.typ"), root=str(folder), font_paths=book, format="pdf")
        except typst.TypstError as trouble:
            raise MediaError(f"the board cannot be set: {trouble.message}") from trouble
    assert isinstance(made, bytes)
    return made


# ---------------------------------------------------------------------------------------------- helpers


def _fonts(faces: Typefaces, folder: Path) -> tuple[typst.Fonts, list[str]]:
    """The typesetter's fonts, ours alone, and what it calls their families, in our order."""
    laid = laid_out(faces, folder)
    book = typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=[str(folder)])
    names = {(Path(one.path).name, one.index): one.family for one in book.fonts() if one.path}
    families = [names[place] for place in laid if place in names]
    return book, list(dict.fromkeys((*families, "Libertinus Serif")))


def _copied(board: Board, stills: Stills, folder: Path) -> dict[str, tuple[str, str]]:
    """The stills beside the document, under numbers."""
    found = {}
    for number, panel in enumerate(board.panels):
        names = f"{number}a.jpg", f"{number}b.jpg"
        for name, path in zip(names, stills[panel.label], strict=True):
            files.write(folder / name, path.read_bytes(), sync=False)
        found[panel.label] = names
    return found


def _data(board: Board, page: Layout, panels: int, families: list[str], pictures: dict[str, tuple[str, str]]
          ) -> dict[str, Any]:
    inner, per_page = page.inner, 2 if page.height > page.width else 1
    deep = inner.height / per_page
    largest = _LARGEST.get(panels, _USUAL)
    language, region = _tongue(board.language)
    return {
        "title": clean(board.title), "facts": clean(board.facts), "lang": language, "region": region,
        "fonts": families, "layout": asdict(page), "inner": asdict(inner), "margin": MARGIN, "gutter": _gutter(),
        "title-height": TITLE, "sizes": [size for size in _SIZES if size <= largest], "legend": LEGEND,
        "more": "… goes on at the end, under LABEL", "rest-title": "Words that had no room",
        "plans-title": "Floor plans", "plans-a-page": per_page, "plan-height": deep,
        "panels": [_panel(panel, i, board.shape, pictures[panel.label]) for i, panel in enumerate(board.panels)],
        "plans": list(_plans(board.plans, inner.width, deep - _PLAN_HEAD - _PLAN_GAP, families)),
    }


def _gutter() -> float:
    """As a share of a picture's height with its gutters."""
    return GUTTER / (1 + 2 * GUTTER)


def _panel(panel: Panel, number: int, shape: float, pictures: tuple[str, str]) -> dict[str, Any]:
    camera = ", from ".join(filter(None, (panel.camera, panel.at)))
    facts = Line("clauses", f"{panel.scene}  {panel.heading}"), Line("clauses", camera)
    lines = [_line(one) | {"kind": "facts"} for one in facts] + [_line(one) for one in panel.lines]
    faults = [one for one in lines if one["kind"] == "fault"]
    lines = faults + [one for one in lines if one["kind"] != "fault"]
    return {"number": number, "label": clean(panel.label), "length": panel.length, "lines": lines,
            "pictures": [_picture(one, panel, shape, file) for one, file in zip(panel.pictures, pictures, strict=True)]}


def _line(line: Line) -> dict[str, str]:
    return {"kind": line.kind, "text": clean(line.text), "who": clean(line.who), "manner": clean(line.manner)}


def _picture(picture: Picture, panel: Panel, shape: float, file: str) -> dict[str, str]:
    return {"file": file, "overlay": overlay(picture, shape), "alt": clean(f"shot {panel.label}, {picture.name}")}


def _plans(plans: Sequence[Plan], width: float, height: float, families: list[str]) -> Iterator[dict[str, Any]]:
    for plan in plans:
        drawn = chart(plan, round(width, 1), round(height, 1), ", ".join(f"'{name}'" for name in families))
        yield {"title": clean(titled(plan)), "note": clean(noted(plan, drawn)), "svg": drawn.svg,
               "width": drawn.width, "height": drawn.height}


def _tongue(language: str) -> tuple[str, str | None]:
    """A language and a region as the typesetter takes them."""
    found = re.fullmatch(r"([a-z]{2,3})(?:[-_]([a-z]+))?(?:[-_]([a-z]{2}))?", language.strip().casefold())
    if not found:
        return "en", None
    script = {"hant": "TW", "hans": "CN"}.get(found[2] or "", found[2] if len(found[2] or "") == 2 else None)
    region = found[3] or script
    return found[1], region.upper() if region else None
