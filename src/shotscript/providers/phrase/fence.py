"""A user's template before it runs: only what is listed here may stand in it, and whatever could grow is counted.

The tree that jinja2 parsed is rewritten: every operator, comparison, look-up, loop, call and print becomes a call of
the fence's own (`sandbox.Fenced`), so no Python operator ever meets a value, and none is worked out ahead of time.
What a loop or a macro costs is told to it as two numbers: the steps and the characters of one time through.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from jinja2 import Environment, nodes
from jinja2.exceptions import TemplateSyntaxError
from jinja2.visitor import NodeTransformer

SOURCE = 65_536
"""Characters of a template."""
NESTING = 16
"""Brackets, `not`, minus signs or `else` one inside the other."""
BLOCKS = 12
"""Blocks one inside the other."""
ELIFS = 50
"""Of one `if`."""
DEPTH = 60
"""Parts of an expression, one hanging on the other: `a.b.c` is three deep."""
LARGEST = 10**15
"""Numbers."""

_PLAIN = (nodes.Template, nodes.TemplateData, nodes.Assign, nodes.With, nodes.NSRef, nodes.Tuple, nodes.List,
          nodes.Pair, nodes.Keyword, nodes.And, nodes.Or, nodes.Not, nodes.CondExpr, nodes.Getattr, nodes.Slice,
          nodes.Operand)
_SIGNS = {nodes.Add: "+", nodes.Sub: "-", nodes.Mul: "*", nodes.Div: "/", nodes.FloorDiv: "//", nodes.Mod: "%",
          nodes.Pow: "**"}
_RESERVED = ("self", "super", "caller", "varargs", "kwargs")
_WORDS = {nodes.Include: "include", nodes.Import: "import", nodes.Extends: "extends",
          nodes.Block: "block", nodes.CallBlock: "call", nodes.FilterBlock: "filter",
          nodes.Scope: "autoescape"}


def tree(environment: Environment, source: str, name: str) -> nodes.Template:
    """A template's tree, fenced in. TemplateSyntaxError where it holds what it may not."""
    if len(source) > SOURCE:
        raise TemplateSyntaxError(f"it has {len(source):,} characters, and may have {SOURCE:,}", 1, name)
    _measure(environment, source, name)
    try:
        parsed = environment.parse(source, name)
    except ValueError as trouble:
        # Python reads no number of more than some thousand digits.
        raise TemplateSyntaxError("a number in it is too long", 1, name) from trouble
    _depth(parsed, name)
    return Fence(environment, name).visit(parsed)


def _measure(environment: Environment, source: str, name: str) -> None:
    """Refuse what nests so deep that the parser itself would: it goes down a dozen calls for every bracket."""
    brackets = prefixes = blocks = 0
    tag, operand = "", False
    for line, kind, word in environment.lex(source, name):
        if kind in ("whitespace", "data", "raw_begin", "raw_end"):
            continue
        if kind.endswith(("_begin", "_end")):
            blocks += kind == "block_end" and (tag in _OPENING) - tag.startswith("end")
            prefixes, operand, tag = 0, False, ""
            continue
        tag = _tag(tag or word, word)
        brackets += kind == "operator" and (word in _OPENS) - (word in _CLOSES)
        prefixes = 0 if word == "," else prefixes + (word in _PREFIXES or (word in ("-", "+") and not operand))
        operand = word in _CLOSES if kind == "operator" else word not in _PREFIXES and word not in ("in", "is")
        if brackets + prefixes > NESTING or blocks > BLOCKS:
            raise TemplateSyntaxError(TOO_DEEP, line, name)


TOO_DEEP = "it is nested too deeply"
_OPENING = ("for", "if", "macro", "with", "call", "filter", "block", "autoescape", "set")
_PREFIXES = ("not", "else", "if")
_OPENS, _CLOSES = ("(", "[", "{"), (")", "]", "}")


def _tag(tag: str, word: str) -> str:
    """What a tag opens: `set` does where no `=` follows it."""
    return "set =" if tag == "set" and word == "=" else tag


