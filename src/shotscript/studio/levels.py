"""Which problems are told, and how loud: what a project has settled in `shotscript.toml`, and the command line over it.

An error says that something written is not in the film as it is written. Nobody is told less of that: it can be neither
turned off nor lowered, and whoever looks at some codes only still sees it. Except for what is a matter of judgement,
where the film is as it is written and only somebody's taste is hurt.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from ..core.codes import JUDGED
from ..core.diagnostic import Diagnostic, Level, Problems
from ..core.errors import UsageError
from ..core.settings import Check, Settings, no_code


def firm(problem: Diagnostic) -> bool:
    """Whether a problem is told whatever is wished."""
    return problem.level is Level.ERROR and not problem.code.startswith(JUDGED)


def told(problems: Iterable[Diagnostic], config: Settings) -> Problems:
    """Problems at the project's levels, without those it does not want to hear of."""
    if not config.levels and config.check == Check():
        return tuple(problems)
    levels = {code.upper(): level for code, level in config.levels.items()}
    return tuple(one for p in chosen(problems, config.check) if (one := _levelled(p, levels)))


def chosen(problems: Iterable[Diagnostic], check: Check) -> Problems:
    """Those that are asked for, and the firm ones."""
    return tuple(p for p in problems if firm(p) or asked(p, check))


def asked(problem: Diagnostic, check: Check) -> bool:
    """Whether a problem is of a selected code and of no ignored one. Nothing selected is all."""
    wanted, unwanted = (tuple(code.upper() for code in codes) for codes in (check.select, check.ignore))
    return (not wanted or problem.code.startswith(wanted)) and not (unwanted and problem.code.startswith(unwanted))


def over(config: Settings, select: Iterable[str], ignore: Iterable[str]) -> Settings:
    """The settings with what the command line says instead: what it selects is heard of even where it is off, and
    nothing else. UsageError for a code there is not."""
    select, ignore = tuple(select), tuple(ignore)
    for code in (*select, *ignore):
        if fault := no_code(code):
            raise UsageError(fault)
    levels = {code: level for code, level in config.levels.items()
              if level != "off" or not any(_meet(code.upper(), one.upper()) for one in select)}
    check = Check(select=select or config.check.select, ignore=ignore or (() if select else config.check.ignore))
    return config.model_copy(update={"check": check, "levels": levels})


def _levelled(problem: Diagnostic, levels: dict[str, str]) -> Diagnostic | None:
    """The longest prefix that is named decides. None: it is off."""
    prefix = max((code for code in levels if problem.code.startswith(code)), key=len, default="")
    if not prefix or firm(problem):
        return problem
    level = levels[prefix]
    return None if level == "off" else replace(problem, level=Level[level.upper()])


def _meet(a: str, b: str) -> bool:
    return a.startswith(b) or b.startswith(a)
