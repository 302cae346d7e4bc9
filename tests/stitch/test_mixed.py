"""Clips of every kind in one film: each film frame shows the picture that is due at its time, and no other."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest
from reels import Film, film, transition
from reels import Take as Shot
from services import Source, make, rate, read

from shotscript.film.conform import Shape
from shotscript.stitch.assemble import Options, Reel, assemble
from shotscript.stitch.lay import lay
from shotscript.stitch.takes import Take

X264 = ("libx264", "-preset", "fast", "-crf", "12")
GROUPS = (*X264, "-g", "12")
SOURCES = [
    Source("like", coder=GROUPS),
    Source("film rate", rate("23.976"), coder=GROUPS, sound=True),
    Source("pal", rate("25"), coder=GROUPS),
    Source("ntsc", rate("29.97"), (320, 176)),
    Source("thirty", rate("30"), coder=GROUPS, sound=True),
    Source("sixty", rate("60"), (240, 136)),
    Source("slow", rate("16")),
    Source("on its side", rate("30"), (88, 160), turn=90),
    Source("head down", rate("24"), turn=180),
    Source("on the other side", rate("24"), (176, 320), turn=270),
    Source("ten bits", rate("24"), pixel="yuv420p10le", coder=("libx265", "-crf", "12", "-x265-params", "log-level=1")),
    Source("prores", rate("25"), pixel="yuv422p10le", coder=("prores_ks",), suffix=".mov", sound=True),
    Source("vp9", rate("24"), coder=("libvpx-vp9", "-crf", "10", "-b:v", "0"), suffix=".webm"),
    Source("full range", rate("24"), pixel="yuvj420p", flags=()),
    Source("counts in thousandths", rate("30"), suffix=".mkv"),
    Source("open groups", rate("24"), coder=(*X264, "-x264-params", "open-gop=1:keyint=10:bframes=3")),
    Source("avi", rate("30"), coder=("mpeg4", "-q:v", "2"), suffix=".avi"),
]
FILMS = [rate("23.976"), rate("24"), rate("25"), rate("30")]
LENGTHS = (31, 22)
"""Frames of the two shots every source has; the second one dissolves into the next source's first."""
SECONDS = (Fraction(2), Fraction(3, 2))
"""What was asked of the service for them, padding included."""


def due(at: Fraction, source: Source, low: Fraction, high: Fraction) -> int:
    """The number of the picture whose time is nearest, the later of two, among those of its own shot."""
    def pictures_before(seconds: Fraction) -> int:
        return int(seconds * source.fps + Fraction(1, 2))

    own = range(pictures_before(low), pictures_before(high))
    return min(own, key=lambda k: (abs(k / source.fps - at), -k))


def mixed(folder: Path, fps: Fraction) -> tuple[Film, tuple[Take, ...]]:
    shots = [Shot(LENGTHS[i % 2], transition("dissolve", 6) if i and i % 2 == 0 else None, scene=i // 8)
             for i in range(2 * len(SOURCES))]
    made = film(shots, fps)
    takes = []
    for source, segment in zip(SOURCES, made.segments, strict=True):
        cuts = tuple(cut.model_copy(update={"seconds": seconds}) for cut, seconds in
                     zip(segment.cuts, SECONDS, strict=True))
        path = folder / f"{segment.index}{source.suffix}"
        count = int(sum(SECONDS) * source.fps) + 2
        if not path.exists():
            make(source, path, [segment.index * 1000 + k for k in range(count)])
        takes.append(Take(segment.model_copy(update={"cuts": cuts}), path, 1, "a service"))
    return made, tuple(takes)


@pytest.fixture(scope="module")
def clips(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("clips")


@pytest.fixture(scope="module", params=FILMS, ids=str)
def cut(request: pytest.FixtureRequest, clips: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Film, Reel]:
    fps = request.param
    made, takes = mixed(clips, fps)
    options = Options(shape=Shape(160, 88, fps), workers=2, voices=False)
    return made, assemble(lay(made.timeline, takes), made.story, tmp_path_factory.mktemp("film") / "film.mp4",
                          options=options)


def test_every_frame_shows_the_picture_due_at_its_time(cut: tuple[Film, Reel]):
    made, reel = cut
    shown = [read(luma) for luma in lumas(reel.path)]
    assert len(shown) == made.timeline.frames
    wrong = [(frame, shown[frame], wanted) for frame, wanted in expected(made) if shown[frame] != wanted]
    assert wrong == []


def test_every_frame_is_shown_at_its_own_time(cut: tuple[Film, Reel]):
    made, reel = cut
    with av.open(str(reel.path)) as container:
        stream = container.streams.video[0]
        times = [frame.pts * stream.time_base for frame in container.decode(stream)]
    assert times == [i / made.timeline.fps for i in range(made.timeline.frames)]


def test_what_is_like_the_film_is_copied(cut: tuple[Film, Reel]):
    made, reel = cut
    shots = [i for i, source in enumerate(SOURCES) if source.fps == made.timeline.fps and source.coder == GROUPS]
    assert len(shots) == 1
    assert 12 <= reel.copied <= sum(LENGTHS) and reel.copied + reel.coded == made.timeline.frames


def test_what_was_done_is_said(cut: tuple[Film, Reel]):
    made, reel = cut
    said = "\n".join(reel.notes)
    rates = {"24000/1001": "23.976", "24": "24", "25": "25", "30": "30"}
    assert f"shots S10, S11: brought from 60 to {rates[str(made.timeline.fps)]} frames a second" in said
    assert "S14, S15" not in said or made.timeline.fps != 30


def expected(made: Film):
    """Film frames outside dissolves, and the number each has to show."""
    fps = made.timeline.fps
    for number, slot in enumerate(made.timeline.slots):
        source, second = SOURCES[number // 2], number % 2
        cut = made.segments[number // 2].cuts[second]
        begins = SECONDS[0] * second
        at = begins + cut.lead / fps
        for i in range(3 if cut.lead else 0, slot.frames - (3 if cut.tail else 0)):
            high = begins + (cut.lead + cut.frames + cut.tail) / fps
            yield slot.start + i, number // 2 * 1000 + due(at + i / fps, source, begins, high)


def lumas(path: Path):
    with av.open(str(path)) as container:
        for frame in container.decode(video=0):
            yield np.asarray(frame.to_ndarray(format="gray"))
