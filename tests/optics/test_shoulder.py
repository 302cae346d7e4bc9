"""Over the shoulder, for any distance and any two heights: both in the picture, the one behind not hidden."""

import numpy as np
import pytest
from script_kit import FACE_TO_FACE, filmed, lens, seen

from shotscript.optics.vantage import hides
from shotscript.optics.view import project


def over(apart: float, a: str = "MAYA", b: str = "JON", more: str = ""):
    half = apart / 2
    block = f"[[block: {a} stands at -{half} 0 facing {b}; {b} stands at {half} 0 facing {a}]]"
    return filmed(f"{block}\n\n!! OTS {a} on {b}{more}, 2s")[0]["1A"]


@pytest.mark.parametrize("more", ["", ", low angle", ", high angle"])
@pytest.mark.parametrize(("a", "b"), [("MAYA", "JON"), ("JON", "MAYA"), ("JON", "KID"), ("KID", "JON")])
@pytest.mark.parametrize("apart", [1.0, 1.5, 3.0, 6.0])
def test_both_are_in_the_picture(apart: float, a: str, b: str, more: str) -> None:
    stage = over(apart, a, b, more)
    far, near = seen(stage, b), seen(stage, a, "crown")
    assert abs(far[0]) < 0.6 and abs(far[1]) < 0.9
    assert abs(near[1]) < 1.0 or abs(seen(stage, a)[1]) < 1.0 or abs(seen(stage, a, "shoulders")[1]) < 1.0
    people = {t.name: t.at(0) for t in stage.people}
    assert not hides(lens(stage), people[a], people[b]), (seen(stage, b), seen(stage, a))


@pytest.mark.parametrize("apart", [1.0, 1.5, 3.0, 6.0])
def test_the_head_in_front_leaves_the_middle_free(apart: float) -> None:
    stage = over(apart)
    pose, who = lens(stage), next(t.at(0) for t in stage.people if t.name == "MAYA")
    right = pose.rotation[:, 0] * 0.09
    eyes = np.array([who.floor[0], seen(stage, "MAYA")[2] * 0 + 0.935 * who.tall, who.floor[2]])
    inner = project(pose, np.array([eyes + right, eyes - right]))[:, 0]
    assert min(abs(inner)) > 0.1 and (inner < 0).all()


def test_shot_and_reverse_are_alike() -> None:
    shots, _ = filmed(f"{FACE_TO_FACE}\n!! OTS MAYA on JON, 2s\n\n!! OTS JON on MAYA, 2s")
    one, two = shots["1A"], shots["1B"]
    assert seen(one, "JON")[0] == pytest.approx(-seen(two, "MAYA")[0], abs=0.05)
    assert one.camera.position[0][2] * two.camera.position[0][2] > 0, "one side of the line"
