"""Films from rows: what a row touches and nothing else, whatever it holds."""

from __future__ import annotations

import csv
import json
import tempfile
from decimal import Decimal
from pathlib import Path

import pytest
from campaign import FILM, PLAIN, bodies, compiled, cuts, film
from hypothesis import given, settings
from hypothesis import strategies as st

from shotscript.core.errors import UsageError
from shotscript.providers import find
from shotscript.studio import read
from shotscript.studio.rows import Personal, Series
from shotscript.studio.vary import touched

FILM_READ, PLAIN_READ = film(), film(PLAIN)
PROVIDERS = tuple(find())
KLING = "kling-3-omni"
DEFAULTS = {"name": "Alexandra", "city": "San Sebastian", "hook": "Tonight it rains in San Sebastian."}
NASTY = (
    'say "hi"', "{city}", "{nobody}", "\\{", "!! 9A: CU on MAYA", "[[shot 9A: CU]]", "/* gone", "*/", "a\nb\r\nc",
    "JON", "> FADE OUT.", "#9#", "*bold* _under_", "\U0001f600\U0001f468\u200d\U0001f469", "\u05e9\u05dc\u05d5\u05dd",
    "\u202eevil", "INT. HELL - DAY", "~", "^", "a;b", "wears a hat", "\ufdd0\ufde0\ufde1x\ufdd1", "\x00\x07", "\ud800",
    "<script>", "../../etc", "  spaced  ", "@MAYA", "(beat)", "off",
)


def series(rows: list[dict[str, str]], provider: str = KLING, one=FILM_READ, columns: tuple[str, ...] = ()) -> Series:
    folder = Path(tempfile.mkdtemp())
    path = folder / "rows.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return Series(one, path, provider, {}, fresh=True)


def made(rows: list[dict[str, str]], provider: str = KLING, one=FILM_READ) -> list[Personal]:
    return list(series(rows, provider, one).films())


def spoken(one: Personal) -> str:
    assert one.film, [problem.message for problem in one.problems]
    return " ".join(beat.text for shot in one.film.story.shots for beat in shot.beats)


@pytest.mark.parametrize("provider", PROVIDERS)
def test_a_row_of_defaults_is_the_film_to_the_byte(provider: str) -> None:
    of_row, of_nothing = made([DEFAULTS, {"id": "empty", "name": "  "}], provider, PLAIN_READ)
    assert of_row.film and of_nothing.film
    base = compiled(PLAIN_READ, provider)
    assert bodies(compiled(PLAIN_READ, provider, row=DEFAULTS)) == bodies(base)
    by_name = {request.segment: request.body for request in base.requests}
    shared = [one for one in of_row.film.requests if one.segment in by_name]
    assert [one.body for one in shared] == [by_name[one.segment] for one in shared]
    assert bodies(of_row.film) == bodies(of_nothing.film)
    assert of_nothing.fresh == 0 and of_row.fresh == of_row.price


@pytest.mark.parametrize("provider", PROVIDERS)
def test_a_request_without_a_touched_field_is_the_same(provider: str) -> None:
    one, other = made([{"name": "Bo"}, {"name": "Ana"}], provider, PLAIN_READ)
    assert one.film and other.film
    assert cuts(one.film) == cuts(other.film)
    for a, b, segment in zip(bodies(one.film), bodies(other.film), one.film.segments, strict=True):
        assert a == b or "name" in touched(PLAIN_READ, segment)


@given(st.sampled_from(("Bo", "Ana Li", "Max")), st.sampled_from(("Rome", "Oslo", "Cádiz")))
@settings(max_examples=6, deadline=None)
def test_a_row_says_what_the_script_would_say_with_its_words(name: str, city: str) -> None:
    """The other way to the same film: the braces replaced in the script's own text."""
    text = PLAIN[: PLAIN.index("/*@fields")] + PLAIN[PLAIN.index("/*@cast"):]
    written = text.replace("{hook}", "Tonight it rains in {city}.").replace("{name}", name).replace("{city}", city)
    (row,) = made([{"name": name, "city": city}], one=PLAIN_READ)
    assert row.film
    plain = read(written).story
    for shot, other in zip(row.film.story.shots, plain.shots, strict=True):
        assert [beat.text for beat in shot.beats] == [beat.text for beat in other.beats]
        assert [beat.alone for beat in shot.beats] == [beat.alone for beat in other.beats]
        assert [beat.start for beat in shot.beats] == [beat.start for beat in other.beats]
        assert [getattr(c, "text", "") for c in shot.clauses] == [getattr(c, "text", "") for c in other.clauses]


@given(st.one_of(st.sampled_from(NASTY), st.text(max_size=40)), st.sampled_from(("name", "city", "hook")))
@settings(max_examples=60, deadline=None)
def test_a_value_creates_no_syntax(value: str, name: str) -> None:
    one = compiled(PLAIN_READ, "previz", row={name: value})
    base = PLAIN_READ.story
    story = one.story
    assert [shot.label for shot in story.shots] == [shot.label for shot in base.shots]
    assert [scene.people for scene in story.scenes] == [scene.people for scene in base.scenes]
    assert [len(shot.beats) for shot in story.shots] == [len(shot.beats) for shot in base.shots]
    said = " ".join(beat.text for shot in story.shots for beat in shot.beats)
    assert "\n" not in said and "\ufdd0" not in said
    if value.strip() and value.isprintable() and not any("\ufdd0" <= c <= "\ufdef" for c in value):
        assert value in said


