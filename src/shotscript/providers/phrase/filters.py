"""What a template may do to its values. A `Text` keeps its spans. Ours and a user's templates share them.

Nothing here counts or limits: `sandbox` weighs what goes in before it calls.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import cache, cached_property
from numbers import Number
from typing import Any

from jinja2 import StrictUndefined
from jinja2.exceptions import TemplateRuntimeError
from jinja2.runtime import LoopContext, Undefined
from jinja2.utils import Namespace

from .text import Text, ended, listed, own, stopped, tied


class Stopped(TemplateRuntimeError):
    """A template wants what it may not have. The words say what."""


def part(held: Any, name: str) -> Any:
    """`held.name`: an entry of a dictionary, or a public value of one of our own frozen types. Never a method."""
    if type(held) is dict:
        try:
            return held[name]
        except KeyError:
            return StrictUndefined(f"there is no {name!r} here, only {', '.join(map(repr, held))}", held, name)
    return _attribute(held, name)


def _attribute(held: Any, name: str) -> Any:
    if not isinstance(name, str) or name.startswith("_"):
        raise Stopped(f"{name!r} is private")
    if isinstance(held, Undefined):
        return getattr(held, name)
    if isinstance(held, Mapping):
        return part(dict(held), name)
    if isinstance(held, LoopContext):
        return getattr(held, name) if name in _LOOP else _no_part("a loop", name)
    if isinstance(held, Namespace):
        return getattr(held, name, None) if name in vars_of(held) else _no_part("the namespace", name)
    if name in public(type(held)):
        return getattr(held, name)
    return _no_part(kind(held), name)


def item(held: Any, key: Any) -> Any:
    """`held[key]`."""
    if isinstance(key, str) and not isinstance(held, dict):
        return part(held, key)
    try:
        if isinstance(held, dict):
            return held[key]
        if isinstance(held, list | tuple | str | range) and isinstance(key, int):
            return held[key]
    except LookupError:
        return _no_part(kind(held), plain(key))
    else:
        return _no_part(kind(held), plain(key))


_LOOP = ("index", "index0", "revindex", "revindex0", "first", "last", "length", "previtem", "nextitem")


def vars_of(space: Namespace) -> dict[str, Any]:
    return object.__getattribute__(space, "_Namespace__attrs")


@cache
def public(owner: type) -> tuple[str, ...]:
    """The values of a frozen type that a template may see: its fields and properties."""
    fields = getattr(owner, "__dataclass_fields__", None) or getattr(owner, "model_fields", None)
    if owner is Text or not isinstance(fields, Mapping):
        return ()
    return (*fields, *(n for n, value in vars(owner).items() if isinstance(value, property | cached_property)))


def _no_part(what: str, name: str) -> StrictUndefined:
    return StrictUndefined(f"there is no {name!r} in {what}")


def kind(value: Any) -> str:
    """What a value is, in words."""
    if isinstance(value, str | Text):
        return "words"
    if isinstance(value, Number):
        return "a number"
    if value is None:
        return "nothing"
    return _KINDS.get(type(value).__name__.lower(), "an object")


_KINDS = {"list": "a list", "tuple": "a list", "range": "a list", "dict": "a dictionary", "text": "words",
          "macro": "a macro", "namespace": "a namespace", "loopcontext": "a loop"}


def changed(change: Callable[[str], str]) -> Callable[[Any], Text | str]:
    """A filter on words that lets every run keep its origin."""

    def filter(words: Any) -> Text | str:
        if isinstance(words, Text):
            return Text(tuple((made, span) for run, span in words.runs if (made := change(run))))
        return change(plain(words))

    return filter


def plain(words: Any) -> str:
    """Words, or a number, as a string."""
    if isinstance(words, str | Text | Number) or words is None:
        return str(words)
    if isinstance(words, Undefined):
        return str(words)
    raise Stopped(f"words are asked for, and this is {kind(words)}")


def _said(words: Any) -> Text:
    return words if isinstance(words, Text) else own(plain(words))


def capitalized(words: Any) -> Text | str:
    """The first letter large, the others as they are: names inside keep their capitals."""
    if not isinstance(words, Text):
        return plain(words)[:1].upper() + plain(words)[1:]
    runs = [run for run in words.runs if run[0]]
    return Text(tuple((run[:1].upper() + run[1:] if i == 0 else run, span) for i, (run, span) in enumerate(runs)))


def trimmed(words: Any) -> Text | str:
    if not isinstance(words, Text):
        return plain(words).strip()
    said = str(words)
    return _cut(words, len(said) - len(said.lstrip()), len(said.rstrip()))


def _cut(words: Text, start: int, end: int) -> Text:
    """Characters [start, end)."""
    runs, at = [], 0
    for run, span in words.runs:
        runs.append((run[max(start - at, 0) : max(end - at, 0)], span))
        at += len(run)
    return Text(tuple(run for run in runs if run[0]))


def cut(held: Any, start: int | None, stop: int | None, step: int | None) -> Any:
    """`held[start:stop:step]`."""
    if not isinstance(held, Text):
        return held[start:stop:step]
    if step not in (None, 1):
        raise Stopped("words of the script can be cut, not thinned out")
    return _cut(held, *slice(start, stop).indices(len(held))[:2])


def replaced(words: Any, old: str, new: str) -> Text | str:
    return changed(lambda run: run.replace(plain(old), plain(new)))(words)


def tacked(items: Iterable[Any], between: Any = "") -> Text | str:
    """`join`: with its spans where any item has one."""
    parts = [item if isinstance(item, Text) else plain(item) for item in each(items)]
    spread = [one for part in parts for one in (between, part)][1:] if plain(between) else parts
    return tied(spread)


def each(items: Any) -> Any:
    """The items of a list, or the keys of a dictionary."""
    if not isinstance(known(items), list | tuple | dict | range | str):
        raise Stopped(f"a list is asked for, and this is {kind(items)}")
    return items


def named(attribute: Any) -> str:
    if not isinstance(known(attribute), str):
        raise Stopped(f"{kind(attribute)} is no name of a value")
    return attribute


def mapped(items: Any, attribute: str) -> list[Any]:
    return [known(part(item, named(attribute))) for item in each(items)]


def selected(items: Any, attribute: str, test: str = "", value: Any = None) -> list[Any]:
    return [item for item in each(items) if _meets(part(item, named(attribute)), test, value)]


def rejected(items: Any, attribute: str, test: str = "", value: Any = None) -> list[Any]:
    return [item for item in each(items) if not _meets(part(item, named(attribute)), test, value)]


def _meets(found: Any, test: str, value: Any) -> bool:
    if not test:
        return bool(found)
    if test in ("equalto", "eq", "=="):
        return equal(found, value)
    raise Stopped(f"things are selected by what is there or by 'equalto', not by {test!r}")


def known(value: Any) -> Any:
    """The value; an unknown name says so as soon as it is used."""
    if isinstance(value, Undefined):
        str(value)
    return value


def equal(a: Any, b: Any) -> bool:
    """Lists are not compared: two of them that hold themselves would take for ever."""
    for value in (known(a), known(b)):
        if not (isinstance(value, str | Text | Number) or value is None):
            raise Stopped(f"{kind(value)} cannot be compared")
    return bool(a == b)


def first(items: Any) -> Any:
    items = each(items) if not isinstance(items, dict) else list(items)
    return items[0] if len(items) else StrictUndefined("there is no first one: the list is empty")


def last(items: Any) -> Any:
    items = each(items) if not isinstance(items, dict) else list(items)
    return items[-1] if len(items) else StrictUndefined("there is no last one: the list is empty")


def default(value: Any, other: Any = "", empty: bool = False) -> Any:
    return other if isinstance(value, Undefined) or (empty and not value) else value


FILTERS: dict[str, Callable[..., Any]] = {
    "stopped": lambda words: stopped(_said(words)),
    "ended": lambda words: ended(_said(words)),
    "listed": lambda items: listed(map(_said, each(items))),
    "upper": changed(str.upper),
    "lower": changed(str.lower),
    "capitalize": capitalized,
    "trim": trimmed,
    "replace": replaced,
    "string": plain,
    "join": tacked,
    "list": lambda items: list(each(items)),
    "map": mapped,
    "selectattr": selected,
    "rejectattr": rejected,
    "first": first,
    "last": last,
    "length": len,
    "default": default,
}
"""By the names jinja2 gives them, where it has one."""

TESTS: dict[str, Callable[..., bool]] = {
    "defined": lambda value: not isinstance(value, Undefined),
    "undefined": lambda value: isinstance(value, Undefined),
    "none": lambda value: value is None,
    "equalto": equal,
}

GLOBALS: dict[str, Any] = {"range": range, "namespace": Namespace}
