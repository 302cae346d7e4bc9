"""`check --fix`: what mends itself is mended, all else stays to the byte, and a second run finds nothing to do."""

from __future__ import annotations

import json
import os
import subprocess
from collections import Counter
from pathlib import Path

import pytest

from shotscript.core.diagnostic import Fix, Level, Problems
from shotscript.core.span import Span
from shotscript.core.world import TextWorld
from shotscript.lang.parse import parse
from shotscript.studio import read
from shotscript.studio.mending import applied, clear, mended
from shotscript.ui.cli import run

TESTS = Path(__file__).parents[1]
CASES = sorted([*(TESTS / "lang" / "cases").rglob("*.fountain"), *(TESTS / "narrative" / "cases").rglob("*.fountain")])
UNCOVERED = {"FL106", "NM801", "TM401", "TM402", "TM404", "TM405", "TM406"}
"""What may come to light when words count that did not: a shot has a length, a file is named."""

SCRIPT = b"""\xef\xbb\xbf/*@cast\r
MAYA: woman\r
JON: man\r
*/\r
\r
/*@use bible.fountain */\r
\r
INT. KITCHEN - DAY\r
\r
!! 1A: CU on MAYA, dolyl in 1m, she is tired \xf0\x9f\x8e\xac\r
\r
Maya  waits. \t\r
\r
!! 1B: MS on JON 85mm\r
\r
JON\r
One.\r
!! CU on MAYA\r
Two.\r
"""
MENDED = (
    SCRIPT.replace(b"dolyl", b"dolly").replace(b"she is tired \xf0\x9f\x8e\xac", b'"she is tired \xf0\x9f\x8e\xac"')
    .replace(b"JON 85mm", b"JON, 85mm").replace(b"One.\r\n!! CU on MAYA", b"One. [[shot: CU on MAYA]]")
)  # fmt: skip
BIBLE = b"/*@cast\nPELL: man\nheight: 1.8m\n*/\n"


@pytest.fixture
def script(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "shotscript.toml").touch()
    path = tmp_path / "film.fountain"
    path.write_bytes(SCRIPT)
    (tmp_path / "bible.fountain").write_bytes(BIBLE)
    return path


def test_files_are_mended_and_all_else_stays(script: Path, capsys: pytest.CaptureFixture[str]) -> None:
    script.chmod(0o640)
    assert run(["check", "--fix", str(script)]) == 0
    assert script.read_bytes() == MENDED
    assert (script.parent / "bible.fountain").read_bytes() == BIBLE.replace(b"height", b"  height")
    assert script.stat().st_mode & 0o777 == 0o640
    told = capsys.readouterr().err
    assert "film.fountain: 4 faults were mended, none are left" in told
    assert "bible.fountain: 1 fault was mended, none are left" in told
    assert sorted(path.name for path in script.parent.iterdir()) == ["bible.fountain", "film.fountain",
                                                                    "shotscript.toml"]


def test_a_second_run_writes_nothing(script: Path) -> None:
    run(["check", "--fix", str(script)])
    before = script.stat()
    assert run(["check", "--fix", str(script)]) == 0
    assert (script.stat().st_mtime_ns, script.stat().st_ino) == (before.st_mtime_ns, before.st_ino)


def test_the_diff_is_a_patch_and_writes_nothing(script: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    assert run(["check", "--fix", "--diff", "film.fountain", str(script)]) == 1
    assert script.read_bytes() == SCRIPT
    diff = capfdbinary.readouterr().out
    assert diff.count(b"+++ b/bible.fountain") == diff.count(b"+++ b/film.fountain") == 1, "asked for twice, shown once"
    subprocess.run(["git", "apply", "-p1", "-"], input=diff, cwd=script.parent, check=True)
    assert script.read_bytes() == MENDED
    assert run(["check", "--fix", "--diff", "film.fountain"]) == 0
    assert capfdbinary.readouterr().out == b""


def test_json_says_what_was_done(script: Path, capsys: pytest.CaptureFixture[str]) -> None:
    script.write_bytes(SCRIPT.replace(b"85mm", b"85mm, 35mm"))
    assert run(["check", "--fix", "--format", "json", "film.fountain"]) == 1
    told = json.loads(capsys.readouterr().out)
    assert [p["code"] for p in told["problems"]] == ["SY111"]
    assert told["written"] and {Path(name).name: n for name, n in told["mended"].items()} == {
        "film.fountain": 4, "bible.fountain": 1}


def test_unsafe_fixes_only_when_asked_for(script: Path) -> None:
    script.write_bytes(MENDED.replace(b"CU on MAYA, dolly", b"CU on MAYAA, dolly"))
    assert run(["check", "--fix", str(script)]) == 1
    assert b"MAYAA" in script.read_bytes()
    assert run(["check", "--unsafe-fixes", str(script)]) == 2
    assert run(["check", "--fix", "--unsafe-fixes", str(script)]) == 0
    assert script.read_bytes() == MENDED


def test_only_what_is_asked_for_is_mended(script: Path) -> None:
    assert run(["check", "--fix", "--select", "SY106", str(script)]) == 1, "errors are told whatever is selected"
    assert script.read_bytes() == SCRIPT.replace(b"she is tired \xf0\x9f\x8e\xac", b'"she is tired \xf0\x9f\x8e\xac"')


def test_a_file_that_is_no_utf8_is_left_alone(script: Path) -> None:
    script.write_bytes(SCRIPT + b"\xff")
    assert run(["check", "--fix", str(script)]) == 1
    assert script.read_bytes() == SCRIPT + b"\xff"


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="everything may be written here")
def test_a_file_that_may_not_be_written(script: Path) -> None:
    script.parent.chmod(0o500)
    assert run(["check", "--fix", str(script)]) == 3
    assert script.read_bytes() == SCRIPT


def test_fixes_that_touch_wait_for_one_another() -> None:
    one, two, three = (Fix(Span(*at), "x") for at in ((0, 2), (2, 4), (5, 6)))
    assert clear([three, two, one]) == [one, three]
    assert applied("abcdefg\r\nh", [three, Fix(Span(1, 1), "\n")]) == "a\r\nbcdexg\r\nh"


# --------------------------------------------------------------------------------------- over every case there is


def faults(text: str) -> Problems:
    return tuple(p for p in read(Path("f"), world=TextWorld({"f": text})).told if p.level > Level.INFO)


def with_fixes() -> list[Path]:
    """Cases whose text tells of a safe fix."""
    texts = {path: path.read_text("utf-8") for path in CASES}
    told = {path: parse(TextWorld({"f": text}), "f")[1] for path, text in texts.items()}
    return [path for path in CASES if any(p.fix and p.fix.safe for p in told[path])]


@pytest.mark.parametrize("path", with_fixes(), ids=lambda path: f"{path.parent.parent.name}-{path.stem}")
def test_safe_fixes_bring_nothing_new(path: Path) -> None:
    text = path.read_text("utf-8")
    before = Counter(p.code for p in faults(text))
    made = mended(Path("f"), world=TextWorld({"f": text}))
    after = made.after["f"]
    again = mended(Path("f"), world=TextWorld({"f": after}))
    assert again.after == {} and again.film.told == made.film.told, "a second run changes nothing"
    assert not [p for p in made.film.told if p.fix and p.fix.safe and p.level > Level.INFO]
    new = Counter(p.code for p in faults(after)) - before
    assert set(new) <= UNCOVERED, new
