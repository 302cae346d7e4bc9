"""Surfaces are drawn once for two frames that ask for them, whichever thread comes first, and are not hoarded."""

from __future__ import annotations

import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace

import pytest

from shotscript.providers.previz import truth
from shotscript.providers.previz.truth import SHELVED, Shelf


@pytest.fixture
def made(monkeypatch):
    """How often each frame was made; copies are what they copy."""
    monkeypatch.setattr(truth, "kept", lambda one: one)
    return Counter()


def maker(made):
    lock = threading.Lock()

    def make(frame):
        with lock:
            made[frame] += 1
        return SimpleNamespace(frame=frame)

    return make


@pytest.mark.parametrize("workers", [1, 2, 5])
def test_each_frame_is_made_once(made, workers):
    shelf, make = Shelf(), maker(made)

    def pair(frame):
        return shelf.at(frame, make).frame, shelf.at(frame + 1, make).frame

    with ThreadPoolExecutor(workers) as pool:
        assert list(pool.map(pair, range(60))) == [(i, i + 1) for i in range(60)]
    assert set(made) == set(range(61)) and sum(made.values()) <= 61 + workers  # a thread may lag behind the shelf


def test_what_nobody_fetches_again_makes_room(made):
    shelf, make = Shelf(), maker(made)
    for frame in range(SHELVED + 1):
        shelf.at(frame, make)
    shelf.at(0, make)
    shelf.at(SHELVED, make)
    assert made[0] == 2 and made[SHELVED] == 1


def test_a_failure_is_not_kept(made):
    shelf = Shelf()
    with pytest.raises(ZeroDivisionError):
        shelf.at(3, lambda frame: 1 // 0)
    assert shelf.at(3, maker(made)).frame == 3
