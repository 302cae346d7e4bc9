"""The files of a request: what they are is read from them, what is wrong with them is said, their bytes are the key."""

from __future__ import annotations

import wave
from dataclasses import replace
from fractions import Fraction

import av
import numpy as np
import pytest
from PIL import Image

from shotscript import providers, studio
from shotscript.core.errors import MediaError
from shotscript.core.world import DiskWorld
from shotscript.film.media import media
from shotscript.providers.contract import Input, Need
from shotscript.studio.inputs import Files, check

SCRIPT = """/*@cast
MAYA: woman, 34
  images: front.png, side.png
  voice: maya.wav
*/

INT. KITCHEN - NIGHT

!! CU on MAYA, 4s

MAYA
It is early.
"""
RULES = {
    "image": Input(("png", "jpg"), files=(1, 3), sides=(300, 4096), ratio=(Fraction(2, 5), Fraction(5, 2)),
                   megabytes=Fraction(1, 2)),
    "voice": Input(("wav", "mp3"), seconds=(Fraction(5), Fraction(30))),
}


def picture(path, width=400, height=400, seed=0):
    rng = np.random.default_rng(seed)
    Image.fromarray(rng.integers(0, 255, (height, width, 3), np.uint8)).quantize(4).save(path, path.suffix[1:])


