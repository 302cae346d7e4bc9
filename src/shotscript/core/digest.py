"""The one hash of the project: SHA-256 over canonical JSON, or over bytes."""

from __future__ import annotations

import hashlib
import json
from decimal import Decimal
from fractions import Fraction
from pathlib import Path, PurePath
from typing import Any


def canonical(value: Any) -> bytes:
    """JSON with sorted keys and no spaces, UTF-8. Fractions and Decimals become text; NaN is refused."""
    return json.dumps(
        value, sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False, default=_plain
    ).encode()


def of(value: Any) -> str:
    """Hex SHA-256 of a JSON-like value."""
    return of_bytes(canonical(value))


def of_bytes(data: bytes | memoryview) -> str:
    return hashlib.sha256(data).hexdigest()


def of_file(path: Path) -> str:
    """Of a file's bytes, which are never all in memory. OSError where it cannot be read."""
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _plain(value: Any) -> Any:
    if isinstance(value, Fraction | Decimal | PurePath):
        return str(value)
    raise TypeError(f"{type(value).__name__} has no canonical form")
