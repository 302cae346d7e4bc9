"""`diff`: from folders or from scripts, by segment, as words; what is told is what differs, no more."""

from __future__ import annotations

import json
import re
import shutil
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

import shotscript
from shotscript.providers.contract import Verdict
from shotscript.studio.changes import changes
from shotscript.studio.edition import Edition, edition
from shotscript.studio.wording import reworded
from shotscript.ui import build, difference
from shotscript.ui.cli import run
from shotscript.ui.schema_command import schema

WORDS = st.text(alphabet="ab Bé,.\n你好吗é-“”", max_size=40)


def marked(before: str, after: str) -> str:
    forms = {"same": "{}", "gone": "[-{}-]", "new": "{{+{}+}}"}
    return "".join(forms[run.kind].format(run.text) for run in reworded(before, after))


@given(WORDS, WORDS)
def test_both_texts_can_be_read_from_their_difference(before: str, after: str):
    runs = reworded(before, after)
    assert "".join(run.text for run in runs if run.kind != "new") == before
    assert "".join(run.text for run in runs if run.kind != "gone") == after
    assert all(run.text for run in runs)
    assert all(a.kind != b.kind for a, b in pairwise(runs))
    assert before != after or {run.kind for run in runs} <= {"same"}


@pytest.mark.parametrize("before, after, shown", [
    ("Wide shot of Maya. She waits.", "Close-up of Maya. She waits.", "[-Wide shot-]{+Close-up+} of Maya. She waits."),
    ("He reads it.", "He reads it twice.", "He reads it{+ twice+}."),
    ("她走进厨房。", "她走出厨房。", "她走[-进-]{+出+}厨房。"),
    ("a red coat", "a red coat", "a red coat"),
    ("", "new", "{+new+}"),
])
def test_words_are_told_as_a_person_reads_them(before: str, after: str, shown: str):
    assert marked(before, after) == shown


def test_long_prompts_take_no_time_to_speak_of():
    """A quadratic walk over these would take minutes."""
    words = [f"word{n % 97}" for n in range(6000)]
    runs = reworded(" ".join(words), " ".join([*words[:3000], "other", *words[3000:]]))
    assert [run.text.strip() for run in runs if run.kind == "new"] == ["other"]
    edited = " ".join(["first", *words[1:3000], "other. ", *words[3000:-1], "last"])
    assert [run.kind for run in reworded(" ".join(words), edited)] == ["gone", "new"]


def test_what_has_little_in_common_is_told_whole():
    before = "Wide shot of Maya in the kitchen, lit by one bulb. " * 2 + "She waits for a very long time."
    after = "[Push in] The old lighthouse keeper climbs up a stair. " * 2 + "Nobody is there, none at all."
    assert [run.kind for run in reworded(before, after)] == ["gone", "new", "same"]


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory, example: Path) -> Path:
    folder = tmp_path_factory.mktemp("diff")
    (folder / ".git").mkdir()
    shutil.copy(example, folder / "one.fountain")
    edited = example.read_text().replace("MAYA, 50mm f/4", "MAYA, 85mm f/2")
    edited = edited.replace("He reads it where", "He reads it twice where")
    (folder / "two.fountain").write_text(edited)
    for name in ("one", "two"):
        assert run(["compile", str(folder / f"{name}.fountain"), "--provider", "kling-3-omni"]) == 0
    return folder


def of(text: str, provider: str = "kling-3-omni") -> Edition:
    return edition(shotscript.compile(text, provider=provider))


def told(before: Edition, after: Edition) -> str:
    return "\n".join(line.plain for line in difference.lines(changes(before, after), marked=True))


FILM = """INT. ROOM - DAY #1#

!! 1A: MS on ANN, 4s

@ANN
Hello there.

!! 1B: CU on ANN, 35mm, 4s

She waits.

INT. HALL - DAY #2#

!! 2A: WS on ANN, 4s

She goes.
"""


