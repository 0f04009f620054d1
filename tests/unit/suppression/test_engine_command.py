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

OPTIMAL = {"II|A": "0 to 25", "II|C": "5 to 30", "III|A": "0 to 25", "III|C": "4 to 29"}

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
            "primary alone": ("22", {"II|C": "22 to 22"}),
            "optimal_suppressed": ("59", OPTIMAL),
            "found by protect": ("59", {"Hidden": "II|A, II|C, III|A, III|C", "Proven least": "yes", **OPTIMAL}),
        },
    ),
    "03 sdcTable, test problem": (
        document(
            PROBLEM,
            primary=["A|f"],
            expected_n_secondary=3,
            expected_suppressed_OPT=["A|m", "A|f", "C|m", "C|f"],
            expected_suppressed_GAUSS=["A|m", "A|f", "D|m", "D|f"],
        ),
        {
            "expected_suppressed_OPT": (
                "4",
                {"A|m": "8 to 20", "A|f": "0 to 12", "C|m": "10 to 22", "C|f": "0 to 12"},
            ),
            "found by protect": ("4", {"Proven least": "yes"}),
        },
    ),
    "04 sdcTable, frozen cell": (
        document(FROZEN, primary=["w|a", "w|b", "w|c", "x|a", "x|c", "y|b", "y|d", "z|b", "z|d"]),
        {
            "primary alone": (
                "9",
                {
                    "w|a": "25 to 94",
                    "w|b": "47 to 47",
                    "w|c": "0 to 69",
                    "x|a": "26 to 95",
                    "x|c": "0 to 69",
                    "y|b": "0 to 185",
                    "y|d": "0 to 185",
                    "z|b": "906 to 1091",
                    "z|d": "585 to 770",
                },
            ),
            "found by protect": ("10", {"Proven least": "yes"}),
        },
    ),
    "05 sdcTable, linked tables": (
        document(LINKED, primary=["A", "B", "K", "L", "M"], expected_suppressed=["A", "B", "K", "L", "M", "N"]),
        {
            "primary alone": ("5", {"A": "0 to 4", "B": "0 to 4", "K": "3 to 3", "L": "0 to 6", "M": "0 to 6"}),
            "expected_suppressed": (
                "6",
                {"A": "0 to 4", "B": "0 to 4", "K": "0 to 10", "L": "0 to 6", "M": "0 to 6", "N": "0 to 10"},
            ),
            "found by protect": ("8", {"Proven least": "yes"}),
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


def blocks(out, first="Pattern"):
    """The printed blocks by their name; the intervals without the number of those possible."""
    found = {}
    for block in out.split("\n\n"):
        lines = dict(line.split(": ", 1) for line in block.splitlines())
        found[lines[first]] = {
            key: text.split(",")[0] if text.endswith(" possible") else text for key, text in lines.items()
        }
    return found


patterns = blocks


@pytest.mark.parametrize(("case", "expected"), CASES.values(), ids=CASES)
def test_a_published_case_gives_its_published_answer(run, case, expected):
    code, out, err = run(case)
    assert (code, err) == (0, "")
    found = patterns(out)
    for name, (loss, lines) in expected.items():
        assert found[name]["Loss"] == loss
        assert found[name].items() >= lines.items()
    if "found by protect" in expected:
        assert found["found by protect"]["Check"].startswith("Safe")


def test_it_prints_how_many_numbers_are_possible_where_the_interval_is_short(run):
    _, out, _ = run(
        {
            "cells": {"a": 2, "b": 3, "all": 14},
            "constraints": [[[["a", 4], ["b", 2], ["all", -1]], 0]],
            "suppressed": ["a", "b"],
        }
    )
    assert "b: 1 to 7, 4 possible\n" in out
    assert "a: 0 to 3, 4 possible\n" in out


def test_a_figure_is_protected_at_the_levels_that_the_file_gives(run):
    _, narrow, _ = run(document(FISCHETTI, primary={"II|C": {"lpl": 4, "upl": 6}}, weights="cell value"))
    _, wide, _ = run(document(FISCHETTI, primary={"II|C": {"lpl": 20, "upl": 20}}, weights="cell value"))
    assert patterns(narrow)["found by protect"]["Loss"] == "59"
    assert int(patterns(wide)["found by protect"]["Loss"]) > 59


# ESSnet SDC Handbook, chapter 5.
DIFFERENCES = {
    "subpopulation": {
        "bands1": {"<20": 6, "20-39": 9, "40-59": 5, "60-69": 8, "70+": 4},
        "bands2": {"<25": 7, "25-39": 8, "40-59": 5, "60-69": 8, "70+": 4},
        "derived": {"20-24": 1},
    },
    "linking": {"total_live_and_work": 22, "males": 21, "derived_females": 1},
    "rounded_means": {
        "counts_perturbed": [9, 14, 19],
        "max_dev": 2,
        "means": [11.25, 7.9167, 9.25],
        "derived_counts": [8, 12, 20],
    },
}


def test_differences_between_publications_are_worked_out(run):
    code, out, err = run({"source": "the handbook"} | DIFFERENCES)
    assert (code, err) == (0, "")
    found = blocks(out, "Case")
    assert found["subpopulation"]["20-24"] == "1 to 1"
    assert found["linking"]["females"] == "1 to 1"
    derived = DIFFERENCES["rounded_means"]["derived_counts"]
    assert [found["rounded_means"][f"count {place}"] for place in (1, 2, 3)] == [f"{one} to {one}" for one in derived]


MONTHS = {"Apr": 5, "May": 8, "Jun": None, "Jul": 6, "Aug": 7, "Sep": 5, "Oct": 6, "Nov": 5, "Dec": 5, "Jan": 5}
# This project's disclosure cases: what is published, what is hidden, and the numbers that are left of it.
LEAKS = [
    ({"YTD": 61, "months": MONTHS | {"Feb": 6}}, {"Jun": 3}, {"Jun": "3 to 3"}),
    (
        {"YTD": 20, "visible_sum": 18, "rule": "0 is always published"},
        {"a": 1, "b": 1},
        {"a": "1 to 1", "b": "1 to 1"},
    ),
    ({"YTD": 6}, {"each": 1}, {f"each-{place}": "1 to 1" for place in range(1, 7)}),
    (
        {"Nov": 14, "Dec": 16, "Jan": 16},
        {"Dec_increment": 2, "Jan_increment": 0},
        {"Dec_increment": "2 to 2", "Jan_increment": "0 to 0"},
    ),
    ({"r1": 9, "r2": 11}, {"late_recorded": 2}, {"late_recorded": "2 to 2"}),
    ({"YTDQ1": 12, "YTDQ2": 15, "Jul": 0, "Aug": 0}, {"Sep": 3}, {"Sep": "3 to 3"}),
    ({"stock_prev": 412, "stock": 415, "started": 5}, {"ceased": 2}, {"ceased": "2 to 2"}),
    ({"total": 23, "a": 20}, {"b": 3}, {"b": "3 to 3"}),
    ({"incl": 47, "excl": 45}, {"group": 2}, {"group": "2 to 2"}),
    ({"pct": 54, "den_max": 20}, {"n": 7, "d": 13}, {"n": "7 to 7", "d": "13 to 13"}),
    ({"pct": 7.7, "den": 26}, {"n": 2}, {"n": "2 to 2"}),
    ({"pct": 1.3, "den": 7132}, {"n": 96}, {"n": "90 to 96"}),
    ({"pct": 97.6, "den": 42}, {"outside": 1}, {"outside": "1 to 1"}),
    ({"p": 38.5, "den_max": 25}, {"n": 5, "d": 13}, {"n": "5 to 5", "d": "13 to 13"}),
    (
        {"ytd_pct": 50.0, "ytd_den": 24, "visible_num": 9, "visible_den": 19},
        {"n": 3, "d": 5},
        {"n": "3 to 3", "d": "5 to 5"},
    ),
    ({"rate": 0.5, "pop": 63210}, {"n": 3}, {"n": "3 to 3"}),
    ({"avg": 2.33, "den_max": 5}, {"n": 7, "d": 3}, {"n": "7 to 7", "d": "3 to 3"}),
    ({"rag": "amber", "band": [4, 6], "rule": [1, 4]}, {"n": 4}, {"n": "4 to 4"}),
    ({"prior": 9, "change_pct": -78}, {"n": 2}, {"n": "2 to 2"}),
    ({"region": 41, "others": 38}, {"n": 3}, {"n": "3 to 3"}),
    ({"prev": 2, "arrow": "up", "rule": [1, 4]}, {"n": 3}, {"n": "3 to 4"}),
    ({"axis": 40, "px": 200, "bar": 15}, {"n": 3}, {"n": "3 to 3"}),
    ({"above": 4, "below": 2}, {"n": 3}, {"n": "2 to 4"}),
    ({"avg": 3.2, "months": 5, "visible": 13}, {"n": 3}, {"n": "3 to 3"}),
    ({"pct": 5, "ytd": 61}, {"n": 3}, {"n": "3 to 3"}),
]


def leak(published, hidden):
    return {"cases": [{"id": "leak", "desc": "words", "published": published, "hidden": hidden}]}


@pytest.mark.parametrize(("published", "hidden", "inferred"), LEAKS, ids=[" ".join(each[0]) for each in LEAKS])
def test_what_a_leak_lets_be_inferred_is_printed(run, published, hidden, inferred):
    code, out, err = run(leak(published, hidden))
    assert (code, err) == (0, "")
    found = blocks(out, "Case")["leak"]
    assert {key: found[key] for key in found.keys() - {"Case", "Check"}} == inferred


def test_a_leak_that_contradicts_itself_is_refused(run):
    code, _, err = run(leak({"total": 23, "a": 20}, {"b": 4}))
    assert code == 2
    assert "contradict" in err


def test_what_the_file_calls_primary_is_hidden_though_it_is_large(run):
    _, out, _ = run({"cells": {"a": 9, "b": 30, "c": 39}, "constraints": [], "primary": ["b"]})
    assert patterns(out)["found by protect"]["Hidden"] == "b"


def test_a_table_that_cannot_be_protected_ends_with_one_and_says_why(run):
    code, out, err = run({"cells": {"a": 3}, "constraints": [[[["a", 1]], 3]]})
    assert code == 1
    assert patterns(out)["found by protect"]["Hidden"] == "a"
    assert err == "a follows from what everybody knows, however much is hidden.\n"


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
    "levels of a stranger": {"cells": {"a": 1}, "constraints": [], "primary": {"b": {"lpl": 1, "upl": 1}}},
    "levels without an end": {"cells": {"a": 1}, "constraints": [], "primary": {"a": {"lpl": 1}}},
    "levels in words": {"cells": {"a": 1}, "constraints": [], "primary": {"a": "much"}},
    "a leak of unknown fields": leak({"total": 23, "rumour": 20}, {"b": 3}),
    "a leak of an unknown figure": leak({"total": 23, "a": 20}, {"c": 3}),
    "a leak in words": leak({"total": "many", "a": 20}, {"b": 3}),
    "a leak with an unknown rule": leak({"prev": 2, "arrow": "up", "rule": "maybe"}, {"n": 3}),
    "a leak with an unknown arrow": leak({"prev": 2, "arrow": "sideways", "rule": [1, 4]}, {"n": 3}),
    "a leak with an unknown band": leak({"rag": "amber", "band": [4], "rule": [1, 4]}, {"n": 4}),
    "a leak with odd months": leak({"YTD": 61, "months": {"April and May": None}}, {"April and May": 61}),
    "a leak with a secret": {"cases": [{"id": "leak", "published": {}, "hidden": {}, "secret": 1}]},
    "differences of nothing": {"linking": []},
    "bandings that differ": {"subpopulation": {"bands1": {"<20": 6}, "bands2": {"<20": 7}}},
    "a band of no ages": {"subpopulation": {"bands1": {"young": 6}, "bands2": {"<20": 6}}},
    "means without counts": {"rounded_means": {"counts_perturbed": [9], "max_dev": 2, "means": []}},
    "a mean in words": {"rounded_means": {"counts_perturbed": [9], "max_dev": 2, "means": ["some"]}},
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


def test_a_figure_that_came_suppressed_and_is_surely_large_is_not_taken_for_a_small_one(run):
    """The rest of 8 in all is 8: hidden with it is one figure more, and nobody need think that it could be 9."""
    case = {"cells": {"a": None, "b": 0, "all": 8}, "constraints": [[[["a", 1], ["b", 1], ["all", -1]], 0]]}
    code, out, _ = run(case)
    assert code == 0
    assert patterns(out)["found by protect"]["Check"].startswith("Safe")
