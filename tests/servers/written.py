"""Requests as our dialects write them, of a film that hands in every kind of file: what servers must take.

    service = completes(DashScope, "wan-3.0")      every one of them delivered, submitted, waited for and fetched
"""

from __future__ import annotations

import json
import struct
import zlib
from collections.abc import Callable
from fractions import Fraction
from functools import cache

from spoken import File, Spoken
from vendor import Service, Vendor, film_of

import shotscript
from shotscript.core.world import TextWorld
from shotscript.providers import named
from shotscript.providers.contract import Request
from shotscript.providers.service import Ready

NAME = "film.fountain"
FILES = ("a1.png", "a2.png", "b1.png", "place.png", "clip.mp4", "voice.wav", "first.png", "last.png", "footage.mp4",
         "dance.mp4", "said.wav")
SCRIPT = """Title: Every kind of file

/*@format
picture: 16:9 720p 24fps
style: documentary, soft light
never: text, logos
language: en
seed: 7
*/

/*@cast
MAYA: a woman of thirty in a red coat
  images: a1.png, a2.png
  voice: voice.wav
JON: a tall man with a beard
  images: b1.png
  clip: clip.mp4
*/

/*@places
KITCHEN: a narrow kitchen with a window
  images: place.png
*/

INT. KITCHEN - DAY #1#

!! 1A: MS on MAYA, dolly in, 5s

Maya puts a cup down.

MAYA
The kettle is cold.

!! 1B: CU on JON, 5s

JON
It always is.

[[frame first: first.png]]
!! 1C: WS on JON, 6s

Jon waits.

[[frame first: first.png]]
[[frame last: last.png]]
!! 1D: MS on MAYA, 5s

Maya turns to the window.

[[plate: footage.mp4]]
!! 1E: MS on MAYA, 5s

Maya walks off.

[[perform MAYA: dance.mp4]]
!! 1F: WS on MAYA, 5s

Maya dances.

[[perform MAYA: said.wav]]
!! 1G: CU on MAYA, 5s

MAYA
Nobody wrote that down.
"""


@cache
def requests(provider: str) -> tuple[Request, ...]:
    """The film at a provider, a request a segment."""
    world = TextWorld({NAME: SCRIPT, **{name: name.encode() for name in FILES}})
    return tuple(shotscript.compile(NAME, provider=provider, world=world).requests)


def files(request: Request) -> dict[str, File]:
    """Real bytes for everything a request stands on, of the kind its role has."""
    return {need.ref: file(need.role, number) for number, need in enumerate(request.needs)}


def file(role: str, number: int = 0) -> File:
    """A small real picture, recording or film."""
    if role in ("voice", "recorded line"):
        return File(sound(number), "audio/wav")
    if role in ("clip", "plate", "performance") or role.endswith("pass"):
        return File(film_of(Fraction(1 + number % 3)), "video/mp4")
    return File(picture(number), "image/png")


def picture(shade: int, side: int = 16) -> bytes:
    """A grey square as PNG."""
    head = struct.pack(">IIBBBBB", side, side, 8, 0, 0, 0, 0)
    rows = zlib.compress((b"\0" + bytes([shade % 256]) * side) * side)
    return b"\x89PNG\r\n\x1a\n" + b"".join(map(_chunk, (b"IHDR", b"IDAT", b"IEND"), (head, rows, b"")))


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def sound(shade: int, frames: int = 800) -> bytes:
    """A tenth of a second as WAV."""
    data = bytes([shade % 256, 0]) * frames
    form = struct.pack("<IHHIIHH", 16, 1, 1, 8000, 16000, 2, 16)
    body = b"WAVEfmt " + form + b"data" + struct.pack("<I", len(data)) + data
    return b"RIFF" + struct.pack("<I", len(body)) + body


OWN = "registered-there"
"""What a project says the service calls something that cannot be sent to it."""


def completes(vendor: Callable[[], Vendor], provider: str) -> Service:
    """Every request of the film, from its files to its clip; the service as it then stands."""
    wire, asked = named(provider).wire, requests(provider)
    assert wire and asked
    with Service(vendor()) as service:
        for number, request in enumerate(asked):
            said = Spoken(wire, service)
            named_so = {need.ref: OWN for need in request.needs if need.role not in wire.delivery}
            laid = said.laid(request, {**files(request), **named_so})
            told = said.wait(said.submit(laid, f"key-{number}"), laid)
            assert isinstance(told, Ready), told
            assert said.fetch(told.urls[0]).content == film_of(service.seconds)
    assert len(service.accepted) == len(asked)
    assert not any("need:" in json.dumps(job.body) for job in service.accepted)
    return service
