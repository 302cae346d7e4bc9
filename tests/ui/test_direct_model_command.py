"""`direct --model` from the command line: the price first, what it writes, whose each shot is, and how it ends."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from chat import Chat, chat
from loopback import HANG_UP, Reply

from shotscript.studio.directing import directed
from shotscript.ui.cli import run

SCRIPT = """/*@cast
MAYA: woman, 34
JON: man, 41
*/

INT. KITCHEN - NIGHT

Maya waits at the table. Jon comes in.

JON
You kept the coat after all this time, and you never told me where.

MAYA
I was there the whole night, and I said nothing to anybody.
"""
GOOD = json.dumps({"shots": [{"at": 1, "line": "WS, 28mm"}, {"at": 2, "line": "OTS MAYA on JON, 65mm"},
                             {"at": 3, "line": "OTS JON on MAYA, 65mm"}]})
KEY = "sk-test-abcdefghijklmn0123456789"


@pytest.fixture
def film(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    folder = tmp_path / "film"
    folder.mkdir()
    path = folder / "film.fountain"
    path.write_text(SCRIPT)
    return path


def settle(film: Path, server: Chat, more: str = "") -> None:
    film.with_name("shotscript.toml").write_text(
        f'[direct]\nlength = 4.5\n\n[direct.models.local]\nbase = "{server.base}"\nname = "m"\n{more}\n')


def test_it_writes_what_is_sound_and_says_what_it_cost(film: Path, capsys: pytest.CaptureFixture[str]):
    with Chat(GOOD) as server:
        settle(film, server)
        assert run(["direct", str(film), "--model"]) == 0
        told = capsys.readouterr().err
        assert re.search(r"m at 127\.0\.0\.1:\d+: 1 scene to send; some \d+ tokens to read and up to 2000 to write, ",
                         told)
        assert "3 shots in 1 scene; 1 proposed by the model, 1 call, $0.00" in told
        once = film.read_text()
        assert re.findall(r"^!! (.*)", once, re.MULTILINE) == [
            "WS, 28mm", "OTS MAYA on JON, 65mm", "OTS JON on MAYA, 65mm"]
        assert run(["direct", str(film), "--model", "local", "--format", "json"]) == 0
        answer = json.loads(capsys.readouterr().out)
        assert not answer["changed"] and film.read_text() == once and len(server.calls) == 1
        assert answer["model"]["scenes"] == [{"heading": "INT. KITCHEN - NIGHT", "by": "model", "answers": 1,
                                              "why": "in 1 answer"}] and answer["model"]["calls"] == 0
        assert answer["shots"][0]["line"] == "WS, 28mm"


def test_why_tells_the_model_s_shots_from_the_director_s(film: Path, capsys: pytest.CaptureFixture[str]):
    film.write_text(SCRIPT + SCRIPT[SCRIPT.index("INT.") - 1 :].replace("KITCHEN", "HALL"))
    with Chat(GOOD, "no", "never", "not me", "\x1b]0;owned\x07") as server:
        settle(film, server)
        assert run(["direct", str(film), "--model", "--why"]) == 0
        told = capsys.readouterr()
        assert "INT. KITCHEN - NIGHT (the model's, in 1 answer)" in told.out and "proposed by local" in told.out
        assert "INT. HALL - NIGHT (the director's: 4 answers had faults" in told.out
        assert "opens on where everybody is" in told.out and "covered by the director" in told.err
        assert "\x1b" not in told.out + told.err and "!!" not in film.read_text()


def test_money_is_asked_for(film: Path, capsys: pytest.CaptureFixture[str]):
    with Chat(GOOD) as server:
        settle(film, server, "price_in = 2\nprice_out = 8\nmost_usd = 0.5")
        assert run(["direct", str(film), "--model"]) == 4
        told = " ".join(capsys.readouterr().err.split())
        assert "nothing was sent" in told and re.search(r"\$0\.02\d*, \$0\.\d+ at most with repairs", told)
        assert not server.calls and film.read_text() == SCRIPT
        assert run(["direct", str(film), "--model", "--cap", "0.001"]) == 0
        assert not server.calls and film.read_text() == directed(film).after
        assert "could cost more than the $0.001" in capsys.readouterr().err
        assert run(["direct", str(film), "--model", "--yes"]) == 0
        assert len(server.calls) == 1 and "OTS MAYA on JON, 65mm" in film.read_text()
        assert "1 call, $0.0" in capsys.readouterr().err


@pytest.mark.parametrize("answer", [HANG_UP, Reply(200, chat("no")), Reply(401, {"error": {"message": f"{KEY}?"}})])
def test_a_model_that_fails_leaves_the_director(film: Path, capsys: pytest.CaptureFixture[str], answer: Reply,
                                                monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("A_MODEL_S_KEY", KEY)
    plain = directed(film).after
    with Chat(answer) as server:
        settle(film, server, 'key = "A_MODEL_S_KEY"')
        assert run(["direct", str(film), "--model"]) == 0
        told = capsys.readouterr()
        assert film.read_text() == plain and KEY not in told.out + told.err
        assert server.calls[0].headers["authorization"] == f"Bearer {KEY}"
        assert all(KEY.encode() not in path.read_bytes() for path in film.parent.parent.rglob("*") if path.is_file())


def test_wrong_use_is_said(film: Path, capsys: pytest.CaptureFixture[str]):
    assert run(["direct", str(film), "--model"]) == 2
    assert "[direct.models.NAME]" in capsys.readouterr().err
    assert run(["direct", "--model", str(film)]) == 2
    assert "behind the files" in capsys.readouterr().err
    assert run(["direct", str(film), "--yes"]) == 2
    with Chat(GOOD) as server:
        settle(film, server, 'key = "NO_SUCH_KEY_HERE"')
        assert run(["direct", str(film), "--model=locl"]) == 2
        assert "did you mean local" in capsys.readouterr().err
        assert run(["direct", str(film), "--model"]) == 2
        assert "NO_SUCH_KEY_HERE" in capsys.readouterr().err
        assert not server.calls and film.read_text() == SCRIPT
