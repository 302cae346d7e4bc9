"""Where letters come from: the project's own fonts, those of the system, at last the one inside Pillow.

Every letter is looked for before it is drawn. A text is set in one face if one of the plain families has all of it;
else each letter, with the marks on it, in the first face that has it.
"""

from __future__ import annotations

import io
import os
import re
import sys
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from PIL import ImageFont

from ..core import digest
from ..core.errors import UsageError
from .glyphs import Letters, faces

ENDINGS = (".ttf", ".otf", ".ttc", ".otc")

_PLAIN = ("notosans", "opensans", "inter", "roboto", "sourcesans3", "segoeui", "helveticaneue", "helvetica", "arial",
          "sfns", "liberationsans", "dejavusans", "freesans")
_HAN = ("notosanscjk", "sourcehansans", "notosanssc", "notosanstc", "notosansjp", "notosanskr", "pingfang",
        "hiraginosans", "ヒラギノ角ゴシック", "yugoth", "msyh", "msjh", "malgun", "applesdgothic", "wqymicrohei",
        "wqyzenhei", "droidsansfallback")
_OWN = {"zh": ("sc", "cn"), "zh-tw": ("tc", "tw"), "zh-hant": ("tc", "tw"), "zh-hk": ("hk", "tc"), "ja": ("jp",),
        "ko": ("kr",)}
_BOLD = re.compile(r"bold|bd\b|(?<=segoeui)b$|(?<=arial)bd$|w[67]$")
_ODD = re.compile(r"italic|oblique|narrow|condensed|light|thin|black|mono|hairline|unjoined|looped|semibold|extrabold")
_NEVER = re.compile(r"lastresort|adobeblank|notdef|emoji")
_KEPT = 256


@dataclass(frozen=True, slots=True)
class Face:
    """One face of a font file; `path` empty is the font inside Pillow."""

    path: str
    index: int = 0
    family: str = ""


@dataclass(frozen=True, slots=True)
class Shelf:
    """Font files in the order they are asked. The first `first` are the project's own and the plain families: the ones
    a whole text is set in where they have it. `language` picks the face of a collection that draws its way of writing.
    """

    files: tuple[str, ...]
    first: int
    language: str = ""

    def cast(self, text: str) -> tuple[Face | None, ...]:
        """A face for each letter of the text; None where no font has it. Marks go with the letter they stand on, signs
        and spaces with the letter before."""
        whole = next((face for face in self._faces(self.files[: self.first]) if _lacks(face, text) == ""), None)
        if whole:
            return (whole,) * len(text)
        found, last = list[Face | None](), None
        for cluster in clusters(text):
            stays = last and not cluster[0].isalpha() and not _lacks(last, cluster)
            last = last if stays else self._face(cluster)
            found += [last] * len(cluster)
        return tuple(found)

    def lacking(self, text: str) -> str:
        """The letters no font has, each once, in order."""
        named = zip(text, self.cast(text), strict=True)
        return "".join(dict.fromkeys(letter for letter, face in named if face is None and drawn(letter)))

    def _face(self, cluster: str) -> Face | None:
        return next((face for face in self._faces(self.files) if not _lacks(face, cluster)), None)

    def _faces(self, files: Iterable[str]) -> Iterator[Face]:
        for path in files:
            held = _read(path)
            yield from (Face(path, i, held[i].family) for i in sorted(
                range(len(held)), key=lambda i: _own(held[i].family, self.language)))


def shelf(own: Sequence[Path] = (), language: str = "", bold: bool = False, system: bool = True) -> Shelf:
    """The fonts to look in: `own` files and folders first, as they are given, then the system's, then Pillow's.

    UsageError for one of `own` that is not there or no font.
    """
    given = [str(path) for place in own for path in _given(place, language, bold)]
    found = sorted(_installed(), key=lambda path: _rank(path, language, bold)) if system else []
    plain = sum(1 for path in found if _rank(path, language, bold)[0] < len(_HAN) + len(_PLAIN))
    return Shelf((*given, *found, ""), len(given) + plain, language)


def named(family: str, bold: bool = False) -> tuple[Path, ...]:
    """The installed files of a family called by its name, in any case; upright ones of the weight first."""
    wanted = _bare(family)
    found = [path for path in _installed()
             if _bare(Path(path).stem).startswith(wanted) or any(_bare(one.family) == wanted for one in _read(path))]
    return tuple(Path(path) for path in sorted(found, key=lambda path: _rank(path, "", bold)))


def usable(path: Path) -> bool:
    """Whether a file is a font with letters in it."""
    return any(len(held.points) for held in _read(str(path)))


@lru_cache(_KEPT)
def pen(face: Face, size: int) -> ImageFont.FreeTypeFont:
    """A face at a size in pixels."""
    if face.path:
        return ImageFont.truetype(face.path, size, face.index)
    return ImageFont.truetype(io.BytesIO(_own_font()), size)


