"""Files of published tables with known answers: the format that `python -m suppression.engine` reads.

An object in JSON with `cells` (key to whole number, null where it came suppressed) and `constraints` (each a list of
[key, coefficient] and the constant that they sum to). Patterns stand under `suppressed` and the names of PATTERNS, or
in each of `runs`; `primary` lists what must be hidden. `latent` (never shown) and `weights` (a mapping, or the words
"cell value") may be there. What is not known here is not guessed at: it stops the reading.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from suppression.engine.figures import Cell, Relation, TableError
from suppression.engine.table import Table

LARGEST = 10**9
PATTERNS = (
    "suppressed",
    "optimal_suppressed",
    "expected_suppressed",
    "expected_suppressed_OPT",
    "expected_suppressed_GAUSS",
)
READ = {"cells", "constraints", "primary", "latent", "weights", "attacker", "runs", *PATTERNS}
WORDS = {
    *("source", "claim", "note", "published_answer", "peer_attack_output", "optimal_cost", "expected_n_secondary"),
    *("expected_intervals", "expected_intervals_OPT", "expected_before", "expected_after"),
}


class NotUnderstood(ValueError):
    """The file is not in the format that is known here; the message says where, in one sentence."""


@dataclass(frozen=True)
class CaseFile:
    """A table, and the patterns that the file names: what each is called, and the keys that it hides.

    own_levels: the file asks for other levels of protection than the policy's; only its patterns can be judged.
    """

    table: Table
    patterns: Mapping[str, frozenset[str]]
    own_levels: bool


def read_case_file(path: Path) -> CaseFile:
    """Read the file; raises NotUnderstood."""
    try:
        document = json.loads(path.read_text("utf-8"), object_pairs_hook=_each_key_once, parse_constant=_no_number)
    except OSError as trouble:
        raise NotUnderstood(f"{path} cannot be read: {trouble.strerror}.") from trouble
    except NotUnderstood:
        raise
    except (ValueError, RecursionError) as trouble:
        raise NotUnderstood(f"{path} is not JSON.") from trouble
    if not isinstance(document, dict):
        raise NotUnderstood("The file holds no object.")
    for name in document:
        if name not in READ | WORDS:
            raise NotUnderstood(f"“{name}” is not known here.")
    for name in ("cells", "constraints"):
        if name not in document:
            raise NotUnderstood(f"The file holds no {name}.")
    if document.get("attacker", "x>=0") != "x>=0":
        raise NotUnderstood("The only attacker known here is “x>=0”.")
    return _case(document)


def _case(document: dict[str, object]) -> CaseFile:
    values = _object(document["cells"], "cells")
    primary = document.get("primary", [])
    own_levels = isinstance(primary, dict)
    unsafe = _keys(list(primary) if isinstance(primary, dict) else primary, values, "primary")
    latent = _keys(document.get("latent", []), values, "latent")
    weights = _weights(document.get("weights"), values)
    cells = []
    for key, value in values.items():
        if value is not None and (type(value) is not int or abs(value) > LARGEST):
            raise NotUnderstood(f"The cell “{key}” holds no whole number that can be judged.")
        since = "the case file" if key in unsafe else ""
        cells.append(Cell(key, value, key, weight=weights[key], latent=key in latent, hidden_since=since))
    relations = tuple(_relation(constraint) for constraint in _list(document["constraints"], "constraints"))
    patterns = {name: _keys(document[name], values, name) for name in PATTERNS if name in document}
    for number, run in enumerate(_list(document.get("runs", []), "runs"), 1):
        described = _object(run, "a run")
        if "suppressed" not in described:
            raise NotUnderstood("A run holds no “suppressed”.")
        patterns[f"run {number}"] = _keys(described["suppressed"], values, "suppressed")
    if unsafe and not patterns.keys() & {"suppressed", "run 1"}:
        patterns = {"primary alone": unsafe, **patterns}
    try:
        return CaseFile(Table(tuple(cells), relations), patterns, own_levels)
    except TableError as trouble:
        raise NotUnderstood(str(trouble)) from trouble


def _relation(constraint: object) -> Relation:
    parts = _list(constraint, "a constraint")
    if len(parts) != 2 or type(parts[1]) is not int:
        raise NotUnderstood("A constraint is a list of terms and a whole constant.")
    coefficients = []
    for term in _list(parts[0], "the terms of a constraint"):
        match term:
            case [str(key), int(coefficient)]:
                coefficients.append((key, coefficient))
            case _:
                raise NotUnderstood("A term of a constraint is a key and a whole coefficient.")
    return Relation(tuple(coefficients), parts[1])


def _weights(given: object, values: Mapping[str, object]) -> dict[str, int]:
    """What hiding costs: 1 for each cell, or what the file says."""
    weights = dict.fromkeys(values, 1)
    if given is None:
        return weights
    numbers = values if given == "cell value" else _object(given, "weights")
    for key, number in numbers.items():
        if key not in values or type(number) is not int:
            raise NotUnderstood(f"The weight of “{key}” is not known.")
        weights[key] = number
    return weights


def _keys(listed: object, values: Mapping[str, object], name: str) -> frozenset[str]:
    keys = _list(listed, name)
    for key in keys:
        if not isinstance(key, str) or key not in values:
            raise NotUnderstood(f"“{name}” names {key!r}, which is no cell of the file.")
    return frozenset(str(key) for key in keys)


def _object(value: object, name: str) -> dict[str, object]:
    if not isinstance(value, dict):
        raise NotUnderstood(f"“{name}” is no object.")
    return value


def _list(value: object, name: str) -> list[object]:
    if not isinstance(value, list):
        raise NotUnderstood(f"“{name}” is no list.")
    return value


def _each_key_once(pairs: Iterable[tuple[str, object]]) -> dict[str, object]:
    held: dict[str, object] = {}
    for key, value in pairs:
        if key in held:
            raise NotUnderstood(f"The file holds “{key}” twice.")
        held[key] = value
    return held


def _no_number(name: str) -> object:
    raise NotUnderstood(f"{name} is no number.")
