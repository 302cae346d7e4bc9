"""jinja2 for prompts: the phrasing of a provider is a template, and every word still knows where it comes from.

jinja2 usually turns all it prints into one string. Here the printed values stay what they are until the end, so a
`Text` goes in with its spans and comes out with them. Templates run in jinja2's sandbox; an unknown name is an error.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import Any

from jinja2 import PackageLoader, StrictUndefined, Template
from jinja2.nativetypes import NativeCodeGenerator
from jinja2.sandbox import ImmutableSandboxedEnvironment

from .text import Text, ended, joined, listed, stopped, text


def fill(package: str, name: str, **values: Any) -> Text:
    """The template `name` in the `templates` folder of `package`, filled in. White space is folded."""
    template = _template(package, name)
    context = template.new_context(values)
    return together(template.root_render_func(context)).folded()


def together(printed: Iterable[Any]) -> Text:
    """What a template printed, as one Text. Anything that is neither Text nor string is printed as it is."""
    return joined(value if isinstance(value, Text) else str(value) for value in printed)


class Stencils(ImmutableSandboxedEnvironment):
    """jinja2 that prints values, not strings."""

    code_generator_class = NativeCodeGenerator
    concat = staticmethod(together)  # type: ignore[assignment]


@cache
def _template(package: str, name: str) -> Template:
    return _stencils(package).get_template(name)


@cache
def _stencils(package: str) -> Stencils:
    stencils = Stencils(
        loader=PackageLoader(package, "templates"), autoescape=False, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True, auto_reload=False,
    )
    stencils.filters.update(
        stopped=lambda words: stopped(text(words)), ended=lambda words: ended(text(words)), listed=listed
    )
    return stencils
