"""Which files a film stands on, and that a change of any of them is heard however it is saved."""

from __future__ import annotations

import asyncio
import os
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from shotscript.studio import read, rushes, watching
from shotscript.studio.templates import of_project

FILM = """/*@use bible/cast.fountain*/
/*@use bible/lost.fountain*/

INT. ROOM - DAY

[[plate: footage/plate.mp4]]
!! 1A: CU on MAYA, 85mm

She waits.
"""
CAST = "/*@cast\nMAYA: woman, 34\n*/\n"


@pytest.fixture
def script(tmp_path: Path) -> Path:
    (tmp_path / "shotscript.toml").write_text("")
    (tmp_path / "bible").mkdir()
    (tmp_path / "bible" / "cast.fountain").write_text(CAST)
    path = tmp_path / "film.fountain"
    path.write_text(FILM)
    return path


def waited(seen: watching.Stamps, then: Callable[[], object], heard: Callable[[], object] = lambda: None
           ) -> frozenset[Path]:
    """What is heard of what is done while somebody waits. `heard` is called at that very moment."""

    async def listen() -> frozenset[Path]:
        found = await watching.changed(lambda: seen)
        heard()
        return found

    async def wait() -> frozenset[Path]:
        task = asyncio.create_task(listen())
        await asyncio.sleep(0.1)
        assert not task.done()
        await asyncio.to_thread(then)
        return await asyncio.wait_for(task, 60)

    return asyncio.run(wait())


def in_place(path: Path) -> None:
    path.write_text("new words")


def renamed(path: Path) -> None:
    aside = path.with_name(f".{path.name}.swp")
    aside.write_text("new words")
    os.replace(aside, path)


def backed_up(path: Path) -> None:
    """The old file becomes `film.fountain~`, and a new one is written in its place."""
    os.replace(path, path.with_name(f"{path.name}~"))
    path.write_text("new words")


def emptied(path: Path) -> None:
    """Emptied first; the words come a tenth of a second later."""
    path.write_text("")
    threading.Event().wait(0.1)
    path.write_text("new words")


def away_for_a_while(path: Path) -> None:
    path.unlink()
    threading.Event().wait(0.15)
    path.write_text("new words")


@pytest.mark.parametrize("save", [in_place, renamed, backed_up, emptied, away_for_a_while])
def test_a_save_is_heard_when_it_is_whole(script: Path, save: Callable[[Path], None], monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(watching, "_ABSENT", 30.0)  # a machine may be busy
    held: list[str] = []
    found = waited(watching.stamps([script]), lambda: save(script), lambda: held.append(script.read_text()))
    assert found == {script} and held == ["new words"]


def test_other_files_are_not_heard(script: Path):
    def others() -> None:
        script.with_name("other.fountain").write_text("words")
        threading.Event().wait(0.1)
        script.write_text("new words")

    assert waited(watching.stamps([script]), others) == {script}


def test_what_has_changed_already_is_told_at_once(script: Path):
    seen = watching.stamps([script])
    script.write_text("longer than it was before")
    assert asyncio.run(watching.changed(lambda: seen)) == {script}


def test_a_file_that_stays_away_is_told(script: Path):
    assert waited(watching.stamps([script]), script.unlink) == {script}


def test_a_file_that_came_back_as_it_was_is_no_news(script: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(watching, "_ABSENT", 30.0)
    aside, other = script.with_name("aside"), script.with_name("other")

    def gone_and_back() -> None:
        os.replace(script, aside)
        threading.Event().wait(0.1)
        os.replace(aside, script)
        threading.Event().wait(0.1)
        other.write_text("words")

    assert waited(watching.stamps([script, other]), gone_and_back) == {other}


def test_a_file_in_a_folder_that_is_not_there_yet_is_waited_for(script: Path):
    late = script.parent / "far" / "away" / "cast.fountain"

    def made() -> None:
        late.parent.mkdir(parents=True)
        late.write_text(CAST)

    assert waited(watching.stamps([late]), made) == {late}


def test_the_file_behind_a_link_is_heard(script: Path):
    link = script.parent / "bible" / "link.fountain"
    link.symlink_to(script)
    assert waited(watching.stamps([link]), lambda: in_place(script)) == {link}


def test_files_that_come_to_be_seen_while_somebody_waits_count_too(script: Path):
    cast = script.parent / "bible" / "cast.fountain"
    seen = watching.stamps([script])

    def more() -> None:
        seen.update(watching.stamps([cast]))
        in_place(cast)

    assert waited(seen, more) == {cast}


def test_a_film_stands_on_all_it_was_read_from(script: Path):
    world = watching.witness(script)
    rushes.film(read(script, world=world))
    home = script.parent
    assert world.asked[script] == watching.stamp(script)
    assert world.asked[home / "bible" / "cast.fountain"] is not None
    assert world.asked[home / "bible" / "lost.fountain"] is None
    assert world.asked[home / "footage" / "plate.mp4"] is None


def test_a_film_stands_on_its_settings_and_templates(script: Path):
    own = script.parent / "words" / "kling"
    own.mkdir(parents=True)
    (own / "shot.jinja2").write_text("{{ shot }}")
    (script.parent / "shotscript.toml").write_text('templates = "words"\n')
    seen = watching.around(script)
    assert of_project(script.parent) and {own, own / "shot.jinja2", script.parent / "shotscript.toml"} <= set(seen)
    (own / "more.jinja2").write_text("")
    assert own in watching.differing(seen)


def test_settings_that_cannot_be_read_are_waited_for(script: Path):
    broken = script.parent / "shotscript.toml"
    broken.write_text("= no toml")
    assert waited(watching.around(script), lambda: broken.write_text("")) == {broken}
