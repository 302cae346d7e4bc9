"""What is set over the pictures when the film is joined, as the join sees it: where it stands, and a hand that paints.

Titles and burnt-in captions are made elsewhere in this part; frames they lie on are encoded, all others may be copied.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from ..film.encode import Planes


class Words(Protocol):
    def spans(self) -> Sequence[tuple[int, int]]:
        """The film's frames [start, end) that have something over them, in order; they may overlap."""
        ...

    def paint(self, frame: int, planes: Planes) -> Planes:
        """The picture of one film frame with all that stands over it."""
        ...

    def key(self, start: int, end: int) -> str:
        """What is painted over frames [start, end), as a digest: the same key is the same paint."""
        ...
