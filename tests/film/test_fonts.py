"""Fonts: which letters one has, held to fontTools; which one is taken for a letter; what is said when none is there."""

from __future__ import annotations

import random
import unicodedata
from pathlib import Path

import pytest
from fontTools.ttLib import TTCollection, TTFont
from fontTools.ttLib.tables._c_m_a_p import cmap_format_6, cmap_format_12
from typefaces import font

from shotscript.core.errors import UsageError
from shotscript.film import fonts, glyphs
from shotscript.film.fonts import Face, shelf

INSTALLED = fonts._installed()
SOME = random.Random(4).sample(INSTALLED, min(25, len(INSTALLED)))


def points(path: Path) -> list[list[int]]:
    return [face.points.tolist() for face in glyphs.faces(path)]


@pytest.mark.parametrize("path", SOME, ids=lambda path: Path(path).name)
def test_letters_of_the_systems_fonts_are_those_fonttools_finds(path: str):
    for number, held in enumerate(glyphs.faces(Path(path))):
        with TTFont(path, fontNumber=number, lazy=True) as other:
            best = other.getBestCmap() or {}
            assert held.points.tolist() == sorted(point for point, name in best.items() if other.getGlyphID(name))
            assert held.family == (other["name"].getBestFamilyName() or "")


@pytest.mark.parametrize("letters", ["AB", "Aé光\U0001f600", "".join(map(chr, range(0x400, 0x4F0, 3)))])
def test_every_format_of_the_table_of_letters(tmp_path: Path, letters: str):
    path = font(tmp_path / "a.ttf", letters)
    assert points(path) == [sorted(map(ord, letters))]
    other = TTFont(path)
    for kind in (cmap_format_6(6), cmap_format_12(12)):
        short = [letter for letter in letters if kind.format == 12 or ord(letter) < 0x10000]
        kind.platformID, kind.platEncID, kind.language = (3, 10, 0) if kind.format == 12 else (0, 3, 0)
        kind.cmap = {ord(letter): f"u{ord(letter):X}" for letter in short}
        other["cmap"].tables = [kind]
        other.save(tmp_path / f"{kind.format}.ttf")
        assert points(tmp_path / f"{kind.format}.ttf") == [sorted(map(ord, short))]


def test_a_letter_that_leads_to_the_glyph_for_nothing_is_lacking(tmp_path: Path):
    path = font(tmp_path / "a.ttf", "AB")
    other = TTFont(path)
    for table in other["cmap"].tables:
        table.cmap[ord("B")] = table.cmap[ord("C")] = ".notdef"
    other.save(path)
    assert points(path) == [[ord("A")]]


def test_faces_of_a_collection(tmp_path: Path):
    both = TTCollection()
    both.fonts = [TTFont(font(tmp_path / "a.ttf", "AB", "One")), TTFont(font(tmp_path / "b.ttf", "CD", "Two"))]
    both.save(tmp_path / "c.ttc")
    assert [(face.family, len(face.points)) for face in glyphs.faces(tmp_path / "c.ttc")] == [("One", 2), ("Two", 2)]
    assert shelf([tmp_path / "c.ttc"], system=False).cast("AC") == (
        Face(str(tmp_path / "c.ttc"), 0, "One"), Face(str(tmp_path / "c.ttc"), 1, "Two"))


def test_damaged_fonts_have_no_letters(tmp_path: Path):
    whole = font(tmp_path / "a.ttf", "ABCé光").read_bytes()
    dice = random.Random(1)
    for size in range(0, len(whole), 7):
        assert all(set(face.points.tolist()) <= set(map(ord, "ABCé光")) for face in glyphs.faces(whole[:size]))
    for _ in range(300):
        torn = bytearray(whole)
        for _ in range(6):
            torn[dice.randrange(len(torn))] = dice.randrange(256)
        glyphs.faces(bytes(torn))
    assert glyphs.faces(b"no font") == () == glyphs.faces(tmp_path / "none.ttf")


