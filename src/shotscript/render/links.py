"""Where a link of a service may lead: https to a public address, whatever it is called, and nowhere else.

A link is the service's word, or that of whoever keeps its films. It must not make this machine ask its own network for
something, nor read a file. A service on this machine may give links to this machine.
"""

from __future__ import annotations

import base64
import binascii
import ipaddress
from dataclasses import dataclass
from urllib.parse import SplitResult, unquote_to_bytes, urljoin, urlsplit

_NAT64 = ipaddress.ip_network("64:ff9b::/96")
_HERE = (".localhost", ".local", ".internal", ".home.arpa")
Number = ipaddress.IPv4Address | ipaddress.IPv6Address


class Unsafe(Exception):
    """An address that a result must not come from, in words that name no more of it than its host."""


@dataclass(frozen=True, slots=True)
class Home:
    """A service's own address. `near` is True where that is this machine."""

    scheme: str
    place: str
    near: bool

    def holds(self, link: SplitResult) -> bool:
        """Whether a link leads to the service itself, which may stand anywhere the user says."""
        return (link.scheme, link.netloc) == (self.scheme, self.place)


def home(base: str) -> Home:
    told = split(base)
    return Home(told.scheme, told.netloc, loopback(told.hostname or ""))


def split(address: str) -> SplitResult:
    """An address in its parts. Unsafe for what is none on the web."""
    try:
        told = urlsplit(address)
        whole = told.scheme in ("https", "http") and bool(told.hostname) and told.port != 0
    except ValueError as trouble:
        raise Unsafe("the link is no address") from trouble
    if not whole:
        raise Unsafe(f"the link leads to {told.scheme or 'no'}:, and only https: is followed")
    return told


def check(link: SplitResult, at: Home) -> None:
    """Unsafe where a link names what it may not, before anybody asks what its name stands for."""
    host = link.hostname or ""
    if at.near and loopback(host):
        return
    if link.scheme != "https":
        raise Unsafe(f"the link {link.scheme}://{host} is not https")
    if host == "localhost" or host.rstrip(".").endswith(_HERE) or private(host):
        raise Unsafe(f"the link https://{host} leads to a private address")


def led(address: str, told: str) -> str:
    """Where an answer leads on to: always a whole address, so that the key of the service is not shown there."""
    try:
        return urljoin(address, told)
    except ValueError as trouble:
        raise Unsafe("the link leads to no address") from trouble


def held(link: str, most: int) -> bytes:
    """What stands in a `data:` link itself, `most` bytes of it. Unsafe for more, and for what is damaged."""
    head, _, body = link.partition(",")
    if len(body) * 3 // 4 > most:
        raise Unsafe(f"the film is larger than {most / (1 << 30):.3g} GB")
    told = unquote_to_bytes(body)
    try:
        return base64.b64decode(told) if head.lower().endswith(";base64") else told
    except binascii.Error as trouble:
        raise Unsafe("what stands in the link itself is damaged") from trouble


def loopback(host: str) -> bool:
    number = _number(host)
    return host == "localhost" if number is None else number.is_loopback


def private(host: str) -> bool:
    """Whether a number is one that not everybody can reach; False for a name."""
    number = _number(host)
    return number is not None and not _public(number)


def _public(number: Number) -> bool:
    if isinstance(number, ipaddress.IPv6Address):
        held = (number.ipv4_mapped, number.sixtofour, number.teredo and number.teredo[1],
                ipaddress.IPv4Address(int(number) & 0xFFFFFFFF) if number in _NAT64 else None)
        inside = next(filter(None, held), None)
        if inside:
            return _public(inside)
    return number.is_global and not number.is_multicast


def _number(host: str) -> Number | None:
    try:
        return ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return None
