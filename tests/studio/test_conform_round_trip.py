"""There and back: a film exported, cut by an editor, brought back and compiled again is the editor's cut."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import opentimelineio as otio
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from opentimelineio.opentime import RationalTime, TimeRange

from shotscript.film.clip import Clip
from shotscript.stitch.exports import aaf, edl, fcp7, fcpxml, reading
from shotscript.stitch.exports import otio as otio_writer
from shotscript.stitch.exports.cutlist import CutList, cutlist
from shotscript.stitch.lay import lay
from shotscript.stitch.takes import Take
from shotscript.studio import compile, read
from shotscript.studio.conform import conform

RATES = ("23.976", "24", "25", "29.97")
WRITERS: dict[str, Callable[[CutList], bytes]] = {
    ".otio": otio_writer.write, ".edl": edl.write, ".xml": fcp7.write, ".fcpxml": fcpxml.write, ".aaf": aaf.write}
EXAMPLE = Path(__file__).parents[2] / "examples" / "the-last-light" / "the-last-light.fountain"


def cuts_of(script: str) -> CutList:
    """The cut list of a film's own previz, none of which has to be drawn."""
    film = compile(script, provider="previz")
    takes = tuple(Take(one, Path(f"/clips/{one.index}.mp4")) for one in film.segments)
    fps = film.timeline.fps
    clips = {take.clip: Clip(take.clip, 1280, 720, fps, take.segment.frames, take.segment.frames / fps, "h264", "High",
                             "yuv420p", False, "", Fraction(1, 12800), (0,)) for take in takes}
    return cutlist(lay(film.timeline, takes), film.story, clips, "film")


def at_rate(script: str, rate: str) -> str:
    return script.replace("720p 24fps", f"720p {rate}fps")


@pytest.mark.parametrize("kind", WRITERS)
@pytest.mark.parametrize("rate", RATES)
def test_an_untouched_export_changes_nothing(kind: str, rate: str, tmp_path: Path):
    script = at_rate(EXAMPLE.read_text(), rate)
    path = tmp_path / f"film{kind}"
    path.write_bytes(WRITERS[kind](cuts_of(script)))
    film = read(script)
    found = conform(film, reading.read(path, film.timeline.fps))
    assert found.same
    assert found.notes == ()


# ------------------------------------------------------------------------------------------ any film, any edit

BODIES = st.sampled_from([
    "Maya waits at the table.", "", "MAYA\nYou kept the coat.\n(beat)\nAll this time.",
    "Jon looks.\n\nHe does not speak.",
    "JON\nNo. [[a note of mine]]", "[[block: MAYA walks to 1 0]]\n\nShe *walks* there.", "> centered <", "= a synopsis",
    "MAYA (V.O.)\nLong ago.\n\nRain on glass.",
])  # fmt: skip
ABOVE = st.sampled_from(["", "", "[[light: a bulb]]\n", "[[state MAYA: wears a coat]]\n[[sound: wind]]\n"])
CLAUSES = st.sampled_from([
    "CU on MAYA", "WS on MAYA and JON, 24mm f/4, low angle", 'MS on JON, "rain, and more rain"', "", "48f",
    "CU on JON, 3.2s, slow dolly in 0.5m over 2s", "2s, MS on MAYA", "MS on MAYA,\n   85mm f/2",
])  # fmt: skip
BETWEEN = st.sampled_from(["\n\n", "\n\n", "\n\n\n", "\n\n> CUT TO:\n\n"])


@st.composite
def shots(draw: st.DrawFn, scene: int, number: int) -> str:
    name = f" {scene}{'ABCDEFGH'[number]}:" if draw(st.booleans()) else ""
    clauses = draw(CLAUSES)
    form = draw(st.sampled_from(["line", "line", "note"]))
    head = f"!!{name} {clauses}" if form == "line" else f"[[shot{name or ':'} {clauses}]]"
    body = draw(BODIES)
    return f"{draw(ABOVE)}{head}" + (f"\n\n{body}" if body else "")


@st.composite
def scripts(draw: st.DrawFn) -> str:
    rate = draw(st.sampled_from(RATES))
    text = f"/*@format\npicture: 16:9 720p {rate}fps\n*/\n\n/*@cast\nMAYA: woman\nJON: man\n*/\n"
    for scene in range(1, draw(st.integers(1, 3)) + 1):
        text += f"\nINT. ROOM {scene} - DAY #{scene}#\n\n[[light: dusk]]\n\n"
        for number in range(draw(st.integers(1, 5))):
            text += (draw(BETWEEN) if number else "") + draw(shots(scene, number))
        text += draw(st.sampled_from(["\n", "\n\n> DISSOLVE TO: [[over: 6f]]\n"]))
    return text if draw(st.booleans()) else text.rstrip()


def recut(draw: st.DrawFn, timeline: otio.schema.Timeline) -> list[tuple[str, int]]:
    """Clips trimmed, put in another order within their scenes and taken out, with OTIO's own means. The shots left."""
    (track, *_) = timeline.video_tracks()
    clips = [child for child in track if isinstance(child, otio.schema.Clip)]
    del track[:]
    scenes: dict[str, list[otio.schema.Clip]] = {}
    for clip in clips:
        scenes.setdefault(clip.metadata["shotscript"]["scene"], []).append(clip)
    left = []
    for told in scenes.values():
        order = draw(st.permutations(told)) if draw(st.booleans()) else told
        keep = draw(st.integers(1, len(order))) if draw(st.booleans()) else len(order)
        for clip in order[:keep]:
            was = clip.source_range.duration
            frames = draw(st.integers(1, 700)) if draw(st.booleans()) else int(was.value)
            clip.source_range = TimeRange(clip.source_range.start_time, RationalTime(frames, was.rate))
            track.append(clip)
            left.append((clip.metadata["shotscript"]["shot"], frames))
    return left


@settings(max_examples=80, deadline=None)
@given(st.data(), scripts())
def test_the_film_compiled_again_is_the_editors_cut(data: st.DataObject, script: str):
    film = read(script)
    timeline = otio_writer.timeline(cuts_of(script))
    want = recut(data.draw, timeline)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "cut.otio"
        otio.adapters.write_to_file(timeline, str(path))
        found = conform(film, reading.read(path, film.timeline.fps))
    after = read(found.after)
    assert [slot.frames for slot in after.timeline.slots] == [frames for _, frames in want]
    told = {shot.label: [(beat.who, beat.text) for beat in shot.beats] for shot in film.story.shots}
    assert [[(beat.who, beat.text) for beat in shot.beats] for shot in after.story.shots] == [
        told[label] for label, _ in want]
    untouched = want == [(slot.label, slot.frames) for slot in film.timeline.slots]
    assert found.same or not untouched
