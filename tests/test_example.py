"""The example film: all the language has, compiled for review, and its reel frame by frame."""

from __future__ import annotations

import shutil
from collections import Counter
from pathlib import Path

import av
import numpy as np
import pytest

import shotscript
from shotscript.film.probe import probe
from shotscript.lang.clause import Framing, Moves
from shotscript.lang.term import Verb, View
from shotscript.providers.claims import claims

MOVES = set(Verb) - {Verb.HOLD}


@pytest.fixture(scope="module")
def film(example: Path) -> shotscript.Film:
    return shotscript.compile(example, provider="kling-3-omni")


def test_it_is_a_short_film_without_a_fault(film):
    seconds = film.timeline.frames / film.timeline.fps
    assert 60 <= seconds <= 90
    assert len(film.story.scenes) >= 3 and len(film.story.shots) >= 18 and len(film.story.cast) == 3
    assert [p for p in film.read.problems if p.level > 1] == []


def test_it_uses_every_move_and_form(film):
    clauses = [clause for shot in film.story.shots for clause in shot.clauses]
    used = {move.verb for c in clauses if isinstance(c, Moves) for part in c.parts for move in part}
    assert used == MOVES
    views = Counter(c.view for c in clauses if isinstance(c, Framing))
    assert views[View.OTS] >= 2 and views[View.INSERT] == 1
    assert any(t.transition_in and t.transition_in.kind == "dissolve" for t in film.timeline.slots)
    assert any(state.wears for shot in film.story.shots for state in shot.states)
    assert all(shot.auto for shot in film.story.scenes[-1].shots)
    cut = next(shot for shot in film.story.shots if shot.label == "2C")
    assert [(b.who, b.text) for b in cut.beats if b.kind == "speech"] == [("JON", "After all this time.")]


def test_every_clause_has_one_verdict(film):
    said = Counter((loss.shot, loss.kind, loss.span) for loss in film.losses)
    assert max(said.values()) == 1
    asked = {(c.shot, c.kind, c.span) for s in film.story.shots for c in claims(s, film.context)}
    assert asked <= set(said)


def test_every_piece_of_a_prompt_points_to_a_line_of_the_script(film, example: Path):
    lines = len(example.read_text().splitlines())
    for request in film.requests:
        at = 0
        for piece in request.pieces:
            assert piece.start == at and piece.end > at
            at = piece.end
            assert piece.span is not None
            source = film.read.sources[piece.span.source]
            assert 1 <= source.position(piece.span.start)[0] <= lines
        assert at == len(request.prompt)


def test_every_line_of_dialogue_stands_to_the_letter(film):
    for one, request in zip(film.segments, film.requests, strict=True):
        for beat in (beat for cut in one.cuts for beat in cut.shot.beats if beat.kind == "speech"):
            assert f'"{beat.text}"' in request.prompt


def test_requests_are_within_the_models_limits(film):
    for one, request in zip(film.segments, film.requests, strict=True):
        shots = [part for part in request.prompt.split(";") if part.strip()]
        seconds = [int(shot.split(",")[1]) for shot in shots]
        assert len(shots) == len(one.cuts) <= 6
        assert sum(seconds) == request.body["settings"]["duration"] <= 15
        assert all(len(shot.split(",", 2)[2].strip()) <= 512 for shot in shots)


@pytest.fixture(scope="module")
def reel(example: Path, tmp_path_factory: pytest.TempPathFactory):
    folder = tmp_path_factory.mktemp("example")
    (folder / ".git").mkdir()
    script = shutil.copy(example, folder)
    film = shotscript.compile(Path(script), provider="previz")
    return film, shotscript.produce(film)


def test_the_reel_plays_in_a_browser(reel):
    film, made = reel
    clip = probe(made.reel)
    assert (clip.codec, clip.pixel, clip.width, clip.height, clip.fps) == ("h264", "yuv420p", 1280, 720, 24)
    assert clip.frames == film.timeline.frames
    with av.open(str(made.reel)) as file:
        assert file.streams.audio[0].codec_context.name == "aac"
    head = made.reel.read_bytes()[: 1 << 20]
    assert head.index(b"moov") < head.index(b"mdat")


def test_both_frames_of_every_cut_are_the_shots_own(reel):
    """Each cut of the reel against the shots drawn alone; inside dissolves and fades there is nothing to compare."""
    film, made = reel
    wanted = dict(_edges(film))
    assert len(wanted) >= 2 * len(film.timeline.slots) - 4
    with av.open(str(made.reel)) as file:
        for number, frame in enumerate(file.decode(video=0)):
            if number in wanted:
                error = np.mean((frame.to_ndarray(format="yuv420p")[:720].astype(float) - wanted[number]) ** 2)
                assert error == 0 or 10 * np.log10(255**2 / error) > 30, number
    assert number + 1 == film.timeline.frames


def _edges(film):
    for one, request in zip(film.segments, film.requests, strict=True):
        drawing, at = film.provider.draw(request), 0
        for cut in one.cuts:
            way_in, way_out = cut.shot.transition_in, cut.shot.transition_out
            if not way_in:
                yield cut.start, drawing.frame(at + cut.lead)[:720].astype(float)
            if not way_out and not cut.tail:
                last = cut.frames - 1
                yield cut.start + last, drawing.frame(at + cut.lead + last)[:720].astype(float)
            at += cut.lead + cut.frames + cut.tail
