"""`plan`: segments, reasons, what an edit costs and what other packings would, as text and as JSON."""

from __future__ import annotations

import json
import sqlite3
from decimal import Decimal
from pathlib import Path

import jsonschema
import pytest

import shotscript
from shotscript.providers.contract import Verdict
from shotscript.providers.outside import JOIN
from shotscript.render.ledger import Ledger, Stored, names
from shotscript.ui.cli import run

KLING = "kling-3-omni"
SCRIPT = """/*@cast
MAYA: woman, 34
JON: man, 41
*/

INT. ROOM - NIGHT

!! 1A: WS on MAYA, 4s

Maya waits.

!! 1B: MCU on MAYA, 4s

MAYA
You kept the coat.

!! 1C: MCU on JON, 4s

JON
I did.

!! 1D: CU on MAYA, 4s

MAYA
All this time.

INT. HALL - NIGHT

!! 2A: WS on JON, 5s

He leaves.
"""


def script(folder: Path, text: str = SCRIPT) -> Path:
    (folder / "shotscript.toml").touch()
    path = folder / "film.fountain"
    path.write_text(text)
    return path


def planned(path: Path, capsys: pytest.CaptureFixture[str], *more: str, provider: str = KLING) -> dict:
    capsys.readouterr()
    run(["plan", str(path), "--provider", provider, "--format", "json", *more])
    return json.loads(capsys.readouterr().out)


def render(path: Path, provider: str = KLING) -> None:
    """As if every segment were rendered: the ledger names its request's key."""
    film = shotscript.compile(path, provider=provider)
    ledger = Ledger(film.read.project / ".shotscript" / "ledger.sqlite")
    for request in film.requests:
        ledger.keep(request.key, request.provider, request.segment, Stored("0" * 64, 1))
    ledger.close()


def test_segments_are_those_of_compile_with_a_reason_each(tmp_path, capsys):
    path = script(tmp_path)
    found = planned(path, capsys)
    film = shotscript.compile(path, provider=KLING)
    assert [s["name"] for s in found["segments"]] == [s.name for s in film.segments]
    assert [Decimal(s["price_usd"]) for s in found["segments"]] == list(film.prices)
    assert [s["ends"] for s in found["segments"]][-2:] == ["scene 1 ends", "scene 2 ends"]
    assert found["segments"][0]["ends"].startswith("1A, silent as it is, costs less a second apart")
    assert found["seconds"] == "21" and not found["rendered"]
    assert not (tmp_path / ".shotscript").exists(), "looking makes no ledger"
    assert run(["schema", "planning"]) == 0
    jsonschema.validate({k: v for k, v in found.items() if k != "file"}, json.loads(capsys.readouterr().out))


def test_a_cut_the_limits_force_says_which(tmp_path, capsys):
    loud = SCRIPT.replace("Maya waits.", "MAYA\nCome in.").replace("He leaves.", "JON\nI go.")
    found = planned(script(tmp_path, loud), capsys)
    assert found["segments"][0]["ends"] == "with 1D it would last 16 s, 15 s is the most"
    many = "INT. ROOM - DAY\n\n" + "".join(f"!! 1{c}: WS on MAYA, 1s\n\n" for c in "ABCDEFGH") + "MAYA\nNo.\n"
    reasons = [s["ends"] for s in planned(script(tmp_path, many), capsys)["segments"]]
    assert reasons[-1] == "scene 1 ends" and len(reasons) == 2
    assert [s["ends"] for s in planned(script(tmp_path, many), capsys, provider="previz")["segments"]] == [
        "6 shots are all a segment takes", "scene 1 ends"]


@pytest.mark.parametrize(("head", "at", "why"), [
    ("frame first", "1B", "1B starts on a picture, which only the first shot of a segment can"),
    ("frame last", "1A", "1A ends on a picture, which only the last shot of a segment can"),
    ("plate", "1B", "1B makes footage over and is asked for alone"),
])
def test_footage_that_forces_a_cut_is_the_reason(tmp_path, capsys, head, at, why):
    shots = "INT. ROOM - DAY\n\n!! 1A: WS, 4s\n\nRain.\n\n!! 1B: CU, 4s\n\nMore rain.\n"
    path = script(tmp_path, shots.replace(f"!! {at}", f"[[{head}: some.png]]\n!! {at}"))
    assert planned(path, capsys)["segments"][0]["ends"] == why


