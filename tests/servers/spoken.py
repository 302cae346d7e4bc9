"""A wire spoken over plain httpx against a vendor's server: the calls `render` makes, without its care.

    with Service(Kling()) as service:
        said = Spoken(WIRE, service)
        request = said.laid(request, {"need:image/1": File(data, "image/png")})
        told = said.wait(said.submit(request, "our-key"))

`answered` tries a fault and says what a wire must make of it.
"""

from __future__ import annotations

import base64
import copy
import hashlib
import hmac
import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import httpx
from vendor import FAULTS, Service, Vendor, film_of

from shotscript.providers.contract import Need, Request
from shotscript.providers.service import Call, Creation, Inline, Media, Placed, Ready, Refused, Upload, Wire, Working

OURS = "our-key-1"
LOOKS = 12


@dataclass(frozen=True)
class File:
    """A file's bytes, and what kind it is."""

    data: bytes
    mime: str


class Spoken:
    """A wire and the server it speaks to. `quiet` is how long an answer may take."""

    def __init__(self, wire: Wire, service: Service, quiet: float = 5.0) -> None:
        self.wire, self.service, self._quiet = wire, service, quiet

    def say(self, call: Call, file: tuple[Media, bytes] | None = None) -> tuple[int, dict[str, Any]]:
        """Make a call: the status, and the answer ({} where it is no JSON object)."""
        address, own = self._address(call.path)
        told: dict[str, Any] = {"headers": {**(self._key() if own else {}), **dict(call.headers)}}
        if file is None or not call.file:
            told |= {"json": call.body} if call.body is not None else {}
        elif call.file == "raw":
            told |= {"content": file[1]}
            told["headers"] = {"content-type": file[0].mime, **told["headers"]}
        else:
            told |= {"data": call.body or {}, "files": {call.file: (file[0].name, file[1], file[0].mime)}}
        return _read(self._ask(call.method, address, **told))

    def submit(self, request: Request, key: str = OURS) -> str | Refused:
        return self.wire.ticket(*self.say(self.wire.submit(request, key)))

    def wait(self, ticket: str | Refused, request: Request | None = None) -> Ready | Refused:
        """Look until it is done. Where the service is in trouble it is asked again; what is no JSON is passed over."""
        assert isinstance(ticket, str), ticket
        handle = self.wire.handle(request, ticket) if self.wire.handle and request else ticket
        return self.end(self.wire.poll(handle))

    def end(self, call: Call) -> Ready | Refused:
        told: Any = None
        for _ in range(LOOKS):
            status, answer = self.say(call)
            told = self.wire.progress(status, answer) if answer or status >= 400 else Working("no JSON")
            if isinstance(told, Ready) or (isinstance(told, Refused) and (told.final or status < 400)):
                return told
            call = told.then if isinstance(told, Working) and told.then else call
        raise AssertionError(f"not done after {LOOKS} looks: {told}")

    def fetch(self, url: str) -> httpx.Response:
        """What lies at a link; at a path of the service's own with its key."""
        if url.startswith("data:"):
            return httpx.Response(200, content=base64.b64decode(url.partition(",")[2]))
        address, own = self._address(url)
        return self._ask("GET", address, headers=self._key() if own else {}, follow_redirects=True)

    def place(self, role: str, file: File, model: str = "") -> str | Refused:
        """Deliver a file as the wire says for its role: what a body says for it."""
        way, sha = self.wire.delivery[role], hashlib.sha256(file.data).hexdigest()
        media = Media(role, f"{sha[:16]}.{file.mime.split('/')[1]}", file.mime, len(file.data), sha, model)
        if isinstance(way, Inline):
            return way.form.format(mime=file.mime, data=base64.b64encode(file.data).decode())
        assert isinstance(way, Upload), way
        call, answer = way.first(media), {}
        return self._through(call, lambda n, status, said: way.then(n, status, said, media), (media, file.data), answer)

    def create(self, need: Need, files: Mapping[str, str]) -> str | Refused:
        """Make something at the service of files it has."""
        way = self.wire.delivery[need.role]
        assert isinstance(way, Creation), way
        return self._through(way.first(need, files), way.then, None, {})

    def laid(self, request: Request, files: Mapping[str, File | str]) -> Request:
        """The request with its needs delivered and in place, by their refs: a file sent, what is made of files made,
        and words as the project's own name for it."""
        needs = {need.ref: need for need in request.needs}
        given = {ref: file for ref, file in files.items() if isinstance(file, File) and not self._makes(needs[ref])}
        refs = {ref: name for ref, name in files.items() if isinstance(name, str)}
        refs |= {ref: _sure(self.place(needs[ref].role, file, request.model)) for ref, file in given.items()}
        keys = {needs[ref].key: placed for ref, placed in refs.items()}
        refs |= {ref: _sure(self.create(need, keys)) for ref, need in needs.items()
                 if self._makes(need) and ref not in refs}
        media = {ref: Media(needs[ref].role, "file", file.mime, len(file.data), hashlib.sha256(file.data).hexdigest(),
                            request.model) for ref, file in given.items()}
        put = self.wire.laid or (lambda body, told, _: _put(body, told))
        return request.model_copy(update={"body": put(copy.deepcopy(request.body), refs, media)})

    def _makes(self, need: Need) -> bool:
        return isinstance(self.wire.delivery.get(need.role), Creation)

    def _through(self, call: Call, then: Callable[[int, int, dict[str, Any]], Any], file: tuple[Media, bytes] | None,
                 last: dict[str, Any]) -> str | Refused:
        for number in range(LOOKS):
            status, answer = self.say(call, file)
            last = answer or last
            told = then(number, status, last)
            if isinstance(told, Placed):
                return told.ref
            if isinstance(told, Refused):
                return told
            call = told if isinstance(told, Call) else told.then or call
        raise AssertionError("a file or a thing of the service's own is never ready")

    def _ask(self, method: str, address: str, **told: Any) -> httpx.Response:
        with httpx.Client(timeout=self._quiet, trust_env=False, verify=False) as http:
            return http.request(method, address, **told)

    def _address(self, path: str) -> tuple[str, bool]:
        vendor = self.service.vendor
        if path.startswith("/"):
            return f"{self.service.address}{vendor.base}{path}", True
        for real, ours in vendor.also.items():
            if path.startswith(real + "/"):
                assert real in self.wire.also, f"{real} is not shown our key"
                return f"{self.service.address}{ours}{path.removeprefix(real)}", True
        assert path.startswith("http://127.0.0.1:"), path
        return path, False

    def _key(self) -> dict[str, str]:
        auth = self.wire.auth
        if auth.kind == "none":
            return {}
        if auth.kind == "jwt":
            access, secret = (self.service.vendor.keys[name] for name in auth.variables)
            return {auth.header: auth.form.format(key=_token(access, secret))}
        names = ("GOOGLE_ACCESS_TOKEN",) if auth.kind == "google" else auth.variables
        name = next(name for name in names if name in self.service.vendor.keys)
        return {auth.header: auth.form.format(key=self.service.vendor.keys[name])}


