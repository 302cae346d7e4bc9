"""What people hold goes with them: in every frame it is in a hand, on a table or where it was put."""

import numpy as np
import pytest
from script_kit import filmed, track

from shotscript.optics.camera import ShotStage
from shotscript.optics.space import Carried

START = ("[[block: T table at -4 -3; JON stands at 3 2 facing MAYA; MAYA stands at -3 2 facing JON; "
         "MAYA holds CUP]]\n\n"
         "[[block: {way}]]\n!! 1A: WS, 6s\n\nThey go about.\n\n!! 1B: WS, 2s\n\nThey wait.\n")


def shown(way: str) -> dict[str, ShotStage]:
    return filmed(START.format(way=way))[0]


def cup(stage: ShotStage) -> Carried:
    return next(one for one in stage.carried if one.name == "CUP")


def away(stage: ShotStage, who: str) -> np.ndarray:
    """Metres on the floor from somebody to the cup, frame by frame."""
    return np.hypot(*(cup(stage).at - track(stage, who).floor)[:, (0, 2)].T)


@pytest.mark.parametrize("way", ["MAYA walks to 2 0", "MAYA runs to 2 -2", "MAYA walks to 0 0 then turns to JON"])
def test_it_is_in_the_hand_all_the_way(way: str) -> None:
    stage = shown(way)["1A"]
    assert (away(stage, "MAYA") < 0.65).all()
    assert [stage.people[k].name for k in set(cup(stage).holder.tolist())] == ["MAYA"]
    assert np.abs(np.diff(cup(stage).at, axis=0)).max() < 0.25 and (cup(stage).at[:, 1] > 0.6).all()


def test_in_the_next_shot_it_is_where_she_is() -> None:
    stages = shown("MAYA walks to 2 0")
    first, second = cup(stages["1A"]), cup(stages["1B"])
    still = next(t for t in stages["1B"].set.things if t.name == "CUP")
    assert np.allclose(second.at, second.at[0]) and np.allclose(second.at[0], still.at)
    assert np.allclose(first.at[-1], second.at[0], atol=0.15)


def test_what_is_given_after_a_walk_changes_hands_when_she_has_come() -> None:
    stage = shown("MAYA walks to 2.2 2 then gives CUP to JON")["1A"]
    names = [stage.people[k].name for k in cup(stage).holder]
    change = names.index("JON")
    assert names == ["MAYA"] * change + ["JON"] * (len(names) - change)
    going = np.ptp(track(stage, "MAYA").floor[change:], axis=0).max()
    assert going < 0.06 and away(stage, "JON")[-1] < 0.65


def test_what_is_put_down_lies_there() -> None:
    stages = shown("MAYA walks to -3.4 -2.2 then puts CUP on T")
    last = cup(stages["1A"])
    assert last.holder[0] >= 0 and last.holder[-1] == -1 and last.at[-1][1] == pytest.approx(0.75)
    assert not any(one.name == "CUP" for one in stages["1B"].carried)


def test_who_is_by_no_table_has_it_in_hand_and_who_is_by_one_on_it() -> None:
    free = filmed("[[block: MAYA stands at 0 0; MAYA holds CUP]]\n\n!! 1A: WS, 2s")[0]["1A"]
    near = filmed("[[block: T table at 0 -0.9; MAYA stands at 0 0; MAYA holds CUP]]\n\n!! 1A: WS, 2s")[0]["1A"]
    assert (cup(free).holder == 0).all() and not near.carried


def test_a_thing_too_large_stays_where_it_is() -> None:
    text = "[[block: PIANO box 1.5 x 1 x 0.6 at 3 0; MAYA stands at 0 0; MAYA holds PIANO]]\n\n!! 1A: WS, 2s"
    assert not filmed(text)[0]["1A"].carried


def test_nothing_held_nothing_carried() -> None:
    stages = filmed("[[block: CUP box 0.1 x 0.1 x 0.1 at 1 1; MAYA stands at 0 0]]\n\n!! 1A: WS, 2s")[0]
    assert stages["1A"].carried == ()
