"""The network: the only file that opens a connection. A call goes out as data and comes back as data.

What happened to a call that failed is told by which error it is: `NotSent` never reached the service and may be sent
again, `Lost` may have reached it. Words of both hold no key.
"""

from __future__ import annotations

import base64
import ipaddress
import json
import ssl
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from functools import cache
from pathlib import Path
from types import MappingProxyType, TracebackType
from typing import Any, BinaryIO
from urllib.parse import unquote_to_bytes, urljoin, urlsplit

import httpx

from ..providers.service import Call, Media

ANSWER_MOST = 256 << 20
"""Bytes of an answer: some services put the film itself into it."""
FILM_MOST = 4 << 30
_HOPS = 5
_CONNECT, _QUIET = 20.0, 120.0
_NOT_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout)


class NotSent(Exception):
    """The call never reached the service."""


class Lost(Exception):
    """Whether the call reached the service cannot be told, or its answer broke off."""


class Unsafe(Exception):
    """An address that a result must not come from."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What a service answered. `answer` is its JSON object ({} for anything else, `plain` then says so), `after` the
    seconds it asked us to wait."""

    status: int
    answer: dict[str, Any]
    after: float | None = None
    plain: bool = False


@dataclass(frozen=True, slots=True)
class Sent:
    """A file that goes with a call."""

    media: Media
    path: Path


class Http:
    """Connections to services, closed with the block: `async with Http() as http`.

    Paid calls go out on connections of their own, each used once: a kept one may be closed by the service at the very
    moment it is used again, and nobody could tell whether the call was read. `also` are a service's other addresses,
    which see its key as well, and where each is really asked.
    """

    def __init__(self, quiet: float = _QUIET, also: Mapping[str, str] = MappingProxyType({})) -> None:
        self._also = also
        timeout = httpx.Timeout(quiet, connect=min(quiet, _CONNECT))
        once = httpx.Limits(max_connections=None, max_keepalive_connections=0)
        many = httpx.Limits(max_connections=None)
        self._kept = httpx.AsyncClient(timeout=timeout, limits=many, verify=_trust())
        self._once = httpx.AsyncClient(timeout=timeout, limits=once, verify=_trust())

    async def __aenter__(self) -> Http:
        return self

    async def __aexit__(self, kind: type[BaseException] | None, value: BaseException | None,
                        where: TracebackType | None) -> None:
        await self._kept.aclose()
        await self._once.aclose()

    async def call(self, call: Call, base: str, headers: Mapping[str, str], file: Sent | None = None) -> Reply:
        """Make a call at a service. Nothing is tried twice."""
        async with _worded():
            request = self._request(self._kept, call, base, headers, file)
            return await _answered(self._kept, request)

    async def order(self, call: Call, base: str, headers: Mapping[str, str]) -> Reply:
        """Make a call that may cost money."""
        async with _worded():
            return await _answered(self._once, self._request(self._once, call, base, headers, None))

    async def fetch(
        self, url: str, base: str, headers: Mapping[str, str], into: BinaryIO, most: int = FILM_MOST
    ) -> int:
        """Write what lies at a link to a file; its status. The service's own paths are asked for with its key, other
        hosts never see it, and no link may lead to a private address unless the service itself is on this machine."""
        if url.startswith("data:"):
            into.write(_data(url))
            return 200
        near, home = _loopback(urlsplit(base).hostname or ""), urlsplit(base).netloc
        async with _worded():
            for _ in range(_HOPS):
                address, own = self._address(url, base)
                trusted = urlsplit(address).netloc == home
                if not trusted:
                    _allowed(address, near)
                async with self._kept.stream("GET", address, headers=headers if own else {}) as reply:
                    if not trusted:
                        _reached(reply, near)
                    if reply.is_redirect:
                        url = urljoin(address, reply.headers.get("location", ""))
                        continue
                    if reply.status_code == 200:
                        await _written(reply, into, most)
                    return reply.status_code
        raise Unsafe("the link leads from one address to the next and never to a film")

    def _request(self, client: httpx.AsyncClient, call: Call, base: str, headers: Mapping[str, str], file: Sent | None
                 ) -> httpx.Request:
        address, own = self._address(call.path, base)
        shown = {**headers, **dict(call.headers)} if own else dict(call.headers)
        if not own:
            _allowed(address, _loopback(urlsplit(base).hostname or ""))
        if file is None:
            return client.build_request(call.method, address, json=call.body, headers=shown)
        if call.file == "raw":
            kind = {"content-type": file.media.mime, "content-length": str(file.media.size)}
            return client.build_request(call.method, address, content=_read(file.path), headers={**kind, **shown})
        part = {call.file: (file.media.name, file.path.read_bytes(), file.media.mime)}
        return client.build_request(call.method, address, data=call.body or {}, files=part, headers=shown)


    def _address(self, path: str, base: str) -> tuple[str, bool]:
        """Where a call goes, and whether it is the service's own."""
        if not path.startswith(("https://", "http://")):
            return base + path, True
        for told, asked in self._also.items():
            if path == told or path.startswith(f"{told}/"):
                return asked + path.removeprefix(told), True
        return path, False