def recording(path, seconds=6.0):
    with wave.open(str(path), "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(8000)
        out.writeframes(b"\0\0" * int(8000 * seconds))


def footage(path, frames=30, rate=30, size=(320, 240)):
    with av.open(str(path), "w") as out:
        stream = out.add_stream("mpeg4", rate=rate)
        stream.width, stream.height, stream.pix_fmt = *size, "yuv420p"
        for _ in range(frames):
            for packet in stream.encode(av.VideoFrame(*size, "yuv420p")):
                out.mux(packet)
        for packet in stream.encode():
            out.mux(packet)


@pytest.fixture
def project(tmp_path):
    (tmp_path / "film.fountain").write_text(SCRIPT)
    picture(tmp_path / "front.png", seed=1)
    picture(tmp_path / "side.png", seed=2)
    recording(tmp_path / "maya.wav")
    return tmp_path


def told(project, rules=RULES):
    provider = replace(providers.named("kling-3-omni"), inputs=rules)
    film = studio.compile(project / "film.fountain", provider="kling-3-omni")
    files = Files(DiskWorld(project))
    needs = [need for draft in film.drafts for need in files.settled(draft, film.story).request.needs]
    return [problem.message for problem in check(provider, needs, files)]


def test_files_as_they_should_be_are_passed_in_silence(project):
    assert told(project) == []


@pytest.mark.parametrize(("spoil", "words"), [
    (lambda p: picture(p / "front.png", 400, 200), "has 400x200 pixels; kling-3-omni takes 300 to 4096 a side"),
    (lambda p: picture(p / "front.png", 1200, 400), "is 3.00 times as wide as high; kling-3-omni takes 0.40 to 2.50"),
    (lambda p: recording(p / "maya.wav", 3), "lasts 3.0 s; kling-3-omni takes 5 to 30 s"),
    (lambda p: recording(p / "front.png"), "is a wav file; kling-3-omni takes png, jpg"),
    (lambda p: (p / "side.png").write_bytes(b"no picture"),
     "`side.png` cannot be used as image: it is no picture, or a damaged one"),
    (lambda p: Image.fromarray(np.random.default_rng(0).integers(0, 255, (900, 900, 3), np.uint8)).save(
        p / "front.png"), "MB; kling-3-omni takes 0.5 MB at most"),
])
def test_each_fault_is_said_once_where_the_script_asks(project, spoil, words):
    spoil(project)
    found = told(project)
    assert sum(words in message for message in found) == 1, found


def test_too_few_or_too_many_files_are_counted(project):
    found = told(project, {"image": Input(files=(3, 4))})
    assert found == ["kling-3-omni takes 3 to 4 files as image, here 2"]


def test_the_bytes_of_a_file_are_its_key(project):
    def keys():
        film = studio.compile(project / "film.fountain", provider="kling-3-omni")
        return [Files(DiskWorld(project)).settled(draft, film.story).request.key for draft in film.drafts]

    before = keys()
    assert keys() == before
    picture(project / "side.png", seed=9)
    changed = keys()
    assert changed != before
    (project / "side.png").rename(project / "other.png")
    (project / "film.fountain").write_text(SCRIPT.replace("side.png", "other.png"))
    assert keys() == changed, "another name for the same bytes is the same request"


def test_a_missing_file_keeps_its_path(project):
    need = Need(role="image", name="1", key="nowhere.png", span=None)
    film = studio.compile(project / "film.fountain", provider="kling-3-omni")
    draft = replace(film.drafts[0], request=film.drafts[0].request.model_copy(update={"needs": (need,)}))
    assert Files(DiskWorld(project)).settled(draft, film.story).request.needs == (need,)


def test_what_a_file_is_does_not_depend_on_its_name(tmp_path):
    footage(tmp_path / "clip.mp4", 45, 30)
    (tmp_path / "clip.mp4").rename(tmp_path / "clip.png")
    facts = media(tmp_path / "clip.png")
    assert (facts.format, facts.width, facts.height, facts.fps) == ("mp4", 320, 240, 30)
    assert facts.seconds is not None and abs(facts.seconds - Fraction(3, 2)) < Fraction(1, 20)
    picture(tmp_path / "a.png", 64, 48)
    assert media(tmp_path / "a.png") == replace(media(tmp_path / "a.png"), format="png", width=64, height=48)
    (tmp_path / "text.png").write_text("hello")
    with pytest.raises(MediaError):
        media(tmp_path / "text.png")


def test_the_second_part_of_a_shot_stands_on_all_of_it(project):
    """Another first part is another last picture, so the part that starts on it is asked for anew."""
    def keys(move):
        (project / "film.fountain").write_text(f"INT. HALL - DAY\n\n!! WS, {move}, 25s\n\nThe hall. It is empty.\n")
        film = studio.compile(project / "film.fountain", provider="kling-3")
        return [(draft.request.needs[0].role, draft.request.needs[0].key) for draft in film.drafts[1:]]

    before = keys("dolly in 1m")
    assert before and all(role == "first frame" for role, _ in before) and len(set(before)) == len(before)
    assert keys("dolly in 1m") == before and keys("dolly in 2m") != before


def test_the_pictures_a_long_shot_goes_on_from_are_not_counted_as_files() -> None:
    """Each part after the first starts on a picture of its own, made from the part before."""
    film = studio.compile("INT. ROOM - NIGHT\n\n!! WS, 70s\n\nRain.\n", provider="kling-3")
    assert len(film.segments) > 3 and any(need.recipe for draft in film.drafts for need in draft.request.needs)
    assert [p for p in film.problems if p.code == "FL201"] == []


def test_pictures_and_voices_stand_where_they_are_written(project):
    text = (project / "film.fountain").read_text()
    film = studio.compile(project / "film.fountain", provider="kling-3-omni")
    found = {(loss.kind, text[loss.span.start : loss.span.end]) for draft in film.drafts for loss in draft.losses
             if loss.kind in ("images", "voice")}
    written = {line.strip().partition(": ")[::2] for line in text.splitlines()
               if line.startswith(("  images", "  voice"))}
    assert found and found <= written
    needs = {need.role: text[need.span.start : need.span.end] for draft in film.drafts for need in draft.request.needs
             if need.span}
    assert ("voice", needs["voice"]) in written and ("images", needs["image"]) in written


def test_a_format_has_more_than_one_name(project):
    Image.new("RGB", (400, 400), "red").save(project / "front.png", "JPEG")
    assert told(project, {"image": Input(("jpeg", "png"))}) == []
    assert told(project, {"image": Input(("webp", "png"))}) != []