def _depth(parsed: nodes.Template, name: str) -> None:
    waiting: list[tuple[nodes.Node, int]] = [(parsed, 0)]
    while waiting:
        node, deep = waiting.pop()
        if deep > DEPTH:
            raise TemplateSyntaxError(TOO_DEEP, node.lineno, name)
        waiting += [(child, deep + 1) for child in node.iter_child_nodes()]


class Fence(NodeTransformer):
    """Writes a tree anew. What it has no words for may not stand in a template."""

    def __init__(self, environment: Environment, name: str) -> None:
        self.environment, self.name = environment, name

    def generic_visit(self, node: nodes.Node, *args: Any, **kwargs: Any) -> nodes.Node:
        if type(node) in _SIGNS and isinstance(node, nodes.BinExpr):
            return self._sum(node)
        if type(node) in _WORDS:
            raise self._fault(f"{_WORDS[type(node)]!r} is not possible: a template stands alone", node)
        if not isinstance(node, _PLAIN):
            raise self._fault(f"{type(node).__name__.lower()!r} is not possible in a template", node)
        return super().generic_visit(node)

    def visit_Output(self, node: nodes.Output) -> nodes.Node:
        node.nodes = [one if isinstance(one, nodes.TemplateData) else self._ask("shown", [self.visit(one)], one)
                      for one in node.nodes]
        return node

    def visit_If(self, node: nodes.If) -> nodes.Node:
        if len(node.elif_) > ELIFS:
            raise self._fault(f"one 'if' has more than {ELIFS} 'elif'", node)
        return super().generic_visit(node)

    def visit_For(self, node: nodes.For) -> nodes.Node:
        if node.recursive:
            raise self._fault("'recursive' is not possible: a template's loops end", node)
        cost = _cost([*node.body, *([node.test] if node.test else [])])
        super().generic_visit(node)
        node.iter = self._ask("rounds", [node.iter, *self._numbers(cost, node)], node)
        return node

    def visit_Macro(self, node: nodes.Macro) -> nodes.Node:
        cost = _cost([*node.body, *node.defaults])
        super().generic_visit(node)
        enter = self._ask("entered", self._numbers(cost, node), node)
        node.body = [nodes.ExprStmt(enter, lineno=node.lineno, environment=self.environment), *node.body]
        return node

    def visit_FromImport(self, node: nodes.FromImport) -> list[nodes.Node]:
        """Macros of a template beside this one become names of this one."""
        if not isinstance(node.template, nodes.Const) or not isinstance(node.template.value, str) or node.with_context:
            raise self._fault("'import' takes the name of a template, and nothing else", node)
        found: list[nodes.Node] = []
        for name, called in ((name, name) if isinstance(name, str) else name for name in node.names):
            target = self.visit(nodes.Name(called, "store", lineno=node.lineno, environment=self.environment))
            brought = self._ask("bring", [node.template, self._const(name, node)], node)
            found.append(nodes.Assign(target, brought, lineno=node.lineno, environment=self.environment))
        return found

    def visit_AssignBlock(self, node: nodes.AssignBlock) -> nodes.Node:
        if node.filter is not None:
            raise self._fault("a filter of a whole block is not possible: put it where the words are printed", node)
        return super().generic_visit(node)

    def visit_Name(self, node: nodes.Name) -> nodes.Node:
        if node.name in _RESERVED:
            raise self._fault(f"the name {node.name!r} is not possible in a template", node)
        return node

    def visit_Const(self, node: nodes.Const) -> nodes.Node:
        if isinstance(node.value, int | float) and not abs(node.value) <= LARGEST:
            raise self._fault(f"a number is larger than {LARGEST:,}", node)
        return node

    def visit_Filter(self, node: nodes.Filter) -> nodes.Node:
        return self._known(node, "filter", self.environment.filters)

    def visit_Test(self, node: nodes.Test) -> nodes.Node:
        return self._known(node, "test", self.environment.tests)

    def visit_Call(self, node: nodes.Call) -> nodes.Node:
        self._no_stars(node)
        super().generic_visit(node)
        return self._ask("run", [node.node, *node.args], node, node.kwargs)

    def visit_Concat(self, node: nodes.Concat) -> nodes.Node:
        super().generic_visit(node)
        return self._ask("tie", node.nodes, node)

    def visit_Compare(self, node: nodes.Compare) -> nodes.Node:
        super().generic_visit(node)
        rest = [part for one in node.ops for part in (self._const(one.op, node), one.expr)]
        return self._ask("compare", [node.expr, *rest], node)

    def visit_Neg(self, node: nodes.Neg) -> nodes.Node:
        return self._ask("reckon", [self._const("-", node), self._const(0, node), self.visit(node.node)], node)

    def visit_Pos(self, node: nodes.Pos) -> nodes.Node:
        return self._ask("reckon", [self._const("+", node), self._const(0, node), self.visit(node.node)], node)

    def visit_Dict(self, node: nodes.Dict) -> nodes.Node:
        super().generic_visit(node)
        return self._ask("table", [part for pair in node.items for part in (pair.key, pair.value)], node)

    def visit_Getitem(self, node: nodes.Getitem) -> nodes.Node:
        super().generic_visit(node)
        if not isinstance(node.arg, nodes.Slice):
            return self._ask("item", [node.node, node.arg], node)
        edges = (node.arg.start, node.arg.stop, node.arg.step)
        return self._ask("cut", [node.node, *(self._const(None, node) if one is None else one for one in edges)], node)

    def _sum(self, node: nodes.BinExpr) -> nodes.Node:
        sides = [self.visit(node.left), self.visit(node.right)]
        return self._ask("reckon", [self._const(_SIGNS[type(node)], node), *sides], node)

    def _known(self, node: nodes.Filter | nodes.Test, what: str, known: Iterable[str]) -> nodes.Node:
        if node.name not in known:
            raise self._fault(f"there is no {what} {node.name!r}; there is {', '.join(sorted(known))}", node)
        if node.node is None:
            raise self._fault(f"the {what} {node.name!r} has nothing to work on", node)
        self._no_stars(node)
        return super().generic_visit(node)

    def _no_stars(self, node: nodes.Filter | nodes.Test | nodes.Call) -> None:
        if node.dyn_args is not None or node.dyn_kwargs is not None:
            raise self._fault("* and ** are not possible before an argument", node)

    def _ask(
        self, method: str, args: Sequence[nodes.Node], at: nodes.Node, kwargs: Sequence[nodes.Node] = ()
    ) -> nodes.Call:
        """A call of the fence. jinja2 writes `environment.method`."""
        asked = nodes.EnvironmentAttribute(method, lineno=at.lineno, environment=self.environment)
        return nodes.Call(asked, list(args), list(kwargs), None, None, lineno=at.lineno, environment=self.environment)

    def _numbers(self, cost: Sequence[int], at: nodes.Node) -> list[nodes.Const]:
        return [self._const(one, at) for one in cost]

    def _const(self, value: Any, at: nodes.Node) -> nodes.Const:
        return nodes.Const(value, lineno=at.lineno, environment=self.environment)

    def _fault(self, words: str, at: nodes.Node) -> TemplateSyntaxError:
        lines = (one.lineno for one in (at, *at.find_all(nodes.Node)))
        return TemplateSyntaxError(words, next(filter(None, lines), 1), self.name)


def _cost(body: Sequence[nodes.Node]) -> tuple[int, int]:
    """Steps and characters of one time through, whatever is inside taken once."""
    steps = characters = 0
    waiting = list(body)
    while waiting:
        node = waiting.pop()
        steps += 1
        if isinstance(node, nodes.TemplateData):
            characters += len(node.data)
        waiting += node.iter_child_nodes()
    return steps, characters


def cost(parsed: nodes.Template) -> tuple[int, int]:
    """Steps and characters of a whole template without its loops and macros."""
    return _cost(parsed.body)
