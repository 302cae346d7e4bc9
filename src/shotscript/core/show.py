"""Any frozen value as text a person can read and a test can compare: one field a line, spans left out."""

from __future__ import annotations

import unicodedata
from dataclasses import fields, is_dataclass
from enum import Enum
from fractions import Fraction
from typing import Any

from .span import Span


def show(value: Any, indent: int = 0) -> str:
    """Indented text of a stage value. Empty fields and spans are left out."""
    return "\n".join(_lines(value, indent))


def visible(text: str) -> str:
    """Text that cannot steer a terminal: control characters become a visible blank, line breaks and tabs a space.

    The two joiners stay: Persian is not spelled, and a family is not drawn, without them.
    """
    return "".join(" " if c in "\t\r\n" else "\ufffd" if _steers(c) else c for c in text)


def _steers(letter: str) -> bool:
    return unicodedata.category(letter) in ("Cc", "Cf", "Cs") and letter not in "\u200c\u200d"


def _lines(value: Any, indent: int) -> list[str]:
    pad = "  " * indent
    if isinstance(value, tuple | list):
        return [line for item in value for line in _lines(item, indent)]
    if isinstance(value, dict):
        return [line for key, item in value.items() for line in _field(str(key), item, indent)]
    if is_dataclass(value) or _is_model(value):
        lines = [f"{pad}{type(value).__name__}"]
        for name, item in _members(value):
            lines += _field(name, item, indent + 1)
        return lines
    return [pad + _word(value)]


def _field(name: str, value: Any, indent: int) -> list[str]:
    pad = "  " * indent
    if isinstance(value, Span) or value is None or value is False or value == "" or value == ():
        return []
    if _is_tree(value):
        return [f"{pad}{name}:", *_lines(value, indent + 1)]
    return [f"{pad}{name}: {_word(value)}"]


def _is_tree(value: Any) -> bool:
    if isinstance(value, tuple | list):
        return any(_is_tree(v) for v in value) or any(isinstance(v, str) and "\n" in v for v in value)
    return isinstance(value, dict) or is_dataclass(value) or _is_model(value)


def _is_model(value: Any) -> bool:
    """One of pydantic's, which a command that shows none does not wait for."""
    return hasattr(type(value), "model_fields")


def _members(value: Any) -> list[tuple[str, Any]]:
    names = [f.name for f in fields(value)] if is_dataclass(value) else list(type(value).model_fields)
    return [(name, getattr(value, name)) for name in names]


def _word(value: Any) -> str:
    if isinstance(value, tuple | list):
        return ", ".join(_word(v) for v in value)
    if isinstance(value, Enum):
        return str(value.value)
    if isinstance(value, Fraction):
        return str(value)
    if isinstance(value, str):
        return repr(value) if "\n" in value or value != value.strip() else value
    return str(value)
