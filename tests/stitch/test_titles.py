"""What is set over a film: where it stands, in which frames, how strong, legible over anything; and a film with it."""

from __future__ import annotations

import io
import sys
from fractions import Fraction
from itertools import product
from pathlib import Path

import av
import numpy as np
import pytest
from PIL import Image
from reels import Take, film, shoot, speech, transition

import shotscript
from shotscript.core.errors import UsageError
from shotscript.core.world import TextWorld
from shotscript.film import colour
from shotscript.lang.supers import PLACES
from shotscript.narrative.story import Said
from shotscript.stitch import captioning, lettering, titles
from shotscript.stitch.assemble import assemble, sequence
from shotscript.stitch.captioning import Captioning, Tongue
from shotscript.stitch.captions import captions
from shotscript.stitch.lettering import Case
from shotscript.stitch.titles import Lettering, burned, placed, words

CASE = Case(system=False)
FRAMES = [(1280, 720), (720, 1280), (1720, 720), (720, 720), (320, 136)]


def script(*supers: str, seconds: str = "4s", block: str = "") -> str:
    notes = "\n".join(f"[[super: {one}]]" for one in supers)
    return f"{block}INT. HALL - DAY\n\n!! 1A: WS, 1s\n\n{notes}\n!! 1B: WS, {seconds}\n\n!! 1C: WS, 1s\n"


def made(text: str, frame: tuple[int, int] = (1280, 720), files: dict | None = None, case: Case = CASE):
    world = TextWorld({"film.fountain": text, **(files or {})})
    compiled = shotscript.compile("film.fountain", world=world)
    laid = sequence(compiled.timeline, compiled.segments, dict.fromkeys(range(9), Path("a")))
    return lettering.overlays(compiled.story, laid, frame, world, case)


def pictures(path: Path) -> list[np.ndarray]:
    with av.open(str(path)) as file:
        return [frame.to_ndarray(format="yuv420p").astype(int) for frame in file.decode(video=0)]


def png(width: int = 80, height: int = 40) -> bytes:
    out = io.BytesIO()
    Image.new("RGBA", (width, height), (200, 30, 30, 255)).save(out, "PNG")
    return out.getvalue()


@pytest.mark.parametrize(("asked", "frames"), [
    ('"HALO"', (24, 120)), ('"HALO" at 1s over 2s', (48, 96)), ('"HALO" at 12f over 1f', (36, 37)),
    ('"HALO" at 3s over 9s', (96, 120)), ('"HALO" center over 0.5s', (24, 36)),
])
def test_it_stands_at_its_exact_frames(asked: str, frames: tuple[int, int]):
    ((one,), problems) = made(script(asked))
    assert ((one.start, one.end), problems) == (frames, ())
    seen = [number for number in range(140) if one.strength(number)]
    assert seen == list(range(*frames))


def test_after_its_shot_there_is_nothing():
    assert made(script('"HALO" at 4s'))[0] == ()


def test_it_appears_and_goes_softly():
    ((one,), _) = made(script('"HALO"'))
    strength = [one.strength(number) for number in range(one.start, one.end)]
    assert strength == strength[::-1] and one.fade == 10
    assert 0 < strength[0] < 0.1 and strength[:12] == sorted(strength[:12]) and set(strength[10:-10]) == {1.0}
    ((short,), _) = made(script('"HALO" over 8f'))
    assert short.fade == 2 and max(map(short.strength, range(short.start, short.end))) == 1


@pytest.mark.parametrize(("place", "frame"), list(product(PLACES, FRAMES)))
def test_every_place_is_within_the_safe_area_and_where_it_says(place: str, frame: tuple[int, int]):
    block, fits = words(["The Last Light"], place, CASE.shelf("en", True), frame)
    left, top, right, bottom = placed(block, place, frame, 0, 48, Fraction(24)).box
    assert fits
    assert left >= 0.049 * frame[0] and right <= 0.951 * frame[0] + 1
    assert top >= 0.049 * frame[1] and bottom <= 0.951 * frame[1] + 1
    across, down = (left + right) / 2 / frame[0], (top + bottom) / 2 / frame[1]
    if "left" in place or "right" in place:
        assert ("left" in place) == (across < 0.5)
    else:
        assert across == pytest.approx(0.5, abs=0.01)
    if place.startswith(("upper", "top")) or place.startswith(("lower", "bottom")):
        assert (down < 0.4) == place.startswith(("upper", "top")) and (down > 0.6) == (not down < 0.4)
    else:
        assert down == pytest.approx(0.5, abs=0.02)


def test_sizes_follow_the_frame():
    shelf = CASE.shelf("en", True)
    heights = [words(["HALO"], "center", shelf, (16 * k, 9 * k))[0].size / (9 * k) for k in (30, 60, 120, 240)]
    assert max(heights) - min(heights) < 0.004
    assert words(["HALO"], "center", shelf, (720, 1280))[0].size / 540 == pytest.approx(heights[0], abs=0.004)


