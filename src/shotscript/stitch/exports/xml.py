"""XML as text that is the same every time. Text of a script is data: escaped, and rid of what XML cannot hold."""

from __future__ import annotations

from xml.etree import ElementTree

from ...core.markup import fit

Element = ElementTree.Element


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
