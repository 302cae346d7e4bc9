"""Lines and looks in Chinese, Japanese, Korean, Spanish and English: to the letter, or said not to be.

Exactly one of three holds: the words stand in what is sent, the segment is refused, or the clause is reported; and it
is the first whenever the words fit (`promises.words_stand` and `words_stand_where_they_fit`).
"""

from __future__ import annotations

from dataclasses import replace

import pytest
from films import Film, segments, understood
from found import EACH, FOUND, MANY, told
from hypothesis import given
from hypothesis import strategies as st
from phrases import NASTY
from promises import Answer, answer, faults, key, roomy, stands, text_of, untold

from shotscript.plan.limits import Limits
from shotscript.providers.contract import Provider, Verdict
from shotscript.providers.outside import is_outside

TONGUES = {
    "en": ("MAYA", "woman, 34, cropped silver hair", "You kept the coat.", "After all this time."),
    "es": ("MARÍA JOSÉ", "mujer de 50 años, trenza gris", "¿Dónde estabas anoche?", "Guardaste el abrigo."),
    "zh": ("玛雅", "女，三十四岁，银色短发", "你还留着那件大衣。", "这么多年了。"),
    "ja": ("佐藤", "四十代の男、疲れた目", "どうして黙っていたんですか。", "まだ持っていたのね。"),
    "ko": ("민수", "스무 살 남자, 검은 머리", "왜 이제야 돌아왔어요?", "코트를 간직했군요."),
}


def script(tongue: str, lines: int = 1, looks: int = 1, nasty: str = "", length: str = "") -> str:
    """One shot, one person, a line and a look of any length. A written length keeps the shot one request's own."""
    name, look, first, second = TONGUES[tongue]
    said = " ".join([first, second] * lines)[: None if lines > 1 else len(first)]
    seen = ", ".join(f"{look} {n}" if n else look for n in range(looks))
    cue = name if name.isascii() else f"@{name}"
    return (f"/*@format\nlanguage: {tongue}\n*/\n\n/*@cast\n{name}: {seen}\n*/\n\n/*@places\nROOM: a bare room\n*/\n\n"
            f"INT. ROOM - DAY\n\n!! CU on {name}{length and f', {length}'}\n\n{cue}\n{said} {nasty}\n")


def asked_of(provider: Provider, text: str) -> list[Answer]:
    one: Film = understood(text)
    return [answer(provider, one, segment) for segment in segments(one, provider.limits)]


@EACH
@pytest.mark.parametrize("tongue", TONGUES)
def test_a_short_line_and_a_short_look_stand_to_the_letter(provider: Provider, tongue: str) -> None:
    for a in asked_of(provider, script(tongue)):
        found = faults(a)
        assert not found, told(found)
        assert a.refused == bool(provider.wants), [problem.message for problem in a.draft.problems]
        if provider.local or not a.draft.request.prompt:
            continue
        for claim in a.claims:
            loss = a.heard[key(claim)]
            if claim.kind in ("dialogue", "look") and not is_outside(loss.how):
                never = claim.kind in untold(provider)
                assert stands(text_of(claim), a) != never, f"{a.told(claim)}\nprompt: {a.draft.request.prompt}"
                assert (loss.verdict is Verdict.LOST) <= never, a.told(claim)


@EACH
def test_who_takes_no_words_says_that_every_line_is_lost(provider: Provider) -> None:
    if provider.local:
        pytest.skip("what this machine draws, it says of itself")
    for tongue in TONGUES:
        for a in asked_of(provider, script(tongue)):
            lines = [a.heard[key(claim)] for claim in a.claims if claim.kind == "dialogue"]
            assert lines or a.segment.cuts[0].parts > 1
            if not a.draft.request.prompt:
                assert all(loss.verdict is Verdict.LOST for loss in lines), [loss.how for loss in lines]


@EACH
def test_words_of_any_length_stand_or_are_answered_for(provider: Provider) -> None:

    @MANY
    @given(st.sampled_from(list(TONGUES)), st.sampled_from((1, 4, 12, 40, 150)), st.sampled_from((1, 3, 30, 120)),
           st.sampled_from(NASTY))
    def asked_at_random(tongue: str, lines: int, looks: int, nasty: str) -> None:
        text = script(tongue, lines, looks, nasty, "5s" if lines > 1 else "")
        found = [fault for a in asked_of(provider, text) for fault in faults(a)]
        if found:
            pytest.fail(f"{told(found)}\n\nThe script:\n\n{text[:3000]}", pytrace=False)

    asked_at_random()


def test_there_are_films_with_room_and_films_without():
    """The rule about room is asked in earnest: of a prompt of 1500 characters, long words leave none."""
    tight = replace(FOUND["previz"], limits=Limits(prompt=1500))
    short, long = (asked_of(tight, script("zh", lines, lines))[0] for lines in (1, 40))
    assert roomy(short) and not roomy(long)

