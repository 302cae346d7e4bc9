"""What a sequence parameter set of H.264 says of its pictures (ITU-T H.264, 7.3.2.1.1 and E.1.1): their pixel format
and colours, read without decoding any of them."""

from __future__ import annotations

from dataclasses import dataclass

from .clip import UNTOLD, Colour

_WIDE = (100, 110, 122, 244, 44, 83, 86, 118, 128)
"""Profiles that say their pixel format; pictures of all others are 4:2:0 of 8 bits."""
_OWN_ASPECT = 255


@dataclass(frozen=True, slots=True)
class Look:
    """`usual`: 4:2:0 of 8 bits, as nearly all pictures are. `colour` is None where it says nothing of colours."""

    usual: bool
    colour: Colour | None


def look(sps: bytes) -> Look | None:
    """None for a set that is damaged, or of a kind too rare to be read here."""
    bits = _Bits(sps[4:].replace(b"\0\0\3", b"\0\0"))
    try:
        bits.ue()
        usual = sps[1] not in _WIDE or _pixels(bits)
        return Look(usual, _colour(bits)) if usual and _sizes(bits) else Look(usual, None)
    except (IndexError, ValueError):
        return None


class _Bits:
    """Bits read one after the other. IndexError or ValueError after the last one."""

    def __init__(self, data: bytes) -> None:
        self._bits, self._at = "".join(f"{byte:08b}" for byte in data), 0

    def u(self, count: int = 1) -> int:
        self._at += count
        return int(self._bits[self._at - count : self._at], 2)

    def ue(self) -> int:
        """An Exp-Golomb code."""
        zeros = self._bits.index("1", self._at) - self._at
        self._at += zeros
        return self.u(zeros + 1) - 1


def _pixels(bits: _Bits) -> bool:
    """Whether they are the usual ones. Scaling lists of its own are too rare to be read."""
    chroma = bits.ue()
    if chroma == 3:
        bits.u()
    depths = bits.ue(), bits.ue()
    bits.u()
    if bits.u():
        raise ValueError("scaling lists")
    return (chroma, *depths) == (1, 0, 0)


def _sizes(bits: _Bits) -> bool:
    """Read past order and size; whether more is told after them."""
    bits.ue()
    order = bits.ue()
    if order == 0:
        bits.ue()
    elif order == 1:
        bits.u()
        for _ in range(2):
            bits.ue()
        for _ in range(bits.ue()):
            bits.ue()
    bits.ue()
    bits.u()
    bits.ue()
    bits.ue()
    if not bits.u():
        bits.u()
    bits.u()
    if bits.u():
        for _ in range(4):
            bits.ue()
    return bool(bits.u())


def _colour(bits: _Bits) -> Colour | None:
    if bits.u() and bits.u(8) == _OWN_ASPECT:
        bits.u(32)
    if bits.u():
        bits.u()
    if not bits.u():
        return None
    bits.u(3)
    full = bool(bits.u())
    if not bits.u():
        return Colour(UNTOLD, UNTOLD, UNTOLD, full)
    return Colour(bits.u(8), bits.u(8), bits.u(8), full)
