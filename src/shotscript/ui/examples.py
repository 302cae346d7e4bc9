"""What the examples of a code's page give, found by running them as `check` and its kin would.

Most are scripts. Words set over the picture are laid as a film is; a clip that came back and a job are a few figures
(`specimens`). All happens in a folder of its own, so that the project one stands in changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from ..core.codes import Page
from ..core.diagnostic import Diagnostic, Problems, in_text_order
from ..core.settings import FILE
from ..core.span import Source, Span
from ..studio import Film, Read, compile, read

SCRIPT = "film.fountain"


def bad(page: Page) -> tuple[Problems, Mapping[str, Source]]:
    """All that is told of the example that has the fault, and the texts it is told of."""
    return _found(page, page.bad, page.bad_files, page.facts.get("saved as", "utf-8"))


def good(page: Page) -> tuple[Problems, Mapping[str, Source]]:
    """All that is told of the example that has it no more."""
    return _found(page, page.good, page.good_files, "utf-8")


# ---------------------------------------------------------------------------------------------- helpers


def _found(page: Page, example: str, beside: Mapping[str, str], coding: str) -> tuple[Problems, Mapping[str, Source]]:
    """`example` is the script, or stands beside the page's own script as figures."""
    with TemporaryDirectory(prefix="shotscript-") as place:
        folder = Path(place).resolve()
        _write(folder / FILE, "")
        for name, body in {SCRIPT: example, **page.files, **beside}.items():
            _write(folder / name, body, coding if body is example else "utf-8")
        problems, sources = _RUNS[page.facts.get("from", "the script")](page, folder, example)
        return _bare(problems, sources, folder)


def _script(page: Page, folder: Path, _: str) -> tuple[Problems, Mapping[str, Source]]:
    film = _film(page, folder)
    return film.problems, (film if isinstance(film, Read) else film.read).sources


def _film(page: Page, folder: Path) -> Read | Film:
    """The script read; compiled, where the page names a provider or a variant."""
    provider, variant = page.facts.get("provider", ""), page.facts.get("variant", "")
    if provider or variant:
        return compile(folder / SCRIPT, provider=provider, variant=variant)
    return read(folder / SCRIPT)


def _rows(page: Page, folder: Path, _: str) -> tuple[Problems, Mapping[str, Source]]:
    """A film for each row of the data file beside the script."""
    data = next(path for path in sorted(folder.iterdir()) if path.suffix in (".csv", ".jsonl"))
    film = read(folder / SCRIPT)
    series = import_module("..studio.rows", __package__).Series(film, data, page.facts.get("provider", ""))
    return (*series.problems, *(one for made in series.films() for one in made.problems)), film.sources


def _words(page: Page, folder: Path, _: str) -> tuple[Problems, Mapping[str, Source]]:
    film = compile(folder / SCRIPT)
    return (*film.problems, *import_module(".specimens", __package__).over(film)), film.read.sources


def _figures(page: Page, folder: Path, example: str) -> tuple[Problems, Mapping[str, Source]]:
    """A script beside which a clip or a job is held."""
    film = compile(folder / SCRIPT, provider=page.facts["provider"])
    kind = import_module(".specimens", __package__).KINDS[page.facts["from"]]
    return (*film.problems, *kind(film, example, folder)), film.read.sources


_RUNS: dict[str, Callable[[Page, Path, str], tuple[Problems, Mapping[str, Source]]]] = {
    "the script": _script, "rows": _rows, "words over the picture": _words, "a clip": _figures, "a job": _figures,
    "a packing": _figures,
}


def _write(path: Path, body: str, coding: str = "utf-8") -> None:
    """A file as the page tells it: a picture, a clip or a recording by its size and length, else its text."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.suffix in (".png", ".mp4", ".wav"):
        import_module(".specimens", __package__).make(path, body)
    else:
        path.write_bytes(body.encode(coding))


def _bare(problems: Problems, sources: Mapping[str, Source], folder: Path) -> tuple[Problems, Mapping[str, Source]]:
    """As if the folder were the one that one stands in."""

    def plain(text: str) -> str:
        return text.replace(f"{folder}/", "")

    def placed(span: Span) -> Span:
        return replace(span, source=plain(span.source))

    def told(one: Diagnostic) -> Diagnostic:
        fix: dict[str, Any] = {"fix": replace(one.fix, span=placed(one.fix.span))} if one.fix else {}
        return replace(one, message=plain(one.message), help=plain(one.help), span=placed(one.span), **fix)

    texts = {plain(name): Source(plain(name), source.text) for name, source in sources.items()}
    return in_text_order(map(told, problems)), texts
