"""Reading JSON and stopping, in one sentence, at what is not understood."""

import json
from collections.abc import Collection, Iterable, Mapping
from decimal import Decimal
from pathlib import Path

LARGEST = 10**9


class NotUnderstood(ValueError):
    """The file is not in a format that is known here; the message says where, in one sentence."""


def read_object(path: Path) -> dict[str, object]:
    """The object that a file holds, broken numbers as they are written; raises NotUnderstood."""
    try:
        text = path.read_text("utf-8")
        document = json.loads(text, object_pairs_hook=_each_key_once, parse_constant=_no_number, parse_float=Decimal)
    except OSError as trouble:
        raise NotUnderstood(f"{path} cannot be read: {trouble.strerror}.") from trouble
    except NotUnderstood:
        raise
    except (ValueError, RecursionError) as trouble:
        raise NotUnderstood(f"{path} is not JSON.") from trouble
    if not isinstance(document, dict):
        raise NotUnderstood("The file holds no object.")
    return document


def as_object(value: object, name: str) -> dict[str, object]:
    """The object that stands under a name."""
    if not isinstance(value, dict):
        raise NotUnderstood(f"“{name}” is no object.")
    return value


def as_list(value: object, name: str) -> list[object]:
    """The list that stands under a name."""
    if not isinstance(value, list):
        raise NotUnderstood(f"“{name}” is no list.")
    return value


def as_whole(value: object, name: str) -> int:
    """The whole number that stands under a name, not too large to be judged."""
    if type(value) is not int or abs(value) > LARGEST:
        raise NotUnderstood(f"“{name}” holds no whole number that can be judged.")
    return value


def as_printed(value: object, name: str) -> tuple[int, int]:
    """A number as it is printed: without its point, and its number of decimals. 7.7 is 77 with one decimal."""
    if type(value) is int:
        return as_whole(value, name), 0
    exponent = value.as_tuple().exponent if isinstance(value, Decimal) else None
    if not isinstance(value, Decimal) or not isinstance(exponent, int) or not -9 <= exponent <= 0:
        raise NotUnderstood(f"“{name}” holds no number that can be judged.")
    return as_whole(int(value.scaleb(-exponent)), name), -exponent


def as_keys(listed: object, known: Collection[str], name: str) -> frozenset[str]:
    """The keys of cells that a list names."""
    keys = as_list(listed, name)
    for key in keys:
        if not isinstance(key, str) or key not in known:
            raise NotUnderstood(f"“{name}” names {key!r}, which is no cell of the file.")
    return frozenset(str(key) for key in keys)


def only_these(held: Mapping[str, object], known: Collection[str]) -> None:
    """Stop at anything that is not known."""
    for name in held:
        if name not in known:
            raise NotUnderstood(f"“{name}” is not known here.")


def _each_key_once(pairs: Iterable[tuple[str, object]]) -> dict[str, object]:
    held: dict[str, object] = {}
    for key, value in pairs:
        if key in held:
            raise NotUnderstood(f"The file holds “{key}” twice.")
        held[key] = value
    return held


def _no_number(name: str) -> object:
    raise NotUnderstood(f"{name} is no number.")
