"""Scratch voices: a robot reads the lines, so that a reel can be judged by ear before anyone is cast.

eSpeak NG (the `voice` extra) speaks in a process of its own: if it dies or hangs, the film goes on with room tone and
says so. Every character has a pitch and a pace, derived from the name alone, so it sounds the same in every film run.
"""

from __future__ import annotations

import base64
import json
import queue
import re
import subprocess
import sys
import threading
from contextlib import AbstractContextManager
from dataclasses import dataclass
from fractions import Fraction
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from types import TracebackType
from typing import Any

from ..core import digest
from . import sound

LANGUAGES = {"en": "en", "es": "es", "zh": "cmn", "ja": "ja", "ko": "ko"}
PATIENCE = 20.0
"""Seconds a line may take before the voice is taken for hung; it needs some milliseconds."""

_WOMEN = ("woman", "girl", "female", "lady", "mother", "mujer", "niña", "chica", "女", "여자", "여성", "소녀")
_MEN = ("man", "boy", "male", "gentleman", "father", "hombre", "niño", "chico", "男", "남자", "남성", "소년")
_CHILDREN = ("girl", "boy", "child", "kid", "niña", "niño", "女孩", "男孩", "少女", "少年", "소녀", "소년")
_MISSING = "scratch voices are not installed (pip install 'shotscript[voice]'): room tone instead"
_KANJI = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]")
_RUNNER = Path(__file__).with_name("espeak.py")


@dataclass(frozen=True, slots=True)
class Voice:
    """How a character sounds: eSpeak's voice, pitch 0 to 99, words a minute when not hurried."""

    name: str
    pitch: int
    pace: int


def installed() -> bool:
    return find_spec("espeakng_loader") is not None


def voice(who: str, language: str = "en", look: str = "") -> Voice:
    """A character's voice: man, woman or child as the look says, else as the name's digest falls; the rest likewise."""
    seed = bytes.fromhex(digest.of(who))
    woman, man, child = (_says(look, words) for words in (_WOMEN, _MEN, _CHILDREN))
    female = seed[0] % 2 == 0 if woman == man else woman
    variant = f"f{1 + seed[1] % 4}" if female else f"m{1 + seed[1] % 7}"
    pitch = (72 if child else 55 if female else 28) + seed[2] % 22 - 6
    code = language.split("-")[0].casefold()
    return Voice(f"{LANGUAGES.get(code, code)}+{variant}", pitch, 150 + seed[3] % 30)


class Booth(AbstractContextManager["Booth"]):
    """Where lines are spoken. `notes` say, once each, why some were not."""

    def __init__(self, wanted: bool = True, runner: tuple[str, ...] = (), patience: float = PATIENCE) -> None:
        self._command = runner or (sys.executable, "-P", str(_RUNNER))
        self._patience = patience
        self._child: subprocess.Popen[bytes] | None = None
        self._answers: queue.Queue[bytes] = queue.Queue()
        self._open = wanted and (bool(runner) or installed())
        self._notes: dict[str, None] = {}
        if wanted and not self._open:
            self._note(_MISSING)

    @property
    def notes(self) -> tuple[str, ...]:
        return tuple(self._notes)

    @property
    def edition(self) -> str:
        """Whose voices they are; nothing where nobody speaks."""
        return f"espeakng-loader {version('espeakng_loader')}" if self._open and installed() else ""

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._close()

    def say(self, text: str, voice: Voice, seconds: Fraction) -> sound.Samples | None:
        """The line as mono samples, hurried where needed to last at most `seconds`. None, with a note, if it failed."""
        if not self._open:
            return None
        answer = self._ask({"text": self._readable(text, voice), "voice": voice.name, "pitch": voice.pitch,
                            "pace": voice.pace, "seconds": float(seconds)})
        if answer is None:
            return None
        if "wav" not in answer:
            self._note(f"a line could not be spoken: {answer.get('error', 'no reason given')}; room tone instead")
            return None
        return sound.wav(base64.b64decode(answer["wav"]))

    def _readable(self, text: str, voice: Voice) -> str:
        """eSpeak reads kana only and would spell every kanji as `Chinese letter`: they are hummed."""
        if voice.name.startswith("ja") and _KANJI.search(text):
            self._note("Japanese kanji are hummed: the scratch voice reads kana only")
            return _KANJI.sub("んー", text)
        return text

    def _ask(self, line: dict[str, Any]) -> dict[str, Any] | None:
        """The answer to one JSON line, or None when the process is dead, hangs or talks nonsense."""
        try:
            child = self._started()
            assert child.stdin
            child.stdin.write(json.dumps(line).encode() + b"\n")
            child.stdin.flush()
            return json.loads(self._answers.get(timeout=self._patience))
        except queue.Empty:
            self._fail(f"did not answer within {self._patience:g} s")
        except (OSError, ValueError):
            self._fail("stopped unexpectedly")
        return None

    def _started(self) -> subprocess.Popen[bytes]:
        if self._child is None:
            self._child = subprocess.Popen(
                self._command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
            )
            threading.Thread(target=_listen, args=(self._child, self._answers), daemon=True).start()
        return self._child

    def _fail(self, why: str) -> None:
        self._note(f"the scratch voice {why}: room tone from there on")
        self._open = False
        self._close()

    def _close(self) -> None:
        child, self._child = self._child, None
        if child is None:
            return
        child.kill()
        child.wait()
        if child.stdin:
            try:
                child.stdin.close()
            except BrokenPipeError:
                # The line it never read is lost on purpose.
                return

    def _note(self, words: str) -> None:
        self._notes[words] = None


def _listen(child: subprocess.Popen[bytes], answers: queue.Queue[bytes]) -> None:
    """Pass on every line the process says, then an empty one when it has gone."""
    assert child.stdout
    with child.stdout:
        for line in child.stdout:
            answers.put(line)
    answers.put(b"")


def _says(look: str, words: tuple[str, ...]) -> bool:
    """Whether a look holds one of the words: whole ones in Latin letters, anywhere in scripts without spaces."""
    folded = look.casefold()
    return any(re.search(rf"\b{word}\b" if word.isascii() or "ñ" in word else word, folded) for word in words)
