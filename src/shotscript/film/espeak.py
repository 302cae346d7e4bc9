"""The other side of `voice`: a program that speaks lines with eSpeak NG. Run as a file, in a process of its own.

One JSON line in: text, voice, pitch, pace, seconds. One JSON line out: `wav` (base64) or `error`. A line is spoken
again where its first length does not fit, at the pace that should, and once more if it is still too long.
"""

from __future__ import annotations

import base64
import ctypes
import io
import json
import math
import sys
import wave
from typing import Any

import espeakng_loader

_SYNCHRONOUS, _UTF8 = 2, 1
_PACE, _PITCH = 1, 3
_SLOWEST, _FASTEST = 0.8, 450
_QUIET = 200
_TRIES = 2
_SEED = 1

_Heard = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.c_void_p)


class Voicebox:
    """The library, started once; `heard` collects what it speaks."""

    def __init__(self) -> None:
        self.library = ctypes.CDLL(espeakng_loader.get_library_path())
        data = espeakng_loader.get_data_path().encode()
        self.rate = self.library.espeak_Initialize(_SYNCHRONOUS, 0, data, 0)
        if self.rate <= 0:
            raise OSError("eSpeak NG does not start")
        self.heard = bytearray()
        self._hear = _Heard(self._listen)
        self.library.espeak_SetSynthCallback(self._hear)

    def speak(self, text: str, pace: int) -> bytes:
        """16-bit mono, the silence at both ends cut off."""
        self.heard.clear()
        data = text.replace("\0", "").encode()
        # It flutters by chance and takes its seed from the clock: the same film would never sound the same.
        self.library.espeak_ng_SetRandSeed(ctypes.c_long(_SEED))
        self.library.espeak_SetParameter(_PACE, pace, 0)
        self.library.espeak_Synth(data, ctypes.c_size_t(len(data) + 1), 0, 0, 0, _UTF8, None, None)
        self.library.espeak_Synchronize()
        return trimmed(bytes(self.heard))

    def choose(self, voice: str, pitch: int) -> bool:
        known = self.library.espeak_SetVoiceByName(voice.encode()) == 0
        self.library.espeak_SetParameter(_PITCH, pitch, 0)
        return known

    def _listen(self, samples: Any, count: int, _: Any) -> int:
        if samples and count > 0:
            self.heard += ctypes.string_at(samples, count * 2)
        return 0


def answer(box: Voicebox, line: dict[str, Any]) -> dict[str, str]:
    """What is said to one line."""
    if not box.choose(line["voice"], line["pitch"]):
        return {"error": f"there is no voice {line['voice'].split('+')[0]}"}
    pace = line["pace"]
    spoken = box.speak(line["text"], pace)
    for _ in range(_TRIES):
        fit = fitting(pace, len(spoken) / 2 / box.rate, line["seconds"], line["pace"])
        if fit == pace:
            break
        pace, spoken = fit, box.speak(line["text"], fit)
    return {"wav": base64.b64encode(packed(spoken, box.rate)).decode()}


def fitting(pace: int, lasted: float, seconds: float, own: int) -> int:
    """The pace at which what lasted so long lasts `seconds`, as far as a voice whose own pace is `own` can go.

    What is a little too short is left: only what is too long is spoken once more.
    """
    seconds = max(seconds, 0.1)
    if 0.95 * seconds <= lasted <= seconds:
        return pace
    return math.ceil(min(max(pace * lasted / seconds, _SLOWEST * own), _FASTEST))


def trimmed(spoken: bytes) -> bytes:
    """Without what is too quiet to hear before and after."""
    samples = memoryview(spoken).cast("h")
    first = next((i for i, sample in enumerate(samples) if abs(sample) > _QUIET), None)
    if first is None:
        return b""
    last = next(i for i in range(len(samples) - 1, -1, -1) if abs(samples[i]) > _QUIET)
    return spoken[first * 2 : last * 2 + 2]


def packed(spoken: bytes, rate: int) -> bytes:
    data = io.BytesIO()
    with wave.open(data, "wb") as file:
        file.setparams((1, 2, rate, 0, "NONE", ""))
        file.writeframes(spoken)
    return data.getvalue()


def main() -> None:
    box = Voicebox()
    for line in sys.stdin.buffer:
        print(json.dumps(answer(box, json.loads(line))), flush=True)


if __name__ == "__main__":
    main()