def test_a_value_of_ten_kilobytes_spoils_no_other_film() -> None:
    rows = [{"id": "a", "name": "Bo"}, {"id": "long", "name": "word " * 2000}, {"id": "b", "name": "Li"}]
    one, long, other = made(rows)
    alone, _ = made([rows[0], rows[2]])
    assert one.film and other.film and alone.film
    assert bodies(one.film) == bodies(alone.film)
    assert long.film is None and all("long" in problem.message for problem in long.problems if problem.level == 3)


def test_a_row_with_more_words_than_time_is_a_film_of_its_own() -> None:
    short, long = made([{"hook": "Rain."}, {"hook": "It rains and rains. " * 4}])
    assert short.film and long.film
    assert short.film.timeline == FILM_READ.timeline
    assert [p.code for p in long.problems if p.code == "FD113"] == ["FD113"]
    shot = next(shot for shot in long.film.story.shots if shot.label == "1C")
    assert shot.seconds == max(beat.start + beat.seconds for beat in shot.beats)


def test_what_films_share_is_paid_once() -> None:
    rows = [{"id": str(at), "name": f"Bo {at % 3}"} for at in range(9)]
    films = made(rows)
    pieces = {piece.key: piece.price for one in films for piece in one.pieces}
    assert sum((one.fresh for one in films), Decimal(0)) == sum(pieces.values(), Decimal(0))
    assert all(one.fresh == 0 for one in films[3:])
    one = series(rows)
    assert [one_.price for one_ in one.films([range(2, 3)])] == [films[1].price]


def test_rows_are_picked_after_packing() -> None:
    rows = [{"id": str(at), "name": "Bo" * at} for at in range(1, 9)]
    every = made(rows)
    picked = list(series(rows).films((range(2, 4), range(8, 9))))
    assert [one.row.id for one in picked] == ["2", "3", "8"]
    assert [bodies(one.film) for one in picked if one.film] == [bodies(every[at].film) for at in (1, 2, 7)]
    with pytest.raises(UsageError, match="no row 9"):
        list(series(rows).films((range(9, 10),)))


def test_faulty_rows_are_named_and_skipped() -> None:
    paths = FILM.replace("  wears: red wool coat\n", "  wears: red wool coat\n  images: cast/{city}.png\n")
    rows = [{"id": "a", "city": "Rome"}, {"id": "b", "city": "../Rome"}, {"id": "a"}, {"id": "c", "variant": "nope"},
            {"id": "d", "city": "Oslo", "variant": "rain"}]
    found = made(rows, one=read(paths))
    assert [one.film is not None for one in found] == [True, False, False, False, True]
    assert [next(p.code for p in one.problems if p.level == 3) for one in found if not one.film] == [
        "FD112", "FD114", "FD115"]
    assert found[0].film and found[0].film.story.cast[0].images == ("cast/Rome.png",)
    assert found[4].film and found[4].film.story.shots[0].weather.text == "heavy downpour"


def test_columns_that_are_no_field_are_said_once() -> None:
    found = [p.message for p in series([{"nmae": "x"}, {"nmae": "y", "id": "1"}]).problems if p.code == "FD110"]
    assert found == ["the column nmae is no field, so it is not used"]


def test_the_fields_of_a_segment_are_known() -> None:
    one = compiled(FILM_READ, KLING)
    named = {cut.shot.label: touched(FILM_READ, segment) for segment in one.segments for cut in segment.cuts
             if len(segment.cuts) == 1}
    whole = {label for segment in one.segments for cut in segment.cuts for label in [cut.shot.label]}
    assert whole == {shot.label for shot in FILM_READ.story.shots}
    for label, fields in named.items():
        assert fields == {"1C": ("city", "hook"), "1D": ("name",), "2B": ("name", "city")}.get(label, ())


def test_a_personal_look_touches_every_segment_that_shows_it() -> None:
    one = read(FILM.replace("MAYA: woman, 34", "MAYA: woman from {city}, 34"))
    rome, oslo = made([{"city": "Rome"}, {"city": "Oslo"}], one=one)
    assert rome.film and oslo.film
    assert "woman from Rome" in rome.film.requests[0].prompt
    for a, b, segment in zip(bodies(rome.film), bodies(oslo.film), rome.film.segments, strict=True):
        assert a == b or "city" in touched(one, segment)


def test_csv_and_json_lines_give_the_same_films(tmp_path: Path) -> None:
    rows = [{"id": "a", "name": 'Bo, "the" great', "city": "Rome\nby night"}, {"id": "b", "name": "李", "city": ""}]
    sheet = tmp_path / "rows.csv"
    with open(sheet, "w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, ("id", "name", "city"))
        writer.writeheader()
        writer.writerows(rows)
    of_csv = list(Series(FILM_READ, sheet, KLING, {}, fresh=True).films())
    of_json = made(rows)
    assert [bodies(one.film) for one in of_csv if one.film] == [bodies(one.film) for one in of_json if one.film]
    assert 'Bo, "the" great' in spoken(of_csv[0]) and "Rome by night" in spoken(of_csv[0])
