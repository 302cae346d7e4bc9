"""From a file to a script: what can be wrong with files, `@use`, and the paths a script names."""

from __future__ import annotations

from pathlib import Path

import pytest

from shotscript.core.diagnostic import Level
from shotscript.core.errors import UsageError
from shotscript.core.world import DiskWorld, TextWorld
from shotscript.lang import blocks
from shotscript.lang.parse import parse

PHOENIX = Path(__file__).resolve().parents[2] / "../shared/fountain/scripts/phoenix-child.fountain"


def told(files: dict[str, str | bytes], main: str = "f"):
    """The script, and its problems as (code, level, file:line:column or file)."""
    script, problems, sources = parse(TextWorld(files), main)
    lines = []
    for p in problems:
        line, column = sources[p.span.source].position(p.span.start)
        lines.append(f"{p.level} {p.code} {p.span.source}:{line}:{column}")
    return script, lines


@pytest.mark.parametrize(
    "text, what",
    [
        ("", "empty"),
        (" \n\n", "empty"),
        ("Title: A\nAuthor: B\n", "title page"),
        ("\ufeff", "empty"),
        ("/* x */", "no scene"),
        ("# Act\n", "no scene"),
    ],
)
def test_nothing_to_film(text: str, what: str):
    script, problems, _ = parse(TextWorld({"f": text}), "f")
    assert script.scenes == ()
    assert [(p.code, p.level) for p in problems] == [("FN909", Level.WARNING)]
    assert what in problems[0].message


def test_title():
    assert told({"f": "Title:\n  The\n  End\n\nINT. A\n"})[0].title == "The End"
    assert told({"f": "Title: _**Low\\_Angle**_\n\nINT. A\n"})[0].title == "Low_Angle"


@pytest.mark.parametrize(
    "data, place",
    [
        (b"INT. A\n\nA caf\xe9 opens.\n", "f:3:6"),
        (b"\xef\xbb\xbfINT. A\n\nCaf\xe9\n", "f:3:4"),
        ("INT. A\n\n日本".encode() + b"\xff", "f:3:3"),
        (b"INT. A\n\nend \xe4\xb8", "f:3:5"),
    ],
)
def test_invalid_utf8_is_one_error_where_it_stands(data: bytes, place: str):
    script, lines = told({"f": data})
    assert lines == [f"error FL101 {place}"]
    assert script.scenes[0].heading == "INT. A" and "\ufffd" in script.fountain.elements[1].text


NO_TEXT = [b"\0", b"INT. A\n\0", "INT. A".encode("utf-16"), b"\x89PNG\r\n\x1a\n\0\0", bytes(range(1, 32)) * 9]


@pytest.mark.parametrize("data", NO_TEXT)
def test_no_text_file(data: bytes):
    script, lines = told({"f": data})
    assert lines == ["error FL102 f:1:1"]
    assert script.scenes == () and script.fountain.elements == ()


def test_main_file_failures_are_raised(tmp_path: Path):
    with pytest.raises(FileNotFoundError):
        parse(TextWorld({}), "f")
    with pytest.raises(UsageError):
        parse(DiskWorld(tmp_path), str(tmp_path))


def test_use_takes_in_another_files_blocks():
    script, lines = told(
        {
            "a/f": "/*@cast\nMAYA: ours\n*/\n/*@use ../lib/cast.fountain*/\n\nINT. A\n\nMAYA\nHi.\n",
            "lib/cast.fountain": "/*@use deep.fountain*/\n/*@cast\nMAYA: theirs\n  images: maya.png\n*/",
            "lib/deep.fountain": "\ufeff/*@props\nLAMP: brass\n*/",
            "lib/maya.png": b"x",
        },
        "a/f",
    )
    assert [(b.name, b.near, b.entries[0].text) for b in script.blocks] == [
        ("props", "lib/deep.fountain", "brass"),
        ("cast", "lib/cast.fountain", "theirs"),
        ("cast", "a/f", "ours"),
    ]
    assert lines == []


def test_use_in_a_scene_is_that_scenes():
    script, _ = told({"f": "INT. A\n\n/*@use b*/\n\nText.\n\nINT. B\n\nText.\n", "b": "/*@props\nCUP: blue\n*/"})
    assert script.blocks == ()
    assert [[b.name for b in scene.blocks] for scene in script.scenes] == [["props"], []]