def test_two_builds_from_their_files_alone(project: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    folders = [shutil.copytree(project / "build" / name, tmp_path / name) for name in ("one", "two")]
    capsys.readouterr()
    assert run(["diff", *map(str, folders)]) == 0
    out = capsys.readouterr().out
    assert "1B lens: 50mm f/4 -> 85mm f/2" in out
    assert "He reads it {+twice +}where" in out
    assert "2 stretches of the film differ, 5 are the same" in out
    assert "provider" not in out and "lost" in out


def test_folders_and_scripts_say_the_same(project: Path, capsys: pytest.CaptureFixture[str]):
    capsys.readouterr()
    said = []
    for pair in (("build/one", "build/two"), ("one.fountain", "two.fountain"), ("build/one", "two.fountain")):
        assert run(["diff", *(str(project / name) for name in pair), "--format", "json"]) == 0
        said.append(json.loads(capsys.readouterr().out))
    assert said[0] == said[1] == said[2]
    Draft202012Validator(schema("diff")).validate(said[0])


def test_the_same_build_does_not_differ(project: Path, capsys: pytest.CaptureFixture[str]):
    capsys.readouterr()
    assert run(["diff", str(project / "build/one"), str(project / "one.fountain"), "--provider", "kling-3-omni"]) == 0
    assert "nothing differs" in capsys.readouterr().out


def test_two_providers_of_one_script(project: Path, capsys: pytest.CaptureFixture[str]):
    script = str(project / "one.fountain")
    capsys.readouterr()
    for arguments in (["--providers", "kling-3-omni,previz"], ["--provider", "kling-3-omni", "--with", "previz"]):
        assert run(["diff", script, *arguments, "--format", "json"]) == 0
        found = json.loads(capsys.readouterr().out)
        assert (found["before"]["provider"], found["after"]["provider"]) == ("kling-3-omni", "previz")
        assert found["after"]["lost"] - found["before"]["lost"] == sum(
            len(one["gained"]) - len(one["gone"]) for one in found["stretches"])


def test_every_shot_stands_in_one_stretch(example: Path):
    """However differently the two are packed, and no segment reaches across."""
    read = shotscript.read(example)
    kling, previz = (edition(shotscript.compile(example, provider=name)) for name in ("kling-3-omni", "previz"))
    found = changes(kling, previz)
    shots = [shot for one in found.stretches for shot in one.shots]
    assert shots == [slot.label for slot in read.timeline.slots] and found.same == 0
    for made, side in ((kling, "before"), (previz, "after")):
        names = [name for one in found.stretches for name in getattr(one, side)]
        assert names == [one.name for one in made.plan.segments]
        for one in made.plan.segments:
            assert sum({c.shot for c in one.cuts} <= set(each.shots) for each in found.stretches) == 1


@pytest.mark.parametrize("old, new, said", [
    ("Hello there.", "Hello.", "1A dialogue: Hello there. -> Hello."),
    ("35mm, 4s", "4s", "1B lens: gone: 35mm"),
    ("MS on ANN, 4s", "MS on ANN, low angle, 4s", "1A angle: new: low angle"),
    ("!! 1B: CU on ANN, 35mm, 4s", "!! 1B: CU on ANN, 35mm, 6s", "lengths: 1B 4 s -> 6 s"),
    ("She goes.\n", "She goes.\n\n!! 2B: CU on ANN, 3s\n", "lengths: 2B none -> 3 s"),
    ("\n!! 1B: CU on ANN, 35mm, 4s\n", "\n", "lengths: 1B 4 s -> none"),
])
def test_an_edit_is_told_where_it_is(old: str, new: str, said: str):
    assert old in FILM
    assert said in told(of(FILM), of(FILM.replace(old, new)))


def test_what_merely_moved_is_no_change():
    """The look goes to another shot when a shot is put in front; it is the same look."""
    film = "/*@cast\nANN: woman, silver hair\n  wears: red coat\n*/\n\n" + FILM
    put = film.replace("!! 1A:", "!! 1Z: WS on ANN, 3s\n\n!! 1A:")
    found = changes(of(film), of(put))
    assert {(one.shot, one.kind) for stretch in found.stretches for one in stretch.clauses} == {
        ("1Z", "framing"), ("1Z", "length")}


def test_losses_gained_and_gone_mirror_each_other():
    loud = FILM.replace("!! 1B", "[[music: a waltz]]\n!! 1B")
    for provider in ("kling-3-omni", "previz"):
        there, back = changes(of(FILM, provider), of(loud, provider)), changes(of(loud, provider), of(FILM, provider))
        assert {(one.shot, one.kind) for one in there.gained} == {("1B", "music"), ("2A", "music")}
        assert not there.gone and not back.gained
        assert [(o.shot, o.clause, o.after) for o in there.gained] == [(o.shot, o.clause, o.before) for o in back.gone]


@pytest.mark.parametrize(("before", "after"), [("sora-2", "veo-3.1"), ("veo-3.1", "sora-2"), ("veo-3.1", "previz")])
def test_the_losses_of_the_head_add_up(before: str, after: str):
    """What is lost once a segment counts again in each of more segments, though nothing new is lost."""
    film = "/*@cast\nANN: woman\n  images: a.png, b.png\n*/\n\n" + FILM.replace("4s", "6s")
    head = next(line for line in told(of(film, before), of(film, after)).splitlines() if line.startswith("lost"))
    old, *_ = found = [int(n) for n in re.findall(r"\d+", head)]
    new = found[1] if "->" in head else old
    gained, gone = (int(re.search(rf"{word} (\d+)", head)[1]) for word in ("gained", "gone"))
    again = re.search(r"(\d+) (more|fewer) of the same", head)
    more = (int(again[1]) if again[2] == "more" else -int(again[1])) if again else 0
    assert new - old == gained - gone + more and again


def test_a_clause_that_turns_from_used_to_lost_says_both():
    found = changes(of(FILM), of(FILM, "previz"))
    turned = next(one for one in found.gained if one.kind == "action")
    assert (turned.before, turned.after) == (Verdict.USED, Verdict.LOST) and turned.how


@pytest.mark.parametrize("arguments", [
    ["one.fountain"], ["build/one", "--providers", "previz,kling-3-omni"], ["one.fountain", "--providers", "previz"],
    ["one.fountain", "two.fountain", "--providers", "previz,kling-3-omni"], ["build", "build/one"],
])
def test_wrong_use_is_said(arguments: list[str], project: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(project)
    assert run(["diff", *arguments]) == 2


@pytest.mark.parametrize("text", ["", "{", "[]", "{}"])
def test_a_broken_build_is_said(text: str, project: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    folder = shutil.copytree(project / "build" / "one", tmp_path / "one")
    (folder / "plan.json").write_text(text)
    assert run(["diff", str(folder), str(folder)]) == 2
    assert "compile it again" in capsys.readouterr().err
    with pytest.raises(shotscript.UsageError):
        build.load(folder)


def test_colour_stands_for_marks_on_a_terminal():
    found = changes(of(FILM), of(FILM.replace("35mm", "50mm")))
    [line] = [one for one in difference.lines(found, marked=False) if one.plain.startswith("  prompt")]
    assert "[-" not in line.plain and {str(span.style) for span in line.spans} >= {"red strike", "green"}


def test_text_cannot_steer_the_terminal():
    before, after = (of(FILM.replace("She waits.", f"She waits \x1b]0;{word}\x07.")) for word in ("a", "b"))
    assert not set(told(before, after)) & set("\x1b\x07")


def test_a_variant_changes_what_it_names_and_nothing_else(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    script = tmp_path / "film.fountain"
    script.write_text("/*@variants\nrain:\n  weather: heavy rain\n*/\n\n" + FILM)
    arguments = ["diff", str(script), "--variant", "rain", "--provider", "kling-3-omni"]
    assert run([*arguments, "--format", "json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["before"]["version"], found["after"]["version"]) == ("", "rain")
    assert found["before"]["segments"] == found["after"]["segments"]
    clauses = [one for stretch in found["stretches"] for one in stretch["clauses"]]
    assert {(one["shot"], one["kind"], one["before"]) for one in clauses} == {
        (shot, "weather", "") for shot in ("1A", "1B", "2A")}
    assert all(not one["lengths"] and one["before"] == one["after"] for one in found["stretches"])
    assert run(arguments) == 0
    assert "version       as written -> rain" in capsys.readouterr().out


def test_a_variant_that_is_not_there_is_said(tmp_path: Path):
    (tmp_path / "film.fountain").write_text(FILM)
    assert run(["diff", str(tmp_path / "film.fountain"), "--variant", "rain"]) == 2
