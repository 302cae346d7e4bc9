"""Whole frames: the same bytes however they are asked for, and what a director must see in them."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from previz_stages import ROOM, camera, film, segment_of, shot_wide, speech, track

from shotscript.narrative.story import Format
from shotscript.optics.camera import ShotStage
from shotscript.optics.space import Room, Set, Thing
from shotscript.providers.previz import PROVIDER
from shotscript.providers.previz.dialect import write
from shotscript.providers.previz.draw import draw
from shotscript.providers.previz.warm import warm

SMALL = Format(width=320, height=180)
KINDS = ("box", "table", "chair", "sofa", "bed", "door", "window", "counter", "car", "wall", "crowd")


def drawing(shot, beats=(), faults=(), fmt=SMALL, **more):
    segment, context = segment_of([(shot, beats, faults)], fmt, **more)
    return draw(write(segment, context).request)


def still(people=(), things=(), night=False, room=ROOM, n=1, eye=(0, 1.6, 3.0), target=(0, 1.4, 0), stop=None,
          walled=True):
    where = Set(replace(room, walled=walled), tuple(things), True, night)
    return ShotStage("1", n, 0, 0, camera(n, eye, target, 35.0, stop), tuple(people), where)


def small_film(n=6):
    segment, context = film(n)
    fmt = SMALL
    return draw(write(segment.model_copy(update={"format": fmt}), context).request)


def digest_of(drawn, numbers):
    return hashlib.sha256(b"".join(drawn.frame(i).tobytes() for i in numbers)).hexdigest()


def test_threads_and_order_change_no_byte():
    numbers = list(range(0, 24, 3))
    one = digest_of(small_film(), numbers)
    drawn = small_film()
    with ThreadPoolExecutor(2) as pool:
        frames = dict(zip(reversed(numbers), pool.map(drawn.frame, reversed(numbers)), strict=True))
    assert hashlib.sha256(b"".join(frames[i].tobytes() for i in numbers)).hexdigest() == one


def test_another_process_with_another_hash_seed_draws_the_same():
    code = "import test_previz_frames as t; print(t.digest_of(t.small_film(), (2, 8, 14)))"
    env = os.environ | {"PYTHONHASHSEED": "77", "PYTHONPATH": str(Path(__file__).parent)}
    told = subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, text=True, check=True)
    assert told.stdout.strip() == digest_of(small_film(), (2, 8, 14))


@pytest.mark.parametrize("width, height", [(320, 180), (180, 320), (430, 180), (180, 180), (346, 194), (322, 182)])
def test_any_even_size(width, height):
    drawn = drawing(still([track("A", 1, (0, 0))], stop=1.4), fmt=Format(width=width, height=height))
    frame = drawn.frame(0)
    assert frame.shape == (height * 3 // 2, width) and frame.dtype == np.uint8
    assert frame[:height].min() >= 16 and frame[:height].max() <= 235
    assert len(np.unique(frame[: height - 12, width // 4 : width * 3 // 4])) > 20


def test_a_frame_is_a_new_array_each_time():
    drawn = drawing(still([track("A", 1, (0, 0))]))
    first = drawn.frame(0)
    first[:] = 0
    assert drawn.frame(0).max() > 100


def luma(drawn, number=0):
    return drawn.frame(number)[: drawn.height].astype(int)


def test_night_is_darker_and_still_readable():
    people = [track("A", 1, (0, 0))]
    day, night = luma(drawing(still(people))), luma(drawing(still(people, night=True)))
    assert night.mean() < day.mean() * 0.65
    assert np.percentile(night, 95) - np.percentile(night, 5) > 40


def test_a_mouth_opens_only_while_speaking():
    shut, open_ = track("A", 1, (0, 0)), track("A", 1, (0, 0), speaking=True)
    near = {"eye": (0, 1.62, 0.9), "target": (0, 1.6, 0)}
    change = np.abs(luma(drawing(still([shut], **near))) - luma(drawing(still([open_], **near))))
    rows, columns = np.nonzero(change > 30)
    assert 8 < len(rows) < 1500
    assert abs(columns.mean() - 160) < 12


def test_a_name_tag_stands_over_each_head():
    named = luma(drawing(still([track("ANNA", 1, (0, 0))], eye=(0, 1.4, 4))))
    other = luma(drawing(still([track("BORIS", 1, (0, 0))], eye=(0, 1.4, 4))))
    rows, columns = np.nonzero(np.abs(named - other) > 40)
    assert len(rows) > 10 and rows.max() < 80 and abs(columns.mean() - 160) < 20


def test_who_is_not_shown_is_not_drawn():
    hidden = replace(track("A", 1, (0, 0)), shown=np.zeros(1, bool))
    # people decide where the light's maps lie, hence a little tolerance
    assert np.abs(luma(drawing(still([hidden]))) - luma(drawing(still()))).max() <= 1


def test_captions_come_and_go():
    shot = still([track("A", 8, (0, 0))], n=8)
    drawn, silent = drawing(shot, [speech("A", "Hello there.", 0, 0.125)]), drawing(shot)
    strip = slice(100, 166)
    changed = [bool((luma(drawn, i)[strip] != luma(silent, i)[strip]).any()) for i in range(8)]
    assert changed == [True] * 3 + [False] * 5


def test_faults_are_marked_on_screen():
    marked, plain = drawing(still(), faults=["no such lens"]).frame(0), drawing(still()).frame(0)
    assert (marked[:8, :100] != plain[:8, :100]).mean() > 0.9
    red = marked[180:].reshape(2, 90, 160)[1]
    assert red[2, 150] > 170


def test_the_slate_runs():
    shot = still(n=2)
    assert (luma(drawing(shot), 0)[170:] != luma(drawing(shot), 1)[170:]).any()


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_thing_is_seen(kind):
    size = {"car": (1.8, 1.4, 4.2), "crowd": (2.0, 1.7, 1.0), "wall": (2.0, 2.2, 0.1)}.get(kind, (1.0, 0.9, 0.8))
    place = {"eye": (1, 1.6, 4.5), "target": (0, 0.6, 0), "walled": False, "room": Room(12, 12)}
    there = luma(drawing(still(things=[Thing("T", kind, size, (0, 0, 0))], **place)))
    assert (np.abs(there - luma(drawing(still(**place)))) > 12).mean() > 0.02


def test_depth_of_field_softens_what_is_out_of_focus():
    people = [track("A", 1, (0, 0)), track("B", 1, (0.5, -6.0))]
    place = {"eye": (0.25, 1.6, 2.2), "target": (0.1, 1.5, 0), "walled": False, "room": Room(20, 20)}
    fmt = Format(width=640, height=360)
    sharp, soft = (luma(drawing(still(people, stop=stop, **place), fmt=fmt)) for stop in (None, 1.2))
    far = (slice(140, 230), slice(355, 420))
    assert np.abs(np.diff(soft[far], axis=1)).mean() < np.abs(np.diff(sharp[far], axis=1)).mean() * 0.8


@pytest.mark.parametrize("eye, target", [
    ((0, 6.0, 0.001), (0, 0, 0)), ((0, -1.0, 3), (0, 1, 0)), ((0, 0.1, 0.05), (0, 3, 0)), ((0, 1.6, 0.02), (0, 1.6, 0)),
    ((0, 300, 300), (0, 0, 0)), ((2.99, 1.5, 0), (-3, 1.5, 0)),
])
def test_strange_cameras_draw(eye, target):
    """Overhead, under the floor, at a foot, inside a head, far away, in a wall."""
    table = Thing("T", "table", (1, 0.7, 1), (1, 0, 0))
    drawn = drawing(still([track("A", 1, (0, 0))], [table], eye=eye, target=target, stop=2.0))
    assert drawn.frame(0).shape == (270, 320) and (drawn.frame(0) == drawn.frame(0)).all()


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 2**32 - 1))
def test_any_stage_draws(seed):
    rng = np.random.default_rng(seed)
    people = [replace(track(f"P{i}", 1, rng.uniform(-3, 3, 2), posture=int(rng.integers(5)), tall=rng.uniform(0.6, 2.2),
                            yaw=rng.uniform(-9, 9)), gaze=rng.uniform(-4, 4, (1, 3))) for i in range(rng.integers(4))]
    things = [Thing(f"T{i}", KINDS[rng.integers(len(KINDS))], tuple(rng.uniform(0, 3, 3)), tuple(rng.uniform(-3, 3, 3)),
                    rng.uniform(-4, 4)) for i in range(rng.integers(4))]
    shot = still(people, things, bool(rng.integers(2)), eye=rng.uniform(-5, 5, 3), target=rng.uniform(-2, 2, 3),
                 stop=rng.uniform(1, 8), walled=bool(rng.integers(2)))
    frame = drawing(shot, fmt=Format(width=160, height=90)).frame(0)
    assert frame[:90].min() >= 16 and frame[:90].max() <= 235


def test_an_empty_stage_draws():
    assert luma(drawing(still(walled=False))).std() > 1


def test_a_walker_moves_and_a_sitter_does_not_flicker():
    drawn = drawing(shot_wide(12))
    a, b = luma(drawn, 2), luma(drawn, 9)
    assert (np.abs(a - b) > 30).sum() > 300


def test_warming_speaks_only_when_there_is_something_to_do():
    said: list[str] = []
    warm(lambda words: None)
    warm(said.append)
    assert said == []
    assert PROVIDER.local and PROVIDER.prepare
    PROVIDER.prepare(said.append)
    assert said == []