def edition(face: Face) -> str:
    """A face by what is in its file, the same on every machine."""
    return f"{_digest(face.path)} {face.index}"


def content(face: Face) -> bytes:
    """The font file a face is in."""
    return Path(face.path).read_bytes() if face.path else _own_font()


def clusters(text: str) -> Iterator[str]:
    """Letters with the marks that stand on them."""
    held = ""
    for letter in text:
        if held and not (unicodedata.category(letter)[0] == "M" or letter == "\u200d" or held[-1] == "\u200d"):
            yield held
            held = ""
        held += letter
    if held:
        yield held


def drawn(letter: str) -> bool:
    """Whether a letter is one that needs a glyph: joiners, marks of direction and selectors of a form do not."""
    return unicodedata.category(letter) not in ("Cf", "Cc") and not "\ufe00" <= letter <= "\ufe0f" \
        and not "\U000e0100" <= letter <= "\U000e01ef"


# ---------------------------------------------------------------------------------------------- helpers


def _lacks(face: Face, text: str) -> str:
    """The letters of a text a face has no glyph for, taken apart or put together."""
    held = _read(face.path)[face.index]
    wanted = "".join(filter(drawn, text))
    if held.has(wanted) or held.has(unicodedata.normalize("NFC", wanted)):
        return ""
    return "".join(c for c in wanted if not held.has(c))


@lru_cache(4096)
def _read(path: str) -> tuple[Letters, ...]:
    return faces(Path(path)) if path else _inside()


@lru_cache(_KEPT)
def _digest(path: str) -> str:
    return digest.of_bytes(Path(path).read_bytes()) if path else "inside Pillow"


@cache
def _inside() -> tuple[Letters, ...]:
    return faces(_own_font())


@cache
def _own_font() -> bytes:
    """The font that comes inside Pillow, as a file."""
    found = ImageFont.load_default(10)
    assert isinstance(found, ImageFont.FreeTypeFont), "Pillow was built without FreeType"
    assert isinstance(found.path, io.BytesIO)
    return found.path.getvalue()


def _given(place: Path, language: str, bold: bool) -> list[Path]:
    if place.is_dir():
        return sorted(_fonts_in(place), key=lambda path: _rank(str(path), language, bold))
    if not usable(place):
        raise UsageError(f"{place} is no font we can draw with; give .ttf, .otf or .ttc files, or folders of them")
    return [place]


@cache
def _installed() -> tuple[str, ...]:
    return tuple(str(path) for folder in _folders() for path in sorted(_fonts_in(folder)))


def _folders() -> list[Path]:
    """Where the system keeps its fonts, the user's own first."""
    home, env = Path.home(), os.environ
    if sys.platform == "win32":
        return [Path(env.get("LOCALAPPDATA", home), "Microsoft/Windows/Fonts"), Path(env.get("WINDIR", "C:/"), "Fonts")]
    if sys.platform == "darwin":
        return [home / "Library/Fonts", Path("/Library/Fonts"), Path("/System/Library/Fonts")]
    shared = env.get("XDG_DATA_DIRS") or "/usr/local/share:/usr/share"
    own = Path(env.get("XDG_DATA_HOME") or home / ".local/share")
    return [own / "fonts", home / ".fonts", *(Path(one) / "fonts" for one in shared.split(":") if one)]


def _fonts_in(folder: Path) -> list[Path]:
    found = (Path(at, name) for at, _, names in os.walk(folder) for name in names)
    return [path for path in found if path.suffix.lower() in ENDINGS and not _NEVER.search(_bare(path.stem))]


def _rank(path: str, language: str, bold: bool) -> tuple[int, bool, bool, str]:
    """Plain families first, upright and of the weight asked for; those of the language's own writing before all."""
    stem = Path(path).stem.casefold()
    family, bare = _bare(re.split(r"[-_ ]", stem)[0]), _bare(stem)
    order = (*_HAN, *_PLAIN) if language[:2] in ("zh", "ja", "ko") else (*_PLAIN, *_HAN)
    place = next((i for i, name in enumerate(order) if family == name or bare == name), None)
    if place is None:
        sans = "sans" in bare and "serif" not in bare
        place = len(order) + (0 if bare.startswith("notosans") else 1 if sans else 2)
    return place, bool(_ODD.search(bare)), bool(_BOLD.search(stem)) != bold, path


def _own(family: str, language: str) -> int:
    """0 for the face of a collection that writes as the language does; the rest keep their order."""
    words = family.casefold().split()
    wanted = _OWN.get(language.casefold()) or _OWN.get(language[:2].casefold(), ())
    return next((i for i, word in enumerate(wanted) if word in words), len(wanted)) + (5 if "mono" in words else 0)


def _bare(name: str) -> str:
    return re.sub(r"[\s_-]", "", name.casefold())
