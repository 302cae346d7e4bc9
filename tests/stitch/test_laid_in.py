"""What we lay in: voices that nobody recorded, recorded lines, music under speech, sound files at their beat."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from heard import RATE, Clip, Track, film, hear, loudness, tone, write

from shotscript.film.loudness import gain
from shotscript.film.mix import DUCK
from shotscript.narrative.story import Beat
from shotscript.providers.contract import Loss, Verdict
from shotscript.stitch.soundtrack import hearing

TALK = """INT. KITCHEN - NIGHT

!! 1A: CU on MAYA, 4s

MAYA
You kept the coat.

MAYA (V.O.)
I knew he would.

JON (O.S.)
I did.
"""
SEEN, OVER, OFF = "You kept the coat.", "I knew he would.", "I did."


@dataclass
class Case:
    """Which lines are ours, by whose clip it is, whether that sounds, and whether the model was asked for all."""

    clip: str
    sounds: bool
    asked: bool
    ours: list[str]


CASES = [
    Case("previz", False, True, [SEEN, OVER, OFF]),
    Case("service", True, True, [OVER]),
    Case("service", True, False, [OVER, OFF]),
    Case("service", False, True, [OVER, OFF]),
    Case("footage", True, False, [OVER]),
    Case("footage", False, False, [OVER]),
]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_nobody_speaks_over_a_clip_that_speaks(tmp_path: Path, case: Case):
    made = film(TALK)
    clip = Clip(write(tmp_path / "a.wav", tone(400, 5) * case.sounds), case.clip)
    off = next(beat.span for beat in made.story.shots[0].beats if beat.text == OFF)
    unspoken = frozenset() if case.asked else frozenset([off])
    heard = hear(made, {"1A": clip}, tmp_path, unspoken=unspoken)
    assert sorted(heard.said) == sorted(case.ours)
    silent = case.clip == "service" and not case.sounds
    assert heard.notes == (("nobody is heard to speak in shot 1A: its clip is silent",) if silent else ())


def test_what_a_model_was_not_asked_is_known_by_the_losses():
    made = film(TALK)
    speeches = {beat.text: beat for beat in made.story.shots[0].beats if beat.kind == "speech"}

    def loss(beat: Beat, kind: str, verdict: Verdict) -> Loss:
        return Loss(shot="1A", clause=beat.text, kind=kind, verdict=verdict, span=beat.span)

    losses = [loss(speeches[SEEN], "dialogue", Verdict.LOST), loss(speeches[OVER], "voice over", Verdict.USED),
              loss(speeches[OFF], "voice over", Verdict.LOST)]
    assert hearing(None, losses).unspoken == {speeches[OFF].span}
    assert hearing(None, losses, None).loudness is None


def test_a_line_is_heard_at_its_beat(tmp_path: Path):
    made = film(TALK)
    heard = hear(made, {"1A": Clip(tmp_path / "no.mp4", "previz")}, tmp_path)
    for beat in made.story.shots[0].beats:
        start, end = float(beat.start), float(beat.start + beat.seconds)
        if beat.kind == "speech":
            assert heard.level(start, end) > -12
    last = max(beat.start + beat.seconds for beat in made.story.shots[0].beats)
    assert heard.level(float(last) + 0.05, 4) < -50


RECORDED = """INT. KITCHEN - NIGHT

[[perform MAYA: line.wav from 1s]]
!! 1A: CU on MAYA, 2s

MAYA (V.O.)
You kept the coat.

!! 1B: CU on JON, 3s

MAYA (V.O.)
After all.

JON (V.O.)
I did.

!! 1C: WS, 2s

