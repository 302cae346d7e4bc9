"""What requests stand on, as it is sent: footage cut to its shot, frames of a clip's own pixels, and the last picture
of the part before."""

from __future__ import annotations

import base64
import io
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from numbered import numbers, told, uneven, write
from PIL import Image
from runway import Runway
from shop import shop
from sora import Sora

import shotscript
from shotscript.core.diagnostic import Level
from shotscript.core.errors import MediaError
from shotscript.film.media import media
from shotscript.plan.timeline import Cut, Segment
from shotscript.studio.needs import given, last_picture

FILM = Fraction(24)
PLATE = "INT. ROOM - DAY\n\n!! 1A: WS, {seconds}\n\n[[{said}]]\n\nIt waits.\n"


# ------------------------------------------------------------------------------------- the last picture before


def _part(fps: str, frames: int, seconds: Fraction, lead: int = 0, tail: int = 0, before: Fraction = Fraction(0)):
    """A segment that ends with a shot's first part, `before` of another shot standing in front of it."""
    text = f"/*@format\npicture: {fps} fps\n*/\n\nINT. HALL - DAY\n\n!! 1A: WS, 25s\n\nThe hall. It is empty.\n"
    film = shotscript.compile(text, provider="kling-3")
    first = film.segments[0]
    assert first.cuts[0].parts > 1 and str(film.story.format.fps) == str(Fraction(fps))
    cut = first.cuts[0].model_copy(update={"frames": frames, "seconds": seconds, "lead": lead, "tail": tail})
    other: tuple[Cut, ...] = (cut.model_copy(update={"seconds": before, "lead": 0, "tail": 0}),) if before else ()
    return first.model_copy(update={"cuts": (*other, cut)})


def _shows(clip: Path, segment: Segment, folder: Path) -> int:
    with Image.open(last_picture(clip, segment, folder)) as image:
        return told(np.asarray(image))


@pytest.mark.parametrize("rate", [
    Fraction(16), FILM, Fraction(25), Fraction(30), Fraction(60), Fraction(24000, 1001), Fraction(30000, 1001)])
@pytest.mark.parametrize(("frames", "lead", "tail", "before"), [
    (120, 0, 0, "0"), (97, 0, 0, "0"), (71, 6, 7, "0"), (50, 0, 3, "2.5"), (1, 0, 0, "3"),
])
def test_a_part_goes_on_from_the_picture_at_its_end(
    tmp_path: Path, rate: Fraction, frames: int, lead: int, tail: int, before: str
):
    """Not from the clip's last one: the service makes whole seconds, and what is too much is thrown away."""
    segment = _part("24", frames, Fraction(5), lead, tail, Fraction(before))
    clip = write(tmp_path / "clip.mp4", int(segment.seconds * rate) + 1, rate)
    end = Fraction(before) + (lead + frames + tail) / FILM
    assert end <= segment.seconds
    (wanted,) = (n for n in range(1000) if n / rate < end <= (n + 1) / rate)
    assert _shows(clip, segment, tmp_path / "needs") == wanted


def test_film_of_another_rate(tmp_path: Path):
    segment = _part("25", 60, Fraction(3))
    assert _shows(write(tmp_path / "clip.mp4", 72, Fraction(24)), segment, tmp_path) == 57, "2.4 s are 57.6 pictures"


def test_a_clip_that_is_shorter_than_was_asked_for_ends_with_its_last_picture(tmp_path: Path):
    assert _shows(write(tmp_path / "clip.mp4", 90, FILM), _part("24", 120, Fraction(5)), tmp_path) == 89


def test_a_clip_at_an_uneven_pace(tmp_path: Path):
    """The picture is the one on the screen when the time is over."""
    times = [0, 100, 130, 400, 480, 500, 520, 900, 1000, 1800]
    clip = uneven(tmp_path / "clip.mp4", times)
    for frames, wanted in ((12, 4), (13, 6), (22, 7), (24, 7), (25, 8)):
        assert _shows(clip, _part("24", frames, Fraction(3)), tmp_path / "needs") == wanted


def test_it_is_made_once(tmp_path: Path):
    clip, segment = write(tmp_path / "clip.mp4", 120, FILM), _part("24", 100, Fraction(5))
    one = last_picture(clip, segment, tmp_path / "needs")
    bytes_ = one.read_bytes()
    one.write_bytes(b"kept")
    assert last_picture(clip, segment, tmp_path / "needs").read_bytes() == b"kept"
    assert last_picture(clip, segment, tmp_path / "anew").read_bytes() == bytes_


