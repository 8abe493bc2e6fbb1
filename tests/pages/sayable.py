"""Which sentences a program can say, read from its source, with a sample for each value in them.

What an expression can come to is followed through names, conditions, calls and their arguments. Not
followed is what is no text: that stands as it is written, between angle brackets.
"""

from __future__ import annotations

import ast
from itertools import product
from typing import TYPE_CHECKING

from tests.pages.source_names import SourceNames, called

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from tests.pages.source_names import Scope, Values

FIGURE = "3"
# What comes to a figure, whatever it is about.
COUNTING = ("int", "len", "sum", "total")
# What comes to the elements of what it is given.
COLLECTING = ("fromkeys", "list", "sorted", "tuple")


class Sayable(SourceNames):
    """The texts of a program; ``samples`` are what expressions stand for, as they are written."""

    def __init__(self, modules: Mapping[str, Path], samples: Mapping[str, Iterable[str]]) -> None:
        super().__init__(modules)
        self.samples = dict(samples)
        self._under_way: set[int] = set()

    def sentences(self, arguments: Iterable[ast.expr], scope: Scope) -> set[str]:
        """Everything that the arguments of a call can say."""
        return {text for each in arguments for text in self._sentences(each, scope)}

    def _sentences(self, argument: ast.expr, scope: Scope) -> set[str]:
        if isinstance(argument, ast.Starred) and ast.unparse(argument) not in self.samples:
            found = self._all(self.elements(argument.value, scope))
        else:
            found = self._texts(argument, scope)
        return found or {f"<{ast.unparse(argument)}>"}

    def _all(self, values: Values) -> set[str]:
        return set().union(*(self._texts(*each) for each in values))

    def _texts(self, node: ast.expr, scope: Scope) -> set[str]:
        """All texts that an expression can come to; none for None, and where it leads to itself."""
        written = ast.unparse(node)
        if written in self.samples:
            return set(self.samples[written])
        if id(node) in self._under_way:
            return set()
        self._under_way.add(id(node))
        try:
            found = self._said(node, scope)
        finally:
            self._under_way.discard(id(node))
        return {f"<{written}>"} if found is None else found

    def _said(self, node: ast.expr, scope: Scope) -> set[str] | None:
        """What an expression comes to; None where it is not followed."""
        match node:
            case ast.JoinedStr(values=parts):
                said = [self._texts(part, scope) or {"<>"} for part in parts]
                return {"".join(each) for each in product(*said)}
            case ast.BinOp(op=ast.Add(), left=left, right=right) if _is_text(right):
                behind = self._texts(right, scope) or {""}
                return {first + second for first in self._texts(left, scope) for second in behind}
            case ast.Constant(value=value):
                return set() if value is None else {str(value)}
            case ast.Call() if called(node) == "join":
                return self._joined(node, scope)
        if isinstance(node, ast.BinOp) or (isinstance(node, ast.Call) and called(node) in COUNTING):
            return {FIGURE}
        found = list(self._whatever(node, scope))
        return self._all(iter(found)) if found else None

    def _whatever(self, node: ast.expr, scope: Scope) -> Values:
        """The expressions of which one says what this one does."""
        match node:
            case ast.FormattedValue(value=value):
                yield value, scope
            case ast.IfExp(body=body, orelse=orelse):
                yield from ((body, scope), (orelse, scope))
            case ast.BoolOp(values=values):
                yield from ((value, scope) for value in values)
            case ast.Name() | ast.Attribute() | ast.Subscript():
                yield from self.values(node, scope)
            case ast.Call():
                yield from self._of_call(node, scope)

    def _of_call(self, call: ast.Call, scope: Scope) -> Values:
        otherwise = ((each, scope) for each in call.args[1:])
        match call:
            case ast.Call(func=ast.Name(id="str"), args=[value]):
                yield value, scope
            case ast.Call(func=ast.Attribute(attr="format" | "removeprefix", value=value)):
                yield value, scope
            case ast.Call(func=ast.Name(id="next"), args=[several, *_]):
                yield from self.elements(several, scope)
                yield from otherwise
            case ast.Call(func=ast.Attribute(attr="get", value=table)):
                yield from self.of_table(table, scope)
                yield from otherwise
            case _:
                for told, inner in self.returned(call, scope):
                    if isinstance(told, ast.Return) and told.value is not None:
                        yield told.value, inner

    def _joined(self, call: ast.Call, scope: Scope) -> set[str]:
        """Each part by itself, and the first two together."""
        assert isinstance(call.func, ast.Attribute)
        parts = [self._texts(*each) for each in self.elements(call.args[0], scope)]
        said = [text for part in parts for text in sorted(part)] or [FIGURE]
        return {*said, "".join(self._texts(call.func.value, scope)).join(said[:2])}

    def elements(self, node: ast.expr, scope: Scope) -> Values:
        """Each element that a list can hold, as the expression that makes it."""
        if id(node) not in self._under_way:
            self._under_way.add(id(node))
            found = list(self._elements(node, scope))
            self._under_way.discard(id(node))
            yield from found

    def _elements(self, node: ast.expr, scope: Scope) -> Values:
        match node:
            case ast.List(elts=several) | ast.Tuple(elts=several):
                for each in several:
                    many = each.value if isinstance(each, ast.Starred) else None
                    yield from self.elements(many, scope) if many else ((each, scope),)
            case ast.ListComp(elt=made) | ast.GeneratorExp(elt=made):
                yield made, scope
            case ast.BinOp(left=first, right=second) | ast.IfExp(body=first, orelse=second):
                yield from self.elements(first, scope)
                yield from self.elements(second, scope)
            case ast.Name(id=name):
                for value, inner in [*self.values(node, scope), *self.added(name, scope)]:
                    yield from self.elements(value, inner)
            case ast.Call() if called(node) in COLLECTING:
                yield from self.elements(node.args[0], scope)
            case ast.Call():
                yield from self._told(node, scope)

    def _told(self, call: ast.Call, scope: Scope) -> Values:
        """Each element of what a function returns or yields."""
        for told, inner in self.returned(call, scope):
            match told:
                case ast.Yield(value=ast.expr() as value):
                    yield value, inner
                case ast.Return(value=ast.expr() as value) | ast.YieldFrom(value=value):
                    yield from self.elements(value, inner)


def _is_text(right: ast.expr) -> bool:
    return not isinstance(right, ast.Constant)
