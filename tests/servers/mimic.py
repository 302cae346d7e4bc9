"""MimicMotion at Replicate: the one version of it, and what its inputs take.

Source: reference/providers/mimic.md (the model's input schema at Replicate); the protocol is `predictions`'.
"""

from __future__ import annotations

from functools import partial
from typing import Any

from predictions import FILE, Predictions

VERSION = "b3edd455f68ec4ccf045da8732be7db837cb8832d1a2459ef057ddcd3ff87dea"


def within(kind: type, least: float, most: float, value: Any) -> str:
    if isinstance(value, bool) or not isinstance(value, kind if kind is int else (int, float)):
        return f"Invalid type. Expected: {kind.__name__}"
    return "" if least <= value <= most else f"Must be from {least} to {most}"


def checkpoint(value: Any) -> str:
    return "" if value in ("v1", "v1-1") else "must be one of: v1, v1-1"


INPUTS = {
    "appearance_image!": FILE, "motion_video!": FILE, "resolution": partial(within, int, 64, 1024),
    "chunk_size": partial(within, int, 2, 10_000), "frames_overlap": partial(within, int, 0, 10_000),
    "denoising_steps": partial(within, int, 1, 100), "noise_strength": partial(within, float, 0, 1),
    "guidance_scale": partial(within, float, 0.1, 10), "sample_stride": partial(within, int, 1, 10_000),
    "output_frames_per_second": partial(within, int, 1, 60), "seed": partial(within, int, 0, 2**31 - 1),
    "checkpoint_version": checkpoint,
}
Mimic = partial(Predictions, {VERSION: INPUTS})
SERVES = {"mimic-motion": Mimic}
