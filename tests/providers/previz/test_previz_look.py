"""Themes, switches, weather and single stills; pictures that are kept are the pictures that would be drawn."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from previz_stages import ROOM, TABLE, camera, segment_of, speech, track

from shotscript.narrative.story import Format
from shotscript.optics.camera import ShotStage
from shotscript.optics.space import Room, Set
from shotscript.providers.previz.dialect import write
from shotscript.providers.previz.draw import draw, still
from shotscript.providers.previz.look import THEMES, USUAL, Look, worn

W, H = 320, 180
SMALL = Format(width=W, height=H)
SAID = [speech("A", "Hello there, you.", 0, 0.25)]


def stage(n=12, people=None, walled=True, stop=None, eye_to=None):
    people = (track("A", n, (0, 0)),) if people is None else people
    lens = camera(n, (0.2, 1.6, 2.2), (0, 1.5, 0), 35.0, stop, eye_to)
    room = replace(ROOM if walled else Room(20, 20), walled=walled)
    return ShotStage("1", n, 0, 0, lens, people, Set(room, (TABLE,)))


def requested(shot, beats=(), **where):
    segment, context = segment_of([(shot, beats, [])], SMALL, **where)
    return write(segment, context).request, context


def luma(frame):
    return frame[:H].astype(int)


@pytest.mark.parametrize("key", ["tags", "slate", "captions", "ink"])
def test_each_switch_takes_away_one_thing(key):
    request, _ = requested(stage(), SAID)
    bare = worn(request, Look(**{key: False}))
    assert bare.key != request.key
    change = np.abs(luma(draw(request).frame(2)) - luma(draw(bare).frame(2))) > 3
    rows = np.nonzero(change)[0]
    assert len(rows) > 60
    if key == "slate":
        assert rows.min() >= H - 14
    if key == "captions":
        assert rows.min() > 110 and rows.max() < H - 12
    if key == "tags":
        assert rows.max() < 90


def test_the_usual_look_is_the_request_itself():
    request, _ = requested(stage())
    assert worn(request, USUAL) == request


@pytest.mark.parametrize("theme", THEMES)
def test_a_still_is_the_reels_own_picture(theme):
    """Without labels, and with all of them but in RGB."""
    request, context = requested(stage(stop=2.0), SAID)
    look = Look(theme)
    reel = luma(draw(worn(request, look)).frame(3))
    picture = still("1", context, 3, theme, W, H, look).astype(float)
    grey = 16 + 219 * (picture @ np.array((0.2126, 0.7152, 0.0722))) / 255
    assert np.abs(reel - grey).max() < 2
    assert np.abs(still("1", context, 3, theme, W, H).astype(int) - picture).max() > 40


def test_themes_have_no_colour_and_pencil_is_on_paper():
    _, context = requested(stage())
    colour, clay, ink = (still("1", context, 0, theme, W, H).astype(int) for theme in THEMES)
    assert np.ptp(colour, axis=2).max() > 60
    assert np.ptp(clay, axis=2).mean() < 14 and np.ptp(ink, axis=2).mean() < 14
    assert np.median(ink) > 200 and ink.min() < 60


def test_what_stands_still_is_drawn_once_and_is_what_would_be_drawn():
    """Frame by frame alone and all in a row: the same bytes, though in the row little but the time is new."""
    pause = [speech("A", "Hello there, you.", 0, 0.125)]
    request, _ = requested(stage(), pause)
    row = draw(request)
    together = [row.frame(i) for i in range(12)]
    assert all((draw(request).frame(i) == together[i]).all() for i in range(12))
    assert (luma(together[11])[: H - 12] == luma(together[7])[: H - 12]).all()
    assert (luma(together[11])[H - 12 :] != luma(together[7])[H - 12 :]).any()
    assert (luma(together[0]) != luma(together[7])).any()


@pytest.mark.parametrize("changed", ["mouth", "camera", "walker"])
def test_what_moves_is_drawn_anew(changed):
    people = {"mouth": (track("A", 12, (0, 0), speaking=True),), "camera": None,
              "walker": (track("A", 12, (0, 0), to=(0.3, 0)),)}[changed]
    shot = stage(people=people, eye_to=(0.3, 1.6, 2.0) if changed == "camera" else None)
    drawn = draw(requested(shot)[0])
    frames = [drawn.frame(i)[: H - 12].tobytes() for i in range(1, 12)]
    assert len(set(frames)) == 11


def test_a_mouth_is_shut_in_every_frame_of_silence():
    """Only the face of who speaks changes, and only while there is speech."""
    n = 16
    mouth = np.where((np.arange(n) >= 4) & (np.arange(n) < 10), 0.6, 0.0)
    people = (replace(track("A", n, (-0.4, 0)), mouth=mouth), track("B", n, (0.4, 0)))
    shot = stage(n, people)
    drawn = draw(requested(shot)[0])
    frames = [luma(drawn.frame(i))[: H - 12] for i in range(n)]
    for i in range(n):
        change = np.nonzero(np.abs(frames[i] - frames[0]) > 8)
        assert (len(change[0]) > 0) == (mouth[i] > 0)
        assert not len(change[1]) or change[1].max() < W / 2


@pytest.mark.parametrize("weather", ["rain", "heavy snow"])
def test_what_falls_moves_and_stays_outdoors(weather):
    shot = stage(walled=False)
    drawn = draw(requested(shot, interior=False, weather=weather)[0])
    a, b = luma(drawn.frame(0)), luma(drawn.frame(1))
    assert 30 < (np.abs(a - b)[: H - 12] > 4).sum() < 8000
    inside = [draw(requested(stage(), weather=words)[0]).frame(0) for words in (weather, "")]
    assert (inside[0] == inside[1]).all()


def test_fog_hides_the_far_before_the_near():
    def stands_out(z, words):
        pictures = []
        for people in ((track("A", 1, (0, z)),), ()):
            _, context = requested(stage(1, people, walled=False), interior=False, weather=words)
            pictures.append(still("1", context, 0, "colour", W, H).astype(int))
        return np.percentile(np.abs(pictures[0] - pictures[1]), 99.8)

    assert stands_out(0, "fog") > stands_out(0, "") * 0.8
    assert stands_out(-9, "fog") < stands_out(-9, "") * 0.5