@cache
def _trust() -> ssl.SSLContext:
    """Whose certificates are believed: read from the disk once."""
    return httpx.create_ssl_context()


async def _answered(client: httpx.AsyncClient, request: httpx.Request) -> Reply:
    reply = await client.send(request, stream=True)
    try:
        found = b""
        async for part in reply.aiter_bytes():
            found += part
            if len(found) > ANSWER_MOST:
                raise Lost("the service's answer has no end")
    finally:
        await reply.aclose()
    answer = _json(found)
    return Reply(reply.status_code, answer or {}, _after(reply.headers.get("retry-after", "")), answer is None)


def _json(found: bytes) -> dict[str, Any] | None:
    try:
        answer = json.loads(found) if found else None
    except (ValueError, RecursionError):
        return None
    return answer if isinstance(answer, dict) else None


def _after(told: str) -> float | None:
    """Seconds, said as such or as a date."""
    try:
        return max(0.0, float(told))
    except ValueError:
        pass
    try:
        return max(0.0, (parsedate_to_datetime(told) - datetime.now(UTC)).total_seconds())
    except (ValueError, TypeError):
        return None


async def _read(path: Path) -> AsyncIterator[bytes]:
    with open(path, "rb") as file:
        while part := file.read(1 << 16):
            yield part


async def _written(reply: httpx.Response, into: BinaryIO, most: int) -> None:
    size = 0
    async for part in reply.aiter_bytes(1 << 16):
        size += len(part)
        if size > most:
            raise Unsafe(f"the film is larger than {most >> 30} GB")
        into.write(part)


def _data(url: str) -> bytes:
    head, _, body = url.partition(",")
    return base64.b64decode(body) if head.endswith(";base64") else unquote_to_bytes(body)


def _allowed(address: str, near: bool) -> None:
    """https, unless the service is on this machine and so is the link."""
    told = urlsplit(address)
    host = told.hostname or ""
    if near and _loopback(host):
        return
    if told.scheme != "https" or _private(host):
        raise Unsafe(f"the link {told.scheme}://{host} is no safe address")


def _reached(reply: httpx.Response, near: bool) -> None:
    """Whom a name really led to: it may stand for a private address."""
    stream = reply.extensions.get("network_stream")
    peer = stream.get_extra_info("server_addr") if stream else None
    if peer and not near and _private(str(peer[0])):
        raise Unsafe("the link leads to a private address")


def _loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _private(host: str) -> bool:
    if host == "localhost" or host.endswith((".local", ".internal")):
        return True
    try:
        return not ipaddress.ip_address(host).is_global
    except ValueError:
        return False


@asynccontextmanager
async def _worded() -> AsyncIterator[None]:
    """httpx's errors as the two that matter here. Their words name the kind of trouble, never the call."""
    try:
        yield
    except _NOT_SENT as trouble:
        raise NotSent(_words(trouble)) from None
    except httpx.InvalidURL as trouble:
        raise NotSent("the address is none") from trouble
    except httpx.HTTPError as trouble:
        raise Lost(_words(trouble)) from None


def _words(trouble: httpx.HTTPError) -> str:
    match trouble:
        case httpx.ConnectTimeout() | httpx.ConnectError() | httpx.PoolTimeout():
            return "the service cannot be reached"
        case httpx.TimeoutException():
            return "the service said nothing for too long"
        case _:
            return "the line broke"
