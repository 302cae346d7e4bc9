"""A film is staged when somebody looks, and the problems seen on its stage are the same whoever worked them out."""

from __future__ import annotations

import sys

import pytest

from shotscript.studio import read, staging, version

SHOTS = "\n\n".join(f"!! CU on MAYA, 85mm, 3s\n\nShe waits {n}." for n in range(staging._LONG))
FILM = f"""/*@cast
MAYA: woman, 34
*/

INT. ROOM - NIGHT

!! WS on MAYA, orbit left 30deg

{SHOTS}

!! ECU on MAYA, 14mm, 3s

She leaves.
"""


def test_a_text_provider_stages_nothing_itself(monkeypatch):
    monkeypatch.setattr(staging, "possible", lambda: False)
    film = version(read(FILM), "kling-3-omni")
    assert film.drafts
    assert film.read.staging._problems is None
    assert film.problems
    assert film.read.staging._made is None
    assert film.stage.shots["1A"].label == "1A"
    assert film.read.staging._made is not None


@pytest.mark.skipif(sys.platform != "linux", reason="processes are copied on Linux only")
def test_another_process_finds_the_very_same_problems(monkeypatch):
    alone = read(FILM)
    seen = alone.staging.problems
    assert seen
    monkeypatch.setattr(staging, "possible", lambda: True)
    film = version(read(FILM), "kling-3-omni")
    assert film.read.staging._ahead is not None
    assert film.read.problems == alone.problems
    assert film.read.staging._made is None


@pytest.mark.skipif(sys.platform != "linux", reason="processes are copied on Linux only")
def test_what_a_second_process_fails_at_is_done_here(monkeypatch):
    monkeypatch.setattr(staging, "possible", lambda: True)
    film = read(FILM)
    film.staging.ahead()
    film.staging._ahead._process.kill()
    assert film.problems == read(FILM).problems


def test_who_draws_stages_and_asks_nobody_else(monkeypatch):
    monkeypatch.setattr(staging, "possible", lambda: True)
    film = version(read(FILM), "previz")
    assert film.read.staging._ahead is None
    assert film.stage.shots["1A"].label == "1A"
