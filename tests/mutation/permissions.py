"""Every place of the rooms that asks whether somebody may, and what it would be without the question."""

import ast
import inspect
import sys
import textwrap
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from types import CodeType, FrameType
from typing import Any

from accounts import models as accounts_models
from accounts.models import User
from accounts.roles import OF_ONE_SERVICE, ROLES, Permission

HOME = Path(__file__).resolve().parents[2]
ROOMS = ("accounts", "indicators", "suppression", "commentary", "reports", "config")
METHODS: dict[str, Any] = {"may": True, "services": None}
"""Of a user: what each answers where nobody asks."""
FUNCTIONS: dict[str, Callable[..., Any]] = {
    "may_of": lambda *_: True,
    "reaches": lambda *_: True,
    "sections_of": lambda *_: None,
    "in_reach": lambda definitions, user: definitions,
    "of_their_sections": lambda definitions, *_: list(definitions.values()),
    "reads_keys": lambda *_: None,
    "is_theirs": lambda *_: True,
    "only_theirs": lambda *_: None,
    "may_keep_actions": lambda *_: True,
    "may_answer": lambda *_: True,
    "may_read_question": lambda *_: True,
    "may_keep_links": lambda *_: True,
    "is_declared": lambda *_: True,
}


HOMES = frozenset(
    {
        "accounts.permissions",
        "commentary.moving",
        "commentary.naming",
        "commentary.permissions",
        "indicators.permissions",
        "reports.commentary_pages",
    }
)
"""Where these functions are; another room may have one of the same name."""


@dataclass(frozen=True)
class Place:
    """A call that asks; `view` is whose, where a decorator asks for many."""

    file: str
    line: int
    column: int
    view: str = ""

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}{f' for {self.view}' if self.view else ''}"


DECORATORS = {"requires": "accounts/permissions.py", "for_publication": "reports/publishing/previews.py"}
"""Decorators that ask in a function of their own, called `checked`, and where."""


def places() -> Iterator[Place]:
    """Every call of one of these in the rooms, and every use of a decorator that asks."""
    asking = {
        file: place for file, place in ((place.file, place) for place in _calls()) if file in DECORATORS.values()
    }
    for place in _calls():
        if place != asking.get(place.file):
            yield place
    for file, name, decorator in _decorated():
        place = asking[DECORATORS[decorator]]
        yield Place(place.file, place.line, place.column, f"{_module(file)}.{name}")


def _trees() -> Iterator[tuple[str, ast.Module]]:
    for room in ROOMS:
        for path in sorted((HOME / room).rglob("*.py")):
            if "migrations" not in path.parts:
                yield str(path.relative_to(HOME)), ast.parse(path.read_text(encoding="utf-8"))


def _module(file: str) -> str:
    return file.removesuffix(".py").replace("/", ".")


def _calls() -> Iterator[Place]:
    for file, tree in _trees():
        imported = {
            each.name
            for node in ast.walk(tree)
            if isinstance(node, ast.ImportFrom) and node.module in HOMES
            for each in node.names
        }
        if _module(file) in HOMES:
            imported |= {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}
        for node in ast.walk(tree):
            if isinstance(node, ast.Call):
                name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
                is_method = isinstance(node.func, ast.Attribute) and name in METHODS
                if is_method or (isinstance(node.func, ast.Name) and name in imported & FUNCTIONS.keys()):
                    yield Place(file, node.lineno, node.col_offset)


def _decorated() -> Iterator[tuple[str, str, str]]:
    for file, tree in _trees():
        for node in ast.walk(tree):
            for decorator in node.decorator_list if isinstance(node, ast.FunctionDef) else ():
                called = decorator.func if isinstance(decorator, ast.Call) else decorator
                if isinstance(called, ast.Name) and called.id in DECORATORS:
                    yield file, node.name, called.id


