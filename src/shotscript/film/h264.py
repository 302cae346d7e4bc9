"""The parameter sets of H.264: how pictures of two encoders stand in one stream without a bit of them changed.

A picture names the sets it was coded with by number, and an mp4 file lists the sets there are. Clips whose sets have
different numbers can therefore be joined as they are, with all their sets in one list (ISO/IEC 14496-15, 5.3.3).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import av
from av.bitstream import BitStreamFilterContext

SPS, PPS, IDR = 7, 8, 5
_MARK = b"\0\0\0\1"
_REC709 = ("h264_metadata=video_full_range_flag=0:colour_primaries=1:transfer_characteristics=1:"
           "matrix_coefficients=1:sample_aspect_ratio=1/1")
_WIDE = (100, 110, 122, 144)
"""Profiles whose list ends in a few bytes on the depth of their samples."""


@dataclass(frozen=True, slots=True)
class Sets:
    """The sets of a stream: of sequences, of pictures; `tail` is what follows them in the list."""

    sps: tuple[bytes, ...]
    pps: tuple[bytes, ...]
    tail: bytes

    @property
    def numbers(self) -> frozenset[tuple[int, int]]:
        """(kind of set, its number) of each."""
        return frozenset([*((SPS, _ue(one[4:])) for one in self.sps), *((PPS, _ue(one[1:])) for one in self.pps)])

    @property
    def profile(self) -> int:
        return self.sps[0][1]


def sets(setup: bytes) -> Sets | None:
    """What the decoder's set-up bytes of an mp4 file list. None for any other kind, or lengths not of 4 bytes."""
    if len(setup) < 7 or setup[0] != 1 or setup[4] & 3 != 3:
        return None
    sps, at = _listed(setup, 6, setup[5] & 31)
    pps, at = _listed(setup, at + 1, setup[at]) if at < len(setup) else ([], at)
    return Sets(tuple(sps), tuple(pps), setup[at:]) if sps and pps and all(map(len, [*sps, *pps])) else None


def merged(setups: Sequence[bytes]) -> bytes | None:
    """Set-up bytes that serve all of several streams, their colours told as BT.709. None where they cannot."""
    found = [sets(setup) for setup in dict.fromkeys(setups)]
    whole = [told(one) for one in found if one]
    numbers = [number for one in whole for number in one.numbers]
    if len(whole) < len(found) or len(set(numbers)) < len(numbers) or len({one.profile for one in whole}) > 1:
        return None
    return _listing(whole)


def told(one: Sets) -> Sets:
    """The same sets, saying that the colours are BT.709 limited range and the pixels square."""
    stream = b"".join(_MARK + unit for unit in (*one.sps, *one.pps))
    tagged = BitStreamFilterContext(_REC709, "h264").filter(av.Packet(stream))
    units = [unit for packet in tagged for unit in bytes(packet).replace(_MARK, _MARK[1:]).split(_MARK[1:]) if unit]
    return Sets(
        tuple(u for u in units if u[0] & 31 == SPS), tuple(u for u in units if u[0] & 31 == PPS), one.tail)


def entry(setup: bytes) -> Callable[[bytes], bool]:
    """Whether a packet of a stream with these set-up bytes forgets all before it and brings no sets but those."""
    listed = sets(setup)

    def begins(packet: bytes) -> bool:
        found = list(units(packet))
        own = [unit for unit in found if unit[0] & 31 in (SPS, PPS)]
        return listed is not None and any(unit[0] & 31 == IDR for unit in found) and (
            set(own) <= {*listed.sps, *listed.pps})

    return begins


def units(packet: bytes) -> Iterator[bytes]:
    """The units of a packet, each behind four bytes of its length."""
    at = 0
    while at + 4 < len(packet):
        size = int.from_bytes(packet[at : at + 4], "big")
        if size:
            yield packet[at + 4 : at + 4 + size]
        at += 4 + size


def plain(packet: bytes) -> bytes:
    """A packet without sets of its own: those in the list stand for them."""
    found = list(units(packet))
    kept = [unit for unit in found if unit[0] & 31 not in (SPS, PPS)]
    return packet if len(kept) == len(found) else b"".join(len(unit).to_bytes(4, "big") + unit for unit in kept)


def _listed(setup: bytes, at: int, count: int) -> tuple[list[bytes], int]:
    found = []
    for _ in range(count):
        size = int.from_bytes(setup[at : at + 2], "big")
        found.append(setup[at + 2 : at + 2 + size])
        at += 2 + size
    return found, at


def _listing(whole: Sequence[Sets]) -> bytes:
    highest = max((one.sps[0] for one in whole), key=lambda sps: sps[3])
    sps, pps = [s for one in whole for s in one.sps], [p for one in whole for p in one.pps]
    tail = whole[0].tail if highest[1] in _WIDE else b""
    return bytes([1, *highest[1:4], 0xFF, 0xE0 | len(sps)]) + _counted(sps) + bytes([len(pps)]) + _counted(pps) + tail


def _counted(units: Sequence[bytes]) -> bytes:
    return b"".join(len(unit).to_bytes(2, "big") + unit for unit in units)


def _ue(data: bytes) -> int:
    """The number an Exp-Golomb code at the start of `data` stands for."""
    bits = "".join(f"{byte:08b}" for byte in data[:8])
    zeros = len(bits) - len(bits.lstrip("0"))
    return int(bits[zeros : 2 * zeros + 1] or "1", 2) - 1
