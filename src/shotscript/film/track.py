"""A film's sound as it is coded: packet by packet beside the pictures, or once for all in a file of its own.

A track that is kept is laid beside other pictures as it is, so whoever changes a picture need not mix, weigh and code
the sound of the whole film again. The film is the same to the bit.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction
from pathlib import Path
from typing import cast

import av
import numpy as np
from av.audio.stream import AudioStream
from av.container import OutputContainer
from numpy.typing import NDArray

from . import sound
from .ahead import ahead
from .aside import address, aside
from .source import opened

Packets = Iterator[tuple[int, list[av.Packet]]]
"""Samples of the film and the packets that came of them."""
_AAC = {"aac_coder": "fast"}
"""Half the time of ffmpeg's other way and, at this rate, less to be heard of coding: of speech 3 % of the noise lies
above what masks it, else 15 %."""


def stream(container: OutputContainer, coder: str) -> AudioStream:
    """Where a film's sound goes, coded as AAC or kept as it is (`pcm_s16le`)."""
    options = _AAC if coder == "aac" else None
    found = cast(AudioStream, container.add_stream(coder, rate=sound.RATE, options=options, layout="stereo"))
    if coder == "aac":
        found.bit_rate = 128_000
    return found


def coded(audio: AudioStream, blocks: Iterable[sound.Pcm]) -> Packets:
    """16-bit stereo blocks, coded; at the end what was held back."""
    heard = 0
    for block in blocks:
        yield len(block), audio.encode(_frame(block, heard))
        heard += len(block)
    yield 0, audio.encode(None)


def keep(path: Path, blocks: Iterable[sound.Pcm]) -> None:
    """Code a track as AAC in a file of its own, whole or not at all. FileError for the disk."""
    with aside(path) as part, av.open(address(part), "w", format="mp4") as container:
        audio = stream(container, "aac")
        container.start_encoding()
        for _, packets in ahead(coded(audio, ahead(blocks))):
            container.mux(packets)


def like(container: OutputContainer, kept: Path) -> AudioStream:
    """Where a kept track goes. The file it comes from may be closed at once."""
    with opened(kept) as file:
        return container.add_stream_from_template(file.streams.audio[0])


def laid(audio: AudioStream, kept: Path) -> Packets:
    """The packets of a kept track."""
    with opened(kept) as file:
        for packet in file.demux(audio=0):
            if packet.dts is not None:
                packet.stream = audio
                yield packet.duration or 0, [packet]


def _frame(block: NDArray[np.int16], start: int) -> av.AudioFrame:
    frame = av.AudioFrame.from_ndarray(np.ascontiguousarray(block.reshape(1, -1)), format="s16", layout="stereo")
    frame.sample_rate, frame.pts, frame.time_base = sound.RATE, start, Fraction(1, sound.RATE)
    return frame
