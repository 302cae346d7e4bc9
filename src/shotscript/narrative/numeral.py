"""Numbers as they are read aloud, counted in the units speech is timed by: syllables, characters or morae.

An estimate with stated rules: years from 1100 to 1999 and four-figure numbers of this century are read in pairs in
English, figure by figure in Chinese; so is anywhere what has above twelve figures, or a zero in front.
"""

from __future__ import annotations

import re

NUMBER = re.compile(r"\d+(?:[.,:]\d+)*")

_LONGEST_READ = 12
_EN_SMALL = (2, 1, 1, 1, 1, 1, 1, 2, 1, 1, 1, 3, 1, 2, 2, 2, 2, 3, 2, 2)
_EN_TENS = (0, 0, 2, 2, 2, 2, 2, 3, 2, 2)
_ES_SMALL = (2, 2, 1, 1, 2, 2, 1, 2, 2, 2, 1, 2, 2, 2, 3, 2, 3, 4, 3, 4)
_ES_TENS = (0, 0, 2, 2, 3, 3, 3, 3, 3, 3)
_ES_HUNDREDS = (0, 2, 3, 3, 4, 3, 3, 4, 4, 4)
_JA_SMALL = (2, 2, 1, 2, 2, 1, 2, 2, 2, 2)


def units(number: str, language: str, after: str = "") -> int:
    """What it takes to say a number written in figures: `3.5` and `10:30` are read part by part. `after` is the letter
    behind it: in Chinese a year is read figure by figure."""
    if language == "zh" and after == "年" and len(number) == 4:
        return 4
    plain = _without_grouping(number, language)
    parts = re.split(r"[.,:]", plain)
    told = sum(_whole(part, language, fraction=i > 0 and ":" not in plain) for i, part in enumerate(parts))
    return told + (len(parts) - 1 if ":" not in plain else 0)


def _without_grouping(number: str, language: str) -> str:
    mark = "." if language == "es" else ","
    grouped = re.fullmatch(rf"\d{{1,3}}(?:{re.escape(mark)}\d{{3}})+", number)
    return number.replace(mark, "") if grouped else number


def _whole(figures: str, language: str, fraction: bool) -> int:
    if fraction or len(figures) > _LONGEST_READ or (len(figures) > 1 and int(figures[0]) == 0):
        return sum(_read(int(figure), language) for figure in figures)
    return _read(int(figures), language)


def _read(value: int, language: str) -> int:
    if language == "es":
        return _spanish(value)
    if language in ("zh", "ko"):
        return _eastern(value, _characters, language)
    if language == "ja":
        return _eastern(value, _morae, language)
    return _english(value)


def _english(n: int) -> int:
    if n < 20:
        return _EN_SMALL[n]
    if n < 100:
        return _EN_TENS[n // 10] + (_EN_SMALL[n % 10] if n % 10 else 0)
    if n < 1000:
        return _EN_SMALL[n // 100] + 2 + (_english(n % 100) if n % 100 else 0)
    if (1100 <= n < 2000 or 2010 <= n < 2100) and n % 100 >= 10:
        return _english(n // 100) + _english(n % 100)
    return _by_thousands(n, _english, (2, 2, 2))


def _spanish(n: int) -> int:
    if n < 20:
        return _ES_SMALL[n]
    if n in (21, 28):  # vein-tiu-no, vein-tio-cho
        return 3
    if n < 100:
        return _ES_TENS[n // 10] + (_ES_SMALL[n % 10] + (n >= 30) if n % 10 else 0)
    if n == 100:
        return 1
    if n < 1000:
        return _ES_HUNDREDS[n // 100] + (_spanish(n % 100) if n % 100 else 0)
    if n < 2000:
        return 1 + (_spanish(n % 1000) if n % 1000 else 0)
    return _by_thousands(n, _spanish, (1, 3, 4))


def _by_thousands(n: int, small, scales: tuple[int, int, int]) -> int:
    """Groups of three figures, each with its scale: thousand, million, thousand million."""
    told, group = 0, 0
    while n:
        n, rest = divmod(n, 1000)
        if rest:
            told += small(rest) + (scales[group - 1] if group else 0)
        group += 1
    return told


def _eastern(n: int, digit, language: str) -> int:
    """Groups of four figures: ten, hundred, thousand inside, then ten thousand and a hundred million."""
    if n == 0:
        return digit(0)
    scale_units = (0, 2, 2, 2) if language == "ja" else (0, 1, 1, 1)
    told, group = 0, 0
    while n:
        n, rest = divmod(n, 10_000)
        if rest:
            told += _four(rest, digit, language, last=n == 0) + scale_units[group]
        group += 1
    return told


def _four(n: int, digit, language: str, last: bool) -> int:
    """Up to 9999. A leading one is not said before ten (all three) nor before hundred and thousand (ja, ko)."""
    ten = 2 if language == "ja" else 1
    told = 0
    for place, figure in enumerate(reversed([int(f) for f in str(n)])):
        if not figure:
            continue
        silent_one = figure == 1 and place and (language != "zh" or (place == 1 and n < 20 and last))
        told += (0 if silent_one else digit(figure)) + (ten if place else 0)
    return told + (_zeros(n) if language == "zh" else 0)


def _zeros(n: int) -> int:
    """Chinese says one zero for every gap inside a number: 105 is yi bai ling wu."""
    return len(re.findall(r"0+(?=[1-9])", str(n)))


def _characters(_: int) -> int:
    return 1


def _morae(figure: int) -> int:
    return _JA_SMALL[figure]
