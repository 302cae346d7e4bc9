"""Clips' own sound: heard exactly where they are seen, without a click and without drift; rooms where there is none."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from heard import Clip, Speaker, cut, film, hear, loudness, tone, write
from hypothesis import given
from hypothesis import strategies as st

from shotscript.film.sound import RATE, room
from shotscript.stitch import native
from shotscript.stitch.sequence import Edit, Sequence
from shotscript.stitch.shelf import Shelf, nowhere
from shotscript.stitch.soundtrack import Heard, Playing

RATES = [Fraction(24000, 1001), Fraction(24), Fraction(25), Fraction(30000, 1001), Fraction(30), Fraction(60)]

TWO = """INT. KITCHEN - NIGHT

!! 1A: WS, 2s

!! 1B: CU, 2s
"""


@given(st.sampled_from(RATES), st.integers(0, 60 * 60 * 60 * 10))
def test_ten_hours_do_not_drift(fps: Fraction, frame: int):
    sequence = Sequence(fps, ())
    assert abs(native.at(frame, sequence) - frame / fps * RATE) <= Fraction(1, 2)


@given(st.sampled_from(RATES), st.integers(0, 10**6), st.fractions(0, 600, max_denominator=90_000))
def test_sound_lies_where_its_picture_does(fps: Fraction, start: int, at: Fraction):
    """Film and clip: between what is seen and what is heard there is never more than one sample."""
    edit = Edit("1A", 0, Path("a.mp4"), start, 48, at)
    sequence = Sequence(fps, (edit,))
    stretch = native.Stretch((edit,), edit.path, True)
    region = next(native.regions(sequence, (stretch,), {}))
    heard = Fraction(region.first - region.start, RATE)
    assert abs(heard - (at - start / fps)) <= Fraction(1, RATE)
    assert region.first >= 0 and region.end == native.at(start + 48, sequence)


@pytest.mark.parametrize("fps", ["24", "23.976", "30"])
def test_each_clip_is_heard_in_its_shot(tmp_path: Path, fps: str):
    """A ramp in each clip, so that every sample of the film tells which sample of which clip it is."""
    made = film(TWO, fps)
    ramp = np.linspace(0, 0.5, 6 * RATE)[:, None]
    up, down = write(tmp_path / "up.wav", ramp), write(tmp_path / "down.wav", -ramp)
    heard = hear(made, {"1A": Clip(up, at=Fraction(1)), "1B": Clip(down, at=Fraction(5, 2))}, tmp_path).samples[:, 0]
    slots = made.timeline.slots
    cut_at = round(slots[1].start / made.timeline.fps * RATE)
    assert len(heard) == round(made.timeline.frames / made.timeline.fps * RATE)
    number = np.arange(len(heard))
    due = np.where(number < cut_at, (RATE + number) * 0.5 / (6 * RATE),
                   -(2.5 * RATE + number - cut_at) * 0.5 / (6 * RATE))
    plain = np.abs(number - cut_at) > 240
    assert np.abs(heard - due)[plain].max() < 1e-4
    assert np.abs(np.diff(heard)).max() < 0.005, "the cut does not click"


def test_cuts_of_one_recording_that_follow_one_another_are_not_heard(tmp_path: Path):
    made = film(TWO)
    path = write(tmp_path / "a.wav", tone(313, 6))
    one = Clip(path, at=Fraction(1, 2))
    heard = hear(made, {"1A": one, "1B": Clip(path, at=Fraction(5, 2))}, tmp_path).samples[:, 0]
    assert np.abs(heard - tone(313, 6)[RATE // 2 : RATE // 2 + len(heard), 0]).max() < 1e-4
    jump = hear(made, {"1A": one, "1B": Clip(path, at=Fraction(3))}, tmp_path).samples[:, 0]
    assert np.abs(jump - heard)[: 2 * RATE - 240].max() == 0 < np.abs(jump - heard)[2 * RATE :].max()


def test_a_clip_that_begins_at_its_cut_or_ends_there_does_not_click(tmp_path: Path):
    made = film(TWO)
    one, other = write(tmp_path / "a.wav", np.full((2 * RATE, 1), 0.4)), write(tmp_path / "b.wav", -tone(0.1, 3) - 0.3)
    heard = hear(made, {"1A": Clip(one), "1B": Clip(other)}, tmp_path).samples[:, 0]
    assert np.abs(np.diff(heard)).max() < 0.01
    assert heard[2 * RATE - 1000] == pytest.approx(0.4, abs=1e-3)


DISSOLVE = """INT. KITCHEN - NIGHT

!! 1A: WS, 2s

