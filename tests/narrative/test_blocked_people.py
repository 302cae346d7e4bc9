"""Someone a block puts on the floor is somebody, without a cast entry and without a line."""

from __future__ import annotations

import shotscript

SCENE = "INT. ROOM - DAY\n\n[[block: {block}]]\n\n!! CU on MAYA, 85mm\n\nRain.\n"


def test_a_blocked_person_can_be_filmed():
    film = shotscript.read(SCENE.format(block="MAYA stands at 0 0"))
    assert [p.code for p in film.problems if p.code.startswith("NM")] == []
    assert film.story.scenes[0].people == ("MAYA",)


def test_a_slip_of_a_known_name_stays_a_fault():
    cast = "/*@cast\nMAYA: woman\n*/\n\n"
    film = shotscript.read(cast + SCENE.format(block="MAYB stands at 0 0"))
    assert [(p.code, p.fix.text) for p in film.problems if p.fix] == [("NM801", "MAYA")]
