"""The hiding: a table written out, cut into components, and what must not be hidden alone or apart."""

import pytest

from suppression.engine import (
    Cell,
    Condition,
    Policy,
    Ratio,
    RatioKind,
    Relation,
    RelationKind,
    Series,
    SeriesKind,
    Statement,
    StatementKind,
    Table,
    complement_key,
    step_key,
)
from suppression.engine.alone import Company, needs_company
from suppression.engine.components import connected_components
from suppression.engine.items import can_be_hidden
from suppression.engine.latent import Said, written_out
from suppression.engine.together import Together, hidden_together

from .tables import POLICY, counts, sum_of

THE_REPORT = "the report of May"


def things(**values):
    return tuple(Cell(key, value, key, counts_people=False) for key, value in values.items())


# Everything that is implicit is written out.


def test_a_running_total_has_a_step_to_each_month_but_the_first_and_ends_at_its_year_to_date():
    series = Series(SeriesKind.RUNNING_TOTAL, ("apr", "may", "jun"), "ytd")
    written = written_out(Table(counts({"apr": 4, "may": 9, "jun": None, "ytd": None}), series=(series,)))
    assert written.cells[4:] == (
        Cell(step_key("may"), 5, "the step to may from the total before it", latent=True),
        Cell(step_key("jun"), None, "the step to jun from the total before it", latent=True),
    )
    assert written.relations == (
        Relation((("apr", 1), (step_key("may"), 1), ("may", -1)), kind=RelationKind.STEP),
        Relation((("may", 1), (step_key("jun"), 1), ("jun", -1)), kind=RelationKind.STEP),
        Relation((("jun", 1), ("ytd", -1)), kind=RelationKind.YEAR_TO_DATE),
    )
    assert written.latent == {step_key("may"), step_key("jun")}


def test_a_step_after_a_month_that_came_suppressed_has_no_number():
    series = Series(SeriesKind.RUNNING_TOTAL, ("apr", "may"))
    written = written_out(Table(counts({"apr": None, "may": 9}), series=(series,)))
    assert written.cells[2].value is None


def test_steps_of_things_are_things():
    series = Series(SeriesKind.RUNNING_TOTAL, ("apr", "may"))
    assert not written_out(Table(things(apr=4, may=9), series=(series,))).cells[2].counts_people


def test_a_flow_is_the_sum_of_its_months_and_a_stock_of_nothing():
    cells = counts({"apr": 4, "may": 9, "ytd": 13})
    flow = Table(cells, series=(Series(SeriesKind.FLOW, ("apr", "may"), "ytd"),))
    assert written_out(flow).relations == (
        Relation((("apr", 1), ("may", 1), ("ytd", -1)), kind=RelationKind.YEAR_TO_DATE),
    )
    for kind in (SeriesKind.FLOW, SeriesKind.STOCK):
        alone = written_out(Table(cells, series=(Series(kind, ("apr", "may")),)))
        assert (alone.cells, alone.relations) == (cells, ())


@pytest.mark.parametrize(
    ("numerator", "denominator", "others"), [(30, 40, 10), (None, 40, None), (30, None, None), (40, 40, 0)]
)
def test_those_not_counted_in_a_percentage_are_a_figure(numerator, denominator, others):
    cells = counts({"n": numerator, "d": denominator})
    written = written_out(Table(cells, ratios=(Ratio("r", "n", "d", "the percentage"),)))
    key = complement_key("r")
    assert written.cells[2] == Cell(key, others, "the percentage, those not counted", latent=True)
    assert written.relations == (Relation((("n", 1), (key, 1), ("d", -1)), kind=RelationKind.COMPLEMENT),)


def test_those_not_counted_of_things_are_things_and_a_rate_has_none():
    assert not written_out(Table(things(n=30, d=40), ratios=(Ratio("r", "n", "d", "r"),))).cells[2].counts_people
    rate = Ratio("r", "n", "d", "r", kind=RatioKind.RATE)
    assert len(written_out(Table(counts({"n": 30, "d": 40}), ratios=(rate,))).cells) == 2


