"""`python -m suppression.engine FILE.json`: published tables with their published answers, and files it stops at."""

import json
import subprocess
import sys

import pytest

from suppression.engine.__main__ import main

from .test_engine_cases import COUNTRIES, FROZEN, GEURTS, LINKED, two_way_table


def document(table, **more):
    return {
        "cells": {cell.key: cell.value for cell in table.cells},
        "constraints": [[[list(term) for term in one.coefficients], one.constant] for one in table.relations],
    } | more


# Fischetti and Salazar's table; the optimum of 59 is that of tau-ARGUS (pytauargus 0.6.0).
FISCHETTI = two_way_table({"I": (20, 50, 10), "II": (8, 19, 22), "III": (17, 32, 12)}, ("A", "B", "C"))
# sdcTable, R/test_problems.R and tests/testthat/test-protectTable.r.
PROBLEM = two_way_table({"A": (18, 2), "B": (14, 19), "C": (12, 10), "D": (11, 14)}, ("m", "f"))

CASES = {
    "01 ESSnet handbook, chapter 4, Geurts": (
        document(GEURTS, attacker="x>=0", suppressed=["1|1", "1|2", "2|1", "2|2"]),
        {"suppressed": ("4", {"1|1": "3 to 6", "1|2": "1 to 4", "2|1": "0 to 3", "2|2": "0 to 3"})},
    ),
    "02 Fischetti and Salazar": (
        document(
            FISCHETTI,
            primary={"II|C": {"lpl": 4, "upl": 6}},
            weights="cell value",
            optimal_suppressed=["II|A", "II|C", "III|A", "III|C"],
            optimal_cost=59,
        ),
        {
            "optimal_suppressed": (
                "59",
                {"II|A": "0 to 25", "II|C": "5 to 30", "III|A": "0 to 25", "III|C": "4 to 29"},
            )
        },
    ),
    "03 sdcTable, test problem": (
        document(PROBLEM, primary=["A|f"], expected_suppressed_OPT=["A|m", "A|f", "C|m", "C|f"]),
        {
            "expected_suppressed_OPT": (
                "4",
                {"A|m": "8 to 20", "A|f": "0 to 12", "C|m": "10 to 22", "C|f": "0 to 12"},
            )
        },
    ),
    "04 sdcTable, frozen cell": (
        document(FROZEN, primary=["w|a", "w|b", "w|c", "x|a", "x|c", "y|b", "y|d", "z|b", "z|d"]),
        {"primary alone": ("9", {"w|a": "25 to 94", "w|b": "47 to 47", "z|d": "585 to 770"})},
    ),
    "05 sdcTable, linked tables": (
        document(LINKED, primary=["A", "B", "K", "L", "M"], expected_suppressed=["A", "B", "K", "L", "M", "N"]),
        {
            "primary alone": ("5", {"A": "0 to 4", "K": "3 to 3", "M": "0 to 6"}),
            "expected_suppressed": ("6", {"A": "0 to 4", "K": "0 to 10", "M": "0 to 6", "N": "0 to 10"}),
        },
    ),
    "06 GaussSuppression, countries": (
        document(
            COUNTRIES,
            runs=[
                {
                    "suppressed": [
                        *("T|Iceland", "T|Portugal", "old|Iceland", "old|Portugal"),
                        *("old|Spain", "young|Iceland", "young|Spain"),
                    ]
                }
            ],
        ),
        {
            "run 1": (
                "7",
                {"T|Portugal": "0 to 9", "old|Iceland": "0 to 9", "old|Portugal": "0 to 9", "young|Iceland": "0 to 7"},
            )
        },
    ),
    "07 ESSnet handbook, chapter 5, two age bandings": (
        {
            "cells": {"<20": 6, "<25": 7, "20-24": 1},
            "constraints": [[[["<20", 1], ["20-24", 1], ["<25", -1]], 0]],
            "latent": ["20-24"],
            "suppressed": [],
        },
        {"suppressed": ("0", {"20-24": "1 to 1"})},
    ),
    "07 ESSnet handbook, chapter 5, all less males": (
        {
            "cells": {"live and work here": 22, "males": 21, "females": 1},
            "constraints": [[[["males", 1], ["females", 1], ["live and work here", -1]], 0]],
            "suppressed": ["females"],
        },
        {"suppressed": ("1", {"females": "1 to 1"})},
    ),
}


