"""What shots are called: the written id, else the one `fmt` would give.

Scene number, then A to Z without I and O, then AA...; a taken one is skipped. Case does not tell two ids apart,
because file names are made of them.
"""

from __future__ import annotations

from collections.abc import Container, Iterator

LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ"


def free(scene: str, taken: Container[str]) -> Iterator[str]:
    """Labels of a scene in order, without those that are in `taken` (folded with `fold`) when their turn comes."""
    return (label for label in _labels(scene) if fold(label) not in taken)


def fold(label: str) -> str:
    return label.casefold()


def _labels(scene: str) -> Iterator[str]:
    number = 0
    while True:
        yield scene + letters(number)
        number += 1


def letters(number: int) -> str:
    """0 is A, 23 is Z, 24 is AA."""
    text = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, len(LETTERS))
        text = LETTERS[rest] + text
    return text
