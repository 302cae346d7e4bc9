"""Which renderer this is: a clip of an earlier one is not taken for one of today's.

A request says what is drawn and not how, so that it is the same on every machine. How it is drawn is in this folder's
own code and in the libraries that draw with it; nobody has to remember to count a version up.
"""

from __future__ import annotations

from collections.abc import Iterable
from importlib.metadata import version
from pathlib import Path

from ...core import digest

LIBRARIES = ("numba", "numpy", "pillow")


def edition(files: Iterable[Path]) -> str:
    """Digest of the files by name and content, and of the libraries' versions."""
    code = [[path.name, digest.of_bytes(path.read_bytes())] for path in files]
    return digest.of([code, [version(library) for library in LIBRARIES]])[:16]


EDITION = edition(sorted(Path(__file__).parent.rglob("*.py")))
