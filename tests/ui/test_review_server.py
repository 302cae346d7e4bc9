"""The review room over a real socket: what it answers, how it streams, how it ends."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import httpx
import pytest
from roomkit import OURS, SCRIPT, FakeRoom, ask, faces, served

from shotscript.core import digest
from shotscript.core.errors import FileError, UsageError
from shotscript.render.ledger import Event, Ledger, events
from shotscript.studio import compile
from shotscript.studio.judgements import Judgement
from shotscript.ui.review.serving import serve
from shotscript.ui.review.values import Showing

FORM = {**OURS, "content-type": "application/x-www-form-urlencoded"}
JSON = {**OURS, "content-type": "application/json; charset=utf-8"}


@pytest.fixture(scope="module")
def still(tmp_path_factory: pytest.TempPathFactory) -> FakeRoom:
    """For questions that change nothing."""
    return FakeRoom(tmp_path_factory.mktemp("room"))


def test_the_page_its_parts_and_its_numbers(still: FakeRoom):
    face = faces(still)
    page = ask(face, "/", headers=OURS)
    assert page.headers["content-type"] == "text/html; charset=utf-8" and "Maya waits." in page.text
    part = ask(face, "/part/scene-1", headers=OURS).text
    assert "Maya waits." in part and "<html" not in part and part.strip() in page.text
    line = json.loads(ask(face, "/timeline.json", headers=OURS).body)
    assert [shot["label"] for shot in line["shots"]] == ["1A", "1B"]
    assert json.loads(ask(face, "/floor/1A.json", headers=OURS).body)["label"] == "1A"


def test_every_address_on_the_page_answers(still: FakeRoom):
    face = faces(still)
    page = ask(face, "/", headers=OURS).text
    line = json.loads(ask(face, "/timeline.json", headers=OURS).body)
    named = re.findall(r'(?:src|href)="([^"#][^"]*)"', page)
    named += [line["reel"], *(address for shot in line["shots"] for address in shot["still"])]
    assert len(named) >= 8
    for address in named:
        assert ask(face, f"/{address}", headers=OURS).status == 200, address


def test_pictures_are_those_that_were_shown(still: FakeRoom):
    first, _ = still.now.stills["1A"]
    fresh = faces(still)
    assert ask(fresh, f"/still/{first.stem}.jpg", headers=OURS).status == 404
    ask(fresh, "/", headers=OURS)
    found = ask(fresh, f"/still/{first.stem}.jpg", headers=OURS)
    assert (found.status, found.body, found.headers["content-type"]) == (200, first.read_bytes(), "image/jpeg")


def test_a_picture_that_is_gone_from_the_disk_is_missing(tmp_path: Path):
    room = FakeRoom(tmp_path)
    face = faces(room)
    ask(face, "/", headers=OURS)
    first, _ = room.now.stills["1A"]
    first.unlink()
    assert ask(face, f"/still/{first.stem}.jpg", headers=OURS).status == 404


@pytest.mark.parametrize("asked,status,found", [
    ("bytes=0-9", 206, slice(0, 10)), ("bytes=100-", 206, slice(100, None)), ("bytes=-5", 206, slice(-5, None)),
    ("", 200, slice(None)), ("bytes=9999-", 416, slice(0)), ("bytes=5-2", 400, None), ("frames=1-2", 400, None),
])
def test_a_player_may_ask_for_a_piece_of_the_reel(still: FakeRoom, asked: str, status: int, found: slice | None):
    face = faces(still)
    ask(face, "/timeline.json", headers=OURS)
    answer = ask(face, "/reel/0123abcd.mp4", headers={**OURS, **({"range": asked} if asked else {})})
    assert still.now.reel
    whole = still.now.reel.path.read_bytes()
    assert answer.status == status
    if found is not None:
        assert answer.body == whole[found]
    if status == 206:
        start = found.indices(len(whole))[0] if found else 0
        assert answer.headers["content-range"] == f"bytes {start}-{start + len(answer.body) - 1}/{len(whole)}"
        assert answer.headers["content-type"] == "video/mp4" and answer.headers["accept-ranges"] == "bytes"


def taken(room: FakeRoom, data: bytes, *, named: bool) -> str:
    """The digest of a clip in the project's store: that of a take, if the ledger names it."""
    home, clip = room.script.parent / ".shotscript", digest.of_bytes(data)
    path = home / "store" / clip[:2] / f"{clip}.mp4"
    path.parent.mkdir(parents=True)
    path.write_bytes(data)
    if named:
        film = compile(room.script, provider="kling-3-omni")
        key, segment = film.requests[0].key, film.segments[0].name
        ledger = Ledger(home / "ledger.sqlite")
        ledger.add(Event("intent", key, "kling-3-omni", segment, job="j1", take=1, usd="0.5"),
                   Event("stored", key, "kling-3-omni", segment, job="j1", take=1, clip=clip, size=len(data)))
        ledger.close()
    return clip


