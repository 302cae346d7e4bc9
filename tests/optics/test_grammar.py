"""Film grammar: every case says what it expects, idioms expect nothing, and a mirrored film is judged like the film."""

import re
from pathlib import Path

import pytest

from shotscript.core.diagnostic import Level
from shotscript.core.errors import UsageError
from shotscript.optics.grammar.check import findings
from shotscript.optics.grammar.numbers import USUAL, Numbers
from shotscript.optics.grammar.numbers import numbers as limits
from shotscript.studio.read import read

HERE = Path(__file__).parent
CASES = sorted((HERE / "grammar_cases").glob("*.fountain"))
IDIOMS = sorted((HERE / "idioms").glob("*.fountain"))
JUDGED = {"AX101", "AX102", "AX103", "CU201", "CU202", "CU203", "CV301", "MV501", "MV502", "MV503", "MV504", "LN603",
          "LN604", "FR701", "FR702"}


def judged(text: str, numbers: Numbers = USUAL) -> list[tuple[str, str]]:
    """Code and shot of everything found, the director's own shots included."""
    film = read(text)
    found = [told for scene in film.story.scenes
             for told in findings(scene, film.staging.made().shots, film.story.format.fps, numbers)]
    return sorted((told.code, after.label) for told, _, after in found)


def expected(text: str) -> list[tuple[str, str]]:
    wanted = re.match(r"/\* expect: (.*?) \*/", text)
    assert wanted, "a case begins with what it expects"
    words = wanted[1].split()
    return [] if words == ["nothing"] else sorted(zip(words[::2], words[1::2], strict=True))


def mirrored(text: str) -> str:
    """The same film seen in a mirror: x turned round, left and right exchanged."""
    def flipped(match: re.Match[str]) -> str:
        return f"{match[1]}{-float(match[2]):g} {match[3]}"

    text = re.sub(r"((?:\bat|\bto|camera at) )(-?[\d.]+) (-?[\d.]+)", flipped, text)
    return re.sub(r"\b(left|right)\b", lambda m: "right" if m[1] == "left" else "left", text)


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_a_case_gives_what_it_expects(path: Path):
    text = path.read_text()
    assert judged(text) == expected(text)
    assert {problem.code for problem in read(text).problems if problem.level > Level.INFO} <= JUDGED


def test_every_code_has_a_case_that_fires():
    assert {code for path in CASES for code, _ in expected(path.read_text())} == JUDGED


@pytest.mark.parametrize("path", IDIOMS, ids=lambda path: path.stem)
def test_an_idiom_is_no_fault(path: Path):
    assert judged(path.read_text()) == []


def test_there_are_sixteen_idioms():
    assert len(IDIOMS) == 16


@pytest.mark.parametrize("path", [*CASES, *IDIOMS], ids=lambda path: path.stem)
def test_a_mirror_changes_no_finding(path: Path):
    text = path.read_text()
    assert judged(mirrored(text)) == expected(text) if path in CASES else judged(mirrored(text)) == []


def test_check_tells_it_of_the_written_shots():
    text = (HERE / "grammar_cases" / "ax101-reverse-from-the-other-side.fountain").read_text()
    told = [(problem.code, problem.shot) for problem in read(text).problems if problem.level > Level.INFO]
    assert told == [("AX101", "1C")]


def test_a_shot_may_allow_it():
    text = (HERE / "grammar_cases" / "ax101-reverse-from-the-other-side.fountain").read_text()
    allowed = read(text.replace("three-quarter left", "three-quarter left, allow AX101"))
    assert not [problem for problem in allowed.problems if problem.level > Level.INFO]


def test_a_cut_between_shots_of_the_director_is_not_the_writers():
    text = "INT. ROOM - DAY\n\n" + "\n\n".join(f"MAYA\nThis is the {n} long line of a speech that goes on and on." * 6
                                               for n in ("first", "second", "third"))
    film = read(text)
    assert all(shot.auto for shot in film.story.shots) and not [p for p in film.problems if p.code in JUDGED]


@pytest.mark.parametrize(("name", "numbers", "before", "after"), [
    ("cu201-a-jump", Numbers(lens=4.0), "CU201", None),
    ("mv501-slow-enough", Numbers(sweep=60.0), None, "MV501"),
    ("mv503-with-a-runner", Numbers(walk=0.1), None, None),
    ("cu202-two-sizes-in", Numbers(steps=5), None, "CU202"),
])
def test_the_limits_are_the_projects_own(name: str, numbers: Numbers, before: str | None, after: str | None):
    text = (HERE / "grammar_cases" / f"{name}.fountain").read_text()
    assert [code for code, _ in judged(text)] == ([before] if before else [])
    assert [code for code, _ in judged(text, numbers)] == ([after] if after else [])


def test_a_fix_for_a_fast_pan_is_slow_enough():
    text = (HERE / "grammar_cases" / "mv501-a-fast-pan.fountain").read_text()
    told = next(problem for problem in read(text).problems if problem.code == "MV501")
    assert told.fix
    mended = text[: told.fix.span.start] + told.fix.text + text[told.fix.span.end :]
    assert judged(re.sub(r", 4s$", "", mended, flags=re.MULTILINE)) == []


SETTLED = Path("grammar_cases") / "cu201-thirty-degrees.fountain"


@pytest.mark.parametrize(("settled", "found"), [("", []), ("[grammar]\nturn = 170\nlens = 60\n", ["CU201"])])
def test_a_project_settles_its_limits(tmp_path: Path, settled: str, found: list[str]):
    (tmp_path / "shotscript.toml").write_text(settled)
    (tmp_path / "film.fountain").write_text((HERE / SETTLED).read_text())
    problems = read(tmp_path / "film.fountain").problems
    assert [problem.code for problem in problems if problem.level > Level.INFO] == found


@pytest.mark.parametrize(("given", "words"), [
    ({"neutrall": 3}, "has no limit 'neutrall'; did you mean neutral?"),
    ({"wobble": 3}, "there are neutral, apart"),
    ({"turn": -1}, "cannot be -1"),
    ({"steps": float("nan")}, "cannot be nan"),
])
def test_a_limit_that_cannot_be_is_said(given: dict[str, float], words: str):
    with pytest.raises(UsageError, match=re.escape(words)):
        limits(given)


def test_limits_are_known_by_the_names_of_their_page():
    assert limits({"steps": 3, "turn": 20}) == Numbers(steps=3, turn=20.0)


def test_a_camera_that_flies_is_allowed_to():
    film = read((HERE / "grammar_cases" / "mv503-allowed.fountain").read_text())
    assert not film.problems
