"""What a script may reach, and files that are whole or absent."""

from __future__ import annotations

from pathlib import Path

import pytest

from shotscript.core import files
from shotscript.core.errors import FileError, UsageError
from shotscript.core.settings import settings
from shotscript.core.world import DiskWorld, OutsideProject, TextWorld, project_of


def test_text_world_stays_inside():
    world = TextWorld({"a/film.fountain": "x", "bible.fountain": b"\xef\xbb\xbfy"})
    assert world.resolve("a/film.fountain", "../bible.fountain") == "bible.fountain"
    assert world.read_text("bible.fountain") == "y"
    for path in ("../../secret", "/etc/passwd", "../.."):
        with pytest.raises(OutsideProject):
            world.resolve("a/film.fountain", path)


def test_disk_world_stays_inside_even_through_links(tmp_path: Path):
    project, outside = tmp_path / "project", tmp_path / "outside"
    project.mkdir(), outside.mkdir()
    (outside / "secret").write_text("s")
    (project / "link").symlink_to(outside)
    film = str(project / "film.fountain")
    for path in ("../outside/secret", "link/secret", "/etc/passwd"):
        with pytest.raises(OutsideProject):
            DiskWorld(project).resolve(film, path)
    allowed = DiskWorld(project, (outside,)).resolve(film, "../outside/secret")
    assert DiskWorld(project, (outside,)).read_text(allowed) == "s"


def test_disk_world_words_for_what_is_no_file(tmp_path: Path):
    with pytest.raises(UsageError, match="is a folder"):
        DiskWorld(tmp_path).read_text(str(tmp_path))
    with pytest.raises(FileNotFoundError):
        DiskWorld(tmp_path).read_text(str(tmp_path / "none"))


def test_project_is_the_nearest_marked_folder(tmp_path: Path):
    inner = tmp_path / "a" / "b"
    inner.mkdir(parents=True)
    (tmp_path / "a" / "shotscript.toml").write_text("")
    assert project_of(inner / "film.fountain") == tmp_path / "a"
    (tmp_path / "a" / "shotscript.toml").unlink()
    (tmp_path / "a" / "b" / ".git").mkdir()
    assert project_of(inner / "film.fountain") == inner


@pytest.mark.parametrize("text, words", [("provider = 3", "provider"), ("colour = 'red'", "no setting 'colour'"),
                                         ("=", "no TOML"), ("jobs = -1", "jobs")])
def test_settings_say_what_is_wrong(tmp_path: Path, text: str, words: str):
    (tmp_path / "shotscript.toml").write_text(text)
    with pytest.raises(UsageError, match=words):
        settings(tmp_path)


def test_a_failed_write_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    target = tmp_path / "losses.json"
    files.write(target, "old")
    monkeypatch.setattr("os.fsync", _no_space)
    with pytest.raises(FileError, match="No space left"):
        files.write(target, "new")
    assert target.read_text() == "old"
    assert list(tmp_path.iterdir()) == [target]


def test_a_file_where_a_folder_should_be_is_said(tmp_path: Path):
    (tmp_path / "build").write_text("")
    with pytest.raises(FileError, match="a file stands in its way"):
        files.folder(tmp_path / "build" / "film")


def _no_space(handle: int) -> None:
    raise OSError(28, "No space left on device")
