"""The doctor says what there is and what to do; names of keys and never a key; no network; 0 when previz can run."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from pathlib import Path

import av
import numba
import pytest

from shotscript.core.installed import fits, packages
from shotscript.film import fonts
from shotscript.providers import find
from shotscript.providers.previz import compiled
from shotscript.render.auth import named, takers
from shotscript.studio import doctor
from shotscript.ui.cli import run

KEY = "sk-0f3b59f1c2d4-planted-doctor"


@pytest.fixture(autouse=True)
def clean(monkeypatch: pytest.MonkeyPatch) -> None:
    """No key of whoever runs the tests, and nobody to ask."""
    for name in takers():
        monkeypatch.delenv(name, raising=False)

    def refused(*told: object) -> None:
        raise AssertionError(f"the doctor asked {told}")

    monkeypatch.setattr(socket, "getaddrinfo", refused)
    monkeypatch.setattr(socket.socket, "connect", refused)


def told(capsys: pytest.CaptureFixture[str], *arguments: str, status: int = 0) -> dict[tuple[str, str], dict[str, str]]:
    assert run(["doctor", *arguments, "--format", "json"]) == status
    answer = json.loads(capsys.readouterr().out)
    assert answer["ready"] is (status == 0)
    return {(one["topic"], one["name"]): one for one in answer["findings"]}


def test_what_is_installed_is_told_as_it_is(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    found = told(capsys, str(tmp_path / "film.fountain"))
    assert found["packages", "numba"]["told"] == numba.__version__
    assert found["packages", "av"]["told"] == av.__version__
    assert found["program", "python"]["told"].startswith(".".join(map(str, sys.version_info[:3])))
    number = ".".join(map(str, av.library_versions["libavcodec"]))
    assert f"avcodec {number}" in found["film", "PyAV"]["told"]
    where = found["film", "ffmpeg"]["told"].split(" ", 1)[1]
    assert os.access(where, os.X_OK) and "imageio_ffmpeg" in where
    word = "not compiled yet" if compiled.is_cold() else "compiled"
    assert found["film", "renderer"]["told"].startswith(word)
    assert {one["name"] for one in found.values() if one["topic"] == "extras"} >= {"keyring", "c2pa-python", "resvg-py"}


@pytest.mark.parametrize("form", ["text", "json"])
def test_keys_are_named_and_never_shown(
    form: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
):
    known = takers()
    assert set(known) == {name for one in find().values() if one.wire for name in named(one.wire.auth)}
    for number, name in enumerate(known):
        monkeypatch.setenv(name, f"{KEY}-{number:03}")
    assert run(["doctor", str(tmp_path / "film.fountain"), "--format", form]) == 0
    out, err = capfd.readouterr()
    assert KEY not in out + err and all(name in out for name in known)
    assert out.count("set in the environment") == len(known)
    lines = [line for line in out.splitlines() if "environment" in line]
    assert str(len(KEY) + 4) not in " ".join(lines).split()


def test_a_key_that_can_be_none_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    monkeypatch.setenv("KLING_API_KEY", f"{KEY}\nmore")
    found = told(capsys, str(tmp_path / "film.fountain"))
    assert found["keys", "KLING_API_KEY"]["state"] == "lack"
    assert "key set KLING_API_KEY" in found["keys", "KLING_API_KEY"]["remedy"]
    assert found["keys", "FAL_KEY"]["state"] == "unset" and not found["keys", "FAL_KEY"]["remedy"]


def test_the_project_is_told_as_it_was_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    (tmp_path / "shotscript.toml").write_text(
        'provider = "kling-3"\ncap = 20\n[services."kling-3"]\nbase = "https://me:planted-word@relay.example/v1"\n')
    (tmp_path / ".shotscript" / "store" / "ab").mkdir(parents=True)
    (tmp_path / ".shotscript" / "store" / "ab" / "abc.mp4").write_bytes(bytes(2_500_000))
    found = told(capsys, str(tmp_path / "film.fountain"))
    assert found["project", "provider"]["told"] == "kling-3" and found["project", "cap"]["told"] == "20"
    assert "planted-word" not in str(found) and "relay.example" in found["project", "services"]["told"]
    assert found["folders", "store"]["told"].startswith("1 file, 2.5 MB")
    assert found["keys", "kling-3"]["state"] == "lack" and "KLING_API_KEY" in found["keys", "kling-3"]["remedy"]
    monkeypatch.setenv("KLING_API_KEY", KEY)
    assert ("keys", "kling-3") not in told(capsys, str(tmp_path / "film.fountain"))


def test_settings_that_cannot_be_read_stop_previz(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    (tmp_path / "shotscript.toml").write_text("provider = \n")
    assert told(capsys, str(tmp_path / "film.fountain"), status=3)["project", "shotscript.toml"]["state"] == "missing"


def test_without_fonts_the_one_inside_pillow_is_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    monkeypatch.setattr(fonts, "_installed", lambda: ())
    (tmp_path / "shotscript.toml").write_text('fonts = ["none.ttf"]\n')
    found = told(capsys, str(tmp_path / "film.fountain"))
    assert found["fonts", "files"]["told"].startswith("0 ")
    lacks = found["fonts", "no letters"]
    assert "Chinese" in lacks["told"] and "Noto Sans CJK" in lacks["remedy"] and "Noto Sans Thai" in lacks["remedy"]
    assert found["fonts", "of the project"]["state"] == "lack"


def test_little_room_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):
    monkeypatch.setattr(doctor, "_ROOM", 1 << 62)
    found = told(capsys, str(tmp_path / "film.fountain"))["folders", "disk of the project"]
    assert found["state"] == "lack" and "make room" in found["remedy"]


def test_every_lack_has_one_line_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    monkeypatch.setattr(fonts, "_installed", lambda: ())
    monkeypatch.setattr(doctor, "_ROOM", 1 << 62)
    found = told(capsys, str(tmp_path / "nowhere" / "film.fountain"))
    lacks = [one for one in found.values() if one["state"] in ("lack", "missing")]
    assert lacks and all(one["remedy"] and "\n" not in one["remedy"] for one in lacks)
    run(["doctor", str(tmp_path / "nowhere" / "film.fountain")])
    out = capsys.readouterr().out
    assert out.count("→") >= len(lacks) and f"{len(lacks)} thing" in out


HIDING = """
import importlib.metadata as told, sys
gone = sys.argv.pop(1)
version = told.version
def without(name):
    if name == gone:
        raise told.PackageNotFoundError(name)
    return version(name)
told.version = without
class Hidden:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] == gone:
            raise ModuleNotFoundError(name)
sys.meta_path.insert(0, Hidden())
from shotscript.ui.cli import main
main()
"""


@pytest.mark.parametrize("gone", ["lark", "av", "numba", "moviepy", "jinja2"])
def test_a_missing_package_is_told_and_ends_in_3(gone: str, tmp_path: Path):
    for form in ("text", "json"):
        done = subprocess.run([sys.executable, "-c", HIDING, gone, "doctor", "--format", form], cwd=tmp_path,
                              capture_output=True, text=True, check=False)
        assert done.returncode == 3, done.stderr
        assert "Traceback" not in done.stderr and f"pip install '{gone}" in done.stdout


def test_versions_are_compared_by_their_numbers():
    assert fits("1.10.0", ">=1.9,<2") and fits("2.0", "==2.0.0") and fits("1.4.9", "~=1.4.2") and fits("3", "")
    assert not fits("1.9", ">=1.10") and not fits("2.0", ">=1.9,<2") and not fits("1.5", "~=1.4.2")
    assert fits("26.1b2", ">=26.1") and not fits("1.0", "!=1.0") and not fits("1.0.1", "==1.0")
    assert all(one.state in ("fine", "lack") for one in packages())
