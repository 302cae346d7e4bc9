"""What docs/check.md shows is what happens."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from shotscript.core.codes import JUDGED
from shotscript.core.settings import settings
from shotscript.optics.grammar.numbers import Numbers, numbers
from shotscript.ui.cli import run

PAGE = (Path(__file__).parents[2] / "docs" / "check.md").read_text("utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", PAGE, re.DOTALL | re.MULTILINE)


@pytest.mark.parametrize("shown", blocks("console"), ids=lambda text: text.splitlines()[0])
def test_what_is_shown(shown: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
                       capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(tmp_path)
    Path("film.fountain").write_text(blocks("fountain")[0])
    call, _, wanted = shown.partition("\n")
    assert run(shlex.split(call.removeprefix("$ shotscript "))) == 1
    out, err = capsys.readouterr()
    assert out + re.sub(r"\n\n", "\n", err) == wanted


def test_the_settings_shown_are_settings(tmp_path: Path) -> None:
    (settled,) = blocks("toml")
    (tmp_path / "shotscript.toml").write_text(settled)
    found = settings(tmp_path)
    assert found.levels["TM401"] == "warning" and found.check.ignore == ("CV",)
    assert numbers(found.grammar) == Numbers(turn=20, walk=2.5)


def test_what_may_be_silenced_is_listed() -> None:
    listed = re.search(r"the codes of ([A-Z, and]+), and (MV503) and\s+(TM401)", PAGE)
    assert listed and sorted((*re.findall(r"[A-Z]{2}", listed[1]), *listed.groups()[1:])) == sorted(JUDGED)
