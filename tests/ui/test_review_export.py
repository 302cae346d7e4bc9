"""The review page without a server: whole, relative, the same twice; nothing in it that could run or lead out."""

from __future__ import annotations

import json
import os
import re
import zipfile
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from roomkit import SCRIPT, FakeRoom

from shotscript.core import digest
from shotscript.core.errors import FileError, UsageError
from shotscript.studio import read, version
from shotscript.studio.judgements import Judgement
from shotscript.ui.review import exported
from shotscript.ui.review.exported import LIST, Contents, contents, write

SAID = Judgement("2026-11-21T09:30:00Z", "ann", "1A", "", "comment", "</script><img src=x onerror=alert(1)>")
HOSTILE = SCRIPT.replace("Maya waits.", "Maya waits. <script>document.title = 'run'</script> [a](javascript:alert(1))")


@pytest.fixture(scope="module")
def held(tmp_path_factory: pytest.TempPathFactory) -> Contents:
    """A film of two shots, for two providers."""
    room = FakeRoom(tmp_path_factory.mktemp("secret-folder"), HOSTILE)
    script = read(room.script)
    return contents(room.now, [version(script, name) for name in ("kling-3-omni", "seedance-2.0")], [SAID])


class Addresses(HTMLParser):
    """Every address of a page, and everything in it that could run."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.named: list[str] = []
        self.scripts: list[dict[str, str | None]] = []
        self.odd: list[str] = []
        self.policy = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        held = dict(attrs)
        self.named += [held[name] or "" for name in ("src", "href", "poster", "data", "action") if name in held]
        self.odd += [f"{tag} {name}" for name in held if name.startswith("on") or name == "style"]
        self.odd += [tag for _ in (1,) if tag in ("style", "iframe", "object", "embed", "base")]
        if tag == "script":
            self.scripts.append(held)
        if tag == "meta" and (held.get("http-equiv") or "").lower() == "content-security-policy":
            self.policy = held.get("content") or ""


def texts(folder: Path) -> Iterator[tuple[Path, str]]:
    for path in sorted(folder.rglob("*")):
        if path.suffix in (".html", ".json", ".css", ".js"):
            yield path, path.read_text()


def addresses(text: str) -> set[str]:
    """What the page asks for by itself, its data among it."""
    named = {one.partition("#")[0] for one in Addresses(text).named if not one.startswith("#")}
    return named | set(re.findall(r"(?:still|reel|clip|static)/[\w.-]+\.\w+", text))


def test_everything_a_page_names_is_there_and_relative(held: Contents, tmp_path: Path):
    write(tmp_path / "out", held)
    page = (tmp_path / "out" / "index.html").read_text()
    found = addresses(page)
    assert {one.split("/")[0] for one in found} >= {"static", "still", "reel"}
    for one in found:
        assert (tmp_path / "out" / one).is_file(), one
        assert not one.startswith(("/", ".")) and ":" not in one
    there = {path.relative_to(tmp_path / "out").as_posix() for path in (tmp_path / "out").rglob("*") if path.is_file()}
    assert there - found == {"index.html", LIST}


def test_no_address_leads_out_and_no_path_of_this_machine_is_told(held: Contents, tmp_path: Path):
    write(tmp_path / "out", held)
    for path, text in texts(tmp_path / "out"):
        outside = set(re.findall(r"(?:https?|file|ws|ftp)://[^\s\"'<>)]*", text))
        assert outside <= {"http://www.w3.org/2000/svg"}, path
        assert "secret-folder" not in text and str(Path.home()) not in text, path


def test_nothing_runs_but_files_of_ours(held: Contents, tmp_path: Path):
    write(tmp_path / "out", held)
    page = Addresses((tmp_path / "out" / "index.html").read_text())
    rules = dict(one.strip().split(" ", 1) for one in page.policy.split(";"))
    assert rules["default-src"] == "'none'" and "unsafe" not in page.policy
    assert rules["script-src"] == rules["style-src"] == "'self' file:" and "connect-src" not in rules
    assert not page.odd
    for one in page.scripts:
        assert (one.get("type") == "application/json") != (one.get("src", "") or "").startswith("static/")
    assert not any(one.lower().startswith(("javascript:", "data:")) for one in page.named)


def test_the_prompts_of_every_provider_are_in_it(held: Contents):
    page = held["index.html"]
    assert isinstance(page, bytes)
    for name in ("Kling 3.0 Omni", "Seedance 2.0"):
        assert name in page.decode()
    assert len(set(re.findall(r'data-edition="(\d+)"', page.decode()))) == 2


def test_the_list_names_every_file_by_its_bytes(held: Contents, tmp_path: Path):
    write(tmp_path / "out", held)
    listed = json.loads((tmp_path / "out" / LIST).read_text())["files"]
    assert set(listed) == set(held)
    for name, told in listed.items():
        assert digest.of_file(tmp_path / "out" / name) == told


def test_the_same_film_is_the_same_bytes(held: Contents, tmp_path: Path):
    for name in ("one", "two"):
        write(tmp_path / name, held)
        write(tmp_path / name / "film.zip", held)
    left = {path.relative_to(tmp_path / "one"): path.read_bytes() for path in (tmp_path / "one").rglob("*.*")}
    right = {path.relative_to(tmp_path / "two"): path.read_bytes() for path in (tmp_path / "two").rglob("*.*")}
    assert left == right and len(left) > 6


def test_a_zip_holds_the_folder(held: Contents, tmp_path: Path):
    write(tmp_path / "out", held)
    write(tmp_path / "my film.zip", held)
    with zipfile.ZipFile(tmp_path / "my film.zip") as packed:
        assert packed.testzip() is None
        assert {row.date_time for row in packed.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert {row.external_attr >> 16 for row in packed.infolist()} == {0o644}
        packed.extractall(tmp_path / "unpacked")
    for path in (tmp_path / "out").rglob("*.*"):
        same = tmp_path / "unpacked" / "my-film" / path.relative_to(tmp_path / "out")
        assert same.read_bytes() == path.read_bytes()


def test_an_older_export_is_replaced_and_nothing_of_it_stays(held: Contents, tmp_path: Path):
    write(tmp_path / "out", {**held, "still/of-a-shot-that-is-gone.jpg": b"x"})
    write(tmp_path / "out", held)
    assert not list(tmp_path.rglob("of-a-shot*")) and [path.name for path in tmp_path.iterdir()] == ["out"]


@pytest.mark.parametrize("stranger", ["notes.txt", "still/mine.jpg", LIST])
def test_a_folder_that_holds_anything_else_is_left_alone(held: Contents, tmp_path: Path, stranger: str):
    if stranger != LIST:
        write(tmp_path / "out", held)
    path = tmp_path / "out" / stranger
    path.parent.mkdir(exist_ok=True, parents=True)
    path.write_text("mine")
    (tmp_path / "out" / "index.html").write_text("mine too")
    with pytest.raises(UsageError, match="holds something else"):
        write(tmp_path / "out", held)
    assert path.read_text() == "mine" and [one.name for one in tmp_path.iterdir()] == ["out"]


def test_a_file_or_a_link_in_its_place_is_left_alone(held: Contents, tmp_path: Path):
    (tmp_path / "file").write_text("mine")
    (tmp_path / "folder.zip").mkdir()
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "real")
    for name in ("file", "folder.zip", "link"):
        with pytest.raises(UsageError):
            write(tmp_path / name, held)
    assert (tmp_path / "file").read_text() == "mine" and not list((tmp_path / "real").iterdir())


@pytest.mark.parametrize("name", ["out", "out.zip"])
def test_what_fails_in_the_middle_leaves_what_was_there(held: Contents, tmp_path: Path, name: str,
                                                        monkeypatch: pytest.MonkeyPatch):
    write(tmp_path / name, held)
    before = {path: path.read_bytes() for path in tmp_path.rglob("*.*") if path.is_file()}
    pour, poured = exported._pour, []

    def full(what: Any, to: Any) -> None:
        poured.append(what)
        if len(poured) > 3:
            raise OSError(28, os.strerror(28))
        pour(what, to)

    monkeypatch.setattr(exported, "_pour", full)
    with pytest.raises(FileError, match="No space left"):
        write(tmp_path / name, {**held, "index.html": b"another"})
    assert {path: path.read_bytes() for path in tmp_path.rglob("*.*") if path.is_file()} == before


def test_a_rename_that_fails_puts_the_older_one_back(held: Contents, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    write(tmp_path / "out", held)
    before = {path: path.read_bytes() for path in tmp_path.rglob("*.*") if path.is_file()}
    rename, done = os.replace, []

    def failing(source: Any, target: Any) -> None:
        done.append(target)
        if len(done) == 2:
            raise OSError(5, os.strerror(5))
        rename(source, target)

    monkeypatch.setattr(os, "replace", failing)
    with pytest.raises(FileError, match="cannot write"):
        write(tmp_path / "out", {**held, "index.html": b"another"})
    assert {path: path.read_bytes() for path in tmp_path.rglob("*.*") if path.is_file()} == before