MAYA (V.O.)
I knew.
"""


def performed(tmp_path: Path, size: float = 0.2) -> Track:
    """A recording of three seconds, from its second on: it lasts over the cut to 1B."""
    write(tmp_path / "line.wav", np.concatenate([tone(3000, 1, size), tone(600, 2.7, size)]))
    clip = Clip(write(tmp_path / "s.wav", np.zeros((RATE, 1))))
    return hear(film(RECORDED), dict.fromkeys(("1A", "1B", "1C"), clip), tmp_path)


def test_a_recorded_line_is_laid_in_once_over_its_cut(tmp_path: Path):
    heard = performed(tmp_path)
    assert heard.said == ["I did.", "I knew."], "what begins while the recording lasts is in it"
    assert heard.pitch(0.05, 2) == pytest.approx(600, abs=5)
    assert heard.level(2.4, 2.68) == pytest.approx(heard.level(0.5, 1.5), abs=8) and heard.notes == ()


@pytest.mark.parametrize("size", [0.02, 0.1, 0.5])
def test_a_recorded_line_is_as_loud_as_speech(tmp_path: Path, size: float):
    assert loudness(performed(tmp_path, size).samples[RATE // 10 : RATE]) == pytest.approx(-18, abs=0.3)


def test_a_recorded_line_of_a_shot_that_speaks_is_left_to_its_clip(tmp_path: Path):
    made = film("INT. KITCHEN - NIGHT\n\n[[perform MAYA: line.wav]]\n!! 1A: CU on MAYA, 2s\n\nMAYA\nWell.\n")
    write(tmp_path / "line.wav", tone(600, 2))
    loud, silent = write(tmp_path / "l.wav", tone(400, 3)), write(tmp_path / "s.wav", np.zeros((RATE, 1)))
    assert hear(made, {"1A": Clip(loud)}, tmp_path).pitch(0.1, 0.6) == pytest.approx(400, abs=5)
    over = hear(made, {"1A": Clip(silent)}, tmp_path)
    assert over.pitch(0.1, 0.6) == pytest.approx(600, abs=5) and over.notes == () and over.said == []
    assert hear(made, {"1A": Clip(silent, "previz")}, tmp_path).said == []


MUSIC = """INT. KITCHEN - NIGHT

!! 1A: WS, 3s

[[music: theme.wav]]
!! 1B: WS, 4s

!! 1C: CU on MAYA, 4s

MAYA (V.O.)
You kept the coat.

!! 1D: WS, 5s

[[music: off]]
!! 1E: WS, 4s
"""


def scored(tmp_path: Path, seconds: float = 40, text: str = MUSIC, size: float = 0.3) -> Track:
    write(tmp_path / "theme.wav", tone(250, seconds, size), 44100 if seconds > 39 else RATE)
    clip = Clip(write(tmp_path / "s.wav", np.zeros((RATE, 1))))
    return hear(film(text), dict.fromkeys(("1A", "1B", "1C", "1D", "1E"), clip), tmp_path)


def test_music_lies_once_over_its_shots_and_under_speech(tmp_path: Path):
    heard = scored(tmp_path, 39)
    assert heard.level(0, 2.9) < -50 and heard.pitch(3.5, 6) == pytest.approx(250, abs=1)
    assert heard.level(3.3, 6.5) == pytest.approx(heard.level(13, 14.5), abs=0.2)
    assert heard.level(17.1, 20) < -50 and -45 < heard.level(15.8, 16.6) < heard.level(14, 15) - 3
    low = heard.samples[int(7.3 * RATE) : int(7.8 * RATE), 0]
    bins = np.abs(np.fft.rfft(low * np.hanning(len(low))))[::1]
    full = heard.samples[int(5 * RATE) : int(5.5 * RATE), 0]
    due = np.abs(np.fft.rfft(full * np.hanning(len(full)))).max() * gain(DUCK)
    assert bins[120:131].max() == pytest.approx(due, rel=0.1), "lowered while she speaks"
    steps = np.abs(np.diff(heard.samples[3 * RATE : 7 * RATE, 0]))
    assert steps.max() < 0.01, "the music is one: its cuts are not heard"


@pytest.mark.parametrize("size", [0.05, 0.3, 0.9])
def test_music_lies_below_speech_however_loud_its_file_is(tmp_path: Path, size: float):
    heard = scored(tmp_path, 39, size=size)
    assert loudness(heard.samples[int(3.4 * RATE) : int(6.6 * RATE)]) == pytest.approx(-20, abs=0.3)


def test_music_too_short_is_said(tmp_path: Path):
    heard = scored(tmp_path, 5)
    assert heard.notes == ("music `theme.wav` ends 8.0 s before the shots it is for",)
    assert heard.level(11.5, 15) < -50


def test_music_to_the_end_of_the_film_is_gone_by_then(tmp_path: Path):
    heard = scored(tmp_path, 39, MUSIC.replace("[[music: off]]\n", ""))
    assert heard.level(19.9, 20) < heard.level(16, 17.5) - 15 and abs(heard.samples[-1]).max() < 0.002


EFFECTS = """INT. KITCHEN - NIGHT

[[sound: rain.wav]]

!! 1A: WS, 4s