def test_what_ratios_and_statements_say_is_said_by_their_key():
    ratio = Ratio("r", "n", "d", "the percentage", weight=4, printed=13, decimals=1, public_since=THE_REPORT)
    condition = Condition((("n", 1),), least=4)
    words = Statement("s", StatementKind.WORDS, "the words", (condition,), weight=3, public_since="another")
    written = written_out(Table(counts({"n": 94, "d": 7132}), ratios=(ratio,), statements=(words,)))
    rounded = (Condition((("n", 2000), ("d", -25)), least=0), Condition((("n", 2000), ("d", -27)), most=-1))
    assert written.said == (
        Said("r", "the percentage", 4, rounded, THE_REPORT, "d"),
        Said("s", "the words", 3, (condition,), "another"),
    )
    assert written.labels == {
        "n": "n",
        "d": "d",
        complement_key("r"): "the percentage, those not counted",
        "r": "the percentage",
        "s": "the words",
    }


def test_a_percentage_that_is_not_printed_says_nothing():
    written = written_out(Table(counts({"n": 94, "d": 7132}), ratios=(Ratio("r", "n", "d", "r"),)))
    assert written.said[0].conditions == ()


# Components.


def components(table, pairs=(), companies=()):
    return connected_components(written_out(table), pairs, companies, POLICY)


def keys(component):
    return {cell.key for cell in component.cells} | {said.key for said in component.said}


def test_figures_are_connected_by_relations_by_what_is_said_and_by_what_is_hidden_together():
    table = Table(
        counts({"a": 3, "b": 4, "all": 7, "c": 9, "d": 30, "e": 8, "f": 9, "alone": 5}),
        (sum_of("all", "a", "b"),),
        statements=(
            Statement("words", StatementKind.WORDS, "words", (Condition((("c", 1), ("d", 1)), least=0),)),
            Statement("rating", StatementKind.RATING, "rating", ()),
        ),
    )
    pair, company = Together("a", "rating", "because"), Company("e", "e", ("f",))
    found = components(table, [pair], [company])
    assert [keys(each) for each in found] == [
        *({"a", "b", "all", "rating"}, {"c", "d", "words"}, {"e", "f"}, {"alone"}),
    ]
    assert [each.pairs for each in found] == [(pair,), (), (), ()]
    assert [each.companies for each in found] == [(), (), (company,), ()]
    assert [each.relations for each in found] == [table.relations, (), (), ()]
    assert found[1].labels == {"c": "c", "d": "d", "words": "words"}


def test_chains_of_relations_are_one_component_in_whatever_order_they_come():
    figures = counts(dict.fromkeys("abcdef", 8))
    same = [Relation(((one, 1), (other, -1)), kind=RelationKind.SAME) for one, other in ("ab", "cd", "ef", "bc", "ed")]
    (found,) = components(Table(figures, tuple(same)))
    assert keys(found) == set("abcdef")
    assert set(found.relations) == set(same)


def test_only_what_can_be_hidden_costs_something():
    cells = (
        Cell("a", 30, "a", weight=7),
        Cell("public", 9, "public", public_since=THE_REPORT),
        Cell("group", 21, "group", latent=True),
    )
    shown = Ratio("s", "public", "a", "s", printed=30, public_since=THE_REPORT)
    ratios = (Ratio("r", "public", "a", "r", weight=5, printed=30), shown)
    (found,) = components(Table(cells, (sum_of("a", "public", "group"),), ratios=ratios))
    assert found.weights == {"a": 7, "r": 5}


