"""Who is let into the review room: every route, asked by everybody who must not be answered."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable
from itertools import product
from pathlib import Path

import pytest
from roomkit import GATE, OURS, Answer, FakeRoom, ask, faces
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from shotscript.ui.review.guard import HEADERS, LARGEST, Gate, Guard
from shotscript.ui.review.server import ROUTES
from shotscript.ui.review.shelf import STATIC

FORM = {"content-type": "application/x-www-form-urlencoded"}
BODY = b"shot=1A&take=&verdict=approved&words="
NAMES = {"id": "head", "label": "1A", "name": "1a0" + "0" * 30, "key": "0123abcd", "digest": "ab" * 32}
Headers = list[tuple[str, str]]


def without(name: str) -> Callable[[Headers], Headers]:
    return lambda headers: [pair for pair in headers if pair[0] != name]


def with_(name: str, value: str) -> Callable[[Headers], Headers]:
    return lambda headers: [*without(name)(headers), (name, value)]


def more(name: str, value: str) -> Callable[[Headers], Headers]:
    return lambda headers: [*headers, (name, value)]


STRANGERS: dict[str, Callable[[Headers], Headers]] = {
    "no cookie": without("cookie"),
    "an empty cookie": with_("cookie", ""),
    "another token": with_("cookie", f"{GATE.cookie}={GATE.token[:-1]}x"),
    "a piece of the token": with_("cookie", f"{GATE.cookie}={GATE.token[:-1]}"),
    "no token": with_("cookie", f"{GATE.cookie}="),
    "letters beyond ASCII": with_("cookie", f"{GATE.cookie}=é"),
    "another room's cookie": with_("cookie", f"{Gate(GATE.port + 1, GATE.token).cookie}={GATE.token}"),
    "a broken cookie": with_("cookie", "=;=;\\"),
    "a foreign host": with_("host", "example.com"),
    "a name that was rebound": with_("host", f"rebound.example.com:{GATE.port}"),
    "localhost by name": with_("host", f"localhost:{GATE.port}"),
    "another way to write it": with_("host", f"127.1:{GATE.port}"),
    "all addresses": with_("host", f"0.0.0.0:{GATE.port}"),
    "another port": with_("host", f"127.0.0.1:{GATE.port + 1}"),
    "no port": with_("host", "127.0.0.1"),
    "a host with a user": with_("host", f"ann@{GATE.host}"),
    "no host": without("host"),
    "an empty host": with_("host", ""),
    "two hosts": more("host", "example.com"),
    "our host twice": more("host", GATE.host),
    "a foreign origin": with_("origin", "https://example.com"),
    "a foreign origin of our port": with_("origin", f"http://example.com:{GATE.port}"),
    "another port's origin": with_("origin", f"http://127.0.0.1:{GATE.port + 1}"),
    "our address, encrypted": with_("origin", f"https://{GATE.host}"),
    "no origin to speak of": with_("origin", "null"),
    "an empty origin": with_("origin", ""),
    "two origins": lambda headers: [*headers, ("origin", GATE.origin), ("origin", "https://example.com")],
    "a page from elsewhere": with_("sec-fetch-site", "cross-site"),
    "a page of another port": with_("sec-fetch-site", "same-site"),
}


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> FakeRoom:
    return FakeRoom(tmp_path_factory.mktemp("room"))


def target(route: Route) -> str:
    return re.sub(r"\{(\w+)(?::\w+)?\}", lambda found: NAMES[found[1]], route.path)


def routes(*methods: str) -> list[Route]:
    assert all(isinstance(one, Route) and one.methods for one in ROUTES)
    return [one for one in ROUTES if one.methods and one.methods & set(methods)]


def asked(room: FakeRoom, route: Route, change: Callable[[Headers], Headers], method: str = "", body: bytes = BODY,
          kind: str = FORM["content-type"]) -> Answer:
    method = method or ("POST" if "POST" in (route.methods or ()) else "GET")
    headers: Headers = list(OURS.items())
    if method == "POST":
        headers += [("content-type", kind), ("content-length", str(len(body)))]
    return ask(faces(room), target(route), method, change(headers), body if method == "POST" else b"")


def test_the_table_is_of_all_routes_that_are_served(room: FakeRoom):
    assert faces(room).app.routes == ROUTES  # type: ignore[attr-defined]


@pytest.mark.parametrize("stranger", STRANGERS)
def test_no_route_answers_a_stranger(room: FakeRoom, stranger: str):
    before = room.judgements
    for route in routes("GET", "POST"):
        answer = asked(room, route, STRANGERS[stranger])
        assert answer.status == 403, (route.path, answer)
        assert not answer.headers.get("set-cookie") and len(answer.body) < 120
        assert room.script.read_text()[:9] not in answer.text
    assert room.judgements == before


@pytest.mark.parametrize("stranger", [name for name in STRANGERS if "cookie" not in name and "token" not in name
                                      and name != "letters beyond ASCII"])
def test_the_token_does_not_make_up_for_the_rest(room: FakeRoom, stranger: str):
    headers = STRANGERS[stranger]([("host", GATE.host)])
    answer = ask(faces(room), f"/?token={GATE.token}", headers=headers)
    assert answer.status == 403 and "set-cookie" not in answer.headers


@pytest.mark.parametrize("method", ["HEAD", "OPTIONS", "PUT", "DELETE", "PATCH", "TRACE", "CONNECT", "get", "PROPFIND"])
def test_no_route_takes_other_methods(room: FakeRoom, method: str):
    for route in routes("GET", "POST"):
        answer = asked(room, route, lambda headers: headers, method)
        assert answer.status == 405 and answer.headers["allow"], route.path


def test_what_is_read_is_not_sent_to_and_the_other_way_round(room: FakeRoom):
    for route in routes("GET"):
        assert ask(faces(room), target(route), "POST", {**OURS, **FORM}, BODY).status == 405
    for route in routes("POST"):
        assert ask(faces(room), target(route), "GET", OURS).status == 405


KINDS = ["text/plain", "multipart/form-data; boundary=x", "", "application/jsonp", "text/plain; application/json"]


@pytest.mark.parametrize("kind", KINDS)
def test_bodies_of_other_kinds(room: FakeRoom, kind: str):
    for route in routes("POST"):
        assert asked(room, route, with_("content-type", kind)).status == 415
    assert not room.judgements


@pytest.mark.parametrize("length", [str(LARGEST + 1), "9" * 30, "-1", "1e3", "٣"])
def test_bodies_that_say_they_are_too_large(room: FakeRoom, length: str):
    for route in routes("POST"):
        assert asked(room, route, with_("content-length", length)).status == 413


def test_bodies_that_do_not_say_it(room: FakeRoom):
    body = b"words=" + b"x" * LARGEST
    for route, claim in product(routes("POST"), (without("content-length"), with_("content-length", "10"))):
        headers = claim([*OURS.items(), *FORM.items()])
        assert ask(faces(room), target(route), "POST", headers, body, chunks=50).status == 413
    assert not room.judgements


def test_a_question_with_a_body(room: FakeRoom):
    for route, pair in product(routes("GET"), (("content-length", "3"), ("transfer-encoding", "chunked"))):
        assert ask(faces(room), target(route), "GET", [*OURS.items(), pair], b"abc").status == 400


def test_every_answer_has_every_header(room: FakeRoom):
    answers = [asked(room, route, lambda headers: headers) for route in routes("GET", "POST")
               if route.path != "/events"]
    answers += [asked(room, route, without("cookie")) for route in routes("GET", "POST")]
    answers += [ask(faces(room), path, headers=OURS) for path in ("/nothing", "/part/nothing", f"/?token={GATE.token}")]
    answers += [ask(faces(room), "/judge", "POST", {**OURS, **FORM}, b"verdict=perhaps")]
    assert {answer.status for answer in answers} >= {200, 201, 303, 400, 403, 404}
    for answer in answers:
        assert {name: answer.headers.get(name) for name in HEADERS} == HEADERS
        assert "max-age=31536000, immutable" in answer.headers["cache-control"] or (
            answer.headers["cache-control"] == "no-store")
        assert "access-control-allow-origin" not in answer.headers


def test_a_fault_of_ours_has_the_headers_too():
    def broken(_: Request) -> Response:
        raise AssertionError("a secret of the inside")

    face = Guard(Starlette(routes=[Route("/", broken)]), GATE)
    answer = ask(face, "/", headers=OURS, fails=AssertionError)
    assert answer.status == 500 and "secret" not in answer.text
    assert {name: answer.headers.get(name) for name in HEADERS} == HEADERS


def test_the_policy_lets_nothing_run_that_is_not_a_file_of_ours():
    rules = dict(one.strip().split(" ", 1) for one in HEADERS["content-security-policy"].split(";"))
    assert rules["default-src"] == "'none'" and rules["script-src"] == rules["style-src"] == "'self'"
    assert rules["frame-ancestors"] == rules["base-uri"] == "'none'"
    assert {one for rule in rules.values() for one in rule.split()} == {"'none'", "'self'"}


def test_the_address_hands_out_a_cookie_that_no_script_reads(room: FakeRoom):
    answer = ask(faces(room), f"/?token={GATE.token}", headers={"host": GATE.host})
    assert answer.status == 303 and answer.headers["location"] == "/"
    name, *rest = answer.headers["set-cookie"].split("; ")
    assert name == f"{GATE.cookie}={GATE.token}" and set(rest) == {"HttpOnly", "SameSite=Strict", "Path=/"}
    assert GATE.token not in answer.text
    assert GATE.address == f"http://127.0.0.1:{GATE.port}/?token={GATE.token}"


@pytest.mark.parametrize("query", ["", "?token=", "?token=wrong", f"?token={GATE.token}&token={GATE.token}",
                                   f"?token={GATE.token}x", f"?Token={GATE.token}", "?token=%ff%00"])
def test_other_tokens_are_none(room: FakeRoom, query: str):
    answer = ask(faces(room), f"/{query}", headers={"host": GATE.host})
    assert answer.status == 403 and "set-cookie" not in answer.headers


def test_the_token_opens_the_front_door_alone(room: FakeRoom):
    for route in routes("GET"):
        if route.path != "/":
            assert ask(faces(room), f"{target(route)}?token={GATE.token}", headers={"host": GATE.host}).status == 403


def test_every_run_has_a_token_of_its_own():
    made = {Gate(1).token for _ in range(50)}
    assert len(made) == 50 and min(map(len, made)) >= 43


TRICKS = ["..", "../film", "%2e%2e", "..%2ffilm", "%2e%2e%2f%2e%2e%2fetc%2fpasswd", "/etc/passwd", "%2fetc%2fpasswd",
          "..%5cfilm", "film.fountain", "review", "1a0", "%00", "1a0%00", "*", "%", "%ff", "C:%5cfilm", "~", "",
          "head.html", "a" * 5000, "__init__.py", "room.js%00.css", "room.js/", "./room.js", "VENDORED.txt"]


@pytest.mark.parametrize("trick", TRICKS)
def test_names_that_nobody_gave_are_nothing(room: FakeRoom, trick: str):
    for route in routes("GET"):
        if "{" in route.path:
            path = re.sub(r"\{\w+(?::\w+)?\}", lambda _: trick, route.path)
            answer = ask(faces(room), path, headers=OURS)
            assert answer.status == 404 and len(answer.body) < 100, path


def test_a_socket_of_another_kind_is_closed(room: FakeRoom):
    async def run() -> list[dict[str, object]]:
        sent: list[dict[str, object]] = []

        async def send(message: dict[str, object]) -> None:
            sent.append(message)

        await faces(room)({"type": "websocket", "path": "/events", "headers": []}, None, send)  # type: ignore[arg-type]
        return sent

    assert asyncio.run(run()) == [{"type": "websocket.close", "code": 1008}]


def test_the_package_s_own_files_are_the_listed_ones(room: FakeRoom):
    assert "htmx.min.js" in STATIC and all(Path(name).suffix in (".js", ".css", ".svg", ".woff2") for name in STATIC)
    for name, path in STATIC.items():
        answer = ask(faces(room), f"/static/{name}", headers=OURS)
        assert answer.status == 200 and answer.body == path.read_bytes()
