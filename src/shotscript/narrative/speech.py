"""How long words take to say, in five languages: syllables counted, divided by the rate actors speak at.

Rates are the "acted defaults" of the reference table (read-aloud speech of 2019 by Coupé and others, times 0.81).
Any other language is timed at the English rate, its syllables estimated from its vowels.

What counts as one: an English or Spanish syllable, a Chinese character, a Korean block, a Japanese mora. A kanji
counts as two morae, the usual length of its readings. Numbers count as they are read.
"""

from __future__ import annotations

import re
import unicodedata
from fractions import Fraction
from functools import lru_cache
from itertools import pairwise

from . import marks, numeral

RATES = {"en": Fraction(406, 100), "zh": Fraction(38, 10), "ja": Fraction(46, 10), "ko": Fraction(46, 10),
         "es": Fraction(5)}
AFTER_SENTENCE = Fraction(1, 2)

_HAN = r"\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003134f々〆"
_KANA = r"\u3041-\u3096\u30a1-\u30fa\u30fc\uff66-\uff9f"
_HANGUL = r"\uac00-\ud7af\u1100-\u11ff\u3131-\u318e"
CJK = re.compile(f"[{_HAN}{_KANA}{_HANGUL}]")
_LETTERS = re.compile(rf"(?:(?![{_HAN}{_KANA}{_HANGUL}])[^\W\d_])+")
_UNITS = re.compile(
    rf"(?P<han>[{_HAN}])|(?P<kana>[{_KANA}])|(?P<hangul>[{_HANGUL}])|(?P<number>{numeral.NUMBER.pattern})"
    rf"|(?P<word>(?:(?![{_HAN}{_KANA}{_HANGUL}])[^\W\d_])+(?:['’](?:(?![{_HAN}{_KANA}{_HANGUL}])[^\W\d_])+)*)"
    r"|(?P<sign>[%$€£&])"
)
_SILENT_KANA = frozenset("ぁぃぅぇぉゃゅょゎァィゥェォャュョヮ")

_STOPS = re.compile(r"[.!?…。！？｡]+(?P<closer>[\"'”’»)」』\]*_]*)")
_BLANK = re.compile(r"\s*")
_ABBREVIATIONS = frozenset((
    "mr", "mrs", "ms", "dr", "st", "jr", "sr", "prof", "capt", "lt", "sgt", "col", "gen", "vs", "mt", "ave",
    "sra", "srta", "ud", "uds",
))

_TONGUES = {
    "english": "en", "inglés": "en", "ingles": "en", "英语": "en", "英文": "en", "英語": "en", "영어": "en",
    "spanish": "es", "español": "es", "espanol": "es", "castellano": "es", "castilian": "es", "西班牙语": "es",
    "chinese": "zh", "mandarin": "zh", "cantonese": "zh", "putonghua": "zh", "中文": "zh", "汉语": "zh",
    "普通话": "zh", "国语": "zh", "粤语": "zh", "chino": "zh", "mandarín": "zh",
    "japanese": "ja", "日本語": "ja", "日语": "ja", "japonés": "ja",
    "korean": "ko", "한국어": "ko", "한국말": "ko", "韩语": "ko", "coreano": "ko",
    "french": "fr", "français": "fr", "german": "de", "deutsch": "de", "italian": "it", "italiano": "it",
    "portuguese": "pt", "português": "pt", "russian": "ru", "русский": "ru", "arabic": "ar", "hindi": "hi",
}  # fmt: skip
_REGION = re.compile(r"(?:[A-Za-z0-9]{2,8}(?:-[A-Za-z0-9]{1,8})*)?")
_TONGUE = re.compile("|".join(sorted(map(re.escape, _TONGUES), key=len, reverse=True)) + r"(?!\s*-?\s*accent)", re.I)


@lru_cache(4096)
def seconds(text: str, language: str, closed: bool = True) -> Fraction:
    """Length of a piece of speech. `closed`: the speech ends with it, so words without a full stop are a sentence."""
    text = marks.plain(text)
    return syllables(text, language) / rate(language) + sentences(text, closed) * AFTER_SENTENCE


def rate(language: str) -> Fraction:
    """Syllables (characters, morae, blocks) a second."""
    return RATES.get(language, RATES["en"])


