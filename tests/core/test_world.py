"""What a script may reach, and files that are whole or absent."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from shotscript.core import cache, files
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


@pytest.mark.skipif(os.name == "nt", reason="pipes have no names there")
def test_a_pipe_is_not_waited_for(tmp_path: Path):
    os.mkfifo(tmp_path / "film.fountain")
    for path in (tmp_path / "film.fountain", Path(os.devnull)):
        with pytest.raises(UsageError, match="pipe or a device"):
            DiskWorld(tmp_path).read_text(str(path))


def test_links_in_a_ring_and_paths_that_cannot_be_lead_nowhere(tmp_path: Path):
    ring = tmp_path / "ring"
    ring.symlink_to(ring)
    assert project_of(ring) == tmp_path
    world = DiskWorld(tmp_path)
    for path in ("ring", "a\0b", "x" * 5000):
        found = world.resolve(str(tmp_path / "film.fountain"), path)
        assert not world.exists(found)
        with pytest.raises((FileNotFoundError, FileError)):
            world.read_bytes(found)


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


def test_leftovers_of_dead_processes_are_swept_and_nothing_else(tmp_path: Path):
    (tmp_path / ".reel.windows.999999999.part").mkdir()
    (tmp_path / ".reel.windows.999999999.part" / "1.mp4").write_text("x")
    (tmp_path / ".reel.mp4.999999998.part").write_text("x")
    kept = [files.part(tmp_path / "reel.mp4"), tmp_path / "notes.part", tmp_path / ".a.x.part"]
    for path in kept:
        path.write_text("x")
    files.sweep(tmp_path)
    assert sorted(tmp_path.iterdir()) == sorted(kept)


def test_a_name_too_long_is_said(tmp_path: Path):
    with pytest.raises(FileError, match="cannot write"):
        files.write(tmp_path / ("x" * 300), "text")


def test_without_a_home_the_cache_is_a_folder_of_our_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    monkeypatch.setattr("tempfile.gettempdir", lambda: str(tmp_path))
    monkeypatch.setattr("shotscript.core.cache.user_cache_dir", lambda name: str(tmp_path / "file" / name))
    if os.name == "nt":
        return
    spare = cache.folder()
    assert spare.parent == tmp_path and spare.stat().st_mode & 0o777 == 0o700
    cache.keep("a", b"kept")
    assert cache.read("a") == b"kept"
    spare.chmod(0o777)
    assert cache.folder() == tmp_path / "file" / "shotscript"
    assert cache.read("a") is None


def _no_space(handle: int) -> None:
    raise OSError(28, "No space left on device")