> DISSOLVE TO: [[over: 24f]]

!! 1B: CU, 2s
"""


def test_a_dissolve_is_heard_as_long_as_it_is_seen(tmp_path: Path):
    made = film(DISSOLVE)
    one, other = write(tmp_path / "a.wav", tone(400, 6)), write(tmp_path / "b.wav", tone(900, 6))
    clips = {"1A": Clip(one, tail=12), "1B": Clip(other, at=Fraction(1), lead=12)}
    heard = hear(made, clips, tmp_path)
    assert heard.pitch(0, 1.4) == pytest.approx(400, abs=2) and heard.pitch(2.6, 4) == pytest.approx(900, abs=2)
    levels = [heard.level(at, at + 0.1) for at in (1.2, 1.55, 1.75, 1.95, 2.15, 2.35, 2.7)]
    assert levels == pytest.approx([levels[0]] * 7, abs=0.8), "at equal power"
    early = heard.samples[int(1.52 * RATE) : int(1.6 * RATE), 0]
    assert np.abs(np.fft.rfft(early))[72] > 0.02 * np.abs(np.fft.rfft(early)).max(), "the new shot comes in at once"


def test_a_dissolve_takes_no_sound_that_its_clip_has_no_handle_for(tmp_path: Path):
    """After 1A's last frame its clip goes on with another shot: that is not to be heard."""
    made = film(DISSOLVE)
    sound = np.concatenate([tone(400, 2), tone(3000, 4)])
    clips = {"1A": Clip(write(tmp_path / "a.wav", sound)),
             "1B": Clip(write(tmp_path / "b.wav", tone(900, 6)), at=Fraction(2), lead=12)}
    heard = hear(made, clips, tmp_path).samples[2 * RATE : int(2.5 * RATE), 0]
    spectrum = np.abs(np.fft.rfft(heard))
    assert spectrum[1490:1510].max() < 0.01 * spectrum.max()


def test_a_room_goes_on_through_a_dissolve(tmp_path: Path):
    made = film(DISSOLVE)
    clips = dict.fromkeys(("1A", "1B"), Clip(tmp_path / "no.mp4", "previz"))
    assert np.abs(hear(made, clips, tmp_path).samples - room(True, 0, 4 * RATE)).max() < 1e-4
    clips["1B"] = Clip(write(tmp_path / "c.wav", tone(900, 6, 1e-3)), at=Fraction(1), lead=12)
    over = hear(made, clips, tmp_path).samples[:, 0]
    early, late = (np.abs(np.fft.rfft(over[round(at * RATE) : round((at + 0.1) * RATE)]))[:20].sum() for at in (2, 2.6))
    assert early > 5 * late, "the room is still heard in the second half of the dissolve, though previz has no handle"


FADES = """> FADE IN: [[over: 24f]]

INT. KITCHEN - NIGHT

!! 1A: WS, 3s

> FADE OUT. [[over: 12f]]
"""


def test_sound_fades_with_its_picture(tmp_path: Path):
    made = film(FADES)
    heard = hear(made, {"1A": Clip(write(tmp_path / "a.wav", tone(400, 6)))}, tmp_path)
    assert heard.samples[0, 0] == 0 and abs(heard.samples[-1, 0]) < 0.001
    assert heard.level(1.2, 2.4) - heard.level(0, 0.1) > 15
    assert heard.level(1.1, 1.3) == pytest.approx(heard.level(2.2, 2.4), abs=0.1)
    assert heard.level(2.2, 2.4) - heard.level(2.95, 3) > 12


