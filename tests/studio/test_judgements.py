"""What people said of shots: lines that are only added, whoever writes them at once."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shotscript.core.errors import FileError
from shotscript.studio.judgements import (
    Judgement,
    Standing,
    add,
    book,
    load,
    path_of,
    rows,
    standing,
    take_name,
)

AT = "2026-11-21T09:30:00Z"


def said(shot: str = "1A", verdict: str = "approved", words: str = "", of: str = "d1", take: str = "",
         script: str = "film.fountain") -> Judgement:
    return Judgement(AT, "ann", shot, take, verdict, words, of, script)  # type: ignore[arg-type]


def test_a_line_is_plain_json_and_comes_back(tmp_path: Path):
    path = path_of(tmp_path / "film.fountain")
    add(path, said(words="näher, bitte"))
    add(path, said("1B", "comment", "zu lang"))
    lines = path.read_text().splitlines()
    assert path == tmp_path / "review.jsonl"
    assert "näher, bitte" in lines[0]
    assert json.loads(lines[0]) == {"at": AT, "who": "ann", "shot": "1A", "take": "", "verdict": "approved",
                                    "words": "näher, bitte", "of": "d1", "script": "film.fountain"}
    assert load(path) == (said(words="näher, bitte"), said("1B", "comment", "zu lang"))


def test_no_file_is_nothing_said(tmp_path: Path):
    assert load(tmp_path / "review.jsonl") == ()


def test_several_scripts_share_a_file(tmp_path: Path):
    path = tmp_path / "review.jsonl"
    one, other, nobody = said(), said(script="other.fountain"), said("2A", script="")
    for each in (one, other, nobody):
        add(path, each)
    assert load(path, "film.fountain") == (one, nobody)
    assert load(path) == (one, other, nobody)


BROKEN = {
    "no JSON": "{",
    "a list": "[]",
    "a number for a name": '{"shot": "1A", "verdict": "approved", "who": 3}',
    "no verdict": '{"shot": "1A"}',
    "a verdict nobody knows": '{"shot": "1A", "verdict": "perhaps"}',
    "no shot": '{"verdict": "approved"}',
    "a mark of a merge": "<<<<<<< ours",
    "deep": "[" * 100_000,
    "a long number": '{"shot": ' + "9" * 5000 + "}",
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_line_is_told_with_its_number_and_kept(tmp_path: Path, name: str):
    path = tmp_path / "review.jsonl"
    add(path, said())
    with open(path, "a") as file:
        file.write(BROKEN[name] + "\n\n")
    add(path, said("1B"))
    found = book(path)
    assert found.judgements == (said(), said("1B"))
    (told,) = found.broken
    assert "review.jsonl line 2 " in told and len(told) < 200
    assert BROKEN[name] in path.read_text()


def test_bytes_that_are_no_text(tmp_path: Path):
    path = tmp_path / "review.jsonl"
    path.write_bytes(b"\xff\xfe\n")
    assert "line 1" in book(path).broken[0] and "UTF-8" in book(path).broken[0]


def test_a_torn_last_line_swallows_nothing(tmp_path: Path):
    path = tmp_path / "review.jsonl"
    path.write_text('{"shot": "1A", "verd')
    add(path, said())
    assert load(path) == (said(),)
    assert path.read_text().startswith('{"shot": "1A", "verd\n{')


def test_a_line_without_its_end_still_counts(tmp_path: Path):
    path = tmp_path / "review.jsonl"
    path.write_text('{"shot": "1A", "verdict": "approved"}')
    add(path, said("1B"))
    assert [one.shot for one in load(path)] == ["1A", "1B"]


def test_what_is_no_file_is_said(tmp_path: Path):
    path = tmp_path / "review.jsonl"
    path.mkdir()
    with pytest.raises(FileError, match="no file"):
        add(path, said())
    with pytest.raises(FileError, match="no file"):
        load(path)


@given(st.text() | st.text(alphabet=st.sampled_from("\u2028\u2029\x85\u202e\ud800\x1b\x7f\r\n\"\\<\u200d")))
def test_hostile_text_stays_text_on_one_line(tmp_path_factory: pytest.TempPathFactory, words: str):
    path = tmp_path_factory.mktemp("said") / "review.jsonl"
    add(path, said("1A", "comment", words))
    raw = path.read_bytes()
    assert load(path) == (said("1A", "comment", words),)
    assert raw.count(b"\n") == 1 and len(raw.decode().splitlines()) == 1
    steering = [c for c in raw.decode()[:-1] if unicodedata.category(c) in ("Cc", "Cf", "Cs", "Zl", "Zp")]
    assert set(steering) <= {"\u200c", "\u200d"}


WRITER = """
import sys
from pathlib import Path
from shotscript.studio.judgements import Judgement, add
path, who = Path(sys.argv[1]), sys.argv[2]
sys.stdin.read(1)
for number in range(60):
    add(path, Judgement("2026-11-21T09:30:00Z", who, str(number), "", "comment", who * 2000))
"""


def test_two_processes_at_once_lose_nothing(tmp_path: Path):
    path = tmp_path / "review.jsonl"
    # Words of many kilobytes, so that a write in two pieces would show.
    writers = [subprocess.Popen([sys.executable, "-c", WRITER, str(path), who], stdin=subprocess.PIPE) for who in "ab"]
    for one in writers:
        assert one.stdin
        one.stdin.write(b".")
        one.stdin.flush()
    for one in writers:
        one.communicate()
        assert one.returncode == 0
    found = book(path)
    assert not found.broken
    for who in "ab":
        assert [one.shot for one in found.judgements if one.who == who] == [str(number) for number in range(60)]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no disk that is always full")
def test_a_full_disk_is_said(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    path = tmp_path / "review.jsonl"
    path.write_bytes(b"")
    whole = os.open
    monkeypatch.setattr(os, "open", lambda *_: whole("/dev/full", os.O_RDWR))
    with pytest.raises(FileError, match="cannot write"):
        add(path, said())


def test_the_last_verdict_stands_and_comments_add_up():
    first, note, last, other = said(), said(verdict="comment", words="hm"), said(verdict="rejected"), said("1B")
    found = standing([first, note, last, other])
    assert found == {("1A", ""): Standing(last, (note,)), ("1B", ""): Standing(other)}
    assert found["1A", ""].changed("d2") and not found["1A", ""].changed("d1")
    assert not Standing().changed("d1")


def test_takes_of_other_words_are_other_takes():
    assert take_name("p", "a" * 64, 1) == "p/aaaaaaaaaaaa/1" != take_name("p", "b" * 64, 1)


def test_rows_follow_the_film_then_what_is_gone():
    take = take_name("p", "k" * 64, 1)
    lines = [said("1B", of="old"), said("9Z"), said("1A", "comment", "hm"), said("1B", "rejected", take=take, of="k")]
    found = rows(lines, {"1A": "d1", "1B": "d2", "1C": "d3"}, {"k"})
    assert [(one.shot, one.take, one.stands, one.since) for one in found] == [
        ("1A", "", "open", ""), ("1B", "", "approved", "changed"), ("1B", take, "rejected", ""), ("1C", "", "open", ""),
        ("9Z", "", "approved", "gone")]
    assert [one.comments for one in found[0:2]] == [(said("1A", "comment", "hm"),), ()]


def test_a_take_of_words_that_are_no_more_is_of_an_older_text():
    (_, row) = rows([said(take="p/k/1", of="k")], {"1A": "d1"}, set())
    assert (row.stands, row.since) == ("approved", "changed")
