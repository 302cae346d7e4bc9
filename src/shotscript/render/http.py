"""The network: the only file that opens a connection. A call goes out as data and comes back as data.

What happened to a call that failed is told by which error it is: `NotSent` never reached the service and may be sent
again, `Lost` may have reached it. Words of both hold no key.

A link that an answer names is followed under the rules of `links`: the numbers a name stands for are looked at first,
and then one of them is called, so that no name can mean another place a moment later.
"""

from __future__ import annotations

import asyncio
import json
import re
import socket
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
from urllib.request import getproxies, proxy_bypass

import httpx

from ..core import secret
from ..providers.service import Call, Media
from .links import Home, Unsafe, check, held, home, led, loopback, private, split

ANSWER_MOST = 256 << 20
"""Bytes of an answer: some services put the film itself into it."""
FILM_MOST = 4 << 30
_HOPS = 5
_CONNECT, _QUIET = 20.0, 120.0
_IDLE = 4
"""Connections that are kept open unused. Each of them is asked at every call whether it still stands."""
_ANSWER_LASTS, _FILE_LASTS = 10, 60
"""How many times the longest silence an answer may take in all, and a file: a byte now and then is no answer."""
_PACKED = ("identity", "gzip")
"""Others, and twice packed, a few bytes may become a memory full."""
_HALF_LETTERS = re.compile(rb"\\u[dD][89a-fA-F]")
"""Escapes that may stand for half a letter, which can neither be sent nor kept."""
_NOT_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout)


class NotSent(Exception):
    """The call never reached the service."""


class Lost(Exception):
    """Whether the call reached the service cannot be told, or its answer broke off."""


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
    which see its key as well, and where each is really asked; `most` the bytes of an answer; `here`: the service is
    this machine, and no proxy is to hear of it.
    """

    def __init__(self, quiet: float = _QUIET, also: Mapping[str, str] = MappingProxyType({}),
                 most: int = ANSWER_MOST, here: bool = False) -> None:
        self._also, self._quiet, self._most = also, quiet, most
        timeout = httpx.Timeout(quiet, connect=min(quiet, _CONNECT))
        self._kept, self._once = (
            httpx.AsyncClient(timeout=timeout, verify=_trust(), trust_env=not here, headers={"Accept-Encoding": "gzip"},
                              limits=httpx.Limits(max_connections=None, max_keepalive_connections=idle))
            for idle in (_IDLE, 0))
        secret.hush()

    async def __aenter__(self) -> Http:
        return self

    async def __aexit__(self, kind: type[BaseException] | None, value: BaseException | None,
                        where: TracebackType | None) -> None:
        await self._kept.aclose()
        await self._once.aclose()

    async def call(self, call: Call, base: str, headers: Mapping[str, str], file: Sent | None = None) -> Reply:
        """Make a call at a service. Nothing is tried twice. Unsafe where it leads to another host that it may not."""
        async with _worded(), asyncio.timeout(self._quiet * (_FILE_LASTS if file else _ANSWER_LASTS)):
            address, own = self._address(call.path, base)
            shown = {**headers, **dict(call.headers)} if own else dict(call.headers)
            request = _request(self._kept, call, address, shown, file)
            reply = await (self._kept.send(request, stream=True) if own else self._sent(request, home(base)))
            return await _answered(reply, self._most)

    async def order(self, call: Call, base: str, headers: Mapping[str, str]) -> Reply:
        """Make a call that may cost money, at the service itself."""
        async with _worded(), asyncio.timeout(self._quiet * _ANSWER_LASTS):
            address, own = self._address(call.path, base)
            assert own, f"money is spent at {call.path}, which is another host"
            request = _request(self._once, call, address, {**headers, **dict(call.headers)}, None)
            return await _answered(await self._once.send(request, stream=True), self._most)

    async def fetch(
        self, url: str, base: str, headers: Mapping[str, str], into: BinaryIO, most: int = FILM_MOST
    ) -> int:
        """Write what lies at a link to a file; its status. The service's own paths are asked for with its key, other
        hosts never see it, and no link may lead to a private address unless the service itself is on this machine."""
        if url[:5].lower() == "data:":
            into.write(held(url, most))
            return 200
        async with _worded(), asyncio.timeout(self._quiet * _FILE_LASTS):
            for _ in range(_HOPS):
                address, own = self._address(url, base)
                request = _built(self._kept, "GET", address, headers=headers if own else {})
                reply = await (self._kept.send(request, stream=True) if own else self._sent(request, home(base)))
                async with _closing(reply):
                    if reply.is_redirect:
                        url = led(address, reply.headers["location"])
                        continue
                    if reply.status_code == 200:
                        await _written(reply, into, most)
                    return reply.status_code
        raise Unsafe("the link leads from one address to the next and never to a film")

    async def _sent(self, request: httpx.Request, at: Home) -> httpx.Response:
        """An answer from wherever a link leads, its body still to be read."""
        link = split(str(request.url))
        if at.holds(link):
            return await self._kept.send(request, stream=True)
        check(link, at)
        host = link.hostname or ""
        if loopback(host) or _proxied(link.scheme, host):
            return await self._kept.send(request, stream=True)
        name = request.url.raw_host.decode()
        numbers = await _numbers(name, request.url.port or 443)
        for number in numbers:
            request.url = request.url.copy_with(host=number)
            request.extensions = {**request.extensions, "sni_hostname": name}
            try:
                return await self._once.send(request, stream=True)
            except (httpx.ConnectError, httpx.ConnectTimeout):
                if number == numbers[-1]:
                    raise
        raise httpx.ConnectError("the name stands for no address")

    def _address(self, path: str, base: str) -> tuple[str, bool]:
        """Where a call goes, and whether it is the service's own. What is neither a path nor a whole address is no part
        of one: `.elsewhere.com` behind our base would be another host, and see our key."""
        if path.startswith("/"):
            return base + path, True
        split(path)
        for told, asked in self._also.items():
            if path == told or path.startswith(f"{told}/"):
                return asked + path.removeprefix(told), True
        return path, False


@cache
def _trust() -> ssl.SSLContext:
    """Whose certificates are believed: read from the disk once."""
    return httpx.create_ssl_context()


def _request(
    client: httpx.AsyncClient, call: Call, address: str, shown: Mapping[str, str], file: Sent | None
) -> httpx.Request:
    if file is None:
        return _built(client, call.method, address, json=call.body, headers=shown)
    if call.file == "raw":
        kind = {"content-type": file.media.mime, "content-length": str(file.media.size)}
        return _built(client, call.method, address, content=_read(file.path), headers={**kind, **shown})
    part = {call.file: (file.media.name, file.path.read_bytes(), file.media.mime)}
    return _built(client, call.method, address, data=call.body or {}, files=part, headers=shown)


def _built(client: httpx.AsyncClient, method: str, address: str, **told: Any) -> httpx.Request:
    try:
        return client.build_request(method, address, **told)
    except httpx.InvalidURL as trouble:
        raise NotSent("the address is none") from trouble


async def _numbers(name: str, port: int) -> list[str]:
    """The addresses a name stands for, all of which everybody can reach. Unsafe where one of them is private."""
    try:
        found = await asyncio.get_running_loop().getaddrinfo(name, port, type=socket.SOCK_STREAM)
    except (socket.gaierror, UnicodeError) as trouble:
        raise httpx.ConnectError("the name is not known") from trouble
    numbers = list(dict.fromkeys(str(place[0]) for *_, place in found))
    if any(map(private, numbers)):
        raise Unsafe(f"the link https://{name} leads to a private address")
    return numbers


def _proxied(scheme: str, host: str) -> bool:
    """Whether the user's own proxy looks names up and connects: it alone knows where to."""
    known = getproxies()
    return bool(known.get(scheme) or known.get("all")) and not proxy_bypass(host)


