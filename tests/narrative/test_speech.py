"""How long lines take to say: syllables counted by hand, divided by the reference rates, half a second a sentence."""

from __future__ import annotations

from fractions import Fraction as F

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shotscript.narrative import numeral, speech

# text, language, units counted by hand, sentences, seconds by hand
LINES = [
    ("I said no. Never.", "en", 3 + 2, 2, F(5) / F("4.06") + 1),
    ("It is no. 5.", "en", 4, 1, F(4) / F("4.06") + F(1, 2)),
    ("You kept the coat.", "en", 4, 1, F(4) / F("4.06") + F(1, 2)),
    ("After all this time.", "en", 5, 1, F(5) / F("4.06") + F(1, 2)),
    ("I didn't know. Nobody looked!", "en", 1 + 2 + 1 + 3 + 1, 2, F(8) / F("4.06") + 1),
    ("¿Dónde estabas anoche? Quiero que vuelvas.", "es", 2 + 3 + 3 + 2 + 1 + 2, 2, F(13, 5) + 1),
    ("Hoy no hay guerra aquí.", "es", 1 + 1 + 1 + 2 + 2, 1, F(7, 5) + F(1, 2)),
    ("你昨晚在哪里？", "zh", 6, 1, F(6) / F("3.8") + F(1, 2)),
    ("我不知道。我睡了。", "zh", 7, 2, F(7) / F("3.8") + 1),
    ("昨日はどこにいたの？", "ja", 2 * 2 + 7, 1, F(11) / F("4.6") + F(1, 2)),
    ("ちょっとまって。", "ja", 1 + 1 + 1 + 1 + 1 + 1, 1, F(6) / F("4.6") + F(1, 2)),
    ("어젯밤에 어디 있었어?", "ko", 4 + 2 + 3, 1, F(9) / F("4.6") + F(1, 2)),
]


@pytest.mark.parametrize(("text", "language", "units", "ends", "seconds"), LINES, ids=[line[0] for line in LINES])
def test_lines_in_five_languages(text: str, language: str, units: int, ends: int, seconds: F) -> None:
    assert speech.syllables(text, language) == units
    assert speech.sentences(text) == ends
    assert speech.seconds(text, language) == seconds


@pytest.mark.parametrize(("word", "count"), [
    ("coat", 1), ("table", 2), ("looked", 1), ("waited", 2), ("comes", 1), ("houses", 2), ("coffee", 2), ("going", 2),
    ("something", 2), ("beautiful", 3), ("the", 1), ("couldn't", 2), ("eye", 1), ("kitchen", 2), ("window", 2),
    ("OK", 2), ("Mr", 2), ("ideas", 3), ("centre", 2), ("theatre", 2), ("fires", 1),
])  # fmt: skip
def test_english_words(word: str, count: int) -> None:
    assert speech.english(word) == count


@pytest.mark.parametrize(("word", "count"), [
    ("ciudad", 2), ("país", 2), ("poeta", 3), ("guitarra", 3), ("vergüenza", 3), ("quiero", 2), ("muy", 1),
    ("ahora", 3), ("río", 2), ("y", 1), ("Paraguay", 3), ("Sra", 3),
])  # fmt: skip
def test_spanish_words(word: str, count: int) -> None:
    assert speech.spanish(word) == count


@pytest.mark.parametrize(("figures", "language", "count"), [
    ("7", "en", 2), ("21", "en", 3), ("350", "en", 5), ("1999", "en", 5), ("2026", "en", 5), ("3.5", "en", 3),
    ("10:30", "en", 3), ("1,000", "en", 3), ("007", "en", 6), ("100", "es", 1), ("1.000", "es", 1), ("45", "es", 6),
    ("12", "zh", 2), ("105", "zh", 4), ("2000", "zh", 2), ("12", "ko", 2), ("100", "ko", 1), ("12", "ja", 3),
    ("100", "ja", 2), ("10000", "zh", 2), ("21", "es", 3), ("16", "es", 3), ("28", "es", 3), ("22", "es", 3),
])  # fmt: skip
def test_numbers_as_read(figures: str, language: str, count: int) -> None:
    assert numeral.units(figures, language) == count


def test_a_chinese_year_is_read_figure_by_figure() -> None:
    assert speech.syllables("1999年", "zh") == 4 + 1
    assert speech.syllables("1999个", "zh") == 7 + 1


def test_foreign_words_inside_a_line_keep_their_own_units() -> None:
    assert speech.syllables("我要去Paris", "zh") == 3 + 2
    assert speech.syllables("FBI", "es") >= 1
    assert speech.syllables("TV", "en") == 2


@pytest.mark.parametrize(("text", "speaks", "film", "expected"), [
    ("Where?", "", "en", "en"), ("¿Dónde?", "", "es", "es"), ("Where?", "", "zh", "en"), ("你好", "", "en", "zh"),
    ("東京", "", "ja", "ja"), ("どこ", "", "en", "ja"), ("어디", "", "en", "ko"), ("Dónde", "español", "en", "es"),
    ("Where?", "British English, low and dry", "es", "en"), ("Where?", "with a Spanish accent", "en", "en"),
    ("Tonight we meet 李雷.", "", "en", "en"), ("我要去Paris", "", "en", "zh"), ("李, hello there", "", "zh", "en"),
    ("Where?", "es-MX", "en", "es"), ("Where?", "low and dry", "es-419", "es"),
])  # fmt: skip
def test_language_of_a_line(text: str, speaks: str, film: str, expected: str) -> None:
    assert speech.language_of(text, speaks, film) == expected


@pytest.mark.parametrize(("text", "pieces"), [
    ("Mr. Smith is here. Go!", ("Mr. Smith is here. ", "Go!")),
    ("I... don't know.", ("I... don't know.",)),
    ("Wait... No.", ("Wait... ", "No.")),
    ("It costs 3.50 now.", ("It costs 3.50 now.",)),
    ("我不知道。我睡了。", ("我不知道。", "我睡了。")),
    ('"Run!" he said.', ('"Run!" ', "he said.")),
    ("no stop", ("no stop",)),
])
def test_sentences_are_cut_where_they_end(text: str, pieces: tuple[str, ...]) -> None:
    assert speech.split_sentences(text) == pieces


def test_words_without_a_stop_are_a_sentence_only_where_the_speech_ends() -> None:
    assert speech.sentences("Go home", closed=True) == 1
    assert speech.sentences("I never", closed=False) == 0
    assert speech.seconds("", "en") == 0


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=60), st.sampled_from(["en", "es", "zh", "ja", "ko", "fr"]))
def test_any_text_is_timed_and_cut_without_loss(text: str, language: str) -> None:
    assert "".join(speech.split_sentences(text)) == text
    length = speech.seconds(text, language)
    assert isinstance(length, F) and length >= 0