def test_what_stands_first_is_taken_first_and_whole_texts_stay_in_one_face(tmp_path: Path):
    one, two = font(tmp_path / "1.ttf", "AB "), font(tmp_path / "2.ttf", "ABC ")
    found = shelf([one, two], system=False)
    assert {face.path for face in found.cast("AB A") if face} == {str(one)}
    assert {face.path for face in found.cast("AB C") if face} == {str(two)}


def test_letters_apart_come_from_several_fonts_with_their_marks(tmp_path: Path):
    one, two = font(tmp_path / "1.ttf", "AB !"), font(tmp_path / "2.ttf", "光e\u0301!")
    cast = shelf([one, two], system=False).cast("A光! e\u0301B!")
    assert [face and Path(face.path).stem for face in cast] == ["1", "2", "2", "1", "2", "2", "1", "1"]


def test_an_accent_is_there_put_together_or_apart(tmp_path: Path):
    together = shelf([font(tmp_path / "1.ttf", "é")], system=False)
    assert together.lacking("e\u0301é") == ""


def test_letters_nobody_has_are_named_once():
    inside = shelf(system=False)
    assert inside.files == ("",)
    assert inside.lacking("HALO é 光光é!") == "é光"
    assert inside.lacking("a\u200db\u2060\ufe0f") == ""


def test_the_font_inside_pillow_has_what_it_draws():
    pen = fonts.pen(Face(""), 40)
    nothing = pen.getmask("\U0010fffd")
    held = fonts._inside()[0]
    for point in range(0x20, 0x250):
        if unicodedata.category(chr(point))[0] in "LNP":
            drawn = pen.getmask(chr(point))
            assert held.has(chr(point)) == ((drawn.size, bytes(drawn)) != (nothing.size, bytes(nothing))), hex(point)


def test_a_font_that_is_none_is_refused_in_words(tmp_path: Path):
    (tmp_path / "a.ttf").write_text("no font")
    with pytest.raises(UsageError, match=r"a\.ttf is no font we can draw with; give \.ttf"):
        shelf([tmp_path / "a.ttf"])
    with pytest.raises(UsageError, match="missing"):
        shelf([tmp_path / "missing"])


def test_a_folder_gives_its_fonts_upright_ones_first(tmp_path: Path):
    names = ("Aa-Italic", "Aa-Bold", "Aa-Regular", "NotoColorEmoji", "LastResort")
    for name in names:
        font(tmp_path / f"{name}.ttf", "A", "Aa")
    plain = [Path(path).stem for path in shelf([tmp_path], system=False).files if path]
    heavy = [Path(path).stem for path in shelf([tmp_path], bold=True, system=False).files if path]
    assert plain == ["Aa-Regular", "Aa-Bold", "Aa-Italic"]
    assert heavy == ["Aa-Bold", "Aa-Regular", "Aa-Italic"]


def test_a_face_of_a_collection_writes_as_its_language_does(tmp_path: Path):
    both = TTCollection()
    both.fonts = [TTFont(font(tmp_path / f"{name}.ttf", "光", f"Han Sans {name}")) for name in ("JP", "SC", "TC")]
    both.save(tmp_path / "han.ttc")
    for language, family in (("zh", "SC"), ("ja", "JP"), ("zh-TW", "TC"), ("en", "JP")):
        (face,) = shelf([tmp_path / "han.ttc"], language, system=False).cast("光")
        assert face and face.family == f"Han Sans {family}"


def test_a_fonts_edition_is_its_bytes(tmp_path: Path):
    one, same = font(tmp_path / "1.ttf", "A"), tmp_path / "2.ttf"
    same.write_bytes(one.read_bytes())
    other = font(tmp_path / "3.ttf", "A", height=500)
    editions = [fonts.edition(Face(str(path))) for path in (one, same, other)]
    assert editions[0] == editions[1] != editions[2]
