"""The reel of one shot a clip: what has not changed is not drawn again, and whoever stops it leaves nothing half."""

from __future__ import annotations

import threading
import wave
from collections.abc import Iterator
from pathlib import Path

import av
import numpy as np
import pytest

from shotscript.core.errors import UsageError
from shotscript.film.probe import probe
from shotscript.render.ledger import events
from shotscript.stitch import soundtrack
from shotscript.studio import produce, read, rushes
from shotscript.studio.rushes import Rushes, Shift

FILM = """/*@format
picture: 128x72 12fps
*/

/*@fields
word: Yes.
*/

/*@variants
no:
  word: No.
*/

INT. ROOM - DAY #1#

[[block: MAYA sits at -0.7 0 facing JON; JON stands at 0.7 0 facing MAYA]]

!! 1A: WS on MAYA and JON, 28mm, 1s

They wait.

!! 1B: CU on JON, 50mm, pan left 5deg, 1s

JON
{word}

!! 1C: CU on MAYA, 85mm, orbit left 15deg, 1s

> DISSOLVE TO: [[over: 4f]]

EXT. ROAD - DAY #2#

[[block: MAYA stands at 0 0]]
!! 2A: FS on MAYA, 50mm, 2s
"""


@pytest.fixture
def script(tmp_path: Path) -> Path:
    (tmp_path / "shotscript.toml").write_text("")
    path = tmp_path / "film.fountain"
    path.write_text(FILM)
    return path


def drawn(script: Path, shift: Shift | None = None, **more: object) -> Rushes | None:
    return rushes.draw(rushes.film(read(script)), shift or Shift(), **more)  # type: ignore[arg-type]


def clips(script: Path) -> list[str]:
    """The shots whose clips were ever made, in order, as the ledger has them."""
    return [one.segment for one in events(script.parent / ".shotscript" / "ledger.sqlite")]


def edited(script: Path, old: str, new: str) -> None:
    text = script.read_text()
    assert text.count(old) == 1
    script.write_text(text.replace(old, new))


def unfinished(script: Path) -> list[Path]:
    """Files that were begun and are not whole."""
    held = [path for path in script.parent.rglob("*") if path.is_file()]
    return [path for path in held if path.suffix == ".part" or path.name.startswith(".") or "incoming" in path.parts]


def pictures(path: Path) -> Iterator[np.ndarray]:
    with av.open(str(path)) as file:
        for frame in file.decode(video=0):
            yield frame.to_ndarray(format="yuv420p")


def heard(path: Path) -> np.ndarray:
    with av.open(str(path)) as file:
        return np.concatenate([frame.to_ndarray() for frame in file.decode(audio=0)], axis=1)


def test_each_shot_is_a_clip_and_stands_in_the_reel_where_it_is_said(script: Path):
    made = drawn(script)
    assert made and clips(script) == ["1A", "1B", "1C", "2A"]
    assert made.starts == {"1A": (0, 12), "1B": (12, 12), "1C": (24, 12), "2A": (36, 24)}
    facts = probe(made.path)
    assert facts.frames == 60 and facts.sound and made.path.stem == made.key[:32]
    reel = list(pictures(made.path))
    rows = {one.segment: one.clip for one in events(script.parent / ".shotscript" / "ledger.sqlite")}
    for label, (start, _) in list(made.starts.items())[:3]:
        clip = script.parent / ".shotscript" / "store" / rows[label][:2] / f"{rows[label]}.mp4"
        assert np.array_equal(reel[start], next(pictures(clip))), label


def test_an_edit_draws_its_shot_and_no_other(script: Path):
    first = drawn(script)
    edited(script, "orbit left 15deg", "orbit left 25deg")
    shift = Shift()
    second = drawn(script, shift)
    assert first and second and shift.drawn == ["1C"] and clips(script) == ["1A", "1B", "1C", "2A", "1C"]
    assert {label for label in first.told if first.told[label] != second.told[label]} == {"1C"}
    assert second.key != first.key and first.path.is_file()
    edited(script, "orbit left 25deg", "orbit left 15deg")
    third = drawn(script)
    assert third and third.key == first.key and len(clips(script)) == 5


def test_moved_down_and_called_otherwise_a_shot_is_told_as_before(script: Path):
    before = rushes.told(rushes.film(read(script)))
    edited(script, "They wait.", "They wait.\n\nAnd wait.")
    edited(script, "2A:", "2B:")
    after = rushes.told(rushes.film(read(script)))
    assert after["1B"] == before["1B"] and after["2B"] == before["2A"]


def test_changed_shots_come_first(script: Path):
    drawn(script, first=["1C", "2A"])
    assert clips(script) == ["1C", "2A", "1A", "1B"]


def test_left_in_the_middle_of_a_clip_nothing_half_stays_and_the_next_run_finishes(script: Path):
    shift, told = Shift(), list[str]()

    def tell(label: str, done: int, of: int) -> None:
        told.append(f"{label} {done} {of}")
        if label == "1B":
            shift.leave()

    assert drawn(script, shift, tell=tell) is None
    assert told == ["1A 0 4", "1B 1 4"] and clips(script) == ["1A"] == shift.drawn
    assert not unfinished(script) and not list(script.parent.rglob("build/**/*.mp4"))
    assert drawn(script) and clips(script) == ["1A", "1B", "1C", "2A"] and not unfinished(script)


