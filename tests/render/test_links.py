"""What a service says is a link, an id or a film is followed within limits, and never out of the project."""

from __future__ import annotations

import asyncio
import gzip
import io
import os
import socket
from collections.abc import Callable, Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from kling import Kling
from loopback import Asked, Loopback, Reply
from shop import shop
from vendor import Service, film_of

from shotscript import compile
from shotscript.core.errors import MediaError, UsageError
from shotscript.film.media import media
from shotscript.film.still import png
from shotscript.film.whole import whole
from shotscript.providers.service import Call
from shotscript.render.http import Http, Lost, NotSent
from shotscript.render.links import Unsafe
from shotscript.studio.paid import price

FAR = "https://api.example.com/v1"
KEY = {"Authorization": "Bearer links-test-key"}
PUBLIC, OTHER = "93.184.215.14", "93.184.215.15"


def fetched(url: Any, base: str = FAR, most: int = 1 << 20) -> tuple[int, bytes]:
    async def asked() -> int:
        async with Http(2.0) as http:
            return await http.fetch(url, base, KEY, into, most)

    into = io.BytesIO()
    return asyncio.run(asked()), into.getvalue()


@pytest.fixture
def reached(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every address somebody tries to connect to, and nobody gets there."""
    tried: list[str] = []

    def connect(self: socket.socket, address: Any) -> None:
        tried.append(str(address[0]))
        raise ConnectionRefusedError(111, "nobody there")

    monkeypatch.setattr(socket.socket, "connect", connect)
    return tried


@pytest.fixture
def names(monkeypatch: pytest.MonkeyPatch) -> dict[str, list[str]]:
    """What names stand for; each question takes the list's first answer away, the last one stays."""
    known: dict[str, list[str]] = {}

    def resolve(host: str, port: int, *told: Any, **more: Any) -> list[Any]:
        host = host.decode() if isinstance(host, bytes) else host
        if host not in known:
            raise socket.gaierror(-2, "not known")
        answers = known[host]
        found = answers.pop(0) if len(answers) > 1 else answers[0]
        return [(socket.AF_INET6 if ":" in one else socket.AF_INET, socket.SOCK_STREAM, 6, "", (one, port))
                for one in found.split()]

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    return known


PRIVATE = ("10.0.0.1", "172.16.3.4", "192.168.0.1", "127.0.0.1", "169.254.169.254", "0.0.0.0", "100.64.0.1",
           "224.0.0.1", "255.255.255.255", "[::1]", "[::]", "[fd00::1]", "[fe80::1]", "[::ffff:10.0.0.1]",
           "[64:ff9b::10.0.0.1]",
           "[2002:a00:1::]", "[ff02::1]", "localhost", "LOCALHOST", "printer.local", "metadata.google.internal",
           "metadata.google.internal.", "a.localhost", "[fe80::1%25eth0]")


@pytest.mark.parametrize("url", [
    *(f"https://{host}/film.mp4" for host in PRIVATE), "http://films.example.com/film.mp4", f"http://{PUBLIC}/film.mp4",
    "http://127.0.0.1:9/film.mp4", "http://api.example.com/v1/film.mp4", "file:///etc/passwd", "ftp://example.com/film",
    "gs://bucket/film.mp4", "s3://bucket/film.mp4", "javascript:alert(1)", "", "film.mp4", "@evil.example/film.mp4",
    ".evil.example/film.mp4", "evil.example", "https:///film.mp4", "https://[::1", "https://[x]/", "https://a:b/film",
    "https://a:99999/", "\\\\server\\share", "HTTP://films.example.com/film.mp4", "https:films.example.com",
])
def test_no_such_link_is_followed(url: str, reached: list[str], names: dict[str, list[str]]):
    names["films.example.com"] = [PUBLIC]
    with pytest.raises(Unsafe) as told:
        fetched(url)
    assert reached == [] and len(str(told.value)) > 15


@pytest.mark.parametrize("stands_for", [
    "10.0.0.7", "127.0.0.1", "169.254.169.254", "::1", "fd12::1", "::ffff:192.168.1.1", f"{PUBLIC} 192.168.1.1",
])
@pytest.mark.parametrize("name", ["films.example.com", "2130706433", "127.1", "0x7f.1", "localhost.", "bücher.example"])
def test_a_name_of_a_private_address_is_not_followed(
    name: str, stands_for: str, reached: list[str], names: dict[str, list[str]]
):
    names[name.encode("idna").decode()] = [stands_for]
    with pytest.raises(Unsafe, match="private"):
        fetched(f"https://{name}/film.mp4")
    assert reached == []
    with pytest.raises(Unsafe, match="private"):
        asyncio.run(_called(Call("PUT", f"https://{name}/upload")))
    assert reached == []


def test_a_name_that_changes_its_mind_is_called_where_it_was_looked_up(reached: list[str], names: dict[str, list[str]]):
    names["films.example.com"] = [f"{PUBLIC} {OTHER}", "127.0.0.1"]
    with pytest.raises(NotSent):
        fetched("https://films.example.com/film.mp4")
    assert reached == [PUBLIC, OTHER], "all it stood for, and nothing it stands for later"
    assert names["films.example.com"] == ["127.0.0.1"], "asked once"


def test_a_name_nobody_knows_was_never_reached(reached: list[str], names: dict[str, list[str]]):
    with pytest.raises(NotSent):
        fetched("https://nowhere.example.com/film.mp4")
    assert reached == []


def test_behind_a_proxy_the_proxy_looks_names_up(monkeypatch: pytest.MonkeyPatch):
    asked: list[str] = []

    async def listening() -> None:
        async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            asked.append((await reader.readline()).decode().strip())
            writer.write(b"HTTP/1.1 403 no\r\ncontent-length: 0\r\n\r\n")
            await writer.drain()
            writer.close()

        server = await asyncio.start_server(serve, "127.0.0.1", 0)
        monkeypatch.setenv("HTTPS_PROXY", f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}")
        async with server, Http(2.0) as http:
            with pytest.raises(Lost):
                await http.fetch("https://films.example.com/film.mp4", FAR, KEY, io.BytesIO())

    asyncio.run(listening())
    assert asked == ["CONNECT films.example.com:443 HTTP/1.1"]


# ------------------------------------------------------------------------------------------- redirects


@pytest.fixture
def site() -> Iterator[Callable[[Callable[[Asked], Reply]], tuple[str, list[Asked]]]]:
    """Servers on this machine, each with all that it was asked."""
    running: list[Loopback] = []

    def started(answer: Callable[[Asked], Reply]) -> tuple[str, list[Asked]]:
        asked: list[Asked] = []
        running.append(Loopback(lambda one: asked.append(one) or answer(one)))
        return running[-1].__enter__(), asked

    yield started
    for one in running:
        one.__exit__()


def _to(where: str, status: int = 302) -> Callable[[Asked], Reply]:
    return lambda asked: Reply(status, data=b"moved", headers={"location": where})


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
@pytest.mark.parametrize("where", [
    "http://10.0.0.1/film.mp4", "https://10.0.0.1/film.mp4", "//169.254.169.254/latest/meta-data", "file:///etc/passwd",
    "ftp://example.com/film.mp4", "gs://bucket/film", "data:video/mp4;base64,AAAA", "evil.example:8080/film.mp4",
    "http://films.example.com/film.mp4", "https://[::1", "https://metadata.google.internal/", "javascript:1",
])
def test_no_redirect_to_anywhere_else(site: Any, where: str, status: int):
    address, asked = site(_to(where, status))
    with pytest.raises((Unsafe, Lost)):
        fetched(f"{address}/film.mp4", f"{address}/v1")
    assert len(asked) == 1


@pytest.mark.parametrize("where", ["evil.example:8080/film.mp4", "https://[::1", "http://a:b", "/tasks", "gs://x/y"])
def test_a_paid_call_that_is_led_on_was_sent(site: Any, where: str):
    """It was read, so it is never taken for one that may be sent again."""
    address, asked = site(_to(where))

    async def ordered() -> str:
        async with Http(2.0) as http:
            try:
                return str((await http.order(Call("POST", "/tasks", {"a": 1}), address, KEY)).status)
            except Lost:
                return "lost"

    assert asyncio.run(ordered()) in ("302", "lost") and len(asked) == 1


def test_a_redirect_to_another_host_does_not_see_the_key(site: Any):
    other, seen = site(lambda asked: Reply(data=b"film"))
    address, asked = site(_to(f"{other}/film.mp4"))
    assert fetched("/film", address) == (200, b"film")
    assert asked[0].headers["authorization"] == KEY["Authorization"]
    assert "authorization" not in seen[0].headers
    assert fetched(f"{address}/film", address) == (200, b"film")
    assert "authorization" not in asked[1].headers, "a whole address may be anybody's word"


@pytest.mark.parametrize("where", ["/film", "film.mp4", "?again", ".evil.example/film"])
def test_a_redirect_that_never_ends_ends(site: Any, where: str):
    address, asked = site(_to(where))
    with pytest.raises(Unsafe, match="never to a film"):
        fetched("/film", address)
    assert 1 < len(asked) < 10 and all("authorization" not in one.headers for one in asked[1:])


# ------------------------------------------------------------------------------------------- size, data


def test_a_film_has_a_largest_size(site: Any):
    address, _ = site(lambda asked: Reply(data=b"x" * 5000))
    assert fetched("/film", address, most=5000) == (200, b"x" * 5000)
    for url in ("/film", f"{address}/film", "data:video/mp4;base64," + "AAAA" * 1667):
        with pytest.raises(Unsafe, match="larger"):
            fetched(url, address, most=4999)


def test_a_packed_film_is_measured_unpacked(site: Any):
    address, _ = site(lambda asked: Reply(data=gzip.compress(bytes(10 << 20)), headers={"content-encoding": "gzip"}))
    with pytest.raises(Unsafe, match="larger"):
        fetched("/film", address)


@pytest.mark.parametrize(("url", "held"), [
    ("data:video/mp4;base64,AAEC", b"\0\1\2"), ("DATA:video/mp4;BASE64,AAEC", b"\0\1\2"),
    ("data:video/mp4;base64,AAE%43", b"\0\1\2"), ("data:,a%20b", b"a b"), ("data:", b""),
])
def test_a_film_inside_its_link(url: str, held: bytes, reached: list[str]):
    assert fetched(url) == (200, held) and reached == []


def test_a_damaged_film_inside_its_link_is_told():
    with pytest.raises(Unsafe, match="damaged"):
        fetched("data:video/mp4;base64,AAA")


async def _called(call: Call) -> Any:
    async with Http(2.0) as http:
        return await http.call(call, FAR, KEY)


# ------------------------------------------------------------------------------------------- what came


def playlists(outside: Path) -> dict[str, bytes]:
    """Files that only name others."""
    film, stream = outside / "secret.mp4", outside / "secret.ts"
    manifest = (f'<?xml version="1.0"?><MPD xmlns="urn:mpeg:dash:schema:mpd:2011" type="static" '
                f'profiles="urn:mpeg:dash:profile:isoff-on-demand:2011" mediaPresentationDuration="PT2S" '
                f'minBufferTime="PT1S"><Period><AdaptationSet mimeType="video/mp4"><Representation id="1" '
                f'bandwidth="9" codecs="avc1.64001f" width="320" height="180"><BaseURL>{film}</BaseURL>'
                f"</Representation></AdaptationSet></Period></MPD>")
    head = "#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXTINF:2,\n"
    told = {
        "concat": "ffconcat version 1.0\nfile near.mp4\n", "concat far": f"ffconcat version 1.0\nfile {film}\n",
        "concat bare": f"file '{film}'\n", "hls": f"{head}{stream}\n#EXT-X-ENDLIST\n",
        "hls file": f"{head}file://{film}\n#EXT-X-ENDLIST\n", "hls near": f"{head}near.mp4\n#EXT-X-ENDLIST\n",
        "hls net": f"{head}http://127.0.0.1:9/film.ts\n#EXT-X-ENDLIST\n", "dash": manifest,
        "sdp": "v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nc=IN IP4 127.0.0.1\nt=0 0\nm=video 5004 RTP/AVP 96\n"
               "a=rtpmap:96 H264/90000\n",
        "page": "<!doctype html><html><body>sorry</body></html>", "nothing": "", "words": "not a film",
    }
    return {name: text.encode() for name, text in told.items()}


NAMED = sorted(playlists(Path("/")))


@pytest.mark.parametrize("suffix", [".mp4", ".m3u8", ".ffconcat", ".mpd", ".sdp", ".mp4.1.part"])
@pytest.mark.parametrize("name", NAMED)
def test_a_file_that_names_others_is_no_film(name: str, suffix: str, tmp_path: Path, reached: list[str]):
    (tmp_path / "out").mkdir()
    (tmp_path / "in").mkdir()
    for place in ("out/secret.mp4", "out/secret.ts", "in/near.mp4"):
        (tmp_path / place).write_bytes(film_of(Fraction(1)))
    path = tmp_path / "in" / f"film{suffix}"
    path.write_bytes(playlists(tmp_path / "out")[name])
    for look in (whole, media):
        with pytest.raises(MediaError):
            look(path)
    assert reached == []
    whole(tmp_path / "in/near.mp4")


def test_a_picture_or_a_song_is_no_film(tmp_path: Path):
    png(tmp_path / "film.mp4", np.zeros((64, 64, 3), np.uint8))
    with pytest.raises(MediaError):
        whole(tmp_path / "film.mp4")


@pytest.mark.parametrize("name", [*NAMED, "picture"])
def test_what_is_no_film_never_enters_the_store(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    outside, project = tmp_path / "out", tmp_path / "project"
    outside.mkdir()
    project.mkdir()
    (outside / "secret.mp4").write_bytes(film_of(Fraction(6)))
    png(tmp_path / "picture.png", np.zeros((64, 64, 3), np.uint8))
    held = {**playlists(outside), "picture": (tmp_path / "picture.png").read_bytes()}[name]
    monkeypatch.setattr(Service, "film", lambda self, job: Reply(data=held, headers={"content-type": "video/mp4"}))
    with shop(project, 1) as at:
        made = at.render()
    assert [one.words for one in made.outcomes] == ["what came is no film; the next run tries again"]
    assert _kept(project) == [] and not list((project / ".shotscript/store/incoming").iterdir())


# ------------------------------------------------------------------------------------------- names


BAD = ["../../../../outside", "..", "/etc/passwd", "a\0b", "x" * 100_000, "\ud800", "a/b?c#d", "..\\..\\x",
       "%2e%2e%2fx", "CON", "a\nb", "\x1b[2J", "' OR 1=1 --", "{key}"]


@pytest.mark.parametrize("ticket", BAD, ids=range(len(BAD)))
def test_an_id_cannot_leave_the_store(ticket: str, tmp_path: Path):
    """Whatever a service calls its jobs: the clip is in the store by its content, or words say why not."""

    class Odd(Kling):
        def accept(self, service: Service, asked: Asked) -> Reply:
            key = (asked.json.get("options") or {}).get("external_task_id", "")
            service.add(asked, key, ticket)
            return Reply(200, {"code": 0, "data": {"id": ticket, "status": "submitted", "external_id": key}})

    project = tmp_path / "a" / "b" / "project"
    project.mkdir(parents=True)
    with shop(project, 1, vendor=Odd()) as at:
        made = at.render()
        again = at.render()
    order = made.outcomes[0].order
    assert order and (order.state == "stored" or len(made.outcomes[0].words) > 15)
    assert len(at.service.accepted) == 1 and len(again.outcomes) <= 1
    assert {one.name for one in project.iterdir()} == {"film.fountain", "shotscript.toml", ".shotscript"}
    assert [list(tmp_path.iterdir()), list((tmp_path / "a").iterdir())] == [[tmp_path / "a"], [tmp_path / "a" / "b"]]
    assert all(len(path.stem) == 64 and path.parent.name == path.stem[:2] for path in _kept(project))


@pytest.mark.parametrize("path", [
    "../secret.png", "{out}/secret.png", "link.png", "folder/secret.png", "sub/../../secret.png"])
def test_a_script_names_no_file_outside_its_project(path: str, tmp_path: Path):
    project = tmp_path / "project"
    project.mkdir()
    png(tmp_path / "secret.png", np.full((512, 512, 3), 90, np.uint8))
    (project / "sub").mkdir()
    os.symlink(tmp_path / "secret.png", project / "link.png")
    os.symlink(tmp_path, project / "folder")
    script = project / "film.fountain"
    path = path.replace("{out}", str(tmp_path))
    (project / "shotscript.toml").touch()
    script.write_text(f"/*@cast\nMAYA: woman, 34\n  images: {path}\n*/\n\nINT. ROOM - NIGHT\n\n!! MS on MAYA, 6s\n\n"
                      "She waits.\n", encoding="utf-8")
    film = compile(script, provider="kling-3-omni")
    assert "FL104" in [one.code for one in film.problems]
    with pytest.raises(UsageError, match="FL104"):
        price(film)
    assert all(need.path != path or not need.key.isalnum() for one in film.requests for need in one.needs)


def test_a_plate_that_names_others_is_no_footage(tmp_path: Path):
    (tmp_path / "secret.mp4").write_bytes(film_of(Fraction(6), 1280, 720))
    project = tmp_path / "project"
    project.mkdir()
    (project / "near.mp4").symlink_to(tmp_path / "secret.mp4")
    (project / "plate.mp4").write_text("ffconcat version 1.0\nfile near.mp4\n")
    (project / "shotscript.toml").touch()
    script = project / "film.fountain"
    script.write_text("INT. ROOM - NIGHT\n\n[[plate: plate.mp4]]\n!! WS, 6s\n\nIt waits.\n", encoding="utf-8")
    film = compile(script, provider="runway-aleph")
    assert any(one.code == "FL201" and "plate.mp4" in one.message for one in film.problems)


def _kept(project: Path) -> list[Path]:
    return [path for path in (project / ".shotscript" / "store").rglob("*") if path.is_file()]