def test_what_is_never_shown_or_public_cannot_be_hidden_nor_a_zero_that_is_always_shown():
    shown = Policy(zeros_may_be_hidden=False)
    assert can_be_hidden(Cell("a", 0, "a"), POLICY)
    assert not can_be_hidden(Cell("a", 0, "a"), shown)
    assert can_be_hidden(Cell("a", 0, "a", hidden_since=THE_REPORT), shown)
    assert can_be_hidden(Cell("a", 0, "a", must_reach=(0, 4)), shown)
    assert can_be_hidden(Cell("a", 1, "a"), shown)
    assert can_be_hidden(Cell("a", None, "a"), shown)
    assert not can_be_hidden(Cell("a", 9, "a", latent=True), POLICY)
    assert not can_be_hidden(Cell("a", 9, "a", public_since=THE_REPORT), POLICY)


# Company.


def companies(cells, kind=SeriesKind.STOCK, year_to_date=None, unsafe=None, policy=POLICY, **more):
    series = Series(kind, tuple(cell.key for cell in cells if cell.key.startswith("m")), year_to_date)
    table = Table(tuple(cells), series=(series,), **more)
    unsafe = [cell.key for cell in cells if cell.value in range(1, 6)] if unsafe is None else unsafe
    return {company.key: company.others for company in needs_company(table, policy, unsafe)}


ROW = counts({"m1": 30, "m2": 4, "m3": 50, "m4": 5})


def test_each_small_count_of_a_row_needs_the_company_of_one_that_is_not_small():
    assert companies(ROW) == {"m2": ("m1", "m3"), "m4": ("m1", "m3")}
    assert companies(ROW, SeriesKind.FLOW) == {"m2": ("m1", "m3"), "m4": ("m1", "m3")}


def test_only_what_is_hidden_for_its_own_sake_needs_it():
    assert companies(ROW, unsafe=["m4", "m1"]) == {"m4": ("m1", "m3")}


def test_rows_with_steps_or_a_year_to_date_need_none():
    assert companies(counts({"m1": 3, "m2": 9}), SeriesKind.RUNNING_TOTAL) == {}
    assert companies(counts({"m1": 3, "m2": 9, "ytd": 12}), SeriesKind.FLOW, "ytd") == {}


def test_what_came_suppressed_is_public_or_is_a_zero_that_is_always_shown_is_no_company():
    others = (Cell("m3", 9, "m3", public_since=THE_REPORT), Cell("m4", 0, "m4"), Cell("m5", 60, "m5"))
    row = (*counts({"m1": None, "m2": 4}), *others)
    assert companies(row) == {"m2": ("m4", "m5")}
    assert companies(row, policy=Policy(zeros_may_be_hidden=False)) == {"m2": ("m5",)}
    assert companies(row[:2]) == {}


def test_things_are_never_small_and_so_may_keep_company():
    thing = Cell("m1", 3, "m1", counts_people=False)
    assert companies((thing, *counts({"m2": 4}))) == {"m2": ("m1",)}


def test_what_a_relation_or_a_ratio_speaks_of_needs_no_company():
    both = (*ROW, *counts({"all": 34}))
    assert companies(both, relations=(sum_of("all", "m1", "m2"),)).keys() == {"m4"}
    for numerator, denominator in (("m2", "all"), ("all", "m2")):
        rate = Ratio("r", numerator, denominator, "r", kind=RatioKind.RATE)
        assert companies(both, ratios=(rate,)).keys() == {"m4"}


# Together.


def test_a_rating_is_hidden_with_each_figure_that_it_judges():
    def said(key, kind=StatementKind.RATING, **more):
        return Statement(key, kind, key, (), judges=("a", "b"), **more)

    words = said("words", StatementKind.WORDS)
    table = Table(
        counts({"a": 9, "b": 9}), statements=(said("rating"), words, said("public", public_since=THE_REPORT))
    )
    sentence = "Hidden because the figure that it judges is hidden."
    assert hidden_together(table, POLICY) == (
        Together("a", "rating", sentence),
        Together("b", "rating", sentence),
    )
    assert hidden_together(table, Policy(rating_of_hidden_may_show=True)) == ()