def answered(vendor: Callable[[], Vendor], wire: Wire, request: Request, fault: str) -> None:
    """What a wire makes of a fault: words, final where nothing helps, and the film where something does."""
    with Service(vendor(), faults=(fault,)) as service:
        hangs = "hang" in fault
        said = Spoken(wire, service, quiet=0.5 if hangs else 5.0)
        if FAULTS[fault] == "submit" and fault != "slow":
            _unsent(said, service, request, fault)
            return
        ticket = said.submit(request)
        if fault in ("poll reset", "poll hang"):
            _lost(lambda: said.wait(ticket, request))
            said = Spoken(wire, service)
        told = said.wait(ticket, request)
        assert len(service.accepted) == 1
        if fault in ("failed", "moderated", "done with an error", "done without a video"):
            assert isinstance(told, Refused) and told.words, told
            assert told.final or fault != "moderated"
            return
        assert isinstance(told, Ready), told
        if FAULTS[fault] == "file":
            _broken_film(said, told.urls[0], fault)
            told = said.wait(ticket, request)
            assert isinstance(told, Ready)
        assert said.fetch(told.urls[0]).content == film_of(service.seconds)


def _unsent(said: Spoken, service: Service, request: Request, fault: str) -> None:
    """A fault at the very asking: what it says, and whether the job can be found again."""
    if fault in ("lost reply", "hang", "refused line"):
        _lost(lambda: said.submit(request))
    else:
        told = said.submit(request)
        assert isinstance(told, Refused) and told.words, told
        assert told.final is (fault in ("moderated at once", "garbage")), told
    taken = fault in ("lost reply", "hang", "garbage")
    assert len(service.accepted) == taken
    if said.wire.find is None:
        return
    handle = said.wire.handle(request, OURS) if said.wire.handle else OURS
    found = Spoken(said.wire, service)
    ticket = said.wire.ticket(*found.say(said.wire.find(handle)))
    assert isinstance(ticket, str if taken else Refused), ticket
    if taken:
        assert isinstance(found.wait(ticket, request), Ready)


def _broken_film(said: Spoken, url: str, fault: str) -> None:
    if fault == "truncated":
        _lost(lambda: said.fetch(url))
        return
    reply = said.fetch(url)
    assert reply.content != film_of(said.service.seconds)
    assert (reply.status_code == 200) is (fault != "expired")


def _lost(ask: Callable[[], Any]) -> None:
    try:
        ask()
    except httpx.TransportError:
        return
    raise AssertionError("the line was to break")


def _sure(placed: str | Refused) -> str:
    assert isinstance(placed, str), placed
    return placed


def _token(access: str, secret: str) -> str:
    """A JSON web token, HS256, good for half an hour."""
    now = int(time.time())
    told = ({"alg": "HS256", "typ": "JWT"}, {"iss": access, "exp": now + 1800, "nbf": now - 5})
    head = ".".join(base64.urlsafe_b64encode(json.dumps(one).encode()).rstrip(b"=").decode() for one in told)
    mac = hmac.new(secret.encode(), head.encode(), hashlib.sha256).digest()
    return f"{head}.{base64.urlsafe_b64encode(mac).rstrip(b'=').decode()}"


def _read(reply: httpx.Response) -> tuple[int, dict[str, Any]]:
    try:
        answer = reply.json()
    except ValueError:
        answer = {}
    return reply.status_code, answer if isinstance(answer, dict) else {}


def _put(value: Any, refs: Mapping[str, Any]) -> Any:
    """A body with every need's ref in place of its name."""
    if isinstance(value, dict):
        return {name: _put(one, refs) for name, one in value.items()}
    if isinstance(value, list):
        return [_put(one, refs) for one in value]
    return refs.get(value, value) if isinstance(value, str) else value
