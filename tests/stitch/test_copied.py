"""What is copied and what is coded: as much as can be, never more, and the film plays through every joint."""

from __future__ import annotations

import subprocess
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest
from imageio_ffmpeg import get_ffmpeg_exe
from reels import Film, film, transition
from reels import Take as Shot
from services import Source, make, numbered, read

from shotscript.film import h264
from shotscript.film.conform import Shape
from shotscript.film.encode import Planes, Style
from shotscript.film.index import index
from shotscript.stitch.assemble import Options, Reel, assemble
from shotscript.stitch.lay import lay
from shotscript.stitch.takes import Take

FPS = Fraction(24)
X264 = ("libx264", "-preset", "fast", "-crf", "12", "-g", "24", "-sc_threshold", "0")
SERVICE = Source("a service", coder=X264)
OTHER = Source("another", coder=("libx264", "-preset", "ultrafast", "-crf", "12", "-g", "24"))
LENGTHS = (50, 37, 61, 40)


def shot(folder: Path, sources: tuple[Source, ...], dissolve: bool = False) -> tuple[Film, tuple[Take, ...]]:
    """A segment a source with two shots, what was asked for them in whole seconds."""
    shots = [Shot(LENGTHS[i % 4], transition("dissolve", 8) if dissolve and i == 1 else None, scene=i // 2)
             for i in range(2 * len(sources))]
    made = film(shots, FPS)
    takes = []
    for source, segment in zip(sources, made.segments, strict=True):
        cuts = tuple(cut.model_copy(update={"seconds": Fraction(3)}) for cut in segment.cuts)
        path = make(source, folder / f"{segment.index}{source.suffix}", [segment.index * 1000 + k for k in range(144)])
        takes.append(Take(segment.model_copy(update={"cuts": cuts}), path, 1, source.name))
    return made, tuple(takes)


def cut(made: Film, takes: tuple[Take, ...], out: Path, words: object = None, **more: object) -> Reel:
    options = Options(shape=Shape(160, 88, FPS), voices=False, **more)  # type: ignore[arg-type]
    return assemble(lay(made.timeline, takes), made.story, out, options=options, words=words)  # type: ignore[arg-type]


def due(made: Film) -> list[int]:
    """The number each frame of the film has to show; every second shot begins three seconds into its clip."""
    found = []
    for i, slot in enumerate(made.timeline.slots):
        lead = made.segments[i // 2].cuts[i % 2].lead
        found += [i // 2 * 1000 + i % 2 * 72 + lead + k for k in range(slot.frames)]
    return found


def shown(path: Path) -> list[int]:
    """As PyAV decodes it."""
    with av.open(str(path)) as container:
        return [read(np.asarray(frame.to_ndarray(format="gray"))) for frame in container.decode(video=0)]


def played(path: Path) -> tuple[list[int], str]:
    """As ffmpeg's own program decodes it, and what it complains of."""
    done = subprocess.run(
        [get_ffmpeg_exe(), "-hide_banner", "-loglevel", "warning", "-i", str(path), "-map", "0:v", "-fps_mode",
         "passthrough", "-f", "rawvideo", "-pix_fmt", "gray", "-"], capture_output=True, check=True)
    pictures = np.frombuffer(done.stdout, np.uint8).reshape(-1, 88, 160)
    return [read(picture) for picture in pictures], done.stderr.decode()


def coded(path: Path) -> list[bytes]:
    with av.open(str(path)) as container:
        return [bytes(packet) for packet in container.demux(video=0) if packet.size]


def test_a_clip_with_pictures_out_of_order_is_copied_and_the_rest_coded_beside_it(tmp_path: Path):
    made, takes = shot(tmp_path, (SERVICE, SERVICE))
    reel = cut(made, takes, tmp_path / "film.mp4")
    assert shown(reel.path) == due(made)
    numbers, complaints = played(reel.path)
    assert numbers == due(made) and complaints == ""
    own = {packet for take in takes for packet in coded(take.clip)}
    copies = sum(packet in own for packet in coded(reel.path))
    assert copies == reel.copied > 0.9 * reel.clip.frames and reel.coded == reel.clip.frames - reel.copied
    source, joined = index(takes[0].clip), index(reel.path)
    assert int((np.arange(len(source.shown)) - source.shown).max()) > 0, "the service's pictures are out of order"
    listed = h264.sets(joined.setup)
    assert listed and len(listed.sps) == (2 if reel.coded else 1) and listed.numbers > {(7, 0), (8, 0)}


def test_every_part_says_its_colours(tmp_path: Path):
    """A service that says nothing of its colours is taken for what players take it for, and the film says so."""
    shape = (1280, 720)
    quiet = Source("quiet", size=shape, coder=X264, flags=())
    made, takes = shot(tmp_path, (quiet,))
    options = Options(shape=Shape(*shape, FPS), voices=False)
    reel = assemble(lay(made.timeline, takes), made.story, tmp_path / "film.mp4", options=options)
    assert reel.copied > 0
    with av.open(str(reel.path)) as container:
        seen = {(f.color_primaries, f.color_trc, f.colorspace, f.color_range) for f in container.decode(video=0)}
    assert seen == {(1, 1, 1, 1)}


def test_of_two_services_the_one_with_more_is_copied(tmp_path: Path):
    made, takes = shot(tmp_path, (SERVICE, OTHER, SERVICE))
    reel = cut(made, takes, tmp_path / "film.mp4")
    assert shown(reel.path) == played(reel.path)[0] == due(made)
    film_ = coded(reel.path)
    own = [sum(packet in set(coded(take.clip)) for packet in film_) for take in takes]
    assert own[0] > 80 and own[1] == 0 and own[2] > 80


def test_sets_repeated_before_every_keyframe_are_left_out(tmp_path: Path):
    loud = Source("loud", coder=(*X264, "-x264-params", "repeat-headers=1"))
    made, takes = shot(tmp_path, (loud, SERVICE))
    reel = cut(made, takes, tmp_path / "film.mp4")
    assert reel.copied > 0 and shown(reel.path) == played(reel.path)[0] == due(made)
    kinds = [unit[0] & 31 for packet in coded(reel.path) for unit in h264.units(packet)]
    assert h264.SPS not in kinds and h264.PPS not in kinds and h264.IDR in kinds


def test_dissolves_stand_between_copies(tmp_path: Path):
    made, takes = shot(tmp_path, (SERVICE,), dissolve=True)
    reel = cut(made, takes, tmp_path / "film.mp4")
    numbers, complaints = played(reel.path)
    wanted, window = due(made), range(46, 54)
    assert complaints == "" and reel.copied > 0
    assert [n for i, n in enumerate(numbers) if i not in window] == [n for i, n in enumerate(wanted) if i not in window]


@pytest.mark.parametrize(("codec", "name", "pixel", "sound"), [
    ("prores", "prores", "yuv422p10le", "pcm_s16le"), ("av1", "libdav1d", "yuv420p", "aac")])
def test_other_codings_of_the_whole_film(tmp_path: Path, codec: str, name: str, pixel: str, sound: str):
    made, takes = shot(tmp_path, (SERVICE, Source("thirty", Fraction(30), coder=X264)))
    style = Style("8" if codec == "av1" else "", 20, codec=codec)
    reels = [cut(made, takes, tmp_path / f"film-{n}{style.suffix}", style=style, workers=n) for n in (1, 2)]
    assert reels[0].copied == 0 and reels[0].path.read_bytes() == reels[1].path.read_bytes()
    with av.open(str(reels[0].path)) as container:
        stream = container.streams.video[0]
        assert (stream.codec_context.name, stream.codec_context.pix_fmt) == (name, pixel)
        assert container.streams.audio[0].codec_context.name == sound
        pictures = list(container.decode(stream))
        assert {(f.color_primaries, f.color_trc, f.colorspace, f.color_range) for f in pictures} == {(1, 1, 1, 1)}
        assert [f.pts * stream.time_base for f in pictures] == [i / FPS for i in range(made.timeline.frames)]
        assert len(container.chapters()) == 2
    data = reels[0].path.read_bytes()
    assert data.index(b"moov") < data.index(b"mdat")
    first = made.timeline.slots[0].frames + made.timeline.slots[1].frames
    assert shown(reels[0].path)[:first] == due(made)[:first]


def test_what_was_coded_is_kept_and_made_anew_only_where_something_changed(tmp_path: Path):
    made, takes = shot(tmp_path, (Source("thirty", Fraction(30), coder=X264), Source("twenty-five", Fraction(25))))
    kept = tmp_path / "kept"
    first = cut(made, takes, tmp_path / "one.mp4", kept=kept, workers=2)
    again = cut(made, takes, tmp_path / "two.mp4", kept=kept)
    assert first.fresh == first.coded == made.timeline.frames and (again.fresh, again.coded) == (0, first.coded)
    assert first.path.read_bytes() == again.path.read_bytes()
    make(Source("twenty-five", Fraction(25)), takes[1].clip, [5000 + k for k in range(150)])
    changed = cut(made, takes, tmp_path / "three.mp4", kept=kept)
    assert changed.fresh == sum(LENGTHS[2:]) and shown(changed.path)[LENGTHS[0] + LENGTHS[1]] == 5000
    part = max(kept.glob("*.mp4"))
    part.write_bytes(part.read_bytes()[:2000])
    mended = cut(made, takes, tmp_path / "four.mp4", kept=kept)
    assert mended.fresh in LENGTHS and mended.path.read_bytes() == changed.path.read_bytes()


class Stripe:
    """Words for a test: a black stripe along the bottom of some frames."""

    def spans(self) -> list[tuple[int, int]]:
        return [(10, 20), (15, 30), (100, 110)]

    def paint(self, frame: int, planes: Planes) -> Planes:
        assert any(a <= frame < b for a, b in self.spans()), frame
        planes = planes.copy()
        planes[82:88] = 16
        return planes

    def key(self, start: int, end: int) -> str:
        return f"stripe {start} {end}"


def test_frames_with_words_over_them_are_coded_and_no_others(tmp_path: Path):
    made, takes = shot(tmp_path, (SERVICE, SERVICE))
    reel, bare = (cut(made, takes, tmp_path / f"film-{i}.mp4", words) for i, words in enumerate((Stripe(), None)))
    assert shown(reel.path) == due(made)
    with av.open(str(reel.path)) as container:
        striped = [i for i, frame in enumerate(container.decode(video=0))
                   if np.asarray(frame.to_ndarray(format="gray"))[84:88].mean() < 40]
    assert striped == [*range(10, 30), *range(100, 110)]
    assert bare.coded + 30 <= reel.coded < bare.coded + 30 + 3 * 24


def test_the_numbers_can_be_told_apart():
    pictures = [numbered(n, 160, 88) for n in (0, 1, 1000, 5143)]
    assert [read(picture) for picture in pictures] == [0, 1, 1000, 5143]
    assert [read(picture[:, ::-1]) for picture in pictures[1:]] != [1, 1000, 5143]