Maya waits at the table. [[sound: bell.wav]] The lamp flickers, and she looks up at last.

!! 1B: CU on MAYA, 3s

EXT. ROAD - DAY

!! 2A: WS, 3s
"""


def test_a_sound_is_heard_at_its_beat_and_ambience_goes_round(tmp_path: Path):
    made = film(EFFECTS)
    beats = made.story.shots[0].beats
    write(tmp_path / "bell.wav", tone(2000, 0.5, 0.3))
    write(tmp_path / "rain.wav", tone(300, 2.5, 0.05))
    clip = Clip(write(tmp_path / "s.wav", np.zeros((RATE, 1))))
    heard = hear(made, dict.fromkeys(("1A", "1B", "2A"), clip), tmp_path)
    bell = np.abs(heard.samples[:, 0]) > 0.2
    assert np.flatnonzero(bell)[0] / RATE == pytest.approx(float(beats[1].start), abs=0.001)
    assert np.flatnonzero(bell)[-1] / RATE == pytest.approx(float(beats[1].start) + 0.5, abs=0.01)
    quiet = [heard.level(at, at + 0.2) for at in (0.3, 2.9, 3.5, 4.1, 5.2, 6.5)]
    assert min(quiet) > -36 and heard.level(7.2, 10) < -45, "rain in the whole scene, none on the road"
    assert heard.pitch(4.6, 6.8) == pytest.approx(300, abs=2)


def test_a_sound_that_lasts_longer_than_its_shot_goes_after_its_cut(tmp_path: Path):
    made = film("INT. KITCHEN - NIGHT\n\n[[sound: car.wav from 2s]]\n!! 1A: WS, 2s\n\n!! 1B: WS, 4s\n")
    write(tmp_path / "car.wav", np.concatenate([tone(3000, 2), tone(500, 20)]))
    clip = Clip(write(tmp_path / "s.wav", np.zeros((RATE, 1))))
    heard = hear(made, dict.fromkeys(("1A", "1B"), clip), tmp_path)
    assert heard.pitch(0.1, 1.9) == pytest.approx(500, abs=2)
    assert heard.level(0.1, 1.9) > heard.level(2.5, 2.9) > -45 and heard.level(3.1, 6) < -50


def test_sounds_in_words_are_the_models(tmp_path: Path):
    made = film("INT. KITCHEN - NIGHT\n\n[[music: slow piano]]\n[[sound: rain]]\n!! 1A: WS, 2s\n")
    heard = hear(made, {"1A": Clip(write(tmp_path / "a.wav", tone(400, 3)))}, tmp_path)
    assert heard.notes == () and heard.pitch(0, 2) == pytest.approx(400, abs=1)


@pytest.mark.parametrize("path", ["gone.wav", "../outside.wav", "words.wav", "short.wav from 9s"])
def test_a_file_that_cannot_be_heard_is_said_and_the_film_goes_on(tmp_path: Path, path: str):
    project = tmp_path / "project"
    project.mkdir()
    write(tmp_path / "outside.wav", tone(500, 2))
    (project / "words.wav").write_text("no sound")
    write(project / "short.wav", tone(500, 2))
    made = film(f"INT. KITCHEN - NIGHT\n\n[[music: {path}]]\n[[sound: {path}]]\n!! 1A: WS, 2s\n")
    heard = hear(made, {"1A": Clip(write(project / "a.wav", tone(400, 3)))}, project)
    note, = heard.notes
    assert note.endswith("it is not heard") and path.split("/")[-1][:5] in note
    assert heard.pitch(0, 2) == pytest.approx(400, abs=1)
    assert heard.level(0, 2) == pytest.approx(20 * np.log10(0.1 / np.sqrt(2)), abs=0.1)


def test_everything_together_is_as_loud_as_asked(tmp_path: Path):
    write(tmp_path / "theme.wav", tone(250, 39, 0.3))
    clip = Clip(write(tmp_path / "l.wav", tone(700, 9, 0.02)))
    other = Clip(write(tmp_path / "p.wav", tone(900, 9, 0.3)), at=Fraction(1), model="other")
    clips = {"1A": clip, "1B": other, "1C": clip, "1D": other, "1E": Clip(tmp_path / "no.mp4", "previz")}
    heard = hear(film(MUSIC), clips, tmp_path, loudness=-16.0)
    assert loudness(heard.samples) == pytest.approx(-16, abs=0.3) and np.abs(heard.samples).max() < 0.9
