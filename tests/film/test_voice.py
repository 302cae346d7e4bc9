"""Scratch voices: five languages, one voice a name, on time; and room tone, said, when they cannot be had."""

from __future__ import annotations

import sys
import time
from fractions import Fraction

import numpy as np
import pytest

from shotscript.film import sound
from shotscript.film.voice import Booth, installed, voice

speaks = pytest.mark.skipif(not installed(), reason="the voice extra (espeakng-loader) is not installed")
LINES = {"en": "You kept the coat. After all this time.", "es": "Guardaste el abrigo.", "zh": "你还留着那件大衣。",
         "ja": "コートを まだ もっていたの。", "ko": "그 코트를 아직 가지고 있었네요."}


@speaks
@pytest.mark.parametrize("language", LINES)
def test_every_language_is_heard_within_its_time(language: str):
    with Booth() as booth:
        heard = booth.say(LINES[language], voice("MAYA", language), Fraction(3))
    assert booth.notes == ()
    assert heard is not None and heard.shape[1] == 1
    assert 0.8 * sound.RATE < len(heard) <= 3.05 * sound.RATE
    assert np.abs(heard).max() > 0.1


@speaks
def test_a_long_line_is_hurried_and_a_short_one_is_not_drawled():
    words = "A line that is far too long to be said at leisure in the short time that it has been given here."
    with Booth() as booth:
        hurried = booth.say(words, voice("JON"), Fraction(3))
        easy = booth.say("Yes.", voice("JON"), Fraction(3))
    assert hurried is not None and 2.5 * sound.RATE < len(hurried) <= 3.05 * sound.RATE
    assert easy is not None and len(easy) < sound.RATE


@speaks
def test_the_same_line_is_spoken_the_same_at_any_time():
    """eSpeak seeds its flutter from the clock, in whole seconds: a second must pass between the two."""
    def once() -> bytes:
        with Booth() as booth:
            heard = booth.say(LINES["en"], voice("MAYA"), Fraction(3))
            assert heard is not None
            return heard.tobytes()

    first = once()
    time.sleep(1.1)
    assert once() == first


@speaks
def test_what_the_robot_cannot_read_is_said():
    with Booth() as booth:
        hummed = booth.say("今夜は雨が降る。", voice("YUKI", "ja"), Fraction(2))
        assert booth.say("nuqneH", voice("WORF", "tlh"), Fraction(1)) is None
        assert booth.say("Still here.", voice("JON"), Fraction(1)) is not None
    assert hummed is not None
    assert booth.notes == ("Japanese kanji are hummed: the scratch voice reads kana only",
                           "a line could not be spoken: there is no voice tlh; room tone instead")


def test_voices_follow_the_look_and_else_the_name():
    assert voice("MAYA", "en", "woman, 34") == voice("MAYA", "en", "woman, 34")
    assert "+f" in voice("MAYA", "en", "a woman in red").name and "+m" in voice("MAYA", "en", "man, 41").name
    assert "+f" in voice("莉", "zh", "三十岁的女人").name and voice("莉", "zh").name.startswith("cmn")
    assert voice("TIM", "en", "boy, 8").pitch > voice("TIM", "en", "man, 41").pitch
    assert voice("MAYA", "en-US").name.startswith("en+")
    many = {voice(f"PERSON {i}") for i in range(40)}
    assert len(many) > 30
    assert all(0 <= one.pitch <= 99 for one in many)


def test_a_woman_is_no_man():
    assert {voice(f"P{i}", "en", "woman").name[3] for i in range(20)} == {"f"}


DEAD = "import sys; sys.stdin.readline()"
HUNG = "import time; time.sleep(60)"
MAD = "import sys; sys.stdin.readline(); print('hello', flush=True); sys.stdin.readline()"


@pytest.mark.parametrize(("program", "words"), [(DEAD, "stopped unexpectedly"), (HUNG, "did not answer within 0.5 s"),
                                                (MAD, "stopped unexpectedly")])
def test_a_voice_that_dies_or_hangs_ends_in_room_tone(program: str, words: str):
    with Booth(runner=(sys.executable, "-c", program), patience=5 if program is not HUNG else 0.5) as booth:
        assert booth.say("Hello.", voice("JON"), Fraction(1)) is None
        assert booth.say("Hello?", voice("JON"), Fraction(1)) is None
    assert booth.notes == (f"the scratch voice {words}: room tone from there on",)


def test_a_program_that_is_not_there_is_no_crash():
    with Booth(runner=("/nowhere/espeak",)) as booth:
        assert booth.say("Hello.", voice("JON"), Fraction(1)) is None
    assert len(booth.notes) == 1


def test_without_the_extra_the_film_says_so(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("shotscript.film.voice.installed", lambda: False)
    with Booth() as booth:
        assert booth.say("Hello.", voice("JON"), Fraction(1)) is None
    assert "shotscript[voice]" in booth.notes[0]
    with Booth(wanted=False) as silent:
        assert silent.say("Hello.", voice("JON"), Fraction(1)) is None
    assert silent.notes == ()
