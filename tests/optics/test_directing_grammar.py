"""What the director makes is looked at by others: film grammar on the text read anew, faces by plain projection."""

from __future__ import annotations

import os
import re
from pathlib import Path

import numpy as np
import pytest
from directed_scenes import TALK, THREE

from shotscript.core.diagnostic import Level
from shotscript.core.world import TextWorld
from shotscript.optics import body
from shotscript.optics.grammar.check import findings
from shotscript.studio import Read, read
from shotscript.studio.directing import directed

ROOT = Path(__file__).resolve().parents[2]
IDIOMS = sorted((Path(__file__).parent / "idioms").glob("*.fountain"))
EXAMPLES = sorted((ROOT / "examples").glob("*/*.fountain"))
PHOENIX = "" if os.environ.get("SHOTSCRIPT_PROOF") else "1-4"
"""The scenes of the feature that are looked at; all of them in `make proof`."""


def bare(text: str) -> str:
    """A script without its shots, its blocking left; scenes that have no words of their own get some."""
    text = re.sub(r"\[\[shot[^\]]*\]\]", "", text)
    words = "" if re.search(r"^[A-Z]+\n", text, re.MULTILINE) else "Maya goes on, and looks for what she has lost.\n\n"
    return re.sub(r"^!!.*(?:\n\n|\n?\Z)", words, text, flags=re.MULTILINE)


def made(text: str, style: str = "classical", only: str = "") -> Read:
    """A script directed, written and read anew."""
    world = TextWorld({"a.fountain": text})
    found = directed("a.fountain", style, only=only, world=world)
    assert not [fault for scene in found.scenes for fault in scene.faults]
    assert found.scenes and not found.left
    return read("a.fountain", world=TextWorld({"a.fountain": found.after}), only=only)


def faults(film: Read) -> list[str]:
    """All film grammar has against a film at a warning's level or above, the author's own shots apart."""
    stage = film.stage
    return [f"{scene.heading}: {told.code} {told.message}" for scene in film.story.scenes
            for told, *_ in findings(scene, stage.shots, film.story.format.fps) if told.level >= Level.WARNING]


def warnings(film: Read) -> list[str]:
    return [f"{one.code} {one.message}" for one in film.problems if one.level >= Level.WARNING]


@pytest.mark.parametrize("style", ["calm", "classical", "restless", "one-take"])
@pytest.mark.parametrize("text", [TALK, THREE], ids=["two", "three"])
def test_talk_is_without_fault_in_every_style(text: str, style: str):
    film = made(text, style)
    assert faults(film) == [] == warnings(film)


@pytest.mark.parametrize("path", [*IDIOMS, *EXAMPLES], ids=lambda path: path.stem)
def test_blocked_scenes_are_without_fault(path: Path):
    text = path.read_text(encoding="utf-8")
    film = made(bare(text) if path in IDIOMS else text)
    assert faults(film) == []
    assert path not in EXAMPLES or warnings(film) == warnings(read(path))


def test_a_feature_is_without_fault_and_its_speakers_are_seen(phoenix: Path):
    film = made(phoenix.read_text(encoding="utf-8"), only=PHOENIX)
    assert faults(film) == []
    assert seen(film) > 0.9


@pytest.mark.parametrize("text", [TALK, THREE], ids=["two", "three"])
def test_speakers_are_seen(text: str):
    assert seen(made(text)) > 0.9


def seen(film: Read) -> float:
    """The share of speech on the set whose speaker's face is in the picture, four looks a second."""
    fps, looks = float(film.story.format.fps), []
    for shot in film.story.shots:
        stage = film.stage.shots[shot.label]
        tracks = {track.name: track for track in stage.people}
        for beat in (b for b in shot.beats if b.kind == "speech" and not b.unseen and b.who in tracks):
            times = np.arange(float(beat.start), float(beat.start + beat.seconds), 0.25)
            frames = np.minimum((times * fps).astype(int) + stage.lead, len(stage.camera) - 1)
            looks += [face(stage, tracks[beat.who], int(frame)) for frame in frames]
    return sum(looks) / len(looks)


def face(stage, track, frame: int) -> bool:
    """Whether the mouth is in the picture and the head not turned away from the lens by more than 110 degrees."""
    who = track.at(frame)
    matrix = stage.camera.cam_to_world[frame]
    mouth = np.array(body.spot(who, "mouth"))
    right, up, back = matrix[:3, :3].T @ (mouth - matrix[:3, 3])
    if back >= 0:
        return False
    focal, gate = stage.camera.focal[frame], stage.camera.gate
    inside = abs(right / -back * focal * 2 / gate.width) <= 1 and abs(up / -back * focal * 2 / gate.height) <= 1
    look, lens = track.gaze[frame] - mouth, matrix[:3, 3] - mouth
    turn = look @ lens / (np.linalg.norm(look) * np.linalg.norm(lens))
    return bool(inside and turn > np.cos(np.radians(110)))
