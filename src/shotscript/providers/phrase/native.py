"""jinja2's compiler, told to print values instead of strings and to waste no time: a long film prints 5,000 pages."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from jinja2 import Environment, nodes
from jinja2.compiler import Frame
from jinja2.nativetypes import NativeCodeGenerator
from jinja2.nodes import EvalContext
from jinja2.runtime import Context


class Native(NativeCodeGenerator):
    """Python that prints values, not strings, and asks jinja2 for nothing it can do itself."""

    def write_commons(self) -> None:
        super().write_commons()
        self.writeline("part = environment.part")

    def visit_Getattr(self, node: nodes.Getattr, frame: Frame) -> None:
        self.write("part(")
        self.visit(node.node, frame)
        self.write(f", {node.attr!r})")

    def visit_Getitem(self, node: nodes.Getitem, frame: Frame) -> None:
        """Words with an origin are cut as strings are."""
        if not isinstance(node.arg, nodes.Slice):
            super().visit_Getitem(node, frame)
            return
        self.write("environment.cut(")
        self.visit(node.node, frame)
        for edge in (node.arg.start, node.arg.stop, node.arg.step):
            self.write(", ")
            self.visit(edge or nodes.Const(None), frame)
        self.write(")")

    def visit_Concat(self, node: nodes.Concat, frame: Frame) -> None:
        self.write("concat((")
        for one in node.nodes:
            self.visit(one, frame)
            self.write(", ")
        self.write("))")

    def visit_Call(self, node: nodes.Call, frame: Frame, forward_caller: bool = False) -> None:
        """Straight to the function: none of those here asks for jinja2's context."""
        if node.dyn_args or node.dyn_kwargs:
            super().visit_Call(node, frame, forward_caller)
            return
        self.visit(node.node, frame)
        self.write("(")
        for one in (*node.args, *node.kwargs):
            self.visit(one, frame)
            self.write(", ")
        self.write("caller=caller)" if forward_caller else ")")


class Counted(Native):
    """The same for a tree that `fence` wrote: its calls go to the fence, together with whoever counts."""

    def visit_Call(self, node: nodes.Call, frame: Frame, forward_caller: bool = False) -> None:
        assert isinstance(node.node, nodes.EnvironmentAttribute) and not forward_caller, node
        self.write(f"environment.{node.node.name}(context")
        self.signature(node, frame)
        self.write(")")


class Values(Context):
    """The names a template may use: what jinja2 builds for each page, with a tenth of the work."""

    def __init__(self, environment: Environment, values: Mapping[str, Any], name: str) -> None:
        self.environment, self.name = environment, name
        self.parent = {**environment.globals, **values}
        self.vars, self.exported_vars, self.blocks, self.globals_keys = {}, set(), {}, set()
        self.eval_ctx = _context(environment)


@cache
def _context(environment: Environment) -> EvalContext:
    return EvalContext(environment)
