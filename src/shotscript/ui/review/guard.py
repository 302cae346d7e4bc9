"""Who may ask the review room, and what a browser may do with its answers. Pure ASGI, around everything else.

The room shows unpublished scripts on an address that every page in the same browser, and everybody on this machine, can
reach. So a request is answered only if

- it names the very address that was bound: a foreign name that resolves to 127.0.0.1 (DNS rebinding) is another Host;
- it comes from no other page, by `Origin` and `Sec-Fetch-Site`: another port of this machine is another page too;
- it shows the token of this run in a cookie, which `GET /?token=...`, the address that is printed, hands out;
- it reads, or sends a small body of a kind we read.

Answers carry a policy under which nothing runs that is not a file of ours.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from dataclasses import dataclass, field
from http.cookies import CookieError, SimpleCookie
from urllib.parse import parse_qs

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

LARGEST = 64 * 1024
"""Bytes of a request's body."""
POLICY = ("default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; media-src 'self'; "
          "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'")
HEADERS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "cross-origin-resource-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=()",
}
_READ = ("application/json", "application/x-www-form-urlencoded")
_METHODS = ("GET", "POST")


@dataclass(frozen=True, slots=True)
class Gate:
    """Where the room is, and the secret of this run."""

    port: int
    token: str = field(default_factory=lambda: secrets.token_urlsafe(32))

    @property
    def host(self) -> str:
        return f"127.0.0.1:{self.port}"

    @property
    def origin(self) -> str:
        return f"http://{self.host}"

    @property
    def address(self) -> str:
        """What a person opens."""
        return f"{self.origin}/?token={self.token}"

    @property
    def cookie(self) -> str:
        """Cookies know no ports: two rooms open at once must not take each other's."""
        return f"shotscript-{self.port}"


class Guard:
    """Asks first, answers with the headers that every answer has."""

    def __init__(self, app: ASGIApp, gate: Gate) -> None:
        self.app = app
        self.gate = gate

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
            return
        if scope["type"] != "http":
            await send({"type": "websocket.close", "code": 1008})
            return
        headers = Headers(scope=scope)
        answer = _refused(scope, headers, self.gate) or _let_in(scope, self.gate)
        if answer is None and not _holds(headers.getlist("cookie"), self.gate):
            answer = _no(403, "open the address that Shotscript printed in its terminal: it holds this run's token")
        if answer is None and scope["method"] == "POST":
            answer, receive = await _body(headers, receive)
        await (answer or self.app)(scope, receive, _dressed(send))


def _refused(scope: Scope, headers: Headers, gate: Gate) -> Response | None:
    """What no token makes good."""
    if headers.getlist("host") != [gate.host]:
        return _no(403, f"this is not the address of the review room, which is {gate.origin}")
    if any(origin != gate.origin for origin in headers.getlist("origin")):
        return _no(403, "the review room answers its own pages alone")
    if any(site not in ("same-origin", "none") for site in headers.getlist("sec-fetch-site")):
        return _no(403, "the review room answers its own pages alone")
    if scope["method"] not in _METHODS:
        return _no(405, "GET and POST alone", {"allow": ", ".join(_METHODS)})
    if scope["method"] == "GET" and ("transfer-encoding" in headers or headers.get("content-length", "0") != "0"):
        return _no(400, "a question has no body")
    return None


def _let_in(scope: Scope, gate: Gate) -> Response | None:
    """The token, taken out of the address and into a cookie that no script reads."""
    if scope["method"] != "GET" or scope["path"] != "/":
        return None
    given = parse_qs(scope["query_string"].decode("latin-1")).get("token", [])
    if len(given) != 1 or not _same(given[0], gate.token):
        return None
    answer = RedirectResponse("/", 303)
    answer.headers["set-cookie"] = f"{gate.cookie}={gate.token}; HttpOnly; SameSite=Strict; Path=/"
    return answer


def _holds(cookies: Iterable[str], gate: Gate) -> bool:
    for line in cookies:
        try:
            crumb = SimpleCookie(line).get(gate.cookie)
        except CookieError:
            continue
        if crumb and _same(crumb.value, gate.token):
            return True
    return False


async def _body(headers: Headers, receive: Receive) -> tuple[Response | None, Receive]:
    """The body read to its end, within bounds, to be handed on whole."""
    if headers.get("content-type", "").partition(";")[0].strip().lower() not in _READ:
        return _no(415, f"send {' or '.join(_READ)}"), receive
    length = headers.get("content-length", "0")
    if not (length.isascii() and length.isdigit()) or len(length) > 9 or int(length) > LARGEST:
        return _no(413, f"at most {LARGEST} bytes"), receive
    held = bytearray()
    while True:
        message = await receive()
        if message["type"] != "http.request":
            return _no(400, "the body broke off"), receive
        held += message.get("body", b"")
        if len(held) > LARGEST:
            return _no(413, f"at most {LARGEST} bytes"), receive
        if not message.get("more_body"):
            return None, _again(bytes(held), receive)


def _again(held: bytes, receive: Receive) -> Receive:
    """Hands the body on, then whatever comes after it."""
    waiting: list[Message] = [{"type": "http.request", "body": held, "more_body": False}]

    async def replay() -> Message:
        return waiting.pop() if waiting else await receive()

    return replay


def _dressed(send: Send) -> Send:
    async def dressed(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(raw=message.setdefault("headers", []))
            headers.update(HEADERS)
            headers.setdefault("cache-control", "no-store")
        await send(message)

    return dressed


def _same(given: str, token: str) -> bool:
    return secrets.compare_digest(given.encode(), token.encode())


def _no(status: int, words: str, headers: dict[str, str] | None = None) -> Response:
    return PlainTextResponse(f"{words}\n", status, headers)
