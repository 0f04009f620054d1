"""Files of published tables with known answers: the formats that `python -m suppression.engine` reads.

A table is an object in JSON with `cells` (key to whole number, null where it came suppressed) and `constraints` (each
a list of [key, coefficient] and the constant that they sum to). Patterns stand under `suppressed` and the names of
PATTERNS, or in each of `runs`. `primary` lists what must be hidden; as an object it gives each its own levels: `lpl`
below and `upl` above its value must seem possible, and no other figure is then a count of people. `latent` (never
shown) and `weights` (a mapping, or the words "cell value") may be there. Leaks and differences are described where
they are read (`leak_cases.py`, `difference_cases.py`). What is not known here is not guessed at: it stops the reading.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from suppression.engine.case_json import (
    NotUnderstood,
    as_keys,
    as_list,
    as_object,
    as_whole,
    only_these,
    read_object,
)
from suppression.engine.difference_cases import DIFFERENCES, difference_cases
from suppression.engine.figures import Cell, Relation, TableError
from suppression.engine.leak_cases import Leak, leak_cases
from suppression.engine.table import Table

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


@dataclass(frozen=True)
class CaseFile:
    """A table, and the patterns that the file names: what each is called, and the keys that it hides."""

    table: Table
    patterns: Mapping[str, frozenset[str]]


def read_case_file(path: Path) -> CaseFile | list[Leak]:
    """Read the file: a table, or ways to leak; raises NotUnderstood."""
    document = read_object(path)
    try:
        if "cases" in document:
            return list(leak_cases(document))
        if DIFFERENCES & document.keys():
            return list(difference_cases(document))
        return _case(document)
    except TableError as trouble:
        raise NotUnderstood(str(trouble)) from trouble


def _case(document: dict[str, object]) -> CaseFile:
    only_these(document, READ | WORDS)
    for name in ("cells", "constraints"):
        if name not in document:
            raise NotUnderstood(f"The file holds no {name}.")
    if document.get("attacker", "x>=0") != "x>=0":
        raise NotUnderstood("The only attacker known here is “x>=0”.")
    values = {
        key: None if value is None else as_whole(value, f"the cell {key}")
        for key, value in as_object(document["cells"], "cells").items()
    }
    primary = document.get("primary", [])
    levels = _levels(primary, values) if isinstance(primary, dict) else {}
    unsafe = as_keys(list(primary) if isinstance(primary, dict) else primary, values, "primary")
    latent = as_keys(document.get("latent", []), values, "latent")
    weights = _weights(document.get("weights"), values)
    cells = tuple(
        Cell(
            key,
            value,
            key,
            counts_people=not levels,
            weight=weights[key],
            latent=key in latent,
            hidden_since="the case file" if key in unsafe and not levels else "",
            must_reach=levels.get(key),
        )
        for key, value in values.items()
    )
    relations = tuple(_relation(constraint) for constraint in as_list(document["constraints"], "constraints"))
    patterns = {name: as_keys(document[name], values, name) for name in PATTERNS if name in document}
    for number, run in enumerate(as_list(document.get("runs", []), "runs"), 1):
        described = as_object(run, "a run")
        if "suppressed" not in described:
            raise NotUnderstood("A run holds no “suppressed”.")
        patterns[f"run {number}"] = as_keys(described["suppressed"], values, "suppressed")
    if unsafe and not patterns.keys() & {"suppressed", "run 1"}:
        patterns = {"primary alone": unsafe, **patterns}
    return CaseFile(Table(cells, relations), patterns)


def _levels(primary: Mapping[str, object], values: Mapping[str, int | None]) -> dict[str, tuple[int, int]]:
    """How far below and above its value each primary figure must seem possible."""
    levels = {}
    for key, given in primary.items():
        limits, value = as_object(given, key), values.get(key)
        if limits.keys() != {"lpl", "upl"} or value is None:
            raise NotUnderstood(f"The levels of “{key}” are not known.")
        levels[key] = (value - as_whole(limits["lpl"], key), value + as_whole(limits["upl"], key))
    return levels


def _relation(constraint: object) -> Relation:
    parts = as_list(constraint, "a constraint")
    if len(parts) != 2:
        raise NotUnderstood("A constraint is a list of terms and a whole constant.")
    coefficients = []
    for term in as_list(parts[0], "the terms of a constraint"):
        match term:
            case [str(key), int(coefficient)]:
                coefficients.append((key, coefficient))
            case _:
                raise NotUnderstood("A term of a constraint is a key and a whole coefficient.")
    return Relation(tuple(coefficients), as_whole(parts[1], "the constant of a constraint"))


def _weights(given: object, values: Mapping[str, int | None]) -> dict[str, int]:
    """What hiding costs: 1 for each cell, or what the file says."""
    weights = dict.fromkeys(values, 1)
    if given is None:
        return weights
    numbers: Mapping[str, object] = values if given == "cell value" else as_object(given, "weights")
    for key, number in numbers.items():
        if key not in values:
            raise NotUnderstood(f"The weight of “{key}” is not known.")
        weights[key] = as_whole(number, f"the weight of {key}")
    return weights