def test_clips_are_those_that_the_ledger_names(tmp_path: Path):
    room = FakeRoom(tmp_path)
    room.film = lambda provider="", variant="": compile(room.script, provider=provider or "kling-3-omni")  # type: ignore
    face, known, other = faces(room), taken(room, b"a take", named=True), taken(room, b"another's", named=False)
    page = ask(face, "/takes?shot=1A", headers=OURS).text
    assert f"clip/{known}.mp4" in page and other not in page
    assert ask(face, f"/clip/{known}.mp4", headers={**OURS, "range": "bytes=2-3"}).body == b"ta"
    for name in (other, known[:-1], known.upper(), f"{known[:2]}%2f{known}", "0" * 64):
        assert ask(face, f"/clip/{name}.mp4", headers=OURS).status == 404


def test_a_take_is_chosen_by_its_number(tmp_path: Path):
    room = FakeRoom(tmp_path)
    room.film = lambda provider="", variant="": compile(room.script, provider=provider or "kling-3-omni")  # type: ignore
    face, _ = faces(room), taken(room, b"a take", named=True)
    name = room.film().segments[0].name
    told = ask(face, "/choose", "POST", FORM, f"segment={name}&take=1&provider=kling-3-omni&variant=".encode())
    assert (told.status, json.loads(told.body)) == (200, {"segment": name, "take": 1})
    assert events(tmp_path / ".shotscript" / "ledger.sqlite")[-1].event == "chosen"
    for wrong in (f"segment={name}&take=2", "segment=9Z&take=1", f"segment={name}&take=-1", f"segment={name}&take=",
                  f"segment={name}&take=1&provider=nobody"):
        assert ask(face, "/choose", "POST", FORM, wrong.encode()).status == 400


@pytest.mark.parametrize("path", ["prompt", "takes", "notes"])
def test_the_desk_says_what_it_cannot_show(still: FakeRoom, path: str):
    for query in ("", "?shot=9Z", "?shot=%3Cscript%3E", "?shot=1A&provider=nobody&variant=none", "?shot=1A&measured=2"):
        answer = ask(faces(still), f"/{path}{query}", headers=OURS)
        assert answer.status == 200 and "<script" not in answer.text


def test_a_judgement_is_of_what_was_shown(tmp_path: Path):
    room = FakeRoom(tmp_path)
    face = faces(room)
    told = ask(face, "/judge", "POST", FORM, b"shot=1A&verdict=approved")
    assert told.status == 201 and json.loads(told.body)["of"] == room.now.told["1A"]
    older = json.dumps({"shot": "1B", "verdict": "comment", "words": " näher <b> ", "of": "abc123"}).encode()
    assert ask(face, "/judge", "POST", JSON, older).status == 201
    take = b"shot=1B&take=kling-3-omni/0123456789ab/2&verdict=rejected&of=0123456789ab&words="
    assert ask(face, "/judge", "POST", FORM, take).status == 201
    assert [(one.who, one.script, one.shot, one.take, one.verdict, one.words, one.of) for one in room.judgements] == [
        ("ann", "film.fountain", "1A", "", "approved", "", room.now.told["1A"]),
        ("ann", "film.fountain", "1B", "", "comment", "näher <b>", "abc123"),
        ("ann", "film.fountain", "1B", "kling-3-omni/0123456789ab/2", "rejected", "", "0123456789ab"),
    ]
    assert all(re.fullmatch(r"20\d\d-\d\d-\d\dT\d\d:\d\d:\d\dZ", one.at) for one in room.judgements)


def test_a_disk_that_will_not_have_it_is_told_on_the_page(tmp_path: Path):
    room = FakeRoom(tmp_path)

    def full(_: object) -> None:
        raise FileError("cannot write review.jsonl: No space left on device")

    room.judge = full  # type: ignore[method-assign]
    answer = ask(faces(room), "/judge", "POST", FORM, b"shot=1A&verdict=approved")
    assert (answer.status, answer.text) == (500, "cannot write review.jsonl: No space left on device\n")