def test_rooms_lie_under_previz_and_silent_clips_only(tmp_path: Path):
    made = film(TWO + "\n!! 1C: CU, 2s\n\nEXT. ROAD - DAY\n\n!! 2A: WS, 2s\n")
    silent, loud = write(tmp_path / "s.wav", np.zeros((3 * RATE, 1))), write(tmp_path / "l.wav", tone(400, 3))
    clips = {"1A": Clip(silent, "previz"), "1B": Clip(loud), "1C": Clip(silent), "2A": Clip(silent)}
    heard = hear(made, clips, tmp_path).samples
    inside = slice(RATE // 10, 2 * RATE - 500)
    assert np.abs(heard[inside] - room(True, 0, 2 * RATE)[inside]).max() < 1e-4
    assert np.abs(heard[2 * RATE + 500 : 4 * RATE - 500] - tone(400, 3)[500 : 2 * RATE - 500]).max() < 1e-4
    last = slice(6 * RATE + 500, 8 * RATE)
    assert np.abs(heard[last] - room(False, 0, 8 * RATE)[last]).max() < 1e-4
    assert np.abs(np.diff(heard[:, 0])).max() < 0.01


def test_a_clip_that_cannot_be_heard_is_said_and_has_a_room(tmp_path: Path):
    made = film(TWO)
    broken = tmp_path / "broken.mp4"
    broken.write_bytes(b"no film")
    heard = hear(made, {"1A": Clip(broken), "1B": Clip(broken)}, tmp_path)
    assert [note.split(":")[0] for note in heard.notes] == [f"cannot read {broken}"]
    assert -70 < heard.level(0, 4) < -50


def test_models_are_brought_to_one_level_of_speech(tmp_path: Path):
    made = film("""INT. KITCHEN - NIGHT

!! 1A: CU on MAYA, 4s

MAYA
You kept the coat.

!! 1B: CU on JON, 4s

JON
I did keep it.

!! 1C: WS, 4s
""")
    soft, loud = write(tmp_path / "s.wav", tone(500, 5, 0.03)), write(tmp_path / "l.wav", tone(500, 5, 0.3))
    clips = {"1A": Clip(soft, model="soft"), "1B": Clip(loud, model="loud"), "1C": Clip(loud, model="loud")}
    heard = hear(made, clips, tmp_path)
    assert heard.level(1, 3) == pytest.approx(heard.level(5, 7), abs=3) and not heard.said
    assert heard.level(5, 7) == pytest.approx(heard.level(9, 11), abs=0.1), "clips of one model are moved alike"
    alone = hear(made, dict.fromkeys(clips, clips["1A"]), tmp_path)
    assert alone.level(1, 3) == pytest.approx(20 * np.log10(0.03 / np.sqrt(2)), abs=0.1), "alone it is as it is"


@pytest.mark.parametrize("target", [-16.0, -23.0, None])
def test_the_film_is_as_loud_as_asked(tmp_path: Path, target: float | None):
    made = film(TWO)
    noise = np.random.default_rng(5).normal(size=(3 * RATE, 2)) * 0.02
    one, other = write(tmp_path / "a.wav", noise), write(tmp_path / "b.wav", noise * 3)
    heard = hear(made, {"1A": Clip(one), "1B": Clip(other)}, tmp_path, loudness=target)
    plain = hear(made, {"1A": Clip(one), "1B": Clip(other)}, tmp_path)
    assert loudness(heard.samples) == pytest.approx(target or loudness(plain.samples), abs=0.2)


def test_a_film_of_silent_clips_stays_a_quiet_room(tmp_path: Path):
    made = film(TWO)
    silent = Clip(write(tmp_path / "s.wav", np.zeros((RATE, 1))))
    heard = hear(made, {"1A": silent, "1B": silent}, tmp_path, loudness=-16.0)
    assert -70 < heard.level(0, 4) < -50 and heard.notes == ()


def test_the_same_film_sounds_the_same(tmp_path: Path):
    made = film(TWO)
    path = write(tmp_path / "a.wav", np.random.default_rng(5).normal(size=(5 * RATE, 2)) * 0.2, 44100)
    clips = {"1A": Clip(path), "1B": Clip(path, "previz")}
    one, two = (hear(made, clips, tmp_path, loudness=-16.0).samples for _ in "ab")
    assert np.array_equal(one, two)


def test_a_feature_needs_no_more_memory_than_a_minute(tmp_path: Path):
    """Only what is heard just now is open: of a hundred shots never more than two."""
    made = film("INT. KITCHEN - NIGHT\n" + "".join(f"\n!! S{i}: WS, 2s\n" for i in range(100)))
    path = write(tmp_path / "a.wav", tone(400, 5))
    clips = {slot.label: Clip(path, at=Fraction(i % 3)) for i, slot in enumerate(made.timeline.slots)}
    playing = Playing(cut(made, clips), made.story, Speaker(), tmp_path, Heard(loudness=None))
    most, lasting = 0, 0
    for block in playing.track():
        most = max(most, _open(path))
        lasting += len(block)
    assert lasting == 200 * RATE and most <= 3
    assert _open(path) == 0


def _open(path: Path) -> int:
    """How many times this process has a file open."""
    found = 0
    for entry in Path("/proc/self/fd").iterdir():
        try:
            found += entry.readlink() == path
        except OSError:
            continue
    return found


def test_a_shelf_looks_at_each_file_once(tmp_path: Path):
    path = write(tmp_path / "a.wav", tone(400, 1))
    shelf = Shelf(nowhere, Fraction(24))
    assert shelf.sounds(path)
    path.unlink()
    assert shelf.sounds(path) and shelf.notes == ()