@lru_cache(4096)
def language_of(text: str, speaks: str = "", film: str = "en") -> str:
    """The language a line is timed in: the speaker's, else the one its letters belong to. A Chinese, Japanese or
    Korean name among more words than it has characters leaves the line in theirs."""
    spoken = tongue(marks.plain(speaks))
    if spoken:
        return spoken
    text, film = marks.plain(text), tongue(film) or "en"
    if len(CJK.findall(text)) < len(_LETTERS.findall(text)) or not CJK.search(text):
        return film if film not in ("zh", "ja", "ko") else "en"
    if re.search(f"[{_HANGUL}]", text):
        return "ko"
    if re.search(f"[{_KANA}]", text):
        return "ja"
    return "ja" if film == "ja" else "zh"


def tongue(words: str) -> str:
    """The language a phrase such as `British English, low and dry` or a code such as `es-MX` names, or nothing."""
    head = re.fullmatch(r"([a-z]{2})(?:[-_][A-Za-z0-9]{2,4})?", words.split(",")[0].strip())
    if head:
        return head[1]
    for found in _TONGUE.finditer(words):
        if not re.match(r"[-\s]*(accent|acento)", words[found.end() :], re.I):
            return _TONGUES[found[0].casefold()]
    return ""


def code(words: str) -> str:
    """The code of a language by its name or its code: `es` of `Spanish`, `es-MX` of `ES-MX`; else nothing."""
    first, dash, rest = words.strip().replace("_", "-").partition("-")
    if first.isascii() and first.isalpha() and len(first) in (2, 3) and _REGION.fullmatch(rest):
        return first.casefold() + dash + rest
    found = words.strip().casefold()
    return next((code for name, code in _TONGUES.items() if name.casefold() == found), "") or tongue(words)


def names_of_languages() -> tuple[str, ...]:
    """The languages that may be called by their names."""
    return tuple(_TONGUES)


def syllables(text: str, language: str) -> int:
    """Units of speech in a text, each counted by its own script and the language it is said in."""
    return sum(_count(found, language) for found in _UNITS.finditer(unicodedata.normalize("NFC", text)))


def sentences(text: str, closed: bool = True) -> int:
    """Sentence ends in a text. Initials, titles and dots that the sentence goes on after do not count."""
    ends = [found for found in _STOPS.finditer(text) if _ends_sentence(found, text)]
    after = text[ends[-1].end() :] if ends else text
    return len(ends) + (closed and any(c.isalnum() for c in after))


def split_sentences(text: str) -> tuple[str, ...]:
    """The text cut after each sentence end; joined again the pieces are the text."""
    cuts = [found.end() for found in _STOPS.finditer(text) if _ends_sentence(found, text)]
    edges = [0, *(_next(text, cut) for cut in cuts), len(text)]
    return tuple(text[a:b] for a, b in pairwise(edges) if b > a)


def _ends_sentence(found: re.Match[str], text: str) -> bool:
    stop, end = found[0], found.end()
    after = _next(text, end)
    if any(c in "。！？｡" for c in stop) or after == len(text):
        return True
    if after == end:
        return bool(CJK.match(text, end)) and "." not in stop
    if stop.rstrip("\"'”’»)」』]*_") != ".":
        return not (set(stop) <= set(".…") and text[after].islower())
    before = re.search(r"[^\W\d_]+$", text[max(0, found.start() - 12) : found.start()])
    word = before[0].casefold() if before else ""
    if word == "no":
        return not text[after].isdigit()
    return (len(word) != 1 and word not in _ABBREVIATIONS) or word == "i"


def _next(text: str, at: int) -> int:
    """Where the next character that is no blank stands, or the end."""
    blank = _BLANK.match(text, at)
    return blank.end() if blank else at


def _count(found: re.Match[str], language: str) -> int:
    kind, text = found.lastgroup, found[0]
    if kind == "han":
        return 2 if language == "ja" else 1
    if kind == "kana":
        return 0 if text in _SILENT_KANA else 1
    if kind == "number":
        return numeral.units(text, language, found.string[found.end() : found.end() + 1])
    if kind == "sign":
        return 1 if text == "&" else 2
    return 1 if kind == "hangul" else _word(text, language)