def test_left_for_a_text_that_has_the_shot_as_well_its_clip_is_finished(script: Path):
    film, shift = rushes.film(read(script)), Shift()

    def tell(label: str, done: int, of: int) -> None:
        if label == "1B":
            shift.leave([rushes.keys(film)["1B"]])

    assert rushes.draw(film, shift, tell) is None
    assert clips(script) == ["1A", "1B"] == shift.drawn and not unfinished(script)


def test_left_while_the_reel_is_joined(script: Path, monkeypatch: pytest.MonkeyPatch):
    drawn(script)
    shift, assemble = Shift(), rushes.assemble

    def late(*given: object, **more: object) -> object:
        shift.leave()
        return assemble(*given, **more)  # type: ignore[arg-type]

    edited(script, "1s\n\nThey", "2s\n\nThey")
    reels = set(script.parent.rglob("build/**/rushes/*.mp4"))
    monkeypatch.setattr(rushes, "assemble", late)
    assert drawn(script, shift) is None and set(script.parent.rglob("build/**/rushes/*.mp4")) == reels
    assert not unfinished(script)


def test_held_it_stands_still_until_it_may_go_on(script: Path):
    shift, made = Shift(), list[Rushes | None]()
    shift.hold()
    thread = threading.Thread(target=lambda: made.append(drawn(script, shift)))
    thread.start()
    thread.join(0.5)
    assert thread.is_alive() and not clips(script)
    shift.go_on()
    thread.join(60)
    assert made[0] and len(clips(script)) == 4


def test_while_the_first_reel_is_drawn_there_are_reels_of_some_shots(script: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(rushes, "_SOON", 0.0)
    parts: list[Rushes] = []
    whole = drawn(script, first=["1C"], part=parts.append)
    assert [dict(one.starts) for one in parts] == [
        {"1C": (0, 12)}, {"1A": (0, 12), "1C": (12, 12)}, {"1A": (0, 12), "1B": (12, 12), "1C": (24, 12)}]
    assert whole and all(one.told.keys() == one.starts.keys() for one in (*parts, whole))
    assert len(list(pictures(parts[-1].path))) == 36 and len(whole.starts) == 4
    monkeypatch.setattr(rushes, "_SOON", 1000.0)
    edited(script, "orbit left 15deg", "orbit left 25deg")
    drawn(script, part=parts.append)
    assert len(parts) == 3


def test_only_the_newest_reels_stay(script: Path):
    made = drawn(script)
    assert made
    for number in range(5):
        (made.path.parent / f"{number}.mp4").touch()
    edited(script, "They wait.", "They wait, both.")
    newest = drawn(script)
    assert newest and newest.path.is_file() and len(list(newest.path.parent.glob("*.mp4"))) == 3


def test_a_variant_has_rushes_of_its_own(script: Path):
    plain, other = rushes.film(read(script)), rushes.film(read(script), "no")
    assert {label for label, key in rushes.keys(plain).items() if rushes.keys(other)[label] != key} == {"1B"}
    with pytest.raises(UsageError):
        rushes.film(read(script), "nowhere")


def test_a_film_without_shots_has_no_rushes(script: Path):
    script.write_text("Title: Nothing yet\n")
    assert drawn(script) is None


def test_it_is_the_reel_that_previz_makes(script: Path):
    """Cut by cut the same pictures; only where keyframes stand differs."""
    made, film = drawn(script), rushes.film(read(script))
    whole = produce(film)
    assert made and [a.shape for a in pictures(made.path)] == [b.shape for b in pictures(whole.reel)]
    assert all(np.array_equal(a, b) for a, b in zip(pictures(made.path), pictures(whole.reel), strict=True))
    assert whole.fresh == 0 and np.array_equal(heard(made.path), heard(whole.reel))


def test_the_sound_is_made_anew_when_something_else_is_to_be_heard(script: Path, monkeypatch: pytest.MonkeyPatch):
    made, keep = list[Path](), soundtrack.track.keep
    monkeypatch.setattr(soundtrack.track, "keep", lambda path, blocks: (made.append(path), keep(path, blocks)))
    first = drawn(script)
    edited(script, "orbit left 15deg", "orbit left 25deg")
    second = drawn(script)
    assert first and second and len(made) == 1 and np.array_equal(heard(first.path), heard(second.path))
    edited(script, "word: Yes.", "word: Oh no.")
    third = drawn(script)
    assert third and len(made) == 2 and not np.array_equal(heard(second.path), heard(third.path))
    edited(script, "They wait.", "They wait. [[sound: sounds/rain.wav]]")
    drawn(script)
    assert len(made) == 2
    sounds = script.parent / "sounds"
    sounds.mkdir()
    for number, level in enumerate((0.1, 0.2), 3):
        tone = (np.sin(np.arange(48000) / 20) * level * 32767).astype("<i2")
        with wave.open(str(sounds / "rain.wav"), "wb") as file:
            file.setparams((1, 2, 48000, len(tone), "NONE", ""))
            file.writeframes(tone.tobytes())
        drawn(script)
        assert len(made) == number
