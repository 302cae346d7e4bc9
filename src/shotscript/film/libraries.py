"""Which ffmpeg there is: the program inside imageio-ffmpeg's package, and the libraries inside PyAV's."""

from __future__ import annotations

import re
import subprocess
from importlib import import_module
from importlib.util import find_spec

import av

NEEDED = ("libx264", "h264", "aac")
"""Coders a reel is made with."""
_PATIENCE = 20.0


def libraries() -> dict[str, str]:
    """PyAV's libraries and their versions."""
    return {name: ".".join(map(str, number)) for name, number in sorted(av.library_versions.items())}


def lacking() -> tuple[str, ...]:
    """What of the coders needed PyAV was built without."""
    return tuple(name for name in NEEDED if name not in av.codecs_available)


def program() -> tuple[str, str]:
    """The version of the ffmpeg program and where it stands; the version empty where there is none that runs."""
    if find_spec("imageio_ffmpeg") is None:
        return "", "imageio-ffmpeg is not installed"
    try:
        path = import_module("imageio_ffmpeg").get_ffmpeg_exe()
        done = subprocess.run([path, "-version"], capture_output=True, text=True, timeout=_PATIENCE, check=True)
    except (RuntimeError, OSError, subprocess.SubprocessError) as trouble:
        return "", f"it does not run: {type(trouble).__name__}"
    found = re.match(r"ffmpeg version (\S+)", done.stdout)
    return (found[1] if found else "of an unknown version"), path
