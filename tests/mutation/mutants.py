"""Every small change of a module's source that a good test notices, in a fixed order."""

import ast
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass

PAIRS: tuple[tuple[type[ast.AST], type[ast.AST]], ...] = (
    (ast.Lt, ast.LtE),
    (ast.Gt, ast.GtE),
    (ast.Eq, ast.NotEq),
    (ast.In, ast.NotIn),
    (ast.Is, ast.IsNot),
    (ast.Add, ast.Sub),
    (ast.BitOr, ast.BitAnd),
    (ast.And, ast.Or),
)
SWAPPED = dict(PAIRS) | {second: first for first, second in PAIRS}
OTHER_FUNCTION = {"min": "max", "max": "min", "any": "all", "all": "any"}
EMPTY = {"list": "[]", "tuple": "()", "dict": "{}", "Mapping": "{}", "set": "set()", "frozenset": "frozenset()"}
EMPTY |= dict.fromkeys(("Iterator", "Iterable"), "iter(())")
NOT_CODE = {"annotation", "returns", "decorator_list", "type_comment"}
LONGEST = 70


@dataclass(frozen=True)
class Mutant:
    """A module with one change. scope: the first line of the function it is in; None outside of any."""

    module: str
    line: int
    scope: int | None
    change: str
    source: str


@dataclass(frozen=True)
class _Site:
    """A place in the tree: a field of a node, and where in it if it is a list."""

    parent: int
    field: str
    place: int | None
    scope: int | None


def mutants_of(module: str, source: str) -> Iterator[Mutant]:
    """Each mutant of the module that is still Python."""
    tree = ast.parse(source)
    nodes = list(ast.walk(tree))
    number = {id(node): place for place, node in enumerate(nodes)}
    for site in _sites(tree, number, None):
        old = _at(nodes[site.parent], site)
        for new in _replacements(old, nodes[site.parent]):
            change = f"{_short(old)} → {_short(new)}"
            _put(nodes[site.parent], site, new)
            text = ast.unparse(tree)
            _put(nodes[site.parent], site, old)
            yield Mutant(module, getattr(old, "lineno", 0), site.scope, change, text)


def _sites(node: ast.AST, number: dict[int, int], scope: int | None) -> Iterator[_Site]:
    """Everywhere below the node, but not in annotations, decorators, sentences and what only a command runs."""
    if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
        scope = min([node.lineno, *(each.lineno for each in node.decorator_list)])
    for field, value in ast.iter_fields(node):
        if field in NOT_CODE:
            continue
        for place, child in enumerate(value) if isinstance(value, list) else ((None, value),):
            if not isinstance(child, ast.AST) or _is_left_alone(child):
                continue
            yield _Site(number[id(node)], field, place, scope)
            yield from _sites(child, number, scope)


def _is_left_alone(node: ast.AST) -> bool:
    if isinstance(node, ast.JoinedStr) or (isinstance(node, ast.keyword) and node.arg in {"strict", "match"}):
        return True
    if isinstance(node, ast.Assign):
        return any(isinstance(target, ast.Name) and target.id == "__all__" for target in node.targets)
    if isinstance(node, (ast.Import, ast.ImportFrom)):
        return True
    return isinstance(node, ast.If) and "__name__" in ast.unparse(node.test)


def _at(parent: ast.AST, site: _Site) -> ast.AST:
    value = getattr(parent, site.field)
    found: ast.AST = value if site.place is None else value[site.place]
    return found


def _put(parent: ast.AST, site: _Site, new: ast.AST) -> None:
    if site.place is None:
        setattr(parent, site.field, new)
    else:
        getattr(parent, site.field)[site.place] = new


def _replacements(node: ast.AST, parent: ast.AST) -> Iterator[ast.AST]:
    if isinstance(node, ast.stmt):
        yield from _other_statements(node)
    elif isinstance(node, ast.expr):
        yield from _other_expressions(node)
        if isinstance(parent, (ast.If, ast.While, ast.IfExp)) and node is parent.test:
            yield from _negated(node)
        elif isinstance(parent, ast.comprehension) and any(node is each for each in parent.ifs):
            yield ast.Constant(True)


def _other_expressions(node: ast.expr) -> Iterator[ast.expr]:
    if isinstance(node, ast.Compare):
        for place, operator in enumerate(node.ops):
            if type(operator) in SWAPPED:
                new = deepcopy(node)
                new.ops[place] = SWAPPED[type(operator)]()
                yield new
    elif isinstance(node, ast.BoolOp):
        yield ast.BoolOp(SWAPPED[type(node.op)](), node.values)
    elif isinstance(node, ast.BinOp):
        if type(node.op) in SWAPPED:
            yield ast.BinOp(node.left, SWAPPED[type(node.op)](), node.right)
        elif isinstance(node.op, ast.Mult):
            yield from (node.left, node.right)
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, (ast.Not, ast.USub)):
        yield node.operand
    elif isinstance(node, ast.Constant) and type(node.value) is int:
        yield from (ast.Constant(node.value + 1), ast.Constant(node.value - 1))
    elif isinstance(node, ast.Constant) and type(node.value) is bool:
        yield ast.Constant(not node.value)
    elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in OTHER_FUNCTION:
        yield ast.Call(ast.Name(OTHER_FUNCTION[node.func.id]), node.args, node.keywords)


def _negated(test: ast.expr) -> Iterator[ast.expr]:
    """The other way round, where no other change is of that kind already."""
    swapped = isinstance(test, ast.Compare) and isinstance(test.ops[0], (ast.Eq, ast.NotEq, ast.In, ast.NotIn, ast.Is))
    if not swapped and not (isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not)):
        yield ast.UnaryOp(ast.Not(), test)


def _other_statements(node: ast.stmt) -> Iterator[ast.stmt]:
    if isinstance(node, ast.Expr) and isinstance(node.value, (ast.Yield, ast.YieldFrom)):
        yield ast.parse("yield from ()").body[0]
    elif isinstance(node, (ast.AugAssign, ast.Continue, ast.Break, ast.Raise)) or _is_call(node):
        yield ast.Pass()
    elif isinstance(node, ast.Return) and not _is_false_already(node.value):
        yield ast.Pass() if node.value is None else ast.Return(ast.Constant(None))
    elif isinstance(node, ast.FunctionDef) and len(node.body) > 1:
        yield from _emptied(node)


def _is_call(node: ast.stmt) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Call)


def _emptied(node: ast.FunctionDef) -> Iterator[ast.stmt]:
    """A function that makes nothing: the deletion of a builder."""
    returned = "" if node.returns is None else ast.unparse(node.returns).strip("'\"")
    empty = EMPTY.get(returned.partition("[")[0])
    if empty is not None:
        new = deepcopy(node)
        new.body = ast.parse(f"return {empty}").body
        yield new


def _short(node: ast.AST) -> str:
    if isinstance(node, ast.FunctionDef):
        return f"{node.name} makes {'nothing' if len(node.body) == 1 else 'something'}"
    text = " ".join(ast.unparse(node).split())
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"


def _is_false_already(value: ast.expr | None) -> bool:
    """Whether None in its place would be the same to whoever asks for a truth: None and False."""
    return isinstance(value, ast.Constant) and value.value in (None, False)