@asynccontextmanager
async def _closing(reply: httpx.Response) -> AsyncIterator[None]:
    try:
        yield
    finally:
        await reply.aclose()


async def _answered(reply: httpx.Response, most: int) -> Reply:
    found = bytearray()
    async with _closing(reply):
        if reply.headers.get("content-encoding", "identity").lower() not in _PACKED:
            raise Lost("the service's answer is packed in a way nobody asked for")
        async for part in reply.aiter_bytes():
            found += part
            if len(found) > most:
                raise Lost("the service's answer has no end")
    answer = _json(bytes(found))
    return Reply(reply.status_code, answer or {}, _after(reply.headers.get("retry-after", "")), answer is None)


def _json(found: bytes) -> dict[str, Any] | None:
    try:
        answer = json.loads(found) if found else None
        if _HALF_LETTERS.search(found):
            answer = json.loads(json.dumps(answer, ensure_ascii=False).encode(errors="replace"))
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
    except (ValueError, TypeError, OverflowError):
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
            raise Unsafe(f"the film is larger than {most / (1 << 30):.3g} GB")
        into.write(part)


@asynccontextmanager
async def _worded() -> AsyncIterator[None]:
    """httpx's errors as the two that matter here. Their words name the kind of trouble, never the call."""
    try:
        yield
    except _NOT_SENT as trouble:
        raise NotSent(_words(trouble)) from None
    except httpx.InvalidURL:  # of an answer that leads on: those of our own calls are told apart in `_built`
        raise Lost("the service leads to no address") from None
    except TimeoutError:
        raise Lost("the service's answer has no end") from None
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
