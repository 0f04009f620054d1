"""What `python -m suppression.engine FILE.json` prints, word for word."""

import json

import pytest

from suppression.engine import Cell, Check, Interval, Policy, ProtectionImpossible, Table
from suppression.engine.__main__ import judged, left, main

CHILDREN = {
    "cells": {"boys": 20, "girls": 3, "children": 23},
    "constraints": [[[["boys", 1], ["girls", 1], ["children", -1]], 0]],
}


@pytest.fixture
def printed(tmp_path, capsys):
    """The exit code, and what went to each of both streams."""

    def printed(document):
        path = tmp_path / "case.json"
        path.write_text(json.dumps(document), "utf-8")
        code = main([str(path)])
        return code, *capsys.readouterr()

    return printed


def test_the_pattern_that_is_found(printed):
    assert printed(CHILDREN) == (
        0,
        "Pattern: found by protect\n"
        "Hidden: girls, children\n"
        "Loss: 2\n"
        "Proven least: yes\n"
        "girls: 0 or more\n"
        "children: 20 or more\n"
        "Check: Safe: 2 figures checked, none can be worked out.\n",
        "",
    )


def test_the_patterns_of_the_file_stand_before_it_with_a_line_between(printed):
    code, out, err = printed(
        CHILDREN
        | {
            "cells": CHILDREN["cells"] | {"others": None},
            "latent": ["others"],
            "weights": {"boys": 2, "children": 7},
            "primary": ["girls"],
        }
    )
    assert (code, err) == (0, "")
    assert out == (
        "Pattern: primary alone\n"
        "Hidden: girls\n"
        "Loss: 1\n"
        "Proven least: not judged, the pattern was given\n"
        "girls: 3 to 3\n"
        "others: 0 or more\n"
        "Check: Not safe. girls can be worked out exactly.\n"
        "\n"
        "Pattern: found by protect\n"
        "Hidden: boys, girls\n"
        "Loss: 3\n"
        "Proven least: yes\n"
        "boys: 0 to 23, 24 possible\n"
        "girls: 0 to 23, 24 possible\n"
        "others: 0 or more\n"
        "Check: Safe: 3 figures checked, none can be worked out.\n"
    )


def test_the_only_pattern_of_a_file_is_judged_and_none_is_looked_for(printed):
    code, out, err = printed(CHILDREN | {"suppressed": []})
    assert (code, err) == (0, "")
    assert out == (
        "Pattern: suppressed\n"
        "Hidden: nothing\n"
        "Loss: 0\n"
        "Proven least: not judged, the pattern was given\n"
        "Check: Not safe. girls is a small count and is shown.\n"
    )


def test_runs_are_numbered_from_one(printed):
    _, out, _ = printed(CHILDREN | {"runs": [{"suppressed": ["girls"]}, {"suppressed": ["girls", "boys"]}]})
    assert [line for line in out.splitlines() if line.startswith(("Pattern", "Hidden"))] == [
        "Pattern: run 1",
        "Hidden: girls",
        "Pattern: run 2",
        "Hidden: boys, girls",
    ]


def test_what_leaks_is_told_case_by_case(printed):
    cases = [
        {"id": "one", "published": {"total": 23, "a": 20}, "hidden": {"b": 3}},
        {"id": "two", "published": {"incl": 47, "excl": 45}, "hidden": {"group": 2}},
    ]
    assert printed({"cases": cases}) == (
        0,
        "Case: one\nb: 3 to 3\nCheck: Not safe. b can be worked out exactly.\n"
        "\n"
        "Case: two\ngroup: 2 to 2\nCheck: Not safe. group can be worked out exactly.\n",
        "",
    )


def test_a_pattern_that_is_not_proven_says_so(printed, monkeypatch):
    monkeypatch.setattr("suppression.engine.least.time.monotonic", iter((0.0, 99.0)).__next__)
    assert "Proven least: no\n" in printed(CHILDREN)[1]


@pytest.mark.parametrize("arguments", [[], ["one.json", "two.json"]])
def test_without_one_file_it_says_how_to_call_it(capsys, arguments):
    assert main(arguments) == 2
    assert capsys.readouterr() == ("", "Name one file: python -m suppression.engine FILE.json\n")


def test_what_is_not_understood_is_one_sentence_and_two(printed):
    assert printed({"cells": {"a": 1}, "constraints": [], "rumour": 3}) == (2, "", "“rumour” is not known here.\n")


def test_a_pattern_that_shows_what_came_hidden_is_named(printed):
    assert printed({"cells": {"a": None}, "constraints": [], "suppressed": []}) == (
        2,
        "",
        "“suppressed” does not fit the cells: a came to us suppressed and cannot be shown.\n",
    )


def test_a_table_that_cannot_be_judged_is_one_sentence_and_one(printed, monkeypatch):
    def impossible(table, policy):
        raise ProtectionImpossible("girls could not be judged: out of time.")

    monkeypatch.setattr("suppression.engine.__main__.protect", impossible)
    assert printed(CHILDREN) == (1, "", "girls could not be judged: out of time.\n")


def test_a_table_that_cannot_be_protected_names_each_figure(printed):
    code, _, err = printed({"cells": {"a": 3, "b": 4}, "constraints": [[[["a", 1]], 3], [[["b", 1]], 4]]})
    assert code == 1
    assert err == (
        "a follows from what everybody knows, however much is hidden.\n"
        "b follows from what everybody knows, however much is hidden.\n"
    )


def test_where_a_figure_can_be_one_number_only_that_is_not_counted():
    intervals = {"a": Interval(3, 3), "b": Interval(0, 1), "c": Interval(0, None)}
    check = Check(True, True, intervals, (), "", {"a": 1, "b": 2})
    assert [left(check, key) for key in "abcd"] == ["3 to 3", "0 to 1, 2 possible", "0 or more", "not judged"]


def test_what_came_suppressed_and_is_known_to_be_large_is_not_asked_to_look_small():
    table = Table((Cell("a", None, "a", upper=8),))
    assert "Check: Not safe" in judged("given", table, {"a"}, "no", Policy())
    assert "Check: Safe" in judged("given", table, {"a"}, "no", Policy(), {"a"})
