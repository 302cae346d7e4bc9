"""A user's template at work: counted step by step, so the same template stops at the same place on every machine.

`fence` lets in what may stand in a template; here is what the rewritten operators do. Every value is weighed before it
is made. Nothing is timed. Whatever goes wrong is a UsageError that names the template and the line.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache, wraps
from numbers import Number
from typing import Any

from jinja2 import StrictUndefined, Template
from jinja2.exceptions import TemplateError, TemplateSyntaxError, UndefinedError
from jinja2.runtime import Macro, Undefined
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.utils import Namespace, pass_context

from ...core.errors import UsageError
from .fence import TOO_DEEP, cost, tree
from .filters import FILTERS, GLOBALS, TESTS, Stopped, cut, each, item, kind, known, part
from .native import Counted, Values
from .reckoning import COMPARED, SUMS, bounded, scalar
from .text import Text, tied

STEPS = 50_000
"""For one text. Each part of an expression is a step, and each item of a list that is looked through."""
CHARACTERS = 1_000_000
"""Made on the way to one text, all together."""
CALLS = 20
"""Macros that call each other, one inside the other."""


Near = Callable[[str], tuple[str, str] | None]
"""A template beside another, by its name there: its full name and its source."""


def printed(name: str, source: str, values: Mapping[str, Any], near: Near = lambda name: None) -> list[Any]:
    """What a template prints, value by value. UsageError with name and line if it is at fault or wants too much.

    `near` are those it may import macros from.
    """
    template, steps, characters = compiled(name, source)
    meter = Meter(template.environment, values, name, Purse(near))
    try:
        meter.spend(steps, characters)
        return list(template.root_render_func(meter))
    except UndefinedError as trouble:
        given = f"; a template is given {', '.join(sorted(values))}" if str(trouble).endswith("is undefined") else ""
        raise _fault(*_where(template, trouble), f"{trouble}{given}") from trouble
    except (TemplateError, TypeError, ValueError, ArithmeticError) as trouble:
        raise _fault(*_where(template, trouble), str(trouble)) from trouble


@lru_cache(256)
def compiled(name: str, source: str) -> tuple[Template, int, int]:
    """A template ready to run, and the steps and characters of running it once. UsageError if it may not."""
    try:
        parsed = tree(_FENCED, source, name)
        steps, characters = cost(parsed)
        code = _FENCED.compile(parsed, name, name)
        return Template.from_code(_FENCED, code, _FENCED.globals), steps, characters
    except TemplateSyntaxError as trouble:
        raise _fault(name, trouble.lineno, trouble.message or "it is no template") from trouble
    except SyntaxError as trouble:
        # What jinja2 leaves for Python to find, as an argument that is there twice.
        raise _fault(name, 1, re.sub(r"\bl_\d+_", "", trouble.msg)) from trouble
    except (RecursionError, MemoryError) as trouble:
        # `fence` refuses all we know of before.
        raise _fault(name, 1, TOO_DEEP) from trouble


def _fault(name: str, line: int, words: str) -> UsageError:
    return UsageError(f"the template {name}, line {line}: {words}")


def _where(template: Template, trouble: BaseException) -> tuple[str, int]:
    """The template, this one or one it imports from, and its line that was at work."""
    name, line, frame = template.name or "", 1, trouble.__traceback__
    while frame is not None:
        running = frame.tb_frame.f_globals.get("__jinja_template__")
        if isinstance(running, Template):
            name, line = running.name or "", running.get_corresponding_lineno(frame.tb_lineno)
        frame = frame.tb_next
    return name, line


@dataclass(slots=True)
class Purse:
    """What is left to spend on one text, and the templates opened for it; None while one is being opened."""

    near: Near
    steps: int = STEPS
    characters: int = CHARACTERS
    calls: int = CALLS
    opened: dict[str, Meter | None] = field(default_factory=dict)


class Meter(Values):
    """The names of one template, and what pays for it."""

    def __init__(self, environment: Any, values: Mapping[str, Any], name: str, purse: Purse) -> None:
        super().__init__(environment, values, name)
        self.purse = purse

    def spend(self, steps: int, characters: int = 0) -> None:
        purse = self.purse
        purse.steps -= steps
        purse.characters -= characters
        if purse.steps < 0:
            raise Stopped(f"it takes more than {STEPS:,} steps for one text")
        if purse.characters < 0:
            raise Stopped(f"it makes more than {CHARACTERS:,} characters for one text")

    def weigh(self, *values: Any) -> None:
        """Pay for looking through values once."""
        for value in values:
            if isinstance(value, Text):
                self.spend(1 + len(value.runs), len(value))
            elif isinstance(value, str):
                self.spend(1, len(value))
            elif isinstance(value, list | tuple | dict | range):
                self.spend(1 + len(value))


class Fenced(ImmutableSandboxedEnvironment):
    """jinja2 for templates of users. The methods that take a meter are what `fence` writes in place of operators."""

    code_generator_class = Counted
    concat = staticmethod(tied)  # type: ignore[assignment]
    part = staticmethod(part)

    def shown(self, meter: Meter, value: Any) -> Any:
        if isinstance(value, Undefined):
            return str(value)  # an `if` without an `else` is empty, an unknown name says so
        if kind(value) not in ("words", "a number", "nothing"):
            raise Stopped(f"{kind(value)} cannot be printed")
        meter.weigh(value)
        return value

    def rounds(self, meter: Meter, items: Any, steps: int, characters: int) -> Any:
        known(items)
        if not isinstance(items, list | tuple | dict | range | str):
            raise Stopped(f"a loop goes through a list, and this is {kind(items)}")
        meter.spend(1 + len(items) * (1 + steps), len(items) * characters)
        return items

    def entered(self, meter: Meter, steps: int, characters: int) -> None:
        meter.spend(steps, characters)

    def run(self, meter: Meter, asked: Any, /, *args: Any, **kwargs: Any) -> Any:
        known(asked)
        if isinstance(asked, Macro):
            return self._called(meter, asked, args, kwargs)
        if asked is range and not kwargs:
            return range(*args)
        if asked is Namespace and not args:
            return Namespace(**kwargs)
        raise Stopped("a template calls its own macros, range(number) and namespace(name=value), nothing else")

    def _called(self, meter: Meter, macro: Macro, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        if meter.purse.calls == 0:
            raise Stopped(f"macros call each other more than {CALLS} deep")
        meter.purse.calls -= 1
        try:
            return macro(*args, **kwargs)
        finally:
            meter.purse.calls += 1

    def bring(self, meter: Meter, name: str, macro: str) -> Macro:
        """A macro of the template `name`, which lies beside this one."""
        opened = meter.purse.opened
        if name not in opened:
            opened[name] = None
            opened[name] = self._opened(meter, name)
        beside = opened[name]
        if beside is None:
            raise Stopped(f"{name} imports itself")
        found = beside.vars.get(macro)
        if not isinstance(found, Macro):
            raise Stopped(f"there is no macro {macro!r} in {name}")
        return found

    def _opened(self, meter: Meter, name: str) -> Meter:
        found = meter.purse.near(name)
        if found is None:
            raise Stopped(f"there is no template {name!r} to import from")
        template, steps, characters = compiled(*found)
        beside = Meter(self, {}, found[0], meter.purse)
        beside.spend(steps, characters)
        for _ in template.root_render_func(beside):
            pass
        return beside

    def tie(self, meter: Meter, *values: Any) -> Text | str:
        return tied([self.shown(meter, value) for value in values])

    def reckon(self, meter: Meter, sign: str, a: Any, b: Any) -> Any:
        if isinstance(known(a), Number) and isinstance(known(b), Number) and sign in SUMS:
            return bounded(SUMS[sign](a, b))
        if sign == "+" and ((kind(a) == kind(b) == "words") or type(a) is type(b) is list):
            meter.weigh(a, b)
            return a + b
        if sign == "*" and isinstance(a, str) and isinstance(b, int):
            meter.spend(1, len(a) * max(b, 0))
            return a * b
        raise Stopped(f"{kind(a)} {sign} {kind(b)} is not possible")

    def compare(self, meter: Meter, a: Any, *rest: Any) -> bool:
        for sign, b in zip(rest[::2], rest[1::2], strict=True):
            meter.weigh(a, b)
            if not COMPARED[sign](a, b):
                return False
            a = b
        return True

    def item(self, meter: Meter, held: Any, key: Any) -> Any:
        known(held)
        meter.weigh(key)
        return item(held, scalar(key))

    def cut(self, meter: Meter, held: Any, start: Any, stop: Any, step: Any) -> Any:
        known(held)
        if not isinstance(held, Text | list | tuple | str | range):
            raise Stopped(f"{kind(held)} cannot be cut")
        meter.weigh(held)
        return cut(held, start, stop, step)

    def table(self, meter: Meter, *pairs: Any) -> dict[Any, Any]:
        meter.weigh(*pairs[::2])
        return {scalar(key): value for key, value in zip(pairs[::2], pairs[1::2], strict=True)}


def _weighed(name: str, filter: Callable[..., Any]) -> Callable[..., Any]:
    """A filter or test that pays for what it looks at, and for what it makes."""

    def run(meter: Meter, value: Any, /, *args: Any, **kwargs: Any) -> Any:
        meter.weigh(value, *args, *kwargs.values())
        if name in _DEAR:
            _DEAR[name](meter, value, *args, **kwargs)
        return filter(value, *args, **kwargs)

    @pass_context
    @wraps(filter)
    def told(meter: Meter, value: Any, /, *args: Any, **kwargs: Any) -> Any:
        try:
            return run(meter, value, *args, **kwargs)
        except TypeError as trouble:
            raise Stopped(f"{name!r} is asked of {kind(known(value))}, or in a way it does not know") from trouble

    return told


def _join(meter: Meter, items: Any, between: Any = "") -> None:
    meter.weigh(*each(items))
    meter.spend(0, len(items) * len(str(between) if isinstance(between, str | Text) else ""))


def _replace(meter: Meter, words: Any, old: Any, new: Any) -> None:
    if isinstance(words, str | Text) and isinstance(old, str | Text) and isinstance(new, str | Text):
        runs = [run for run, _ in words.runs] if isinstance(words, Text) else [words]
        meter.spend(0, sum(run.count(str(old)) for run in runs) * len(new))


_DEAR: dict[str, Callable[..., None]] = {"join": _join, "listed": _join, "replace": _replace}


def _fenced() -> Fenced:
    fenced = Fenced(autoescape=False, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, optimized=False)
    fenced.filters = {name: _weighed(name, filter) for name, filter in FILTERS.items()}
    fenced.tests = {name: _weighed(name, test) for name, test in TESTS.items()}  # type: ignore[assignment]
    fenced.globals = dict(GLOBALS)
    return fenced


_FENCED = _fenced()
