"""Who only asks what is wrong on the stage makes less of it, and is told the very same."""

from __future__ import annotations

from itertools import product
from pathlib import Path

import pytest

from shotscript.core.diagnostic import in_text_order
from shotscript.core.errors import ShotscriptError
from shotscript.core.memo import Memo
from shotscript.narrative.story import Story
from shotscript.optics import spare
from shotscript.optics.shoot import faults, stage
from shotscript.studio import read

ROOT = Path(__file__).resolve().parents[2]
FEATURES = ROOT.parent / "shared" / "fountain" / "scripts"
SCRIPTS = sorted((*(ROOT / "examples").rglob("*.fountain"), *(ROOT / "tests").rglob("*.fountain")))
OPENING = """/*@cast
ANN: a tall woman
BOB: a short man
  height: 1.4m
CARL:
*/

/*@places
CELL: a cell
  size: {size}
YARD: a yard
*/

"""
TALK = """
Ann and Bob wait. Nobody speaks.

ANN
One. Two. Three. There was a day when we all of us could have left this place, and nobody did, and why is that?

BOB
I do not know. You have told it so often, and it never was the same. I do not even know that there was such a day.

{more}ANN
No.

BOB (O.S.)
Yes.

Bob looks at her. Ann looks at the wall.

ANN
And now?

CARL
Now nothing.
"""
SIZES = ("1m x 1m", "2.5m x 2m", "6m x 5m")
BLOCKS = ("", "[[block: WALL wall 9 x 3 x 0.1 at 0 0.4; DESK table 3 x 2 x 3 at 1 1]]\n",
          "[[block: CAR car at 1 0.5; ANN sits on CAR]]\n")
MORE = ("", "!! CU on BOB, 85mm\n\nBob.\n\n[[shot: auto]]\n\n", "!! MS on ANN, camera at 0 0 height 1m\n\n",
        "[[plate: a.mp4]]\n\n", "!! 9X: auto\n\nThey wait.\n\n!! as 9X, dolly in 0.5m\n\nThey wait.\n\n!! auto\n\n")


def told(story: Story) -> tuple:
    return in_text_order(problem for found in faults(story, Memo()) for problem in found)


@pytest.mark.parametrize("size", SIZES)
def test_the_directors_own_pictures_are_spared_and_all_is_told(size: str):
    seen, spared = set(), 0
    for block, more, place in product(BLOCKS, MORE, ("INT. CELL - DAY", "EXT. YARD - DAY", "EXT. NOWHERE - DAY")):
        story = read(f"{OPENING.format(size=size)}{place}\n\n{block}{TALK.format(more=more)}").story
        whole = stage(story)[1]
        assert told(story) == whole
        alike = _alike(story)
        assert not (alike and "ANN sits" in block)
        spared += len(alike)
        seen |= {problem.code for problem in whole if problem.shot in alike}
    assert spared > 50
    assert seen >= {"FR706", "LN601"}


@pytest.mark.parametrize("folder", sorted({path.parent for path in SCRIPTS}), ids=lambda path: path.name)
def test_every_script_there_is(folder: Path):
    for path in (path for path in SCRIPTS if path.parent == folder):
        try:
            story = read(path).story
        except ShotscriptError:
            continue  # Not every case is a text.
        assert told(story) == stage(story)[1], path


@pytest.mark.skipif(not FEATURES.is_dir(), reason="the feature-length scripts are not part of the project")
def test_a_feature():
    for path in sorted(FEATURES.glob("*.fountain")):
        story = read(path).story
        assert told(story) == stage(story)[1]
        assert len(_alike(story)) > len(story.shots) / 2


def _alike(story: Story) -> set[str]:
    return {label for scene in story.scenes for label in spare.alike(scene, ())}