@pytest.fixture
def run(tmp_path, capsys):
    def run(text):
        path = tmp_path / "case.json"
        path.write_text(text if isinstance(text, str) else json.dumps(text), "utf-8")
        code = main([str(path)])
        printed = capsys.readouterr()
        return code, printed.out, printed.err

    return run


def patterns(out):
    found = {}
    for block in out.split("\n\n"):
        lines = dict(line.split(": ", 1) for line in block.splitlines())
        found[lines["Pattern"]] = lines
    return found


@pytest.mark.parametrize(("case", "expected"), CASES.values(), ids=CASES)
def test_a_published_case_gives_its_published_answer(run, case, expected):
    code, out, err = run(case)
    assert (code, err) == (0, "")
    found = patterns(out)
    for name, (loss, intervals) in expected.items():
        assert found[name]["Loss"] == loss
        assert found[name].items() >= intervals.items()


def test_without_a_pattern_one_is_found_that_withstands_the_check(run):
    _, out, _ = run(document(PROBLEM, primary=["A|f"]))
    found = patterns(out)["found by protect"]
    assert found["Loss"] == "4", "sdcTable needs three secondaries too"
    assert found["Check"].startswith("Safe")
    assert found["Proven least"] in {"yes", "no"}


def test_what_the_file_calls_primary_is_hidden_though_it_is_large(run):
    _, out, _ = run({"cells": {"a": 9, "b": 30, "c": 39}, "constraints": [], "primary": ["b"]})
    assert patterns(out)["found by protect"]["Hidden"] == "b"


def test_no_pattern_is_found_for_levels_of_protection_that_are_not_the_policys(run):
    _, out, _ = run(document(FISCHETTI, primary={"II|C": {"lpl": 4, "upl": 6}}))
    assert set(patterns(out)) == {"primary alone"}


def test_a_table_that_cannot_be_protected_is_refused(run):
    code, out, err = run({"cells": {"a": 3}, "constraints": [[[["a", 1]], 3]]})
    assert (code, out) == (1, "")
    assert err == "a cannot be protected, even with everything around it hidden.\n"


REFUSED = {
    "no JSON": "cells: 3",
    "no object": "[]",
    "no cells": {"constraints": []},
    "no constraints": {"cells": {"a": 1}},
    "something unknown": {"cells": {"a": 1}, "constraints": [], "protect_zeros": True},
    "another attacker": {"cells": {"a": 1}, "constraints": [], "attacker": "x>=1"},
    "a broken number": {"cells": {"a": 1.5}, "constraints": []},
    "a truth value": {"cells": {"a": True}, "constraints": []},
    "not a number": '{"cells": {"a": NaN}, "constraints": []}',
    "too large a number": {"cells": {"a": 10**300}, "constraints": []},
    "a key twice": '{"cells": {"a": 1, "a": 2}, "constraints": []}',
    "a negative count": {"cells": {"a": -1}, "constraints": []},
    "a constraint without a constant": {"cells": {"a": 1}, "constraints": [[[["a", 1]]]]},
    "a broken coefficient": {"cells": {"a": 1}, "constraints": [[[["a", 0.5]], 1]]},
    "a constraint that does not hold": {"cells": {"a": 1, "b": 3}, "constraints": [[[["a", 1], ["b", -1]], 0]]},
    "a constraint on a stranger": {"cells": {"a": 1}, "constraints": [[[["b", 1]], 1]]},
    "a pattern with a stranger": {"cells": {"a": 1}, "constraints": [], "suppressed": ["b"]},
    "a pattern that shows what came hidden": {"cells": {"a": None}, "constraints": [], "suppressed": []},
    "a run without a pattern": {"cells": {"a": 1}, "constraints": [], "runs": [{}]},
    "weights in words": {"cells": {"a": 1}, "constraints": [], "weights": "log"},
    "a weight of a stranger": {"cells": {"a": 1}, "constraints": [], "weights": {"b": 1}},
}


@pytest.mark.parametrize("text", REFUSED.values(), ids=REFUSED)
def test_what_is_not_understood_stops_it_with_one_sentence(run, text):
    code, out, err = run(text)
    assert (code, out) == (2, "")
    assert err.count("\n") == 1
    assert err.endswith(".\n")


def test_it_runs_as_a_module_and_names_what_it_needs():
    done = subprocess.run([sys.executable, "-m", "suppression.engine"], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (2, "")
    assert "FILE.json" in done.stderr


def test_a_file_that_is_not_there_is_said_to_be_unreadable(tmp_path, capsys):
    assert main([str(tmp_path / "none.json")]) == 2
    assert "cannot be read" in capsys.readouterr().err
