"""Keys, and words in which none of them stands. Whoever reads a key tells it here; whoever prints, keeps or logs what
others said asks here first.

A service may repeat what it was sent, in an error or a header, whole or cut off, as it was or as some format writes it:
any twelve characters of a key are taken out, in every usual spelling. What was told is known until the process ends,
as a crash may print words of any time.
"""

from __future__ import annotations

import base64
import json
import logging
import re
from collections.abc import Iterator
from urllib.parse import quote, quote_plus

MASK = "***"
_SHORT = 4
"""No key is that short: hiding every such string would make holes in plain words."""
_PIECE = 12
_LOGGERS = ("httpx", "httpcore.connection", "httpcore.http11", "httpcore.http2", "httpcore.proxy", "httpcore.socks",
            "asyncio")
"""Those that tell of calls: a filter works for its own logger alone, not for those below it."""

_known: set[str] = set()
_pieces: set[str] = set()
_whole: set[str] = set()


def keep(secret: str) -> None:
    """Remember a key, so that it is hidden from here on."""
    if secret in _known or len(secret) <= _SHORT:
        return
    _known.add(secret)
    for form in _forms(secret):
        if len(form) > _PIECE:
            _pieces.update(form[i : i + _PIECE] for i in range(len(form) - _PIECE + 1))
        elif len(form) > _SHORT:
            _whole.add(form)


def hidden(words: str) -> str:
    """Words without any key."""
    for form in sorted(_whole, key=len, reverse=True):
        words = words.replace(form, MASK)
    if not _pieces:
        return words
    told, at = "", 0
    for start, end in _runs([i for i in range(len(words) - _PIECE + 1) if words[i : i + _PIECE] in _pieces]):
        told, at = f"{told}{words[at:start]}{MASK}", end
    return told + words[at:]


def hush() -> None:
    """What the network's libraries log holds no key either."""
    for name in _LOGGERS:
        logging.getLogger(name).addFilter(_filter)


class _Hiding(logging.Filter):
    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = hidden(record.getMessage()), ()
        if record.exc_info:
            record.exc_text = hidden(logging.Formatter().formatException(record.exc_info))
        return True


_filter = _Hiding()


def _runs(starts: list[int]) -> list[tuple[int, int]]:
    """The stretches that pieces cover together."""
    found: list[tuple[int, int]] = []
    for start in starts:
        first = found.pop()[0] if found and start <= found[-1][1] else start
        found.append((first, start + _PIECE))
    return found


def _forms(secret: str) -> Iterator[str]:
    """A key as it is, and as JSON, an address, a page, base64 and hexadecimal digits write it."""
    data, told = secret.encode(), json.dumps(secret)[1:-1]
    linked = (quote(secret, safe=""), quote(secret), quote_plus(secret))
    yield from (secret, told, told.replace("/", "\\/"), secret.replace("\\", "\\\\").replace("'", "\\'"))
    yield from (*linked, *(re.sub("%[0-9A-F]{2}", lambda m: m[0].lower(), one) for one in linked))
    yield from (_paged(secret, "&quot;", "&#39;"), _paged(secret, "&#34;", "&#x27;"), data.hex(), data.hex().upper())
    yield told.translate({ord(one): f"\\u{ord(one):04x}" for one in "<>&'"})
    for before in range(3):
        yield from _based(data, before)


def _paged(secret: str, double: str, single: str) -> str:
    escaped = secret.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return escaped.replace('"', double).replace("'", single)


def _based(data: bytes, before: int) -> Iterator[str]:
    """Base64 of a key that stands `before` bytes behind a beat of three: the characters that are all its own."""
    for coded in (base64.b64encode, base64.urlsafe_b64encode):
        text = coded(bytes(before) + data).decode()
        full = (before + len(data)) * 8 // 6
        yield text[(before * 8 + 5) // 6 : full]
