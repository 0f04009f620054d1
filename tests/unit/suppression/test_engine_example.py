"""The council's index of 2020/21 as at December 2020: counts that Part 1 must hide, and counts that it must show."""

import pytest

from suppression.engine import Cell, Table

from .tables import flow, hidden_in, protect_and_check, running_total, shown_in, table_of

RECRUITED = running_total("22.1", 0, 1, 2, 2, 3, 4, 5, 6, 7)
APPROVED = running_total("22.2", 0, 2, 4, 4, 6, 7, 9, 11, 13)
ADOPTED = running_total("23", 0, 1, 1, 2, 2, 3, 4, 4, 5)
FIRST_TIME_ENTRANTS = flow("32", 3, 2, 4, 1, 5, 3, 2, 4, 3)
REFERRALS = flow("9", 224, 213, 259, 361, 269, 412, 423, 372, 304)
ASSESSMENTS = flow("2", 25, 25, 40, 37, 25, 47, 46, 44, 57)
PRIMARY_EXCLUSIONS_ENDING = running_total("4 to August", 0, 0, 0, 0, year_to_date=False)
PRIMARY_EXCLUSIONS_STARTING = running_total("4 from September", 0, 0, 0, 0, year_to_date=False)
EXCLUSIONS_ENDING = running_total("5 to August", 25, 25, 25, 25, 25, year_to_date=False)
EXCLUSIONS_STARTING = running_total("5 from September", 2, 4, 7, 9, year_to_date=False)
PREVIOUS_YEARS = ([Cell("22.1 2019/20", 4, "22.1, 2019/20", weight=6), Cell("22.1 2017/18", 9, "22.1, 2017/18")], [])

HIDDEN = (RECRUITED, APPROVED, ADOPTED, FIRST_TIME_ENTRANTS, EXCLUSIONS_STARTING)
SHOWN = (REFERRALS, ASSESSMENTS, PRIMARY_EXCLUSIONS_ENDING, PRIMARY_EXCLUSIONS_STARTING, EXCLUSIONS_ENDING)


@pytest.mark.parametrize("part", HIDDEN, ids=lambda part: part[0][0].key)
def test_every_month_and_the_year_to_date_of_a_small_indicator_are_hidden(part):
    assert hidden_in(table_of(part)) == {cell.key for cell in part[0]}


@pytest.mark.parametrize("part", SHOWN, ids=lambda part: part[0][0].key)
def test_every_month_of_a_large_or_empty_indicator_is_shown(part):
    assert shown_in(table_of(part)) == {cell.key for cell in part[0]}


def test_a_previous_year_is_hidden_if_it_is_small():
    assert hidden_in(table_of(PREVIOUS_YEARS)) == {"22.1 2019/20"}


def test_the_whole_index_hides_no_more_and_gives_nothing_away():
    pattern, check = protect_and_check(table_of(*HIDDEN, *SHOWN, PREVIOUS_YEARS))
    expected = {cell.key for part in HIDDEN for cell in part[0]} | {"22.1 2019/20"}
    assert set(pattern.hidden) == expected
    assert pattern.loss == sum(
        cell.weight for part in (*HIDDEN, PREVIOUS_YEARS) for cell in part[0] if cell.key in expected
    )
    assert check.safe, check.message


def test_an_index_of_forty_hard_indicators_is_safe():
    hard = (6, 0, 9, 3, 17, 8, 22, 5, 14, 7, 11, 30)
    steps = (20, 23, 31, 33, 50, 55, 61, 80, 84, 90, 99, 120)
    parts = [flow(f"flow {number}", *hard) for number in range(20)]
    parts += [running_total(f"total {number}", *steps) for number in range(20)]
    table = table_of(*parts)
    _, check = protect_and_check(table)
    assert check.safe


def test_a_table_without_anything_small_asks_the_solver_nothing(monkeypatch):
    monkeypatch.setattr("suppression.engine.secondary.Worlds", None)
    assert hidden_in(Table(tuple(REFERRALS[0]), series=tuple(REFERRALS[1]))) == set()
