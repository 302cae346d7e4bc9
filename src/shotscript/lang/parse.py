"""A file to a tree: plain Fountain, blocks, and the stream of every scene, with every problem met on the way."""

from __future__ import annotations

from ..core.diagnostic import Diagnostic, Problems, error, in_text_order, warning
from ..core.span import Source, Span
from ..core.world import World
from . import fountain, media, stream, unclosed
from .ast import Block, Script
from .element import Fountain
from .uses import Library

_MARK = b"\xef\xbb\xbf"
_WIDE = (b"\xff\xfe", b"\xfe\xff")


def parse(world: World, path: str) -> tuple[Script, Problems, dict[str, Source]]:
    """The script in the file `path`, its problems in text order, and every file read, by name.

    FileNotFoundError, UsageError and FileError where the file itself cannot be read.
    """
    data = world.read_bytes(path)
    if fault := not_text(data, path):
        return nothing(path), (fault,), {path: Source(path, "")}
    source, problems = decoded(data, path)
    tree, found = fountain.read(source)
    problems += found
    library = Library(world, {path: source})
    blocks, local = _blocks(library, tree, path)
    scenes, found = stream.read(source, tree, blocks, local)
    problems += [*library.problems, *found, *media.check(world, blocks, scenes, source)]
    if not scenes and not any(problem.code == "FN904" for problem in problems):
        problems.append(nothing_to_film(source, tree))
    return Script(path, tree, blocks, scenes), in_text_order(problems), library.sources


def _blocks(library: Library, tree: Fountain, path: str) -> tuple[tuple[Block, ...], stream.Local]:
    """The whole film's blocks, used ones first, and those of single scenes."""
    first = stream.first_heading(tree)
    used: list[Block] = []
    own: list[Block] = []
    local: list[tuple[int, tuple[Block, ...]]] = []
    for note in (*tree.boneyards, *unclosed.opened(library.sources[path], tree)):
        found = library.of(note, path)
        if first is not None and note.span.start > first:
            local.append((note.span.start, found))
        else:
            used += [block for block in found if block.near != path]
            own += [block for block in found if block.near == path]
    return (*used, *own), tuple(local)


def not_text(data: bytes, path: str) -> Diagnostic | None:
    """FL102 for bytes that are no text file."""
    wide = data.startswith(_WIDE)
    if not wide and b"\0" not in data and not _mostly_control(data):
        return None
    help = "save it as UTF-8" if wide else "give the path of a Fountain file"
    return error("FL102", "this is not a text file", Span(0, 0, path), help=help)


def _mostly_control(data: bytes) -> bool:
    sample = data[:65536]
    control = len(sample) - len(sample.translate(None, bytes(set(range(32)) - set(b"\t\n\v\f\r\x1a\x1b"))))
    return control > 8 and control * 20 > len(sample)


def decoded(data: bytes, path: str) -> tuple[Source, list[Diagnostic]]:
    """The text, and an error at the first byte that is no UTF-8; such bytes become U+FFFD."""
    data = data.removeprefix(_MARK)
    try:
        return Source(path, data.decode()), []
    except UnicodeDecodeError as trouble:
        bad = trouble.start
    at = len(data[:bad].decode())
    problem = error("FL101", f"the byte 0x{data[bad]:02X} is no UTF-8", Span(at, at + 1, path), "not UTF-8",
                    "save the file as UTF-8")
    return Source(path, data.decode(errors="replace")), [problem]


def nothing(path: str) -> Script:
    """The script of a file that is no text."""
    return Script(path, Fountain(path, (), (), (), ()), (), ())


def nothing_to_film(source: Source, tree: Fountain) -> Diagnostic:
    """FN909, at the very beginning of the file."""
    if tree.title:
        what = "there is a title page, but no scene to film"
    else:
        what = "there is no scene to film" if source.text.strip() else "this file is empty"
    return warning("FN909", what, Span(0, 0, source.name), help="write a scene heading, like `INT. KITCHEN - NIGHT`")
