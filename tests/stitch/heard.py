"""Films to be listened to in tests: a script, a sound for each shot's clip, and the track they make as numbers."""

from __future__ import annotations

import subprocess
import wave
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from pathlib import Path

import imageio_ffmpeg
import numpy as np

import shotscript
from shotscript.core.world import DiskWorld
from shotscript.film.sound import RATE, Samples
from shotscript.film.voice import Booth, Voice
from shotscript.stitch.sequence import Edit, Sequence
from shotscript.stitch.shelf import reach
from shotscript.stitch.soundtrack import Heard, Playing
from shotscript.stitch.takes import Take

HEAD = """Title: Heard

/*@format
picture: 16:9 720p {fps}fps
*/

/*@cast
MAYA: woman, 34
JON: man, 41
*/

"""


class Speaker(Booth):
    """A booth that hums every line at half of full scale, and remembers what it was asked to say."""

    def __init__(self) -> None:
        super().__init__(wanted=False)
        self.said: list[str] = []

    def say(self, text: str, voice: Voice, seconds: Fraction) -> Samples:
        self.said.append(text)
        return tone(1000, float(seconds), 0.5)


@dataclass
class Clip:
    """What a shot's clip is: ours, a service's, or footage (`take` None). Its shot begins `at` seconds into it."""

    path: Path
    kind: str = "service"
    at: Fraction = Fraction(0)
    model: str = "kling"
    lead: int = 0
    tail: int = 0


@dataclass
class Track:
    """What was heard. `samples` in floats, `said` what the booth spoke."""

    samples: Samples
    notes: tuple[str, ...]
    said: list[str] = field(default_factory=list)

    def level(self, start: float, end: float) -> float:
        """RMS in dB of full scale between two seconds."""
        part = self.samples[round(start * RATE) : round(end * RATE)].astype(float)
        return 20 * float(np.log10(max(np.sqrt(np.mean(part**2)), 1e-9)))

    def pitch(self, start: float, end: float) -> float:
        """The loudest frequency between two seconds, Hz."""
        part = self.samples[round(start * RATE) : round(end * RATE), 0]
        return float(np.fft.rfftfreq(len(part), 1 / RATE)[np.abs(np.fft.rfft(part * np.hanning(len(part)))).argmax()])


def tone(pitch: float, seconds: float, size: float = 0.1) -> Samples:
    number = np.arange(round(seconds * RATE))
    return (np.sin(2 * np.pi * pitch * number / RATE) * size).astype(np.float32)[:, None]


def write(path: Path, samples: np.ndarray, rate: int = RATE) -> Path:
    """A wave file of samples (n, channels)."""
    with wave.open(str(path), "wb") as file:
        file.setparams((samples.shape[1], 2, rate, 0, "NONE", ""))
        file.writeframes(np.rint(np.clip(samples, -1, 1) * 32767).astype("<i2").tobytes())
    return path


def film(text: str, fps: str = "24") -> shotscript.Film:
    made = shotscript.compile(HEAD.format(fps=fps) + text, provider="kling-3-omni")
    assert not [one for one in made.read.told if one.level.name == "ERROR" and one.code != "FL104"], made.read.told
    return made


def cut(made: shotscript.Film, clips: Mapping[str, Clip]) -> Sequence:
    """The film's shots one after the other, each from its clip."""
    edits = [
        Edit(slot.label, slot.scene, clips[slot.label].path, slot.start, slot.frames, clips[slot.label].at,
             clips[slot.label].lead, clips[slot.label].tail, slot.transition_in, slot.transition_out,
             take=_take(made, clips[slot.label]))
        for slot in made.timeline.slots
    ]
    return Sequence(made.timeline.fps, tuple(edits))


def hear(made: shotscript.Film, clips: Mapping[str, Clip], project: Path, **more) -> Track:
    """The whole track. Files of the script lie in `project`. As loud as it is, unless told otherwise."""
    heard = replace(Heard(find=reach(_At(project)), loudness=None), **more)
    booth = Speaker()
    playing = Playing(cut(made, clips), made.story, booth, project, heard)
    blocks = list(playing.track())
    samples = np.concatenate(blocks).astype(np.float32) / 32767
    return Track(samples, playing.notes, booth.said)


def loudness(samples: Samples) -> float:
    """LUFS as ffmpeg measures them."""
    done = subprocess.run(
        [imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", "-f", "f32le", "-ar", str(RATE), "-ac", "2", "-i", "-", "-af",
         "ebur128=metadata=1,ametadata=print:key=lavfi.r128.I:file=-", "-f", "null", "-"],
        input=samples.astype("<f4").tobytes(), capture_output=True, check=True)
    return float(done.stdout.decode().split()[-1].partition("=")[2])


class _At(DiskWorld):
    """The disk as a script in `project` sees it, whatever the script is called."""

    def resolve(self, near: str, path: str) -> str:
        return super().resolve(str(self.project / near), path)


def _take(made: shotscript.Film, clip: Clip) -> Take | None:
    if clip.kind == "footage":
        return None
    return Take(made.segments[0], clip.path, number=int(clip.kind == "service"), provider="them", model=clip.model)
