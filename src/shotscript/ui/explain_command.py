"""`shotscript explain`: what a code means, why it matters to a film, how to mend it, with an example that has the fault
and one that has not. What is told of the first is really told: the example is read when it is shown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from importlib import import_module
from itertools import groupby
from textwrap import fill, indent
from typing import Any

import click
from rich.console import RenderableType
from rich.text import Text

from ..core import codes
from ..core.codes import Page
from ..core.diagnostic import Problems
from ..core.errors import UsageError
from ..core.show import visible
from ..core.span import Source
from . import options, report

WIDEST = 100
_MANY = 3
_FACTS = {"provider": "as {} tells it", "variant": "in the variant {}", "from": "{}", "saved as": "saved as {}",
          "without": "on a machine without {}", "also": "with {}, which goes with it"}
_FROM = {"a clip": "of a clip that came back", "a job": "of a paid job", "a packing": "when the film is packed",
         "rows": "with a film for each row of data", "words over the picture": "when words are set over the picture"}
_FIGURES = {"a clip": "what the clip holds, the rest being as planned", "a job": "what became of the job",
            "a packing": "whether the provider takes the shot"}


_ELSEWHERE = {words.split()[0]: words.split()[1:] for words in (
    "TM403 BK952 BK953 BK954 BK957",  # a clip longer than the model allows: what is allowed, its provider says
)}
"""Codes of the film grammar's tables that are told under others, by what is really at fault."""


@click.command("explain")
@click.argument("code", default="", metavar="[CODE]")
@options.format
def command(code: str, form: str) -> int:
    """Say what a CODE means, why it matters and how to mend it. The first letters list a group, as TM; nothing lists
    all."""
    page, listed = codes.page(code), codes.pages(code) or _elsewhere(code)
    if listed and not codes.pages(code):
        options.say(options.words(), f"{code.upper()} is told under other codes, by what is at fault:")
    if page:
        _FORMS[form][0](page)
    elif listed:
        _FORMS[form][1](listed)
    else:
        raise UsageError(unknown(code))
    return 0


def unknown(code: str) -> str:
    """That there is no such code, and which were perhaps meant."""
    near = codes.near(code)[:_MANY]
    meant = f"did you mean {' or '.join(near)}?" if near else "`shotscript explain` lists all there are"
    return f"there is no code {code}; {meant}"


# ---------------------------------------------------------------------------------------------- helpers


def _elsewhere(code: str) -> tuple[Page, ...]:
    return tuple(filter(None, map(codes.page, _ELSEWHERE.get(code.upper(), ()))))


def _show(page: Page) -> None:
    console = options.result()
    width = min(console.width, WIDEST)
    options.show(console, *_head(page), "", *_paragraphs(page, width), *_bad(page), *_good(page))


def _head(page: Page) -> Iterator[RenderableType]:
    yield Text.assemble((f"{page.level}[{page.code}]", report.COLOURS[page.level]), (f": {page.title}", "bold"))
    told = [words.format(_FROM.get(page.facts[key], page.facts[key])) for key, words in _FACTS.items()
            if key in page.facts]
    if told:
        yield Text(", ".join(told), "dim")


def _paragraphs(page: Page, width: int) -> Iterator[RenderableType]:
    for words in filter(None, (page.why, page.mend, *page.notes.split("\n\n"))):
        text = Text(fill(words, width, break_long_words=False, break_on_hyphens=False))
        text.highlight_regex(r"`[^`]+`", "cyan")
        yield text
        yield ""


def _bad(page: Page) -> Iterator[RenderableType]:
    yield from _files(page.files)
    yield from _example(f"With the fault{_what(page)}", page.bad, page.bad_files)
    problems, sources = _told(page)
    if not problems:
        yield Text(f"Not told here: this machine has {page.facts.get('without', 'what it takes')}.\n", "dim")
    yield from (report.in_full(one, sources.get(one.span.source)) for one in problems)


def _good(page: Page) -> Iterator[RenderableType]:
    yield from _example(f"Without it{_what(page)}", page.good, page.good_files)


def _what(page: Page) -> str:
    figures = _FIGURES.get(page.facts.get("from", ""))
    return f" ({figures})" if figures else ""


def _example(head: str, text: str, files: Mapping[str, str]) -> Iterator[RenderableType]:
    yield Text(f"{head}:", "bold")
    yield ""
    yield Text(_block(text))
    yield from _files(files)


def _files(files: Mapping[str, str]) -> Iterator[RenderableType]:
    """What stands beside the script: a text as it is, a picture or a clip by its size."""
    for name, body in files.items():
        lines = body.rstrip("\n").split("\n")
        yield Text(f"{visible(name)}: {visible(lines[0])}\n" if len(lines) == 1 else f"{visible(name)}:\n", "dim")
        if len(lines) > 1:
            yield Text(_block(body))


def _block(text: str) -> str:
    return indent("\n".join(visible(line) for line in text.rstrip("\n").split("\n")), "    ") + "\n"


def _told(page: Page) -> tuple[Problems, Mapping[str, Source]]:
    """What is told of the bad example: the code itself, and those that go with it."""
    problems, sources = import_module(".examples", __package__).bad(page)
    wanted = {page.code, *options.names(page.facts.get("also", ""))}
    return tuple(one for one in problems if one.code in wanted), sources


def _list(pages: tuple[Page, ...]) -> None:
    options.show(options.result(), *_groups(pages))


def _groups(pages: Iterable[Page]) -> Iterator[RenderableType]:
    for group, members in groupby(pages, lambda page: page.group):
        yield Text(f"{group}  {codes.GROUPS[group]}", "bold")
        for page in members:
            yield Text.assemble("  ", (page.code, report.COLOURS[page.level]), f"  {page.level!s:<8} {page.title}")
        yield ""
    yield Text("`shotscript explain CODE` says more of each.", "dim")


def _answer(page: Page) -> None:
    problems, sources = _told(page)
    told = [report.as_json(one, sources) for one in problems]
    options.answer({
        **_row(page), "why": page.why, "mend": page.mend, "notes": page.notes, "facts": dict(page.facts),
        "files": dict(page.files), "bad": {"text": page.bad, "files": dict(page.bad_files), "problems": told},
        "good": {"text": page.good, "files": dict(page.good_files)},
    })


def _rows(pages: tuple[Page, ...]) -> None:
    options.answer({"codes": [_row(page) for page in pages]})


def _row(page: Page) -> dict[str, Any]:
    return {"code": page.code, "group": page.group, "level": str(page.level), "title": page.title}


_FORMS = {"text": (_show, _list), "json": (_answer, _rows)}
