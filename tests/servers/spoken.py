"""A wire spoken over plain HTTP, as `render` speaks it but without ledger, patience or store: what a wire's tests need.

    with Service(Kling()) as service, Line("kling-3", service) as line:
        film = line.made(request, {"need:image/a": picture})
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import httpx
from vendor import Service

from shotscript import providers
from shotscript.providers.contract import Need, Request
from shotscript.providers.service import (
    Answer,
    Auth,
    Call,
    Creation,
    Inline,
    Media,
    Placed,
    Ready,
    Refused,
    Upload,
    Wire,
    Working,
)

KINDS = {b"\x89PNG": ("image/png", "png"), b"\xff\xd8\xff": ("image/jpeg", "jpg"), b"RIFF": ("audio/wav", "wav")}


@dataclass
class Line:
    """A provider's wire at a running service.

    key     shown where the wire's own kind of key has to be made first (signed, or an OAuth token)
    sent    what is at the service already, by digest: what creations are made of
    """

    provider: str
    service: Service
    key: str = ""
    timeout: float = 5.0
    sent: dict[str, Placed] = field(default_factory=dict)

    def __enter__(self) -> Line:
        self._client = httpx.Client(timeout=self.timeout, trust_env=False)
        return self

    def __exit__(self, *_: object) -> None:
        self._client.close()

    @property
    def wire(self) -> Wire:
        wire = providers.named(self.provider).wire
        assert wire, f"{self.provider} is drawn on this machine"
        return wire

    def made(self, request: Request, files: Mapping[str, bytes] | None = None) -> bytes | Refused:
        """The film of a request, or why there is none. `files` are the bytes of its needs, each by its `ref`."""
        ticket = self.asked(request, files)
        if isinstance(ticket, Refused):
            return ticket
        answer = self.waited(ticket)
        return answer if isinstance(answer, Refused) else self.fetched(answer.urls[0])

    def asked(self, request: Request, files: Mapping[str, bytes] | None = None, ours: str = "ours") -> str | Refused:
        """What `poll` takes of a job that was asked for."""
        body = self.laid(request, files or {})
        if isinstance(body, Refused):
            return body
        ticket = self.wire.ticket(*self.called(self.wire.submit(request.model_copy(update={"body": body}), ours)))
        return ticket if isinstance(ticket, Refused) or not self.wire.handle else self.wire.handle(request, ticket)

    def waited(self, ticket: str, looks: int = 20) -> Ready | Refused:
        """Looked at without a pause until it is done, or refused for good."""
        ask, answer = self.wire.poll(ticket), None
        for _ in range(looks):
            answer = self.looked(ask)
            if isinstance(answer, Ready) or (isinstance(answer, Refused) and answer.final):
                return answer
            ask = (answer.then if isinstance(answer, Working) else None) or ask
        return answer if isinstance(answer, Refused) else Refused("still not done", final=False)

    def looked(self, ask: Call) -> Answer:
        return self.wire.progress(*self.called(ask))

    def fetched(self, url: str) -> bytes:
        """A clip: bytes that came with the answer, a path of the service, or a link that gets no key."""
        if url.startswith("data:"):
            return base64.b64decode(url.partition("base64,")[2], validate=True)
        ours = url.startswith("/")
        answer = self._client.get(self._address(url), headers=self._shown() if ours else {}, follow_redirects=True)
        answer.raise_for_status()
        return answer.content

    def laid(self, request: Request, files: Mapping[str, bytes]) -> dict[str, Any] | Refused:
        """The body with its needs in place. Of those whose bytes are at hand; others are left to the project."""
        refs: dict[str, str] = {}
        media: dict[str, Media] = {}
        for need in request.needs:
            placed = self.placed(need, files, request.model)
            if isinstance(placed, Refused):
                return placed
            refs[need.ref] = placed.ref
            if need.ref in files:
                media[need.ref] = file_of(need.role, files[need.ref], request.model)
        if self.wire.laid:
            return self.wire.laid(request.body, refs, media)
        return _put(request.body, refs)

    def placed(self, need: Need, files: Mapping[str, bytes], model: str = "") -> Placed | Refused:
        """A need at the service, by the wire's own delivery of its role."""
        match self.wire.delivery.get(need.role):
            case Inline(form, most):
                data = files[need.ref]
                assert most is None or len(data) <= most, f"{len(data)} bytes are more than {most}"
                mime = file_of(need.role, data).mime
                return Placed(form.format(mime=mime, data=base64.b64encode(data).decode()))
            case Upload() as way:
                return self.uploaded(way, file_of(need.role, files[need.ref], model), files[need.ref])
            case Creation() as way:
                refs = {digest: placed.ref for digest, placed in self.sent.items()}
                return self._through(way.first(need, refs), way.then, b"", "", "")
            case _:
                raise AssertionError(f"{self.provider} has no delivery for {need.role}")

    def uploaded(self, way: Upload, media: Media, data: bytes) -> Placed | Refused:
        assert way.most is None or media.size <= way.most, f"{media.size} bytes are more than {way.most}"

        def then(number: int, status: int, answer: dict[str, Any]) -> Any:
            return way.then(number, status, answer, media)

        return self._through(way.first(media), then, data, media.name, media.mime)

    def called(self, call: Call, data: bytes = b"", name: str = "", mime: str = "") -> tuple[int, dict[str, Any]]:
        """One call and its answer; {} where the answer is no JSON."""
        answer = self._client.request(call.method, self._address(call.path), **self._parts(call, data, name, mime))
        try:
            told = answer.json()
        except ValueError:
            return answer.status_code, {}
        return answer.status_code, told if isinstance(told, dict) else {}

    def _through(self, call: Call, then: Callable[..., Any], data: bytes, name: str, mime: str) -> Placed | Refused:
        kept: dict[str, Any] = {}
        for number in range(30):
            status, answer = self.called(call, data, name, mime)
            kept = answer or kept
            match then(number, status, kept):
                case Call() as following:
                    call = following
                case Working(_, following):
                    call = following or call
                case end:
                    return end
        return Refused("still not there", final=False)

    def _parts(self, call: Call, data: bytes, name: str, mime: str) -> dict[str, Any]:
        keyed = not call.path.startswith("http") or call.path.startswith(self.wire.also)
        headers = {**(self._shown() if keyed else {}), **dict(call.headers)}
        if call.file == "raw":
            return {"headers": headers, "content": data}
        if call.file:
            return {"headers": headers, "data": call.body or {}, "files": {call.file: (name, data, mime)}}
        return {"headers": headers, **({} if call.body is None else {"json": call.body})}

    def _address(self, path: str) -> str:
        for other in self.wire.also:
            if path.startswith(other):
                return self.service.address + self.service.vendor.also.get(other, "") + path.removeprefix(other)
        return path if path.startswith("http") else self.service.address + self.service.vendor.base + path

    def _shown(self) -> dict[str, str]:
        auth: Auth = self.wire.auth
        if auth.kind == "none":
            return {}
        keys = self.service.vendor.keys
        return {auth.header: auth.form.format(key=self.key or keys[auth.variables[0]])}


def file_of(role: str, data: bytes, model: str = "") -> Media:
    """A file as `render` hands it on: named by its bytes."""
    mime, suffix = next((kind for head, kind in KINDS.items() if data.startswith(head)), ("video/mp4", "mp4"))
    sha = hashlib.sha256(data).hexdigest()
    return Media(role, f"{sha[:16]}.{suffix}", mime, len(data), sha, model)


def _put(value: Any, refs: Mapping[str, str]) -> Any:
    if isinstance(value, str):
        return refs.get(value, value)
    if isinstance(value, dict):
        return {name: _put(one, refs) for name, one in value.items()}
    return [_put(one, refs) for one in value] if isinstance(value, list) else value