# --------------------------------------------------------------------------------------- files of the script


def _film(folder: Path, provider: str, said: str, seconds: str = "6s"):
    (folder / "film.fountain").write_text(PLATE.format(said=said, seconds=seconds), encoding="utf-8")
    (folder / "shotscript.toml").touch()
    film = shotscript.compile(folder / "film.fountain", provider=provider)
    return film, [problem.message for problem in film.problems if problem.level is Level.ERROR]


@pytest.mark.parametrize("provider", ["runway-aleph", "kling-3-omni", "kling-3-omni-legacy"])
def test_footage_is_cut_to_its_shot(tmp_path: Path, provider: str):
    write(tmp_path / "plate.mp4", 360, FILM, 1280, 720, ticking=True)
    film, wrong = _film(tmp_path, provider, "plate: plate.mp4 from 2s")
    assert not wrong
    (need,) = film.requests[0].needs
    made = given(need, film, tmp_path / "needs")
    assert made is not None and media(made).seconds == 6
    assert numbers(made) == list(range(48, 192))


def test_a_frame_gets_the_clips_own_pixels(tmp_path: Path):
    Image.new("RGB", (3000, 2000), "red").save(tmp_path / "first.png")
    film, _ = _film(tmp_path, "sora-2", "frame first: first.png")
    (need,) = film.requests[0].needs
    made = given(need, film, tmp_path / "needs")
    assert made is not None and (media(made).width, media(made).height) == (1280, 720)


def test_a_file_that_nothing_is_asked_of_is_sent_as_it_is(tmp_path: Path):
    Image.new("RGB", (3000, 2000), "red").save(tmp_path / "first.png")
    film, _ = _film(tmp_path, "runway-gen-4.5", "frame first: first.png")
    (need,) = film.requests[0].needs
    assert given(need, film, tmp_path / "needs") == tmp_path / "first.png"
    (tmp_path / "first.png").unlink()
    film, _ = _film(tmp_path, "runway-gen-4.5", "frame first: first.png")
    assert given(film.requests[0].needs[0], film, tmp_path / "needs") is None


def test_footage_is_judged_as_it_will_be_sent(tmp_path: Path):
    """A long reel is no fault where only six seconds of it are sent; too little left of it is one."""
    write(tmp_path / "plate.mp4", 24 * 40, FILM, 480, 270)
    assert _film(tmp_path, "runway-aleph", "plate: plate.mp4 from 20s")[1] == []
    film, wrong = _film(tmp_path, "runway-aleph", "plate: plate.mp4 from 39s")
    assert wrong == ["`plate.mp4` lasts 1.0 s; runway-aleph takes 2 to 30 s"]
    film, wrong = _film(tmp_path, "runway-aleph", "plate: plate.mp4 from 50s")
    assert wrong == ["`plate.mp4` cannot be used as plate: it lasts 40 s, and is to be used from 50 s on"]
    with pytest.raises(MediaError, match=r"plate.mp4: it lasts 40 s"):
        given(film.requests[0].needs[0], film, tmp_path / "needs")


def test_what_arrives_is_what_is_billed(tmp_path: Path):
    write(tmp_path / "plate.mp4", 480, FILM, 640, 360)
    script = PLATE.format(said="plate: plate.mp4 from 12f", seconds="6s")
    with shop(tmp_path, vendor=Runway(), provider="runway-aleph", script=script) as at:
        assert [one.order and one.order.state for one in at.render().outcomes] == ["stored"]
        (sent,) = at.service.uploads.values()
    (tmp_path / "sent.mp4").write_bytes(sent)
    assert numbers(tmp_path / "sent.mp4") == list(range(12, 156))


def test_sora_takes_the_still(tmp_path: Path):
    """Its server refuses any picture that has not the clip's own pixels."""
    Image.new("RGB", (1024, 1024), "red").save(tmp_path / "first.jpg")
    script = PLATE.format(said="frame first: first.jpg", seconds="8s")
    with shop(tmp_path, vendor=Sora(), provider="sora-2", script=script) as at:
        outcomes = at.render().outcomes
        assert [one.order and one.order.state for one in outcomes] == ["stored"], [one.words for one in outcomes]
        address = at.service.accepted[0].body["input_reference"]["image_url"]
    with Image.open(io.BytesIO(base64.b64decode(address.partition(",")[2]))) as image:
        assert (image.format, image.size) == ("JPEG", (1280, 720))
