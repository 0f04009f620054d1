"""How files of cases are read: what is understood, to the digit, and what is refused."""

import json
from decimal import Decimal

import pytest

from suppression.engine.case_file import read_case_file
from suppression.engine.case_json import LARGEST, NotUnderstood, as_list, as_printed, as_whole


@pytest.fixture
def read(tmp_path):
    def read(document):
        path = tmp_path / "case.json"
        path.write_text(json.dumps(document), "utf-8")
        return read_case_file(path)

    return read


@pytest.mark.parametrize(
    ("number", "read"),
    [("7.7", (77, 1)), ("1E0", (1, 0)), ("0.000000001", (1, 9)), ("1E-10", None), ("1E+1", None)],
)
def test_a_number_is_read_with_up_to_nine_decimals_as_it_is_printed(number, read):
    if read is not None:
        assert as_printed(Decimal(number), "rate") == read
        return
    with pytest.raises(NotUnderstood, match="no number that can be judged"):
        as_printed(Decimal(number), "rate")


def test_the_largest_number_that_can_be_judged_is_read_and_none_above():
    assert as_whole(LARGEST, "a") == LARGEST
    assert as_whole(-LARGEST, "a") == -LARGEST
    with pytest.raises(NotUnderstood):
        as_whole(LARGEST + 1, "a")


def test_what_is_no_list_is_not_read_as_one():
    with pytest.raises(NotUnderstood, match="no list"):
        as_list("ab", "suppressed")


def test_levels_are_below_and_above_the_figure(read):
    case = read({"cells": {"a": 20}, "constraints": [], "primary": {"a": {"lpl": 4, "upl": 6}}})
    assert case.table.cells[0].must_reach == (16, 26)


def test_a_term_that_is_not_understood_is_not_left_out(read):
    with pytest.raises(NotUnderstood):
        read({"cells": {"a": 1, "b": 1}, "constraints": [[[["a", 1], ["b", 0.5]], 1]]})