@cache
def _position(code: CodeType, instruction: int) -> tuple[int, int]:
    line, _, column, _ = list(code.co_positions())[instruction // 2]
    return line or 0, column or 0


def place_of(frame: FrameType) -> Place | None:
    """The place that a frame has called from; None where that is outside the rooms."""
    path = Path(frame.f_code.co_filename)
    if HOME not in path.parents or path.relative_to(HOME).parts[0] not in ROOMS:
        return None
    view = frame.f_locals.get("view") if frame.f_code.co_name == "checked" else None
    name = f"{view.__module__}.{view.__qualname__}" if view else ""
    return Place(str(path.relative_to(HOME)), *_position(frame.f_code, frame.f_lasti), name)


class Watch:
    """Stands in for each of the functions that ask: notes who asks what, and leaves out one question at a time."""

    def __init__(self) -> None:
        self.left_out: Place | None = None
        self.asked: set[Place | Permission] = set()
        for name, answer in METHODS.items():
            setattr(User, name, self._standing_in(getattr(User, name), lambda *_, answer=answer: answer))
        for name, answer in FUNCTIONS.items():
            for original in {id(each): each for each in self._named(name)}.values():
                stand_in = self._standing_in(original, answer)
                for module in list(sys.modules.values()):
                    if getattr(module, name, None) is original:
                        setattr(module, name, stand_in)

    def _named(self, name: str) -> Iterator[Callable[..., Any]]:
        for module in list(sys.modules.values()):
            found = getattr(module, name, None) if module and module.__name__.startswith(ROOMS) else None
            if inspect.isfunction(found) and found.__module__ in HOMES:
                yield found

    def _standing_in(self, original: Callable[..., Any], answer: Callable[..., Any]) -> Callable[..., Any]:
        def asked(*arguments: Any, **options: Any) -> Any:
            place = place_of(sys._getframe(1))
            if place is not None:
                self.asked.add(place)
            self.asked.update(each for each in arguments if isinstance(each, Permission))
            if place is not None and place == self.left_out:
                return answer(*arguments)
            return original(*arguments, **options)

        return asked

    @contextmanager
    def without(self, place: Place) -> Iterator[None]:
        self.left_out = place
        try:
            yield
        finally:
            self.left_out = None


@contextmanager
def role_changed(role: str, permission: Permission) -> Iterator[None]:
    """A role with a permission more, or without one that it has."""
    declared = ROLES[role].permissions
    ROLES[role].permissions = declared ^ {permission}
    try:
        yield
    finally:
        ROLES[role].permissions = declared


@contextmanager
def limit_changed(permission: Permission) -> Iterator[None]:
    """A permission more or less that a role keeps when it is limited to services."""
    accounts_models.OF_ONE_SERVICE = OF_ONE_SERVICE ^ {permission}  # type: ignore[misc]
    try:
        yield
    finally:
        accounts_models.OF_ONE_SERVICE = OF_ONE_SERVICE  # type: ignore[misc]


REWRITTEN = (
    ("User.services", " if self.is_active else frozenset()", ""),
    ("User.services", "self.reach.get(permission, frozenset())", "self.reach.get(permission)"),
    ("User.may", "services is None or service in services", "True"),
    ("User.may", "services is None or service in services", "service in (services or ())"),
    ("User.may", "services is None or bool(services)", "True"),
    ("User.may", "services is None or bool(services)", "bool(services)"),
    ("User.reach", "ROLES[role].permissions & OF_ONE_SERVICE if keys else", ""),
    ("User.reach", "before | keys if keys and before is not None else None", "None"),
    ("User.reach", "before | keys if keys and before is not None else None", "keys or None"),
    ("User.reach", "if keys and before is not None else None", "if before is not None else None"),
)
"""Lines of the place that decides, each with what it might say instead."""


@contextmanager
def rewritten(name: str, old: str, new: str) -> Iterator[None]:
    """A method of a user with a line that says something else."""
    attribute = name.partition(".")[2]
    before = User.__dict__[attribute]
    watched = {"may": _original("may"), "services": _original("services")}.get(attribute, before)
    function = watched.func if isinstance(watched, cached_property) else watched
    source = textwrap.dedent(inspect.getsource(function)).removeprefix("@cached_property\n")
    assert source.count(old) == 1, (name, old)
    spoken: dict[str, Any] = {}
    exec(compile(source.replace(old, new), f"<{name}>", "exec"), vars(accounts_models), spoken)
    changed: Any = spoken[attribute]
    if isinstance(before, cached_property):
        changed = cached_property(changed)
        changed.__set_name__(User, attribute)
    setattr(User, attribute, changed)
    try:
        yield
    finally:
        setattr(User, attribute, before)


def _original(attribute: str) -> Any:
    closure = inspect.getclosurevars(User.__dict__[attribute]).nonlocals
    return closure["original"]
