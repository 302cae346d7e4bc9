"""Pictures set over the film: read whole, made the size they are shown at, with what they leave clear."""

from __future__ import annotations

import io
import re
from importlib import import_module

import numpy as np
from PIL import Image, ImageOps

from ..core.errors import MediaError
from .stamp import Ink

_LARGEST = 64_000_000
_OUTSIDE = re.compile(rb"""(?:href|src)\s*=\s*["'](?!#|data:)|@import|url\(\s*["']?(?!#|data:|["'])|<!ENTITY""", re.I)
_WORDS = re.compile(rb"<(?:\w+:)?text[\s>]", re.I)
_SVG = re.compile(rb"<svg[\s>]", re.I)


def logo(data: bytes, box: tuple[int, int]) -> tuple[Ink, float]:
    """A picture file as large as the box (width, height) holds, and how many times larger than its own pixels that is
    (a drawing in lines has none: 0). MediaError in words for what cannot be shown."""
    if _SVG.search(data[:4096]):
        return _premultiplied(_picture(_drawn(data, box)), box), 0.0
    image = _picture(data)
    return _premultiplied(image, box), min(box[0] / image.width, box[1] / image.height)


def _drawn(data: bytes, box: tuple[int, int]) -> bytes:
    """A drawing in lines as a PNG, by resvg, which reads no other file: a drawing that names some is refused."""
    if _WORDS.search(data):
        raise MediaError("this SVG has words set in a font; turn them into outlines, or save it as a PNG")
    if _OUTSIDE.search(data):
        raise MediaError("this SVG names other files or styles from elsewhere; save it as one plain SVG, or as a PNG")
    try:
        resvg = import_module("resvg_py")
    except ImportError:
        raise MediaError("SVG pictures need `pip install shotscript[svg]`, or save it as a PNG with a clear "
                         "ground") from None  # fmt: skip
    try:
        return bytes(resvg.svg_to_bytes(
            svg_string=data.decode("utf-8-sig"), width=box[0], height=box[1], skip_system_fonts=True))
    except (ValueError, OSError, RuntimeError) as trouble:
        raise MediaError(f"this SVG cannot be drawn: {trouble}") from trouble


def _picture(data: bytes) -> Image.Image:
    try:
        with Image.open(io.BytesIO(data)) as image:
            if image.width * image.height > _LARGEST:
                raise MediaError(f"it has {image.width}x{image.height} pixels; {_LARGEST // 1_000_000} million is most")
            return ImageOps.exif_transpose(image).convert("RGBA")
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as trouble:
        raise MediaError("it is no picture, or a damaged one; save it as a PNG") from trouble


def _premultiplied(image: Image.Image, box: tuple[int, int]) -> Ink:
    """Scaled with its colours multiplied by their cover, so that no edge takes colour from what is clear."""
    share = min(box[0] / image.width, box[1] / image.height)
    size = max(1, round(image.width * share)), max(1, round(image.height * share))
    pixels = np.asarray(image, np.float32) / np.float32(255)
    pixels = np.dstack([pixels[:, :, :3] * pixels[:, :, 3:], pixels[:, :, 3]])
    planes = [Image.fromarray(np.ascontiguousarray(pixels[:, :, i])).resize(size, Image.Resampling.LANCZOS)
              for i in range(4)]  # fmt: skip
    scaled = np.clip(np.dstack([np.asarray(plane, np.float32) for plane in planes]), 0, 1)
    scaled[:, :, :3] = np.minimum(scaled[:, :, :3], scaled[:, :, 3:])
    return scaled