WRONG = {
    "no verdict": {"shot": "1A"},
    "another verdict": {"shot": "1A", "verdict": "maybe"},
    "no shot": {"verdict": "approved"},
    "a shot there is not": {"shot": "9Z", "verdict": "approved"},
    "a comment without words": {"shot": "1A", "verdict": "comment", "words": "  \n "},
    "too many words": {"shot": "1A", "verdict": "comment", "words": "x" * 10_001},
    "a take of two lines": {"shot": "1A", "verdict": "approved", "take": "a\nb"},
    "a digest that is none": {"shot": "1A", "verdict": "approved", "of": "<script>"},
    "a number": {"shot": "1A", "verdict": "approved", "words": 3},
    "a list": [],
}


@pytest.mark.parametrize("name", WRONG)
def test_what_is_no_judgement_is_said_and_not_kept(tmp_path: Path, name: str):
    room = FakeRoom(tmp_path)
    answer = ask(faces(room), "/judge", "POST", JSON, json.dumps(WRONG[name]).encode())
    assert answer.status == 400 and answer.headers["content-type"] == "text/plain; charset=utf-8"
    assert "<" not in answer.text and not room.judgements


@pytest.mark.parametrize("headers,body", [
    (JSON, b"{"), (JSON, b"\xff"), (JSON, b"[" * 60_000), (FORM, b"shot=%ff&x=\xff"),
    (JSON, b'{"shot": ' + b"9" * 5000 + b"}"), (JSON, b""), (FORM, b""),
])
def test_what_cannot_be_read_is_refused(still: FakeRoom, headers: dict[str, str], body: bytes):
    assert ask(faces(still), "/judge", "POST", headers, body).status == 400


