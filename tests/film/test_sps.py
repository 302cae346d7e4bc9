"""What is read of a clip without decoding it is what ffmpeg's decoder says of its pictures."""

from __future__ import annotations

import subprocess
from pathlib import Path

import av
import pytest
from imageio_ffmpeg import get_ffmpeg_exe

from shotscript.film.clip import Colour
from shotscript.film.h264 import sets
from shotscript.film.index import index
from shotscript.film.probe import probe
from shotscript.film.sps import look

WAYS = {
    "plain": (), "baseline": ("-profile:v", "baseline"), "main": ("-profile:v", "main"),
    "709": ("-color_primaries", "bt709", "-color_trc", "bt709", "-colorspace", "bt709", "-color_range", "tv"),
    "601": ("-color_primaries", "smpte170m", "-colorspace", "smpte170m"), "range alone": ("-color_range", "pc"),
    "2020": ("-color_primaries", "bt2020", "-color_trc", "smpte2084", "-colorspace", "bt2020nc"),
    "full": ("-pix_fmt", "yuvj420p"), "ten bits": ("-pix_fmt", "yuv420p10le"), "4:2:2": ("-pix_fmt", "yuv422p"),
    "4:4:4": ("-pix_fmt", "yuv444p"), "interlaced": ("-x264-params", "tff=1"), "aspect": ("-aspect", "2.39"),
    "overscan": ("-x264-params", "overscan=show:videoformat=pal:nal-hrd=vbr:vbv-maxrate=900:vbv-bufsize=900"),
    "scaling lists": ("-x264-params", "cqm=jvt"), "odd size": ("-s", "162x94"), "pictures in order": ("-bf", "0"),
}


@pytest.mark.parametrize("name", WAYS)
def test_it_is_what_a_decoder_says(tmp_path: Path, name: str):
    path = tmp_path / "a.mp4"
    subprocess.run([get_ffmpeg_exe(), "-y", "-loglevel", "error", "-f", "lavfi", "-i", "testsrc2=s=160x96:r=24:d=0.5",
                    "-pix_fmt", "yuv420p", "-c:v", "libx264", *WAYS[name], str(path)], check=True)
    quick, slow = index(path).clip, probe(path)
    assert quick == slow
    with av.open(str(path)) as container:
        frame = next(container.decode(video=0))
        pixel = frame.format.name
        seen = Colour(frame.color_primaries, frame.color_trc, frame.colorspace, frame.color_range == 2)
    assert (quick.pixel, quick.colour) == (pixel, seen)


def test_damaged_sets_are_none():
    assert look(b"") is None and look(b"\x67\x64\x00\x1f") is None and look(b"\x67\x64\x00\x1f" + b"\0" * 20) is None
    assert sets(b"") is None and sets(b"\1\x64\0\x1f\xff\xe1\0\xff\x67") is None
