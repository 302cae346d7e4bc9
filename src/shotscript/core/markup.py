"""XML from strangers: read as data alone, or refused.

A file may declare nothing: no entities (a few lines of them can swell to gigabytes), no files of its own or of the
network. What is left is elements, attributes and text, within bounds.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NoReturn
from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers import expat

LARGEST = 64 * 1024 * 1024
"""Bytes of a file."""
DEEPEST = 200
"""Elements within elements."""
MOST = 5_000_000
"""Elements of a file."""

_UNFIT = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def read(data: bytes) -> Element:
    """The root of an XML file. ValueError, in words, for one that is no XML, too large, too deep, or declares
    entities or other files; a bare `<!DOCTYPE name>` may stand."""
    if len(data) > LARGEST:
        raise ValueError(f"it is larger than {LARGEST // (1024 * 1024)} MB")
    grower = _Grower()
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = grower.start
    parser.EndElementHandler = grower.end
    parser.CharacterDataHandler = grower.builder.data
    parser.StartDoctypeDeclHandler = _doctype
    parser.EntityDeclHandler = _entity
    try:
        parser.Parse(data, True)
    except expat.ExpatError as trouble:
        raise ValueError(f"line {trouble.lineno}: {expat.ErrorString(trouble.code)}") from trouble
    except LookupError as trouble:
        raise ValueError(str(trouble)) from trouble
    return grower.builder.close()


def fit(text: str) -> str:
    """Without characters that no XML file may hold, not even escaped: those a broken script or file name has."""
    return _UNFIT.sub("\ufffd", text)


class _Grower:
    """Builds the tree, and counts how deep and how large it gets."""

    def __init__(self) -> None:
        self.builder = TreeBuilder()
        self.depth = self.count = 0

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        self.depth += 1
        self.count += 1
        if self.depth > DEEPEST:
            raise ValueError(f"its elements stand more than {DEEPEST} deep in one another")
        if self.count > MOST:
            raise ValueError(f"it has more than {MOST} elements")
        self.builder.start(tag, dict(attributes))

    def end(self, tag: str) -> None:
        self.depth -= 1
        self.builder.end(tag)


def _doctype(_name: str, system: str | None, public: str | None, internal: int) -> None:
    if system or public:
        raise ValueError("it points to another file, which is never read")
    if internal:
        raise ValueError("it declares entities of its own, which are never read")


def _entity(*_: object) -> NoReturn:
    raise ValueError("it declares entities of its own, which are never read")
