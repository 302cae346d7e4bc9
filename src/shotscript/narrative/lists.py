"""Lists in the blocks: `images`, `never`, `also` split at commas, and a quoted part may hold a comma."""

from __future__ import annotations

import re

_PART = re.compile(r'\s*(?:["“”]([^"“”]*)["“”]|([^,，]*))\s*(?:[,，]|$)')


def items(text: str) -> tuple[str, ...]:
    found, at = [], 0
    while at < len(text):
        part = _PART.match(text, at)
        if not part:
            return (*found, text[at:].strip())
        found.append((part[1] if part[1] is not None else part[2]).strip())
        at = part.end()
    return tuple(item for item in found if item)