def test_before_anything_is_read_the_page_says_so(still: FakeRoom, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(still, "now", Showing(0, None, trouble="film.fountain is no UTF-8"))
    assert "film.fountain is no UTF-8" in ask(faces(still), "/", headers=OURS).text
    assert ask(faces(still), "/floor/1A.json", headers=OURS).status == 404
    assert ask(faces(still), "/judge", "POST", FORM, b"shot=1A&verdict=approved").status == 400


def test_news_comes_at_once_and_after_a_judgement_to_every_page(tmp_path: Path):
    room = FakeRoom(tmp_path)
    with served(room) as address, httpx.Client(follow_redirects=True, timeout=60) as browser:
        assert browser.get(address).status_code == 200
        home = address.partition("/?")[0]
        with browser.stream("GET", f"{home}/events") as one, browser.stream("GET", f"{home}/events") as other:
            assert one.headers["content-type"].startswith("text/event-stream")
            streams = [heard(one), heard(other)]
            assert [next(each) for each in streams] == [{"revision": 3, "parts": {"head": "0"}, "order": ["head"]}] * 2
            assert browser.post(f"{home}/judge", data={"shot": "1A", "verdict": "approved"}).status_code == 201
            assert [next(each)["parts"] for each in streams] == [{"head": "1"}] * 2


def heard(stream: httpx.Response) -> Iterator[dict[str, object]]:
    for line in stream.iter_lines():
        if line.startswith("data: "):
            yield json.loads(line.removeprefix("data: "))


def test_a_real_client_meets_the_guard(tmp_path: Path):
    with served(FakeRoom(tmp_path)) as address:
        home = address.partition("/?")[0]
        assert re.fullmatch(r"http://127\.0\.0\.1:\d+", home)
        assert httpx.get(home).status_code == 403
        assert httpx.get(address, headers={"host": "example.com"}).status_code == 403
        answer = httpx.get(address)
        assert answer.status_code == 303 and "server" not in answer.headers
        with httpx.Client(cookies=answer.cookies) as browser:
            for path in ("/static/../guard.py", "/still/..%2f..%2ffilm.jpg", "/reel/%00.mp4"):
                raw = browser.build_request("GET", home)
                raw.url = raw.url.copy_with(raw_path=path.encode())
                assert browser.send(raw).status_code == 404


def test_only_this_machine_reaches_it(tmp_path: Path):
    with served(FakeRoom(tmp_path)) as address:
        port = int(re.findall(r":(\d+)/", address)[0])
        for other in ("127.0.0.2", "::1"):
            family = socket.AF_INET6 if ":" in other else socket.AF_INET
            with socket.socket(family, socket.SOCK_STREAM) as knock:
                knock.settimeout(10)
                assert knock.connect_ex((other, port)) != 0


def test_a_port_that_is_taken_is_said(tmp_path: Path):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(UsageError, match=f"port {port}"):
            serve(FakeRoom(tmp_path), port=port, opened=lambda _: None)  # type: ignore[arg-type]


def test_what_ends_the_room_ends_the_server_and_is_told(tmp_path: Path):
    room = FakeRoom(tmp_path)

    async def broken() -> None:
        raise UsageError("the room is closed")

    room.run = broken  # type: ignore[method-assign]
    with pytest.raises(UsageError, match="the room is closed"):
        serve(room, opened=lambda _: None)  # type: ignore[arg-type]


SERVING = """
import asyncio, os, sys, time
from html.parser import HTMLParser
from pathlib import Path
from roomkit import FakeRoom
from shotscript.ui import stop
from shotscript.ui.review.serving import serve
from shotscript.ui.review.values import Showing
stop.listen()
room = FakeRoom(Path(sys.argv[1]))
os.truncate(room.now.reel.path, 1 << 28)
async def work():
    await asyncio.to_thread(time.sleep, float(sys.argv[2]))
    await asyncio.Event().wait()
room.run = work
serve(room, opened=lambda address: print(address, flush=True))
print("ended", flush=True)
"""


@pytest.mark.skipif(os.name == "nt", reason="no way there to press Ctrl-C in another's place")
@pytest.mark.parametrize("how,status,busy", [("SIGINT", 0, 0), ("SIGTERM", 143, 0), ("SIGINT", 0, 600)])
def test_it_ends_with_streams_players_and_threads_at_work(tmp_path: Path, how: str, status: int, busy: int):
    paths = os.pathsep.join([str(Path(__file__).parent), *sys.path])
    one = subprocess.Popen([sys.executable, "-c", SERVING, str(tmp_path), str(busy)], stdout=subprocess.PIPE, text=True,
                           stderr=subprocess.PIPE, env={**os.environ, "PYTHONPATH": paths})
    assert one.stdout
    address = one.stdout.readline().strip()
    home = address.partition("/?")[0]
    with httpx.Client(follow_redirects=True, timeout=60) as browser:
        browser.get(address)
        # A player that is paused takes a little of its film and leaves the rest in the pipe.
        reel_at = f"{home}/reel/0123abcd.mp4"
        with browser.stream("GET", f"{home}/events") as news, browser.stream("GET", reel_at) as reel:
            assert next(heard(news))["revision"] == 3
            assert next(reel.iter_raw(1000))
            one.send_signal(getattr(signal, how))
            said, faults = one.communicate(timeout=60)
    assert one.returncode == status
    assert said == ("" if status or busy else "ended\n") and faults == ""


HOSTILE = ("<script>alert(1)</script> <img src=x onerror=alert(1)> [l](javascript:alert(1)) " + "long<b>" * 150_000,
           '" onload="alert(1) </script><script>alert(1)</script> {{ 7 * 7 }}')


def test_hostile_words_are_words_on_every_route(tmp_path: Path):
    """Nothing a script, a comment or a label says is an element, an attribute or an address of the page."""
    room = FakeRoom(tmp_path, SCRIPT.replace("Maya waits.", HOSTILE[0]).replace("She turns.", HOSTILE[1]))
    room.judgements = (Judgement("2026-11-21T09:30:00Z", HOSTILE[1], "1A", "", "rejected", HOSTILE[1]),)
    face = faces(room)
    for path in ("/", "/part/scene-1", "/part/head", "/prompt?shot=1A", "/takes?shot=1B", "/notes?shot=1A"):
        answer = ask(face, path, headers=OURS)
        found = Elements(answer.text)
        assert answer.status == 200 and found.tags, path
        assert not found.tags & {"iframe", "object", "embed", "base"}, path
        assert not [name for name in found.attributes if name.startswith("on") or name == "style"], path
        assert all(one.startswith("static/") or kind == "application/json" for one, kind in found.scripts), path
        assert not [one for one in found.addresses if re.match(r"\s*(javascript|data|https?|//)", one)], path
    for path in ("/timeline.json", "/floor/1A.json"):
        answer = ask(face, path, headers=OURS)
        assert json.loads(answer.body) and answer.headers["content-type"] == "application/json"


class Elements(HTMLParser):
    """What a browser would make of it."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.scripts: list[tuple[str, str]] = []
        self.addresses: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        held = {name: value or "" for name, value in attrs}
        self.tags.add(tag)
        self.attributes |= held.keys()
        self.addresses += [held[name] for name in ("src", "href", "action", "formaction", "data") if name in held]
        if tag == "script":
            self.scripts.append((held.get("src", ""), held.get("type", "")))
