"""What people carry is drawn in their hand in every frame, and nothing else of a request changes where nobody does."""

from fractions import Fraction
from functools import cache

import numpy as np
import pytest

import shotscript
from shotscript.providers.previz.bake import Bakery
from shotscript.providers.previz.parts import PART
from shotscript.providers.previz.pose import bones
from shotscript.providers.previz.sampled import sampled
from shotscript.providers.previz.scenery import THINGS, build
from shotscript.providers.previz.sheet import CutSheet
from shotscript.providers.previz.staged import staged

SCRIPT = """/*@cast
MAYA: woman
JON: man
*/

INT. ROOM - DAY

[[block: T table at -3 -2; MAYA stands at -2 0 facing JON; JON stands at 2 0 facing MAYA; MAYA holds CUP]]

!! 1A: FS on JON, 35mm, 1s

They wait.

[[block: MAYA walks to 1 0 then gives CUP to JON]]
!! 1B: WS, 4s

She brings it.
"""
FRAMES = (0, 20, 40, 90)


@cache
def sheet(label: str) -> CutSheet:
    return staged(label, shotscript.compile(SCRIPT, provider="previz").context)


@cache
def bakery(label: str) -> Bakery:
    return Bakery(build(sheet(label)))


@pytest.mark.parametrize("frame", FRAMES)
def test_it_is_drawn_where_it_is(frame: int):
    own, baked = bakery("1B"), bakery("1B").at(frame)
    (moved,), (block,) = own.scenery.moved, own.scenery.merged.moved
    points = baked.points[block.points]
    middle = (points.min(axis=0) + points.max(axis=0)) / 2
    assert np.allclose(middle[:2], moved.at[frame, :2], atol=1e-3)
    assert points[:, 2].min() == pytest.approx(moved.at[frame, 2], abs=1e-3)
    assert np.allclose(np.linalg.norm(baked.normals[block.points], axis=1), 1, atol=1e-4)


@pytest.mark.parametrize("frame", FRAMES)
def test_a_hand_is_on_it(frame: int):
    own = sheet("1B")
    (moved,) = own.moved
    holder = own.actors[int(moved.holder[frame])]
    hand = bones(holder.stance(frame))[PART["right hand"]][:3, 3]
    assert np.linalg.norm(hand - moved.at[frame] - (0, 0, 0.08)) < 0.25
    others = [actor for actor in own.actors if actor is not holder and actor.grip is not None]
    assert all(np.isnan(actor.grip[frame]).all() for actor in others if actor.grip is not None)


def test_light_is_baked_anew_as_it_moves_and_once_where_it_rests():
    assert bakery("1B").state(20) != bakery("1B").state(30)
    assert bakery("1B").state(91) == bakery("1B").state(92)


def test_it_is_a_thing_among_things():
    own = bakery("1B").scenery.merged
    number = THINGS + [thing.name for thing in sheet("1B").set.things].index("CUP")
    (block,) = own.moved
    assert (own.owner[block.faces] == number).all() and not (np.delete(own.owner, np.r_[block.faces]) == number).any()


def test_between_two_frames_it_is_between():
    own = sheet("1B")
    half = sampled(own, [Fraction(20), Fraction(41, 2)])
    assert np.array_equal(half.moved[0].at[0], own.moved[0].at[20])
    assert np.allclose(half.moved[0].at[1], own.moved[0].at[20:22].mean(axis=0))


@pytest.mark.parametrize(("script", "carried"), [
    (SCRIPT, [True, True]), (SCRIPT.replace("; MAYA holds CUP", "").replace(" then gives CUP to JON", ""), [False] * 2),
])
def test_a_request_tells_of_what_is_carried_and_of_nothing_else(script: str, carried: list[bool]):
    film = shotscript.compile(script, provider="previz")
    assert ["carried" in cut for request in film.requests for cut in request.body["cuts"]] == carried