@lru_cache(1 << 14)
def _word(word: str, language: str) -> int:
    if not word.isascii() and not any("LATIN" in unicodedata.name(c, "") for c in word[:1]):
        return _other_script(word)
    if word.isupper() and 1 < len(word) <= 5 and not re.search("[AEIOUYÁÉÍÓÚÜ]", word):
        return sum(3 if letter == "W" and language != "es" else 1 for letter in word)
    return spanish(word) if language == "es" else english(word)


def _other_script(word: str) -> int:
    """Cyrillic and Greek have their vowels counted; other alphabets are taken at two letters a syllable."""
    bare = unicodedata.normalize("NFD", word.casefold())
    vowels = sum(c in "аеёиоуыэюяіїєαεηιουω" for c in bare)
    return vowels or max(1, (sum(c.isalpha() for c in bare) + 1) // 2)


_KNOWN = {
    "something": 2, "someone": 2, "sometimes": 2, "somewhere": 2, "somebody": 3, "everything": 3, "everyone": 3,
    "everywhere": 3, "everybody": 4, "every": 2, "anyone": 3, "maybe": 2, "people": 2, "idea": 3, "really": 2,
    "area": 3, "quiet": 2, "science": 2, "lion": 2, "our": 1, "hour": 1, "fire": 1, "business": 2, "evening": 2,
    "different": 2, "create": 2, "video": 3, "piano": 3, "radio": 3, "hundred": 2, "naked": 2, "wicked": 2,
    "sacred": 2, "ok": 2, "mr": 2, "mrs": 2, "dr": 2, "theatre": 2, "rhythm": 2, "aren't": 1, "weren't": 1, "we're": 1,
    "they're": 1, "you're": 1, "there's": 1, "where's": 1, "here's": 1, "what're": 2, "poem": 2, "poet": 2, "ruin": 2,
    "diary": 3, "chaos": 2, "museum": 3, "forever": 3, "therefore": 2, "careful": 2, "safety": 2, "lonely": 2,
    "lovely": 2, "homework": 2, "movement": 2, "statement": 2,
}  # fmt: skip


def english(word: str) -> int:
    """Syllables of an English word: groups of vowels, without the silent e of coat-e, look-ed and com-es."""
    w = word.casefold().replace("’", "'")
    known = _KNOWN.get(w) or _KNOWN.get(w.removesuffix("s").removesuffix("'"))
    if known:
        return known
    groups = list(re.finditer(r"[aeiouyàâäáéèêëíîïóôöúùûü]+", w))
    count = len(groups) + bool(re.search(r"[aeiouy]ing\b", w)) + bool(re.search(r"[^aeiouy']n't\b", w))
    if count > 1 and groups and groups[-1][0] == "e" and _silent_e(w, groups[-1].start()):
        count -= 1
    return max(1, count)


def _silent_e(w: str, at: int) -> bool:
    before, tail = w[:at], w[at + 1 :]
    if tail in ("", "'s", "'d", "'ll", "'ve"):
        return not re.search(r"[^aeiouyr]l$|[ct]r$", before)
    if tail == "d":
        return not before.endswith(("t", "d"))
    return tail == "s" and not before.endswith(("s", "x", "z", "c", "g", "ch", "sh")) and not re.search(
        r"[^aeiouyr]l$", before)


_SPANISH_SHORT = {"sr": "señor", "sra": "señora", "srta": "señorita", "dr": "doctor", "dra": "doctora",
                  "ud": "usted", "uds": "ustedes"}  # fmt: skip


def spanish(word: str) -> int:
    """Syllables of a Spanish word: strong vowels and accented weak ones each make one, a weak one glides."""
    w = re.sub(r"(?<=q)u|(?<=g)u(?=[eiéí])", "", _SPANISH_SHORT.get(word.casefold(), word.casefold()))
    return max(1, sum(_nuclei(run) for run in re.findall(r"[aeiouáéíóúü]+y?\b|[aeiouáéíóúü]+|\by\b", w)))


def _nuclei(run: str) -> int:
    return max(1, sum(c in "aeoáéóíú" for c in run))