@pytest.mark.parametrize(
    "use, code",
    [
        ("nowhere.fountain", "FL103"),
        ("../out.fountain", "FL104"),
        ("/etc/passwd", "FL104"),
        ("f", "FL105"),
        ("", "FL103"),
        ("loop", "FL105"),
        ("latin", "FL107"),
        ("binary", "FL107"),
    ],
)
def test_use_that_fails_is_one_error_at_the_use(use: str, code: str):
    files: dict[str, str | bytes] = {
        "f": f"/*@use {use}*/\n\nINT. A\n\nText.\n",
        "loop": "/*@use loop2*/",
        "loop2": "/*@use loop*/",
        "latin": b"/*@cast\nZO\xcb: x\n*/",
        "binary": b"\0\1",
    }
    script, lines = told(files)
    assert [line.split()[:2] for line in lines] == [["error", code]]
    assert len(script.scenes) == 1


def test_use_of_a_folder(tmp_path: Path):
    (tmp_path / "f").write_text("/*@use sub*/\n\nINT. A\n\nText.\n")
    (tmp_path / "sub").mkdir()
    _, problems, _ = parse(DiskWorld(tmp_path), str(tmp_path / "f"))
    assert [(p.code, p.span.start) for p in problems] == [("FL103", 7)]


def test_a_relative_path_is_the_same_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    (tmp_path / "f").write_text("/*@use ./f*/\n\nINT. A\n\nText.\n")
    monkeypatch.chdir(tmp_path)
    _, problems, sources = parse(DiskWorld(tmp_path), "f")
    assert [(p.code, p.span.source) for p in problems] == [("FL105", "f")] and list(sources) == ["f"]


def test_links_do_not_lead_out(tmp_path: Path):
    project = tmp_path / "project"
    project.mkdir()
    (tmp_path / "secret").write_text("/*@cast\nX: y\n*/")
    (project / "link").symlink_to(tmp_path / "secret")
    (project / "f").write_text("/*@use link*/\n\nINT. A\n\nText.\n")
    _, problems, _ = parse(DiskWorld(project), str(project / "f"))
    assert [p.code for p in problems] == ["FL104"]


def test_many_uses_stay_few():
    """A file reached by two ways is taken once: thirty files that each use the next twice are thirty blocks."""
    files = {str(n): f"/*@use {n + 1}*/\n/*@use {n + 1}*/\n/*@props\nP{n}: x\n*/" for n in range(30)}
    script, lines = told({"f": "/*@use 0*/\n\nINT. A\n\nText.\n", **files, "30": ""})
    assert len(script.blocks) == 30 and lines == []


def test_a_long_chain_of_uses_ends():
    files: dict[str, str | bytes] = {str(n): f"/*@use {n + 1}*/" for n in range(5000)}
    assert told({"f": "/*@use 0*/\n\nINT. A\n\nText.\n", **files})[1] == ["error FL105 31:1:8"]


def test_media_paths():
    text = (
        '/*@cast\nMAYA: x\n  images: a.png, "b, c.png", ../out.png\n  voice: v.wav\n*/\n\nINT. A\n\n'
        "[[take: t.mp4, from 3s]]\n[[frame first: {city}.png]]\n[[perform MAYA: a.png]]\n!! 1: WS\n\nText.\n"
    )
    _, lines = told({"f": text, "a.png": b"x"})
    assert lines == ["warning FL106 f:3:18", "error FL104 f:3:30", "warning FL106 f:4:10", "warning FL106 f:9:9"]


def test_lists_split_at_commas_outside_quotes():
    from_text = [name for name, _ in blocks.listed('a.png, "b, c.png" , “d，e”， f', blocks.Span(0, 28))]
    assert from_text == ["a.png", "b, c.png", "d，e", "f"]


def test_a_real_screenplay_has_no_faults():
    if not PHOENIX.exists():
        pytest.skip("../shared/fountain is not beside the project")
    script, problems, _ = parse(DiskWorld(PHOENIX.resolve().parent), str(PHOENIX.resolve()))
    assert len(script.scenes) == 115 and problems == ()
    assert script.title == 'Barrier_15 "The Phoenix Child"'


def test_a_block_that_is_never_closed_is_one_message_and_read_to_the_next_empty_line():
    text = ("Title: X\n\n/*@cast\nMAYA: woman\n  wears: coat\nJON: man\n\n"
            "INT. KITCHEN\n\n!! 1A: OTS MAYA on JON, 4s\n")
    script, problems, _ = parse(TextWorld({"f": text}), "f")
    assert [(p.code, str(p.level), p.span.start) for p in problems] == [("FN904", "error", 10)]
    assert [entry.name for block in script.blocks for entry in block.entries] == ["MAYA", "JON"]
    assert [scene.heading for scene in script.scenes] == ["INT. KITCHEN"]
    assert script.fountain.elements[0].text.startswith("/*@cast"), "Fountain prints what it does not hide"
    fix = problems[0].fix
    assert fix
    mended = text[: fix.span.start] + fix.text + text[fix.span.end :]
    assert parse(TextWorld({"f": mended}), "f")[1] == ()
