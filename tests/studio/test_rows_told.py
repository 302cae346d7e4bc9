"""`--variant`, `--data` and `--rows` on the command line: what is written where, and the exit status."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from campaign import FILM

from shotscript.ui.cli import run as called


@dataclass(frozen=True)
class Told:
    exit_code: int
    stdout: str
    stderr: str


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Callable[..., Told]:
    def one(*words: object) -> Told:
        code = called([str(word) for word in words])
        return Told(code, *capsys.readouterr())

    return one


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "film.fountain").write_text(FILM, encoding="utf-8")
    (tmp_path / "rows.csv").write_text('id,name,city,shoe\na,Bo,Rome,41\nb/c,"A ""B""\nC",,\n,Li,Oslo,2\nbad,1,2,3,4\n',
                                       encoding="utf-8-sig")
    return tmp_path


def test_a_line_of_json_for_each_film(folder: Path, run: Callable[..., Told]) -> None:
    done = run("compile", folder / "film.fountain", "--provider", "kling-3-omni", "--data", folder / "rows.csv",
               "--format", "json")
    films = [json.loads(line) for line in done.stdout.splitlines()]
    assert [(one["id"], one["row"]) for one in films] == [("a", 1), ("b/c", 2), ("3", 3)]
    prompts = [" ".join(str(part["request"]) for part in one["segments"]) for one in films]
    assert "Bo, come home to Rome." in prompts[0]
    assert "come home to San Sebastian." in prompts[1]
    assert done.exit_code == 1
    assert "row 4 cannot be read: it has 5 cells, the header 4" in done.stderr


def test_a_folder_for_each_film(folder: Path, run: Callable[..., Told]) -> None:
    done = run("compile", folder / "film.fountain", "--provider", "kling-3-omni", "--data", folder / "rows.csv",
               "--rows", "1-2", "--out", folder / "out")
    assert done.exit_code == 0, done.stderr
    names = sorted(path.name for path in (folder / "out").iterdir())
    assert names[0] == "a" and names[1].startswith("b_c-") and len(names) == 2
    assert any("Rome" in path.read_text(encoding="utf-8") for path in (folder / "out" / "a" / "prompts").iterdir())


def test_a_variant_has_a_folder_of_its_own(folder: Path, run: Callable[..., Told]) -> None:
    assert run("compile", folder / "film.fountain", "--provider", "kling-3-omni").exit_code == 0
    assert run("compile", folder / "film.fountain", "--provider", "kling-3-omni", "--variant", "rain,es").exit_code == 0
    build = folder / "build" / "film"
    assert (build / "plan.json").is_file() and (build / "rain+es" / "plan.json").is_file()
    names = [{path.name for path in (place / "requests").iterdir()} for place in (build, build / "rain+es")]
    assert names[0] == names[1]


@pytest.mark.parametrize(("words", "said"), [
    (("--rows", "1"), "picks rows of --data"), (("--data", "rows.csv", "--rows", "x"), "is no row"),
    (("--data", "rows.csv", "--rows", "9"), "no row 9"), (("--data", "none.csv"), "no file"),
    (("--data", "film.fountain"), "is no data file"), (("--variant", "rian"), "did you mean rain"),
    (("--data", "rows.csv", "--providers", "previz,kling-3-omni"), "one provider at a time"),
])
def test_wrong_use_ends_in_two(folder: Path, run: Callable[..., Told], words: tuple[str, ...], said: str) -> None:
    full = [folder / word if word.endswith((".csv", ".fountain")) else word for word in words]
    done = run("compile", folder / "film.fountain", *full)
    assert done.exit_code == 2
    assert said in done.stderr
