"""Captions: exact text, exact times, lines that fit, in files that other programs read."""

from __future__ import annotations

import html
import io
from fractions import Fraction
from pathlib import Path

import pytest
import srt as subrip
import webvtt
from hypothesis import given
from hypothesis import strategies as st
from reels import Take, film, speech

from shotscript.stitch.assemble import sequence
from shotscript.stitch.captions import Caption, captions, srt, vtt, wrap

LONG = ("I told you a thousand times, and I will tell you once more, that the light in the harbour was "
        "never meant for ships; it was meant for her.")
ALL = """1
00:00:01,001 --> 00:00:02,503
You kept the coat.

2
00:00:02,002 --> 00:00:03,003
JON: After all this time?

3
00:00:04,004 --> 00:00:06,673
I told you a thousand times, and I will
tell you once more, that the light in the

4
00:00:06,673 --> 00:00:08,509
harbour was never meant for ships; it was
meant for her.

5
00:00:09,009 --> 00:00:11,011
你还留着那件大衣，过了这么多年，
我真没想到。
"""


def made(takes: list[Take], fps: Fraction) -> tuple[Caption, ...]:
    one = film(takes, fps)
    return captions(sequence(one.timeline, one.segments, dict.fromkeys(range(9), Path("a"))), one.story)


def text(takes: list[Take], fps: Fraction) -> str:
    return srt(made(takes, fps))


def test_the_whole_file():
    takes = [
        Take(24),
        Take(72, beats=(speech("You kept the coat.", "0", "3/2", who="MAYA"),
                        speech("After all this time?", "1001/1000", "1", who="JON", unseen=True))),
        Take(120, beats=(speech(LONG, "0", "9/2", who="MAYA"),)),
        Take(60, beats=(speech("你还留着那件大衣，过了这么多年，我真没想到。", "0", "2", who="MAYA", language="zh"),)),
    ]
    assert text(takes, Fraction(24000, 1001)) == ALL


def test_every_time_is_a_frame_of_the_film():
    fps = Fraction(24000, 1001)
    takes = [Take(50, beats=(speech(LONG, "1/7", "19/10", who="MAYA"),)),
             Take(31, beats=(speech("No.", "1/3", "1/3"),))]
    for caption in made(takes, fps):
        assert (caption.start * fps).denominator == (caption.end * fps).denominator == 1
        assert caption.end > caption.start


def test_files_as_their_own_readers_take_them():
    takes = [Take(240, beats=(speech("A & B <i>--> {\\an8}</i>", "0", "2", who="JON"),
                              speech("שלום <&gt; 光", "3", "2", who="JON", language="he")))]
    found = made(takes, Fraction(24))
    want = [(0.0, 2.0, "A & B <i>--> {\\an8}</i>"), (3.0, 5.0, "שלום <&gt; 光")]
    web = webvtt.from_buffer(io.StringIO(vtt(found)))
    read = [(cue.start_in_seconds, cue.end_in_seconds, html.unescape(cue.raw_text)) for cue in web.captions]
    assert read == want
    subs = [(one.start.total_seconds(), one.end.total_seconds(), one.content.replace("\u2060", ""))
            for one in subrip.parse(srt(found))]
    assert subs == want


def test_other_words_at_the_times_that_are_heard():
    english = film([Take(96, beats=(speech("I know.", "1/2", "3/2", who="MAYA"),))], Fraction(24))
    spanish = film([Take(96, beats=(speech("Ya lo sé.", "0", "7/2", who="MAYA", language="es"),))], Fraction(24))
    laid = sequence(english.timeline, english.segments, dict.fromkeys(range(9), Path("a")))
    (caption,) = captions(laid, english.story, spanish.story)
    assert (caption.lines, caption.start, caption.end) == (("Ya lo sé.",), Fraction(1, 2), Fraction(2))


def test_a_speech_ends_with_its_shot_and_pauses_say_nothing():
    takes = [Take(24, beats=(speech("Wait!", "1/2", "4", who="JON"), speech("", "0", "1"))), Take(24)]
    assert text(takes, Fraction(24)) == "1\n00:00:00,500 --> 00:00:01,000\nWait!\n"


def test_a_film_without_words_has_an_empty_file():
    assert text([Take(24)], Fraction(24)) == ""


def test_words_are_no_mark_up():
    takes = [Take(24, beats=(speech("<b>Look --> there {\\an8}</b>\n\n99", who="JON"),))]
    lines = text(takes, Fraction(24)).split("\n")
    assert len(lines) == 4 and lines[1].count("-->") == 1
    assert lines[2].replace("\u2060", "") == "<b>Look --> there {\\an8}</b> 99"
    assert not any(mark in lines[2] for mark in ("<b>", "-->", "{\\", "</b>"))


@pytest.mark.parametrize(
    ("language", "words", "lines"),
    [
        ("en", "", ()),
        ("en", "a" * 50, ("a" * 42, "a" * 8)),
        ("es", "¿Por qué no me lo dijiste antes de que lloviera así?",
         ("¿Por qué no me lo dijiste antes de que", "lloviera así?")),
        ("zh", "一二三四五六七八九十一二三四五六。七", ("一二三四五六七八九十一二三四五", "六。七")),
        ("ja", "「こんばんは、いいお天気ですね」と彼は言った。",
         ("「こんばんは、いいお天気ですね」", "と彼は言った。")),
        ("zh", "她说OpenAI2026年会来这里见我们的", ("她说OpenAI2026年会来这", "里见我们的")),
        ("ko", "그 코트를 아직도 가지고 있었네요", ("그 코트를 아직도 가지고", "있었네요")),
    ],
)
def test_lines_break_as_a_reader_expects(language: str, words: str, lines: tuple[str, ...]):
    assert wrap(words, language) == lines


@given(st.text(alphabet="一二三、。，ab1 「」…", max_size=80), st.sampled_from(["zh", "ja", "ko", "en"]))
def test_no_letter_is_lost_and_no_line_too_long(words: str, language: str):
    lines = wrap(words, language)
    assert "".join("".join(lines).split()) == "".join(words.split())
    assert all(0 < len(line) <= (42 if language == "en" else 16) for line in lines)