def test_parts_and_dissolves_say_so(tmp_path, capsys):
    text = SCRIPT.replace("WS on MAYA, 4s", "WS on MAYA, 20s").replace(
        "!! 1D: CU", "> DISSOLVE TO:\n\n!! 1D: CU")
    found = planned(script(tmp_path, text), capsys)
    ends = {s["name"]: s["ends"] for s in found["segments"]}
    assert ends["1A.1"] == "shot 1A is longer than a segment and goes on"
    assert "a dissolve stands here: each side is made with its half" in ends.values()


def test_nothing_changed_is_nothing_to_pay_and_one_shot_more_is_one_segment(tmp_path, capsys):
    path = script(tmp_path)
    render(path)
    found = planned(path, capsys)
    assert {s["state"] for s in found["segments"]} == {"kept"} and found["ways"][0]["owed_usd"] == "0"
    path.write_text(SCRIPT.replace("INT. HALL", "!! 1E: CU on JON, 3s\n\nHe nods.\n\nINT. HALL"))
    found = planned(path, capsys)
    assert [s["state"] for s in found["segments"]] == ["kept", "kept", "new", "kept"]
    assert found["edit"]["new"] == {"segments": 1, "seconds": "3", "price_usd": "0.252"}
    assert found["ways"][0]["owed_usd"] == "0.252"
    assert "keeps what is paid" in found["segments"][1]["ends"]
    path.write_text(SCRIPT.replace("I did.", "I did not."))
    assert sorted(s["state"] for s in planned(path, capsys)["segments"]) == ["again", "kept", "kept"]


def test_fresh_forgets_what_is_paid(tmp_path, capsys):
    path = script(tmp_path)
    render(path)
    found = planned(path, capsys, "--fresh")
    assert {s["state"] for s in found["segments"]} == {"again"}
    assert found["ways"][0]["owed_usd"] == found["ways"][0]["price_usd"] != "0"
    assert shotscript.compile(path, provider=KLING, fresh=True).paid == frozenset()
    assert shotscript.compile(path, provider=KLING).paid == frozenset(
        key for key, _ in names(tmp_path / ".shotscript" / "ledger.sqlite", KLING))


def test_what_is_paid_elsewhere_pays_for_nothing_here(tmp_path, capsys):
    path = script(tmp_path)
    render(path, "previz")
    assert not planned(path, capsys)["rendered"]


def test_other_ways_are_never_cheaper(tmp_path, capsys):
    path = script(tmp_path)
    render(path)
    path.write_text(SCRIPT.replace("I did.", "I did not."))
    ways = planned(path, capsys)["ways"]
    assert [w["name"] for w in ways] == ["as planned", "as if nothing were paid", "longest first", "one shot a segment"]
    assert all(Decimal(ways[0]["owed_usd"]) <= Decimal(way["owed_usd"]) for way in ways)
    assert ways[-1]["segments"] == 5


def test_finished_footage_is_in_no_segment_and_answered_for(tmp_path, capsys):
    path = script(tmp_path, SCRIPT.replace("!! 1B:", "[[take: made.mp4]]\n!! 1B:"))
    (tmp_path / "made.mp4").write_bytes(b"")
    found = planned(path, capsys)
    assert found["footage"] == ["1B"] and all("1B" not in s["shots"] for s in found["segments"])
    film = shotscript.compile(path, provider=KLING)
    answered = [loss for loss in film.losses if loss.shot == "1B"]
    assert {loss.verdict for loss in answered} == {Verdict.USED}
    assert {loss.how for loss in answered} == {f"in the take, {JOIN}"}
    assert {"take", "dialogue", "framing"} <= {loss.kind for loss in answered}
    assert [p.code for p in film.problems if p.code == "BK959"] == ["BK959"]
    assert any(c.shot.label == "1B" for s in shotscript.compile(path, provider="previz").segments for c in s.cuts)


def test_only_plans_the_scenes_meant(tmp_path, capsys):
    found = planned(script(tmp_path), capsys, "--only", "2")
    assert [(s["name"], s["ends"]) for s in found["segments"]] == [("2A", "scene 2 ends")]


