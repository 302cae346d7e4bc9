"""From the story to what is set over its pictures, and what to tell the writer: letters no font has, words too long,
logos that cannot be shown."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from ..core import timebase
from ..core.diagnostic import Diagnostic, Problems, error, in_text_order, warning
from ..core.errors import MediaError, ShotscriptError
from ..core.span import Span
from ..core.world import OutsideProject, World
from ..film import fonts, letters
from ..film.fonts import Shelf
from ..film.logo import logo
from ..lang.supers import Super, read
from ..narrative.story import Said, Story
from . import titles
from .captions import Caption
from .sequence import Edit, Sequence
from .titles import Overlay, Size

WORDS, LOGO = "lower third", "lower right"
"""Where words and pictures stand that do not say."""


@dataclass(frozen=True, slots=True)
class Case:
    """The fonts of a film: `own` files and folders, and whether those of the system are asked after them."""

    own: tuple[Path, ...] = ()
    system: bool = True

    def shelf(self, language: str, bold: bool) -> Shelf:
        return fonts.shelf(self.own, language, bold, self.system)


def case(story: Story, world: World, own: tuple[Path, ...] = (), system: bool = True) -> tuple[Case, Problems]:
    """The script's own `font` (a file of the project, or the name of an installed family) before the project's `own`.
    """
    asked = story.format.font.strip()
    if not asked:
        return Case(own, system), ()
    found = _file(asked, story.source, world) if asked.lower().endswith(fonts.ENDINGS) else fonts.named(asked, True)
    if found:
        return Case((*found, *own), system), ()
    told = warning("FL504", f"there is no font `{asked}`", Span(0, 0, story.source), "asked for by `font`",
                   "give a .ttf, .otf or .ttc file in the project, or the name of an installed family")
    return Case(own, system), (told,)


def overlays(story: Story, sequence: Sequence, frame: Size, world: World, case: Case) -> tuple[
    tuple[Overlay, ...], Problems
]:
    """Every `super` of the film's shots, in the order of the film, at its exact frames."""
    shots = {shot.label: shot for shot in story.shots}
    found, problems = list[Overlay](), list[Diagnostic]()
    for edit in sequence.shots:
        for said in (said for said in shots[edit.label].said if said.head == "super"):
            made, told = _overlay(read(said.text, said.span)[0], said, edit, story, sequence.fps, frame, world, case)
            found += [made] if made else []
            problems += told
    return tuple(found), in_text_order(problems)


def burn(
    captions: Iterable[Caption], frame: Size, fps: Fraction, case: Case, others: tuple[Overlay, ...] = ()
) -> tuple[tuple[Overlay, ...], Problems]:
    """Captions as part of the picture, out of the way of `others` and of one another."""
    found, problems = list[Overlay](), list[Diagnostic]()
    for one in captions:
        start, end = timebase.frames(one.start, fps), timebase.frames(one.end, fps)
        shelf = case.shelf(one.beat.language, False)
        near = (*others, *(last for last in found[-4:] if last.end > start))
        found.append(titles.burned(one.lines, shelf, frame, start, end, near))
        problems += _unset(" ".join(one.lines), shelf, one.beat.span, warning)
    return tuple(found), in_text_order(problems)


# ---------------------------------------------------------------------------------------------- helpers


def _overlay(asked: Super, said: Said, edit: Edit, story: Story, fps: Fraction, frame: Size, world: World,
             case: Case) -> tuple[Overlay | None, Problems]:
    start = edit.start + (timebase.frames(asked.at.seconds(fps), fps) if asked.at else 0)
    end = min(start + timebase.frames(asked.over.seconds(fps), fps), edit.end) if asked.over else edit.end
    if start >= end:
        return None, ()
    if asked.path:
        return _logo(asked, said, start, end, fps, frame, world)
    if not asked.lines:
        return None, ()
    place, shelf = asked.place or WORDS, case.shelf(story.format.language, True)
    made, fits = titles.words(asked.lines, place, shelf, frame)
    told = _unset(" ".join(asked.lines), shelf, said.span, error)
    if not fits:
        told = (*told, warning("FR708", "these words are too long to be read in the picture", said.span,
                               "do not fit the safe area", "write fewer, or set them in two shots"))
    return titles.placed(made, place, frame, start, end, fps), told


def _logo(asked: Super, said: Said, start: int, end: int, fps: Fraction, frame: Size, world: World) -> tuple[
    Overlay | None, Problems
]:
    place = asked.place or LOGO
    try:
        picture, larger = logo(world.read_bytes(world.resolve(said.span.source, asked.path)),
                               titles.logo_box(place, frame))
    except (OutsideProject, FileNotFoundError, ShotscriptError) as trouble:
        why = {OutsideProject: "it lies outside the project", FileNotFoundError: "there is no such file"}
        told = f"`{asked.path}` cannot be set over the film: {why.get(type(trouble)) or trouble}"
        help = "" if isinstance(trouble, MediaError) else "check the path: it is relative to the file that writes it"
        return None, (error("FL503", told, said.span, "left out", help),)
    told = () if larger <= 1.5 else (warning(
        "FL506", f"`{asked.path}` is shown {larger:.1f} times its own size", said.span, "not sharp",
        "give a larger picture, or an SVG"),)  # fmt: skip
    return titles.placed(picture, place, frame, start, end, fps), told


def _unset(text: str, shelf: Shelf, span: Span, level: Callable[..., Diagnostic]) -> Problems:
    """What of a text cannot be drawn as it is written."""
    missing, loose = shelf.lacking(text), letters.unjoined(text)
    found = list[Diagnostic]()
    if missing:
        found.append(level("FL502", f"no font has {_names(missing)} of {text!r}", span, "drawn as an empty box",
                           "install a font that has it, or name one under `fonts` in shotscript.toml"))
    if loose:
        found.append(level("FL505", f"letters of {text!r} cannot be joined as their script asks", span, "set apart",
                           "install FriBiDi (libfribidi), which Pillow loads to set this script"))
    return tuple(found)


def _names(letters: str) -> str:
    """Letters a person can look up: the sign, its number and its name; three of them."""
    told = [f"{c} (U+{ord(c):04X}{' ' + n if (n := unicodedata.name(c, '')) else ''})" for c in letters[:3]]
    return ", ".join(told) + (f" and {len(letters) - 3} more" if len(letters) > 3 else "")


def _file(path: str, near: str, world: World) -> tuple[Path, ...]:
    try:
        found = world.resolve(near, path)
    except OutsideProject:
        return ()
    return (Path(found),) if world.exists(found) and fonts.usable(Path(found)) else ()