def test_long_words_are_broken_then_made_smaller_then_told_of():
    told = made(script('"' + "a long word or two " * 3 + '" center'))
    assert len(told[0][0].what.lines) > 1 and told[1] == ()
    (one,), (problem,) = made(script('"' + "a long word or two " * 60 + '" upper left'))
    assert problem.code == "FR708" and one.what.size == round(0.03 * 720)


@pytest.mark.parametrize("ground", [0, 255, 128, "noise"])
@pytest.mark.parametrize("frame", FRAMES[:3])
def test_words_are_legible_over_anything(ground: int | str, frame: tuple[int, int]):
    """Every white pixel of a letter has dark ones near by, whatever lies below: 4.5 to 1, as WCAG asks of text."""
    wide, high = frame
    dice = np.random.default_rng(1)
    under = dice.integers(0, 255, (high, wide, 3), np.uint8) if ground == "noise" else np.full(
        (high, wide, 3), ground, np.uint8)
    ((one,), _) = made(script('"HALO" lower third'), frame)
    picture = colour.rgb(Lettering((one,)).paint(72, colour.planes(under))).astype(float) / 255
    light = np.where(picture <= 0.04045, picture / 12.92, ((picture + 0.055) / 1.055) ** 2.4) @ (0.2126, 0.7152, 0.0722)
    left, top, right, bottom = one.box
    inside = light[top:bottom, left:right]
    letters = np.argwhere(inside > 0.9)
    assert len(letters) > 50
    reach = round(one.what.size * 0.2)
    for y, x in letters[:: max(1, len(letters) // 60)]:
        near = light[top + y - reach : top + y + reach, left + x - reach : left + x + reach]
        assert (near < 0.18).any(), f"no dark within {reach} pixels of {x}, {y}"


def test_a_logo_stands_in_its_corner_in_its_shape():
    ((one,), problems) = made(script("brand/logo.png upper right"), files={"brand/logo.png": png(800, 400)})
    assert problems == () and one.what.shape == (115, 230, 4)
    assert one.box == (1280 - 64 - 230, 36, 1280 - 64, 36 + 115)


@pytest.mark.parametrize(("path", "data", "said"), [
    ("no.png", None, "there is no such file"), ("bad.png", b"text", "no picture"), ("../x.png", None, "outside"),
    ("a.svg", b"<svg xmlns='http://www.w3.org/2000/svg'><text>A</text></svg>", "outlines"),
])
def test_a_logo_that_cannot_be_shown_is_left_out_and_told(path: str, data: bytes | None, said: str):
    found, problems = made(script(path), files={path: data} if data else {})
    assert found == () and [p.code for p in problems] == ["FL503"] and said in problems[0].message


def test_a_small_logo_made_large_is_told():
    _, problems = made(script("a.png center"), files={"a.png": png(20, 10)})
    assert [p.code for p in problems] == ["FL506"]


def test_an_svg_without_its_drawer_says_what_to_install(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setitem(sys.modules, "resvg_py", None)
    svg = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 2 1"><path d="M0 0h1v1z"/></svg>'
    _, (problem,) = made(script("a.svg"), files={"a.svg": svg})
    assert "pip install" in problem.message


def test_a_letter_no_font_has_is_named_never_boxed_in_silence():
    _, (problem,) = made(script('"HALO 光 é"'))
    assert problem.code == "FL502" and str(problem.level) == "error"
    assert "光 (U+5149 CJK UNIFIED IDEOGRAPH-5149)" in problem.message and "é (U+00E9" in problem.message
    assert "'HALO 光 é'" in problem.message and "`fonts` in shotscript.toml" in problem.help


def test_a_font_that_is_not_there_is_told():
    text = "/*@format\nfont: Nowhere Sans Nine\n*/\n" + script('"A"')
    world = TextWorld({"film.fountain": text})
    story = shotscript.compile("film.fountain", world=world).story
    found, (problem,) = lettering.case(story, world, (Path("own"),))
    assert found.own == (Path("own"),) and problem.code == "FL504" and "Nowhere Sans Nine" in problem.message


def test_what_stands_in_frames_is_told_to_the_join():
    a, b, c = (burned(["A"], CASE.shelf("en", False), (320, 180), *span) for span in ((5, 9), (9, 12), (20, 30)))
    all_of = Lettering((c, a, b))
    assert all_of.spans() == ((5, 12), (20, 30))
    assert Lettering((a,)).key(0, 10) == Lettering((a, c)).key(0, 10) != Lettering((b,)).key(0, 10)
    moved = burned(["A"], CASE.shelf("en", False), (320, 180), 105, 109)
    assert Lettering((moved,)).key(100, 110) == Lettering((a,)).key(0, 10)
    other = burned(["B"], CASE.shelf("en", False), (320, 180), 5, 9)
    assert Lettering((other,)).key(0, 10) != Lettering((a,)).key(0, 10)


def test_captions_keep_out_of_the_way_of_titles():
    shelf, frame = CASE.shelf("en", False), (1280, 720)
    low = placed(words(["HALO"], "bottom", shelf, frame)[0], "bottom", frame, 0, 50, Fraction(24))
    top = placed(words(["HALO"], "top", shelf, frame)[0], "top", frame, 0, 50, Fraction(24))
    alone, over, between, after = (
        burned(["You kept the coat."], shelf, frame, start, start + 20, others)
        for start, others in ((0, ()), (0, (low,)), (0, (low, top)), (50, (low,))))
    assert alone.box[3] == 720 - 36 == after.box[3]
    assert over.box[1] == 36
    assert top.box[3] < between.box[1] and between.box[3] < low.box[1]


def test_a_film_with_words_over_it(tmp_path: Path):
    """Painted frames are those asked for; every other frame is the clip's own, copied."""
    takes = [Take(48, beats=(speech("Wait!", "1", "1/2", who="JON"),)), Take(48, into=transition("dissolve", 8)),
             Take(24)]
    one = shoot(film(takes), tmp_path)
    shots = tuple(shot.model_copy(update={"said": (Said(head="super", text='"HALO" at 1s over 12f', span=shot.span),)})
                  if shot.label == "S1" else shot for shot in one.story.shots)
    scene = one.story.scenes[0].model_copy(update={"shots": shots})
    story = one.story.model_copy(update={"scenes": (scene,)})
    laid, world = sequence(one.timeline, one.segments, one.clips), TextWorld({})
    bare = assemble(laid, story, tmp_path / "bare" / "film.mp4", voices=False)
    for kind, spans in (("none", ((72, 84),)), ("burn", ((24, 36), (72, 84)))):
        wanted = Captioning(kind)  # type: ignore[arg-type]
        over, problems = captioning.over(laid, story, (160, 88), world, CASE, wanted)
        assert over and over.spans() == spans and problems == ()
        reel = assemble(laid, story, tmp_path / kind / "film.mp4", voices=False, words=over, captioned=wanted)
        both = zip(pictures(bare.path), pictures(reel.path), strict=True)
        far = [number for number, (plain, lettered) in enumerate(both) if np.abs(plain - lettered).max() > 60]
        inside = [n for span in spans for n in range(*span)]
        assert set(far) <= set(inside)
        assert set(far) >= {n for a, b in spans for n in range(a + 3, b - 3)}
        assert reel.copied >= bare.copied - 24 * len(spans) - 48, "more was coded again than what words stand on"
        assert sorted(path.name for path in reel.path.parent.iterdir()) == ["film.mp4"]


def test_captions_in_several_languages_beside_and_inside(tmp_path: Path):
    one = shoot(film([Take(48, beats=(speech("Wait!", "1/2", "1", who="JON"),))]), tmp_path)
    other = film([Take(48, beats=(speech("¡Espera!", "0", "3/2", who="JON", language="es"),))])
    laid, tongues = sequence(one.timeline, one.segments, one.clips), (Tongue("en"), Tongue("es", other.story))
    wanted = Captioning("sidecar", tongues)
    reel = assemble(laid, one.story, tmp_path / "a" / "film.mp4", voices=False, captioned=wanted)
    assert [path.name for path in reel.beside] == ["film.srt", "film.vtt", "film.es.srt", "film.es.vtt"]
    assert "00:00:00,500 --> 00:00:01,500\n¡Espera!" in reel.beside[2].read_text(encoding="utf-8")
    inside = captioning.tracks(laid, one.story, Captioning("soft", tongues))
    assert [(t.language, [(line.start, line.end, line.text) for line in t.lines]) for t in inside] == [
        ("en", [(12, 36, "Wait!")]), ("es", [(12, 36, "¡Espera!")])]
    soft = assemble(laid, one.story, tmp_path / "b" / "film.mp4", voices=False, captioned=Captioning("soft", tongues))
    assert soft.beside == () and soft.captions == soft.path
    assert [p.name for p in soft.path.parent.iterdir()] == ["film.mp4"]


def test_only_one_language_can_be_burned_in():
    with pytest.raises(UsageError, match="one language can be burned in, not en, es"):
        Captioning("burn", (Tongue("en"), Tongue("es")))


def test_two_who_speak_at_once_stand_one_over_the_other(tmp_path: Path):
    one = film([Take(48, beats=(speech("Wait!", "0", "1", who="JON"), speech("Stop!", "0", "1", who="MAYA")))])
    laid = sequence(one.timeline, one.segments, dict.fromkeys(range(9), Path("a")))
    (a, b), _ = lettering.burn(captions(laid, one.story), (1280, 720), Fraction(24), CASE)
    assert not titles._meet(a.box, b.box)
