"""Clips, pictures and jobs made of a few figures: what the examples of a page stand on.

A clip that came back is as planned but for the figures given; nothing is decoded, the findings are those of `qc`.
"""

from __future__ import annotations

import json
import re
import wave
from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from itertools import repeat
from pathlib import Path
from typing import Any

import numpy as np

from ..core.diagnostic import Diagnostic, Problems
from ..film.clip import Clip
from ..film.encode import encode
from ..film.glance import HIGH, WIDE, Glance, glance
from ..film.jumps import Jump
from ..film.measure import LEVELS, Measured
from ..film.still import png
from ..film.stretches import Stretch
from ..plan.pack import cut
from ..plan.strip import strip
from ..plan.table import table
from ..render.desk import Wanted
from ..render.orders import Order
from ..render.paid import Errand, Outcome
from ..stitch import qc_clip, qc_cuts, qc_scene
from ..stitch.qc import TOLERANCE, Due, Seen, due
from ..stitch.takes import Take
from ..studio import Film, qc
from ..studio.cutting import sequence
from ..studio.lettering import lettered
from ..studio.paid import Entry
from .bills import fault

_GREY = "#808080"
_CLIP = "clip.mp4"


def over(film: Film) -> Problems:
    """What is told when a film's words are set over its pictures."""
    edits, _ = sequence(film, [Take(one, Path(_CLIP)) for one in film.segments])
    return lettered(film.read, edits, (film.story.format.width, film.story.format.height))[1]


def make(path: Path, told: str) -> None:
    """A grey picture, clip or recording: `64x64`, `1280x720 4s`, `2s`."""
    size, seconds = re.search(r"(\d+)x(\d+)", told), re.search(r"(\d+)s", told)
    width, height = map(int, size.groups()) if size else (2, 2)
    if path.suffix == ".png":
        png(path, np.full((height, width, 3), 128, np.uint8))
    elif path.suffix == ".mp4":
        planes = np.full((height * 3 // 2, width), 128, np.uint8)
        encode(path, repeat(planes, int(seconds[1]) * 24 if seconds else 24), width, height, Fraction(24))
    else:
        with wave.open(str(path), "wb") as file:
            file.setparams((1, 2, 16000, 0, "NONE", ""))
            file.writeframes(bytes(2 * 16000 * (int(seconds[1]) if seconds else 1)))


def clip(film: Film, figures: str, folder: Path) -> Problems:
    """What is found of a clip of the film's first segment that is as planned but for the figures given."""
    take, told = Take(film.segments[0], folder / _CLIP, 1, film.provider.name), json.loads(figures)
    if "holds" in told:
        take.clip.write_text(told["holds"])
        return qc.check(film, [take])[1]
    seen = Seen(take, _measured(take, told), lambda label: f"shotscript retry film.fountain {label}", LEVELS)
    return tuple(_findings(film, seen, told))


def job(film: Film, figures: str, _: Path) -> Problems:
    """What is told of the job that asks for the film's first segment: `state` and `words` are the service's answer."""
    told = json.loads(figures)
    segment, request = film.segments[0], film.requests[0]
    wanted = Wanted(request, film.prices[0], film.read.name)
    order = Order("job-1", request.key, film.provider.name, segment.name, film.read.name, 1, film.prices[0],
                  told["state"]) if "state" in told else None
    outcome = Outcome(Errand(wanted, order, 1), order, told.get("words", ""))
    found = fault(outcome, {wanted.key: Entry(wanted, segment, (), (), 1)})
    return (found,) if found else ()


def packing(film: Film, figures: str, _: Path) -> Problems:
    """What the packer tells of a shot that the provider takes alone or not, as `fits` says."""
    row = strip(film.story, film.timeline, film.provider.limits)
    best = table(row, lambda first, last: json.loads(figures)["fits"], lambda first, last: film.prices[0]).best()
    return cut(row, best)[1]


KINDS: dict[str, Callable[[Film, str, Path], Problems]] = {"a clip": clip, "a job": job, "a packing": packing}


# ---------------------------------------------------------------------------------------------- helpers


def _findings(film: Film, seen: Seen, told: Mapping[str, Any]) -> Iterator[Diagnostic]:
    rate = Fraction(told["service fps"]) if "service fps" in told else None
    yield from qc_clip.findings(seen, rate, frozenset(), TOLERANCE)
    yield from qc_cuts.findings(seen, TOLERANCE)
    yield from (finding for _, finding in qc_scene.continuity([seen], TOLERANCE))
    if "given" in told:
        yield from qc_scene.first_frame(seen, _flat(told["given"]), "the first frame that was handed in", TOLERANCE)


def _measured(take: Take, told: Mapping[str, Any]) -> Measured:
    form, when = take.segment.format, due(take)
    width, height = told.get("width", form.width), told.get("height", form.height)
    fps, seconds = Fraction(told.get("fps", form.fps)), _exact(told.get("seconds", when[-1].end))
    starts = tuple(frame / fps for frame in range(int(seconds * fps)))
    own = Clip(take.clip, width, height, fps, len(starts), seconds, "h264", "", "yuv420p", told.get("sound", True),
               "", 1 / fps, ())
    cuts = [_exact(one) for one in told.get("cuts", [one.start for one in when[1:]])]
    quiet = [[one.start, one.end] for one in when if not qc_clip.spoken(one.cut)]
    first = _flat(told.get("first", _GREY))
    return Measured(
        own, width, height, len(starts), seconds, starts, "", tuple(Jump(int(one * fps), 1.0, 9.0) for one in cuts),
        _stretches(told.get("black", [])), _stretches(told.get("frozen", [])), _stretches(told.get("silent", quiet)),
        -12.0, _colours(when, starts, told.get("colours", {})), first, first,
    )


def _colours(when: tuple[Due, ...], starts: tuple[Fraction, ...], told: Mapping[str, str]) -> np.ndarray:
    """The average colour of each frame: that of the shot it belongs to."""
    shots = {one.label: _rgb(told.get(one.label, _GREY)) for one in when}
    labels = [next((one.label for one in when if start < one.end), when[-1].label) for start in starts]
    return np.array([shots[label] for label in labels], np.float32) / 255


def _stretches(told: list[list[Any]]) -> tuple[Stretch, ...]:
    return tuple(Stretch(_exact(start), _exact(end)) for start, end in told)


def _exact(value: Any) -> Fraction:
    return Fraction(str(value))


def _rgb(colour: str) -> tuple[int, int, int]:
    red, green, blue = bytes.fromhex(colour.removeprefix("#"))
    return red, green, blue


def _flat(colour: str) -> Glance:
    """A picture of one colour."""
    return glance(np.full((HIGH, WIDE, 3), _rgb(colour), np.uint8))
