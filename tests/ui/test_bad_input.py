"""Bad input gets words, a place and the right status; never a traceback, never half a file in place of a good one."""

from __future__ import annotations

import contextlib
import os
import resource
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from shotscript.film.probe import probe
from shotscript.ui import options, progress, stop
from shotscript.ui.cli import run

FILM = """/*@format
picture: 256x144 24fps
*/

INT. ROOM - DAY

!! 1A: MS on MAYA, 35mm, {length}

MAYA
One line.

!! 1B: CU on MAYA, 85mm, push in 0.2m

She waits.
"""
GOOD = FILM.format(length="3s")


def film(folder: Path, text: str | bytes, name: str = "film.fountain") -> Path:
    (folder / ".git").mkdir(exist_ok=True)
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def program(*arguments: str | Path, **more) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "shotscript", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, timeout=300, **more)


CASES = {
    "empty": ("", 0, "empty"),
    "title page only": ("Title: A\nAuthor: B\n", 0, "no scene"),
    "binary": (b"\x00\x01\x02" * 100, 1, "text"),
    "invalid utf-8": (b"INT. ROOM - DAY\n\nA caf" + b"\xe9 opens.\n", 1, ":3:6"),
    "unknown name": (GOOD.replace("CU on MAYA", "CU on MAYB"), 1, "MAYA"),
    "zero": (FILM.format(length="0s"), 1, "0s"),
    "negative": (FILM.format(length="-2s"), 1, "-2s"),
    "huge": (FILM.format(length="1e9s"), 1, "1e9s"),
    "unclosed boneyard": (GOOD + "\n/* never closed\n\nHe goes.\n", 0, "/*"),
    "use of itself": ("/*@use film.fountain\n*/\n" + GOOD, 1, "film.fountain"),
    "use outside": ("/*@use ../../secret.fountain\n*/\n" + GOOD, 1, "outside"),
    "use of nothing": ("/*@use bible.fountain\n*/\n" + GOOD, 1, "bible.fountain"),
    "image outside": ("/*@cast\nMAYA: woman\n  images: ../../face.png\n*/\n" + GOOD, 1, "outside"),
}


@pytest.mark.parametrize("name", CASES)
def test_a_faulty_script_is_said_at_its_place(name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    text, status, words = CASES[name]
    path = film(tmp_path, text)
    assert run(["check", str(path)]) == status
    said = capsys.readouterr().err
    assert words in said
    assert "Traceback" not in said


@pytest.mark.parametrize("command", ["check", "compile", "previz", "show story"])
def test_no_file_and_a_folder(command: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    for path, words in ((tmp_path / "none.fountain", "no file"), (tmp_path, "folder")):
        assert run([*command.split(), str(path)]) == 2
        assert words in capsys.readouterr().err


def test_wrong_use_is_status_2(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    path = str(film(tmp_path, GOOD))
    for arguments in (["check"], ["chekc", path], ["check", "--form", path], ["previz", path, "--only", "9Z"],
                      ["compile", path, "--provider", "nobody"], ["previz", path, "--jobs", "-1"]):
        assert run(arguments) == 2
    said = capsys.readouterr().err
    assert "9Z" in said and "nobody" in said


def test_use_loops_end(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    film(tmp_path, "/*@use b.fountain\n*/\n", "a.fountain")
    film(tmp_path, "/*@use a.fountain\n*/\n", "b.fountain")
    assert run(["check", str(tmp_path / "a.fountain")]) == 1
    said = capsys.readouterr().err
    assert "error[FL105]" in said and "b.fountain:1:8" in said
    assert said.count("error[") == 1


def test_a_scene_of_100_000_lines(tmp_path: Path):
    path = film(tmp_path, "INT. ROOM - DAY\n\n" + "He waits.\n" * 100_000)
    assert run(["check", str(path)]) == 0


def test_a_file_where_the_build_folder_should_be(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    path = film(tmp_path, GOOD)
    (tmp_path / "build").write_text("mine")
    assert run(["compile", str(path)]) == 3
    assert "stands in its way" in capsys.readouterr().err
    assert (tmp_path / "build").read_text() == "mine"


def test_nothing_to_render_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    assert run(["previz", str(film(tmp_path, "Title: A\n"))]) == 2
    assert "no scenes" in capsys.readouterr().err


def test_a_faulty_shot_is_marked_and_the_rest_is_made(tmp_path: Path):
    good, bad = tmp_path / "good", tmp_path / "bad"
    good.mkdir(), bad.mkdir()
    assert run(["previz", str(film(good, GOOD))]) == 0
    assert run(["previz", str(film(bad, GOOD.replace("85mm", "0mm")))]) == 1
    lengths = [probe(f / "build" / "film" / "reel.mp4").frames for f in (good, bad)]
    assert lengths[0] == lengths[1] > 0


def test_a_full_disk_leaves_the_good_reel(tmp_path: Path):
    path = film(tmp_path, GOOD)
    assert run(["previz", str(path)]) == 0
    reel = tmp_path / "build" / "film" / "reel.mp4"
    good = reel.read_bytes()
    film(tmp_path, GOOD.replace("3s", "4s"))
    full = program("previz", path, preexec_fn=lambda: _limit(20_000))
    assert full.returncode == 3, full.stderr
    assert "Traceback" not in full.stderr and "shotscript:" in full.stderr
    assert reel.read_bytes() == good
    assert not list(tmp_path.rglob("*.part")) and not list((tmp_path / ".shotscript/store/incoming").iterdir())
    assert program("previz", path).returncode == 0
    assert probe(reel).frames > 0


@pytest.mark.parametrize("how, status", [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGKILL, -9)])
def test_stopped_in_mid_render_then_a_clean_resume(how: signal.Signals, status: int, tmp_path: Path):
    path = film(tmp_path, FILM.format(length="20s"))
    command = [sys.executable, "-m", "shotscript", "previz", str(path)]
    # Whoever runs the tests in the background has ctrl-C ignored, and so would the program.
    child = subprocess.Popen(command, stderr=subprocess.PIPE, text=True,
                             preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL))
    incoming = tmp_path / ".shotscript" / "store" / "incoming"
    _until(lambda: incoming.is_dir() and any(incoming.iterdir()), child)
    child.send_signal(how)
    _, said = child.communicate(timeout=120)
    assert child.returncode == status, said
    assert "Traceback" not in said and ("stopped" in said) == (how == signal.SIGINT)
    assert not (tmp_path / "build" / "film" / "reel.mp4").exists()
    assert how == signal.SIGKILL or not list(incoming.iterdir())
    film(tmp_path, GOOD)
    assert program("previz", path).returncode == 0
    assert not list(incoming.iterdir())


def test_being_stopped_is_heeded_even_if_a_library_swallows_it(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    monkeypatch.setattr(stop, "_asked", [])
    with progress.watching(options.words()) as watch:
        watch("rendering", 1, 10)
        swallowed = type("Lost", (), {"exc_type": KeyboardInterrupt})
        with contextlib.suppress(KeyboardInterrupt):
            stop._stop(signal.SIGINT, None)
        stop._unraisable(swallowed)  # type: ignore[arg-type]
        with pytest.raises(KeyboardInterrupt):
            watch("rendering", 2, 10)
    assert "Traceback" not in capsys.readouterr().err


def _limit(size: int) -> None:
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))


def _until(true, child: subprocess.Popen[str]) -> None:
    for _ in range(1200):
        if true():
            return
        assert child.poll() is None, f"ended too early: {child.stderr.read() if child.stderr else ''}"
        time.sleep(0.05)
    os.kill(child.pid, signal.SIGKILL)
    raise AssertionError("waited for a minute in vain")
