"""Problems as a terminal shows them, with the line and a caret, as JSON, and as GitHub's workflow commands."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from ..core.diagnostic import Diagnostic, Level
from ..core.settings import Check
from ..core.show import visible
from ..core.span import Source
from ..studio import Read, levels

COLOURS = {Level.ERROR: "bold red", Level.WARNING: "bold yellow", Level.INFO: "bold cyan"}
WINDOW = 100
"""Most characters of a source line that are shown; a longer one is cut around the fault."""
MOST = 200


def chosen(problems: Iterable[Diagnostic], select: str, ignore: str, infos: bool) -> tuple[Diagnostic, ...]:
    """The problems of the selected code prefixes, without the ignored ones; infos only when asked for. Errors that no
    one may turn off stay."""
    check = Check(select=_prefixes(select), ignore=_prefixes(ignore))
    return tuple(p for p in levels.chosen(problems, check) if infos or p.level > Level.INFO)


def show(problems: Iterable[Diagnostic], sources: Mapping[str, Source], console: Console) -> None:
    """Each problem with its line and a caret, then how many there are. Nothing at all when there are none."""
    problems = tuple(problems)
    for problem in problems[:MOST]:
        console.print(in_full(problem, sources.get(problem.span.source)), soft_wrap=True)
    if problems:
        more = f" (the first {MOST} are shown)" if len(problems) > MOST else ""
        console.print(Text(counts(problems) + more))


def in_full(problem: Diagnostic, source: Source | None) -> Text:
    """One problem with its line, a caret and its help."""
    text = Text()
    text.append(f"{problem.level}[{problem.code}]", COLOURS[problem.level])
    text.append(f": {visible(problem.message)}\n", "bold")
    if source:
        _window(text, problem, source)
    if problem.help:
        text.append("    = help: ", "cyan").append(visible(problem.help) + "\n")
    return text


def counts(problems: Iterable[Diagnostic]) -> str:
    """`2 errors, 1 warning`, or `no problems`."""
    tally = Counter(p.level for p in problems)
    words = [f"{tally[level]} {level}{'s' if tally[level] != 1 else ''}" for level in sorted(Level, reverse=True)
             if tally[level]]
    return ", ".join(words) or "no problems"


def summary(path: str, film: Read, problems: Iterable[Diagnostic]) -> str:
    """A film in one line: how much there is of it and how much is wrong."""
    shots, seconds = len(film.timeline.slots), float(film.timeline.frames / film.timeline.fps)
    return f"{path}: {len(film.story.scenes)} scenes, {shots} shots, {seconds:.1f} s; {counts(problems)}"


def sources(path: str, film: Read) -> dict[str, Source]:
    """The files of a film as they are named to a person: the one at `path` as it was asked for."""
    return {name: source if name == path else Source(near(name), source.text)
            for name, source in film.sources.items()}


def near(name: str) -> str:
    """A file's name as one would write it from here."""
    path, here = Path(os.path.realpath(name)), Path.cwd()
    return path.relative_to(here).as_posix() if path.is_relative_to(here) and os.path.isabs(name) else name


def as_json(problem: Diagnostic, sources: Mapping[str, Source]) -> dict[str, Any]:
    """One problem as data: lines and columns from 1, columns in characters."""
    source = sources.get(problem.span.source) or Source(problem.span.source, "")
    line, column = source.position(problem.span.start)
    end_line, end_column = source.position(problem.span.end)
    fix = problem.fix and {
        "start": problem.fix.span.start, "end": problem.fix.span.end, "text": problem.fix.text, "safe": problem.fix.safe
    }
    return {
        "file": problem.span.source, "code": problem.code, "level": str(problem.level), "message": problem.message,
        "label": problem.label, "help": problem.help, "shot": problem.shot, "line": line, "column": column,
        "end_line": end_line, "end_column": end_column, "fix": fix,
    }


def as_command(problem: Diagnostic, sources: Mapping[str, Source], path: str) -> str:
    """One problem as a workflow command, which GitHub shows beside the line. `path` is what it calls the file.

    Source: docs.github.com, "Workflow commands for GitHub Actions" and the escapes of actions/toolkit's `command.ts`.
    """
    place = as_json(problem, sources)
    known = {"file": path, "line": place["line"], "endLine": place["end_line"], "col": place["column"],
             "endColumn": place["end_column"], "title": problem.code}
    listed = ",".join(f"{key}={_property(str(value))}" for key, value in known.items())
    return f"::{_COMMANDS[problem.level]} {listed}::{_data(in_words(problem))}"


def in_words(problem: Diagnostic) -> str:
    """What there is to say of a problem where its line is shown by others: a line of what is wrong, one of help."""
    told = (problem.message + f" ({problem.label})" * bool(problem.label), f"help: {problem.help}" * bool(problem.help))
    return "\n".join(visible(line) for line in told if line)


_COMMANDS = {Level.ERROR: "error", Level.WARNING: "warning", Level.INFO: "notice"}


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def _window(text: Text, problem: Diagnostic, source: Source) -> None:
    line, column = source.position(problem.span.start)
    written = source.line(line)
    first = max(0, column - 1 - WINDOW // 2) if len(written) > WINDOW else 0
    shown = visible(written[first : first + WINDOW])
    before = visible(written[first : column - 1])
    marked = visible(source.slice(problem.span).split("\n")[0])[: max(1, WINDOW - len(before))]
    margin = " " * len(str(line))
    text.append(f"{margin}--> ", "blue").append(f"{visible(source.name)}:{line}:{column}\n")
    text.append(f"{margin} |\n{line} | ", "blue").append(shown + "\n")
    text.append(f"{margin} | ", "blue").append(" " * cell_len(before))
    text.append("^" * max(1, cell_len(marked)), COLOURS[problem.level])
    text.append(f" {visible(problem.label)}".rstrip() + "\n", COLOURS[problem.level])


def _prefixes(text: str) -> tuple[str, ...]:
    return tuple(part.strip().upper() for part in text.split(",") if part.strip())
