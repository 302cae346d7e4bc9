"""Problems as SARIF 2.1.0, which code hosts and editors read: one log for all files of a run.

Columns count characters (`unicodeCodePoints`), lines end as ours do. Source: OASIS Standard "Static Analysis Results
Interchange Format (SARIF) Version 2.1.0", 2020-03-27, sections 3.14 (run), 3.27 (result), 3.30 (region), 3.55 (fix).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from importlib.metadata import version
from os import fsencode
from pathlib import Path
from typing import Any
from urllib.parse import quote_from_bytes

from ..core import codes
from ..core.diagnostic import Diagnostic, Fix, Level
from ..core.span import Source, Span
from .report import in_words

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/os/schemas/sarif-schema-2.1.0.json"
ROOT = "%SRCROOT%"
LEVELS = {Level.ERROR: "error", Level.WARNING: "warning", Level.INFO: "note"}

Found = tuple[Diagnostic, Mapping[str, Source]]


def log(found: Iterable[Found]) -> dict[str, Any]:
    """The log of problems, each with the files it may point into."""
    found = tuple(found)
    rules = sorted({problem.code: problem.level for problem, _ in found})
    driver = {"name": "Shotscript", "version": version("shotscript"), "rules": [_rule(code) for code in rules]}
    results = [_result(problem, sources, rules.index(problem.code)) for problem, sources in found]
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "newlineSequences": ["\r\n", "\n", "\r"],
           "results": results}
    return {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}


def address(name: str) -> dict[str, str]:
    """Where a file is: from the folder one stands in, which is the root of what is checked; else by its whole path."""
    path = Path(name).resolve()
    if not path.is_relative_to(Path.cwd()):
        return {"uri": path.as_uri()}
    return {"uri": quote_from_bytes(fsencode(path.relative_to(Path.cwd()).as_posix())), "uriBaseId": ROOT}


def _rule(code: str) -> dict[str, Any]:
    page = codes.page(code)
    if page is None:
        return {"id": code}
    words = f"{page.why}\n\n{page.mend}"
    shown = f"{words}\n\nWrong:\n\n```fountain\n{page.bad}```\n\nRight:\n\n```fountain\n{page.good}```\n"
    return {"id": code, "shortDescription": _string(page.title), "fullDescription": _string(page.why),
            "help": {**_string(words), "markdown": _string(shown)["text"]},
            "defaultConfiguration": {"level": LEVELS[page.level]}}


def _result(problem: Diagnostic, sources: Mapping[str, Source], rule: int) -> dict[str, Any]:
    source = sources.get(problem.span.source) or Source(problem.span.source, "")
    place = {"artifactLocation": address(source.name), "region": _region(problem.span, source)}
    made: dict[str, Any] = {"ruleId": problem.code, "ruleIndex": rule, "level": LEVELS[problem.level],
                            "message": _string(in_words(problem)), "locations": [{"physicalLocation": place}]}
    if problem.fix and problem.fix.span.source in sources:
        made["fixes"] = [_fix(problem, problem.fix, sources[problem.fix.span.source])]
    if problem.shot:
        made["properties"] = {"shot": problem.shot}
    return made


def _fix(problem: Diagnostic, fix: Fix, source: Source) -> dict[str, Any]:
    change = {"deletedRegion": _region(fix.span, source), "insertedContent": {"text": fix.text}}
    return {"description": _string(problem.help or f"write {fix.text}"), "properties": {"safe": fix.safe},
            "artifactChanges": [{"artifactLocation": address(source.name), "replacements": [change]}]}


def _region(span: Span, source: Source) -> dict[str, int]:
    (line, column), (end_line, end_column) = source.position(span.start), source.position(span.end)
    return {"startLine": line, "startColumn": column, "endLine": end_line, "endColumn": end_column}


def _string(text: str) -> dict[str, str]:
    """A message string: braces in it are no placeholders (3.11.5)."""
    return {"text": text.replace("{", "{{").replace("}", "}}")}