def test_text_is_plain_where_nobody_watches(tmp_path, capsys):
    path = script(tmp_path)
    render(path)
    assert run(["plan", str(path), "--provider", KLING]) == 0
    text = capsys.readouterr().out
    assert "\x1b" not in text and "3 segments" in text and "paid already" in text
    assert "longest first" in text and "ends here because" in text


def test_errors_end_in_status_one_and_an_empty_script_is_no_trouble(tmp_path, capsys):
    long = SCRIPT.replace("He leaves.", "JON\nOn " + "and on " * 80 + ".").replace("WS on JON, 5s", "WS on JON")
    assert run(["plan", str(script(tmp_path, long)), "--provider", KLING]) == 1
    assert "BK952" in capsys.readouterr().err
    assert planned(script(tmp_path, long), capsys)["left_out"] == ["2A"]
    assert planned(script(tmp_path, "Title: Nothing\n\n"), capsys)["segments"] == []


def test_a_broken_ledger_is_said(tmp_path, capsys):
    path = script(tmp_path)
    (tmp_path / ".shotscript").mkdir()
    (tmp_path / ".shotscript" / "ledger.sqlite").write_bytes(b"no ledger" * 200)
    assert run(["plan", str(path), "--provider", KLING]) == 3
    assert "failed" in capsys.readouterr().err


def test_looking_leaves_the_ledger_as_it_is(tmp_path):
    path = script(tmp_path)
    render(path)
    ledger = tmp_path / ".shotscript" / "ledger.sqlite"
    before = sorted(p.name for p in ledger.parent.iterdir()), ledger.read_bytes()
    shotscript.compile(path, provider=KLING)
    assert (sorted(p.name for p in ledger.parent.iterdir()), ledger.read_bytes()) == before
    with sqlite3.connect(ledger) as base:
        assert base.execute("SELECT count(*) FROM events").fetchone() == (3,)


def test_fields_say_which_segments_another_value_costs(tmp_path, capsys):
    text = "/*@fields\ncity: Madrid\nname: Ana\nunused: x\n*/\n\n" + SCRIPT.replace(
        "He leaves.", "He leaves for {city}.").replace("I did.", "I did, {name}.")
    path = script(tmp_path, text)
    found = planned(path, capsys)
    prices = {s["name"]: Decimal(s["price_usd"]) for s in found["segments"]}
    fields = {f["name"]: f for f in found["fields"]}
    assert fields["city"]["segments"] == ["2A"] and Decimal(fields["city"]["price_usd"]) == prices["2A"]
    assert fields["name"]["segments"] == [s["name"] for s in found["segments"] if "1C" in s["shots"]]
    assert fields["unused"]["segments"] == [] and fields["unused"]["price_usd"] == "0"
    assert run(["plan", str(path), "--provider", KLING]) == 0
    assert "{city} stands in 2A: 5 s, $0.42" in capsys.readouterr().out


def test_what_previz_drew_is_kept_too(tmp_path, capsys):
    scenes = "INT. ROOM - DAY\n\n!! 1A: WS, 1s\n\nINT. HALL - DAY\n\n!! 2A: WS, 1s\n"
    small = f"/*@format\npicture: 64x36 24fps\n*/\n\n{scenes}"
    path = script(tmp_path, small)
    shotscript.produce(shotscript.compile(path, provider="previz"))
    assert [s["state"] for s in planned(path, capsys, provider="previz")["segments"]] == ["kept", "kept"]
    path.write_text(small.replace("2A: WS", "2A: WS, 24mm"))
    assert [s["state"] for s in planned(path, capsys, provider="previz")["segments"]] == ["kept", "again"]


def test_a_field_in_a_shot_no_segment_can_hold_costs_nothing(tmp_path, capsys):
    text = "/*@fields\ncity: Cork\n*/\n\nINT. ROOM - DAY\n\n!! 1A: WS, 4s\n\nRain in {city}.\n"
    found = planned(script(tmp_path, text), capsys, provider="runway-aleph")
    assert found["fields"] == [{"name": "city", "segments": [], "seconds": "0", "price_usd": "0"}]
