"""One segment as a page to read before money is spent: script beside prompt, what is lost, what it costs.

Markdown, the same for every provider. Whatever comes from the script is data: it can start no heading, link or tag.
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment

from ..core.diagnostic import Diagnostic
from ..core.span import Span
from ..core.timebase import clock
from ..plan.timeline import Segment
from .contract import Context, Draft, Loss, Request, Verdict

_MARKS = str.maketrans({**{c: f"\\{c}" for c in r"\`*_{}[]()#|!~$"}, "&": "&amp;", "<": "&lt;", ">": "&gt;"})
_OPENERS = frozenset("-+=0123456789")
_OPENING = re.compile(r"^([-+=]|[0-9]+\.)(?=\s|$|[-=])")
TURN = re.compile(r"(?<=[.!?;:\"”。]) (?=\[?(?:shot|Shot|Cut|Scene|镜头) ?[0-9]+\b)")
"""The blank before a shot of a written shot list: it starts a line, which is how a person reads a list."""


def markdown(segment: Segment, draft: Draft, context: Context, price: Decimal) -> str:
    """The page, with a line feed at its end. Same segment, same bytes."""
    request = draft.request
    page = _pages().get_template("review.md.jinja2").render(
        title=f"Segment {escape(segment.name)}",
        facts=_facts(segment, draft, price),
        rows=_rows(request, context),
        prompt=_fenced(request.prompt) if request.prompt else "",
        problems=[_problem(problem, context) for problem in draft.problems],
        losses=[_loss(loss, context) for loss in sorted(draft.losses, key=_gravest)],
        needs=[(n.role, escape(n.name), code(n.key)) for n in request.needs],
    )
    return page.rstrip() + "\n"


def escape(words: str) -> str:
    """Text that Markdown prints as it is, on one line and inside a table."""
    safe = " ".join(words.split()).translate(_MARKS)
    return _OPENING.sub(r"\\\1", safe) if safe[:1] in _OPENERS else safe


def code(words: str) -> str:
    """Text in code marks, inside a table."""
    flat = " ".join(words.split()).replace("|", "\\|")
    longest = max((len(run) for run in re.findall("`+", flat)), default=0)
    fence = "`" * (longest + 1)
    return f"{fence} {flat} {fence}" if longest else f"`{flat}`"


def _facts(segment: Segment, draft: Draft, price: Decimal) -> str:
    counted = {v: sum(loss.verdict is v for loss in draft.losses) for v in Verdict}
    told = ", ".join(f"{n} {v.value}" for v, n in counted.items())
    cost = f"${price.quantize(Decimal('0.001')).normalize():f}" if price else "free"
    shots = "1 shot" if len(segment.cuts) == 1 else f"{len(segment.cuts)} shots"
    return (f"{escape(draft.request.provider)} ({escape(draft.request.model)}), {shots}, "
            f"{clock(segment.seconds)}, {cost}. Clauses: {told}.")


def _rows(request: Request, context: Context) -> list[tuple[str, str]]:
    """A row for each stretch of script beside the words made of it, in the order of the prompt."""
    rows: list[tuple[Span | None, list[str]]] = []
    for piece in request.pieces:
        words = request.prompt[piece.start : piece.end]
        if rows and (rows[-1][0] == piece.span or not re.search(r"\w", words)):
            rows[-1][1].append(words)
        else:
            rows.append((piece.span, [words]))
    return [(_script(span, context), escape("".join(words))) for span, words in rows]


def _script(span: Span | None, context: Context) -> str:
    if span is None:
        return ""
    words = escape(context.words(span))
    shown = words if len(words) <= 160 else words[:157].rstrip("\\ ") + "..."
    return f"{_line(span, context)}: {shown}" if shown else _line(span, context)


def _line(span: Span, context: Context) -> str:
    source = context.sources.get(span.source)
    return str(source.position(min(span.start, len(source.text)))[0]) if source else ""


def _loss(loss: Loss, context: Context) -> tuple[str, ...]:
    return (escape(loss.shot), escape(loss.clause), escape(loss.kind), _line(loss.span, context), loss.verdict.value,
            escape(loss.how))


def _gravest(loss: Loss) -> int:
    return (Verdict.LOST, Verdict.APPROXIMATED, Verdict.USED).index(loss.verdict)


def _problem(problem: Diagnostic, context: Context) -> str:
    line = _line(problem.span, context)
    return f"{problem.code}{f', line {line}' if line else ''}: {escape(problem.message)}"


def _fenced(prompt: str) -> str:
    """The prompt as a code block, a shot a line."""
    longest = max((len(run) for run in re.findall("`+", prompt)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}text\n{TURN.sub(chr(10), prompt)}\n{fence}"


@cache
def _pages() -> Environment:
    """Markdown has its own escape, done above; jinja2's is for HTML."""
    return ImmutableSandboxedEnvironment(
        loader=PackageLoader("shotscript.providers", "templates"), autoescape=False, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True,
    )
