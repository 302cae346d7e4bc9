"""jinja2 for prompts: the phrasing of a provider is a template, and every word still knows where it comes from.

jinja2 usually turns all it prints into one string. Here the printed values stay what they are until the end, so a
`Text` goes in with its spans and comes out with them. A provider's own templates are its code, and run as fast as they
can. One that a user put in place of them says the same with the same values, fenced in and counted by `sandbox`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from types import MappingProxyType
from typing import Any

from jinja2 import BaseLoader, ChoiceLoader, Environment, PackageLoader, StrictUndefined, Template

from . import sandbox
from .filters import FILTERS, GLOBALS, TESTS, cut, item, part
from .native import Native, Values
from .text import Text, text, tied

NONE: Mapping[str, str] = MappingProxyType({})


def fill(package: str, name: str, /, *, templates: Mapping[str, str] = NONE, **values: Any) -> Text:
    """The template `name` in the `templates` folder of `package`, else of `phrase`, filled in. White space is folded.

    `templates` are the user's own, by `key`: one of them stands in for the package's, and those that import from it
    follow. UsageError if it is at fault.
    """
    return _poured(package, name, templates, values).folded()


def filled(package: str, name: str, /, *, templates: Mapping[str, str] = NONE, **values: Any) -> Filled:
    """The same, and what of the values stands in it: for a user's template may leave out what it likes."""
    return Filled(_poured(package, name, templates, values))


@dataclass(frozen=True)
class Filled:
    """A template filled in. `poured` is what it printed, before folding."""

    poured: Text

    @cached_property
    def text(self) -> Text:
        return self.poured.folded()

    @cached_property
    def _runs(self) -> frozenset[int]:
        return frozenset(map(id, self.poured.runs))

    def printed(self, value: Text) -> bool:
        """Whether this very value was printed, whole and to the letter. Equal words of another value do not count."""
        return all(id(run) in self._runs for run in value.runs if run[0])


def key(package: str, name: str) -> str:
    """How a user names a template: `kling/shot.jinja2`."""
    return f"{package.rpartition('.')[2]}/{name}"


def names(package: str) -> tuple[str, ...]:
    """The templates of a package that a user may replace, by `key`; none where it prints nothing."""
    try:
        return tuple(key(package, name) for name in _names(package))
    except ValueError:
        return ()


def check(name: str, source: str) -> None:
    """UsageError, with the line, for a user's template that cannot be read or may not be run."""
    sandbox.compiled(name, source)


def _poured(package: str, name: str, templates: Mapping[str, str], values: dict[str, Any]) -> Text:
    if templates and any(key(package, one) in templates for one in _names(package)):
        return _fenced(package, name, templates, values)
    template = _template(package, name)
    return text(tied(template.root_render_func(Values(template.environment, values, name))))


def _fenced(package: str, name: str, templates: Mapping[str, str], values: dict[str, Any]) -> Text:
    """With one of them the user's, all templates of the package are under the user's rules."""

    def near(name: str) -> tuple[str, str] | None:
        if name not in _names(package):
            return None
        called = key(package, name)
        return called, templates[called] if called in templates else source(package, name)

    found = near(name)
    assert found, (package, name)
    return text(tied(sandbox.printed(*found, values, near)))


@cache
def source(package: str, name: str) -> str:
    """The package's own template as it is written: what a user's begins as."""
    stencils = _stencils(package)
    assert stencils.loader
    return stencils.loader.get_source(stencils, name)[0]


@cache
def _names(package: str) -> tuple[str, ...]:
    return tuple(_stencils(package).list_templates(["jinja2"]))


class Stencils(Environment):
    """jinja2 for the templates of our own providers."""

    code_generator_class = Native
    concat = staticmethod(tied)  # type: ignore[assignment]
    part = staticmethod(part)
    cut = staticmethod(cut)
    getitem = staticmethod(item)  # type: ignore[assignment]

    def __init__(self, loader: BaseLoader) -> None:
        super().__init__(loader=loader, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True,
                         autoescape=False, auto_reload=False)
        # The same as in a user's templates: theirs begin as copies of ours.
        self.filters, self.tests, self.globals = dict(FILTERS), dict(TESTS), dict(GLOBALS)  # type: ignore[assignment]


@cache
def _template(package: str, name: str) -> Template:
    return _stencils(package).get_template(name)


@cache
def _stencils(package: str) -> Stencils:
    shared = PackageLoader(__package__ or "", "templates")
    return Stencils(ChoiceLoader([PackageLoader(package, "templates"), shared]))
