"""How a file is opened that came from elsewhere: it is read itself, and no other file is because of it.

Some formats only name other files or addresses (playlists, lists of parts, descriptions of a stream), and ffmpeg would
open what they name. A film made by a service, or a file put into a project, is none of these: only formats that hold
their own pictures and sound are taken, whatever the file is called.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

import av
from av.container import InputContainer

from .aside import address

FILMS = (
    "mov", "mp4", "m4a", "3gp", "3g2", "mj2", "matroska", "webm", "avi", "mpegts", "mpeg", "flv", "mxf", "asf", "nut",
    "ivf", "gif", "dv", "h264", "hevc", "av1", "obu", "m4v", "mjpeg", "yuv4mpegpipe", "apng", "gxf",
)
SOUNDS = ("wav", "w64", "mp3", "flac", "ogg", "aac", "aiff", "caf", "au", "ac3", "eac3", "amr")
STILLS = (
    "image2", "png_pipe", "jpeg_pipe", "jpegls_pipe", "j2k_pipe", "webp_pipe", "bmp_pipe", "tiff_pipe", "dpx_pipe",
    "exr_pipe", "ppm_pipe", "pgm_pipe", "psd_pipe", "qoi_pipe", "jpegxl_pipe", "gif_pipe", "hdr_pipe",
)
_NO_OPTIONS: Mapping[str, str] = MappingProxyType({})


def opened(
    path: Path, options: Mapping[str, str] = _NO_OPTIONS, formats: Sequence[str] = (*FILMS, *SOUNDS, *STILLS)
) -> InputContainer:
    """The file, open, to be closed by the caller. av.error.FFmpegError for one of another format, as for any that
    cannot be read."""
    safe = {"format_whitelist": ",".join(formats), "protocol_whitelist": "file"}
    return av.open(address(path), options={**options, **safe})
