"""XML as text that is the same every time. Text of a script is data: escaped, and rid of what XML cannot hold."""

from __future__ import annotations

import re
from xml.etree import ElementTree

Element = ElementTree.Element

_UNFIT = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def element(parent: Element | None, tag: str, text: object = None, **attributes: object) -> Element:
    """A new element, below `parent` if there is one. An attribute of None is left out."""
    told = {key: fit(str(value)) for key, value in attributes.items() if value is not None}
    made = Element(tag, told) if parent is None else ElementTree.SubElement(parent, tag, told)
    if text is not None:
        made.text = fit(str(text))
    return made


def document(root: Element, kind: str) -> bytes:
    """The file, indented, with its document type."""
    ElementTree.indent(root)
    body = ElementTree.tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE {kind}>\n\n{body}\n'.encode()


def fit(text: str) -> str:
    """Without characters that no XML file may hold, not even escaped: those a broken script or file name has."""
    return _UNFIT.sub("\ufffd", text)
