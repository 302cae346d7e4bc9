"""What a project settles in `shotscript.toml`, the command line over it, and what nobody may turn off."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from shotscript.core.diagnostic import Level
from shotscript.core.settings import settings
from shotscript.core.world import DiskWorld
from shotscript.studio import compile, read
from shotscript.studio.draft import Writing
from shotscript.ui.cli import run

FILM = """\
/*@cast
MAYA: woman
JON: man
*/

INT. KITCHEN - DAY

!! 1A: CU on MAYA, 1s, a strange light

MAYA
One two three four five six seven eight nine ten.

!! 1B: CU on JON, 25s, dolyl in 1m

Jon waits.
"""


class Project:
    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder, self.capsys = folder, capsys
        self.script = folder / "scripts" / "film.fountain"
        self.script.parent.mkdir()
        self.script.write_text(FILM)

    def settle(self, text: str) -> None:
        (self.folder / "shotscript.toml").write_text(text)

    def told(self, *options: str) -> tuple[dict[str, str], int]:
        """Level by code, and the exit status."""
        status = run(["check", "--format", "json", *options, str(self.script)])
        out, err = self.capsys.readouterr()
        return {p["code"]: p["level"] for p in json.loads(out)["problems"]} if out else {"said": err}, status


@pytest.fixture
def project(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Project:
    made = Project(tmp_path, capsys)
    made.settle("")
    return made


AS_IT_IS = {"SY105": "error", "TM401": "error", "TM402": "warning", "SY106": "warning"}


@pytest.mark.parametrize(("settled", "changed"), [
    ("", {}),
    ('[levels]\nTM402 = "error"\n', {"TM402": "error"}),
    ('[levels]\nTM401 = "warning"\nTM402 = "off"\n', {"TM401": "warning", "TM402": None}),
    ('[levels]\nTM = "off"\nTM401 = "info"\n', {"TM401": None, "TM402": None}),
    ('[levels]\nTM = "off"\nTM402 = "error"\n', {"TM401": None, "TM402": "error"}),
    ('[levels]\nSY = "off"\n', {"SY106": None}),
    ('[levels]\nsy1 = "warning"\n', {}),
    ('[check]\nignore = ["TM", "SY"]\n', {"TM401": None, "TM402": None, "SY106": None}),
    ('[check]\nselect = ["TM4"]\nignore = ["TM402"]\n', {"TM402": None, "SY106": None}),
    ('[check]\nselect = ["TM4"]\n[levels]\nTM402 = "error"\n', {"TM402": "error", "SY106": None}),
])  # fmt: skip
def test_what_is_settled_holds(project: Project, settled: str, changed: dict[str, str | None]) -> None:
    project.settle(settled)
    wanted = {code: level for code, level in (AS_IT_IS | changed).items() if level}
    assert project.told()[0] == wanted
    draft = Writing(project.script, DiskWorld(project.folder), settings(project.folder), Level.WARNING).read()
    assert {p.code: str(p.level) for p in draft.told} == wanted, "an editor hears the same"
    assert {p.code for p in read(project.script).told if p.level > Level.INFO} == set(wanted)


def test_the_command_line_wins(project: Project) -> None:
    project.settle('[check]\nselect = ["TM"]\nignore = ["TM402"]\n[levels]\nSY106 = "off"\n')
    assert project.told("--select", "SY106")[0] == {"SY105": "error", "SY106": "warning"}
    assert project.told("--ignore", "TM401")[0] == {"SY105": "error", "TM402": "warning"}


def test_an_error_that_spoils_a_shot_is_told_and_counts_whatever_is_wished(project: Project) -> None:
    for options in (("--ignore", "SY"), ("--select", "TM402"), ("--ignore", "SY105,TM,SY106")):
        found, status = project.told(*options)
        assert found["SY105"] == "error" and status == 1
    project.script.write_text(FILM.replace("dolyl", "dolly"))
    assert project.told("--ignore", "TM401")[1] == 0, "what is a matter of judgement is one's own affair"
    assert project.told()[1] == 1


def test_a_lowered_level_is_still_seen_on_the_shot(project: Project) -> None:
    project.settle('[levels]\nTM401 = "off"\n')
    (shot, _) = read(project.script).story.shots
    assert any(fault.startswith("TM401") for fault in shot.faults)


def test_every_command_hears_it(project: Project) -> None:
    project.settle('[levels]\nTM = "off"\n')
    assert not any(p.code.startswith("TM") for p in compile(project.script).problems)


@pytest.mark.parametrize(("settled", "line", "words"), [
    ('cap = 3\n\n[levels]\nAX = "off"\nTM499 = "off"\n', 5, "no diagnostic has a code like 'TM499'; did you mean TM4"),
    ('[levels]\nZZ9 = "off"\n', 2, "no diagnostic has a code like 'ZZ9'"),
    ('[levels]\nTM401 = "warn"\n', 2, "'warn' is no level; did you mean warning?"),
    ('[levels]\nTM401 = 3\n', 2, "3 is no level; there are error, warning, info, off"),
    ('[check]\nselct = ["TM"]\n', 2, "there is no setting 'check.selct'; did you mean select?"),
    ('# one\n[check]\nignore = ["TM", "XQ1"]\n', 3, "no diagnostic has a code like 'XQ1'"),
    ('[check]\nselect = "TM"\n', 2, "check.select"),
    ('provider = ""\nlevls = 3\n', 2, "there is no setting 'levls'; did you mean levels?"),
    ('[lvels]\nTM = "off"\n', 1, "there is no setting 'lvels'; did you mean levels?"),
    ('levels.TM = "of"\n', 1, "'of' is no level; did you mean off?"),
    ('[levels]\n"TM499" = "off"\n', 2, "no diagnostic has a code like 'TM499'"),
])  # fmt: skip
def test_what_is_no_setting_is_said_with_its_line(project: Project, settled: str, line: int, words: str) -> None:
    project.settle(settled)
    found, status = project.told()
    assert status == 2
    assert f"shotscript.toml:{line}: " in found["said"] and words in found["said"], found["said"]


def test_an_unknown_code_on_the_command_line(project: Project) -> None:
    found, status = project.told("--ignore", "TM499")
    assert status == 2 and "did you mean TM4" in found["said"]
