"""What the names in a program's source stand for: assigned, looped over, given, imported."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    Values = Iterator[tuple[ast.expr, "Scope"]]


class Scope(NamedTuple):
    """The module and the function in which an expression stands."""

    module: str
    function: ast.FunctionDef | None


class SourceNames:
    """The modules of a program by their names: their calls, functions, imports and classes."""

    def __init__(self, modules: Mapping[str, Path]) -> None:
        self.calls: list[tuple[ast.Call, Scope]] = []
        self.functions: dict[str, list[Scope]] = {}
        self.nodes: dict[Scope, list[ast.AST]] = {}
        self._imports: dict[tuple[str, str], str] = {}
        self._fields: dict[str, list[str]] = {}
        self._trees = {name: ast.parse(path.read_text("utf-8")) for name, path in modules.items()}
        for name, tree in self._trees.items():
            scope = Scope(name, None)
            self.nodes[scope] = list(tree.body)
            self._collect(tree, scope)

    def _collect(self, node: ast.AST, scope: Scope) -> None:
        for child in ast.iter_child_nodes(node):
            inner = scope
            match child:
                case ast.FunctionDef(name=name):
                    inner = Scope(scope.module, child)
                    self.functions.setdefault(name, []).append(inner)
                    self.nodes[inner] = list(ast.walk(child))
                case ast.ClassDef(name=name, body=body):
                    fields = [part.target for part in body if isinstance(part, ast.AnnAssign)]
                    self._fields[name] = [ast.unparse(field) for field in fields]
                case ast.ImportFrom(module=origin, names=names):
                    for alias in names:
                        imported = f"{origin}.{alias.name}"
                        self._imports[scope.module, alias.asname or alias.name] = imported
                case ast.Call():
                    self.calls.append((child, scope))
            self._collect(child, inner)

    def elements(self, node: ast.expr, scope: Scope) -> Values:
        """Each element that a list can hold, as the expression that makes it."""
        raise NotImplementedError

    def returned(self, call: ast.Call, scope: Scope) -> Iterator[tuple[ast.stmt | ast.expr, Scope]]:
        """Every return and yield of the functions that a call may mean."""
        name = called(call)
        for inner in self.functions.get(name, []):
            if inner.module == scope.module or not name.startswith("_"):
                kinds = (ast.Return, ast.Yield, ast.YieldFrom)
                yield from ((node, inner) for node in self.nodes[inner] if isinstance(node, kinds))

    def values(self, node: ast.expr, scope: Scope) -> Values:
        """What a name, a field of an object or an entry of a table may be."""
        match node:
            case ast.Name(id=name):
                yield from self._of_name(name, scope)
            case ast.Subscript(value=table):
                yield from self.of_table(table, scope)
            case ast.Attribute(value=owner, attr=name):
                module = self._imports.get((scope.module, ast.unparse(owner)), "")
                if module in self._trees:
                    yield from self._of_name(name, Scope(module, None))
                    return
                for call, inner in self.calls:
                    fields = self._fields.get(called(call), [])
                    if name in fields:
                        yield from _argument(call, inner, fields, name)

    def of_table(self, node: ast.expr, scope: Scope) -> Values:
        """What a table may hold under any key."""
        for table, inner in self.values(node, scope) if isinstance(node, ast.Name) else ():
            if isinstance(table, ast.Dict):
                yield from ((value, inner) for value in table.values)

    def added(self, name: str, scope: Scope) -> Values:
        """What a function adds to a list: lists, and single elements as lists of one."""
        for node in self.nodes[scope]:
            match node:
                case ast.AugAssign(target=ast.Name(id=target), value=value) if target == name:
                    yield value, scope
                case ast.Call(func=ast.Attribute(value=ast.Name(id=target), attr="append")) if (
                    target == name
                ):
                    yield ast.List(node.args), scope

    def _of_name(self, name: str, scope: Scope) -> Values:
        local = list(self._local(name, scope))
        if local:
            yield from local
        elif scope.function is None:
            module, _, own = self._imports.get((scope.module, name), "").rpartition(".")
            if module in self._trees:
                yield from self._of_name(own, Scope(module, None))
        elif name in (names := _parameters(scope.function)):
            for call, inner in self._calls_of(scope):
                yield from _argument(call, inner, names, name)
        else:
            yield from self._of_name(name, Scope(scope.module, None))

    def _calls_of(self, scope: Scope) -> Iterator[tuple[ast.Call, Scope]]:
        function = scope.function
        assert function is not None
        most = len(_parameters(function))
        is_method = most < len(function.args.args)
        for call, inner in self.calls:
            is_near = inner.module == scope.module or not function.name.startswith("_")
            given = len(call.args) + len(call.keywords)
            fits = len(call.args) <= most <= given + len(function.args.defaults)
            reaches = isinstance(call.func, ast.Attribute) or not is_method
            if is_near and fits and reaches and called(call) == function.name:
                yield call, inner

    def _local(self, name: str, scope: Scope) -> Values:
        """What is assigned to a name in a function, or in a module outside of all functions."""
        for node in self.nodes[scope]:
            match node:
                case ast.Assign(targets=[target], value=value):
                    yield from self._part(name, target, value, scope)
                case ast.AnnAssign(target=target, value=ast.expr() as value):
                    yield from self._part(name, target, value, scope)
                case ast.NamedExpr(target=target, value=value):
                    yield from self._part(name, target, value, scope)
                case ast.comprehension(target=target) | ast.For(target=target):
                    if name in _names(target):
                        for value, inner in self._repeated(node.iter, scope):
                            yield from self._part(name, target, value, inner)

    def _part(self, name: str, target: ast.expr, value: ast.expr, scope: Scope) -> Values:
        """What of a value is assigned to a name."""
        names = _names(target)
        if name not in names:
            return
        if not isinstance(target, ast.Tuple):
            yield value, scope
        elif isinstance(value, ast.Tuple):
            yield value.elts[names.index(name)], scope
        elif isinstance(value, ast.Call):
            for node, inner in self.returned(value, scope):
                if isinstance(node, ast.Return) and isinstance(node.value, ast.Tuple):
                    yield node.value.elts[names.index(name)], inner

    def _repeated(self, several: ast.expr, scope: Scope) -> Values:
        """Each element of what is looped over; of a table's items each pair."""
        match several:
            case ast.Call(func=ast.Attribute(value=ast.Name() as name, attr="items")):
                for table, inner in self.values(name, scope):
                    if isinstance(table, ast.Dict):
                        pairs = zip(table.keys, table.values, strict=True)
                        yield from ((ast.Tuple([key, each]), inner) for key, each in pairs if key)
            case _:
                yield from self.elements(several, scope)


def called(call: ast.Call) -> str:
    """Return the last name of what is called."""
    return ast.unparse(call.func).rpartition(".")[2]


def _parameters(function: ast.FunctionDef) -> list[str]:
    return [each.arg for each in function.args.args if each.arg not in ("self", "cls")]


def _argument(call: ast.Call, scope: Scope, names: Sequence[str], name: str) -> Values:
    """What a call gives for one of its parameters."""
    position = names.index(name)
    if position < len(call.args):
        yield call.args[position], scope
    yield from ((each.value, scope) for each in call.keywords if each.arg == name)


def _names(target: ast.expr) -> list[str]:
    return [ast.unparse(each) for each in getattr(target, "elts", [target])]
