"""Sentences word for word, and the reason that each hidden item of a component gets."""

import pytest

from suppression.engine import Cell, Pattern, Ratio, Reason, ReasonKind, Relation, RelationKind, Table, complement_key
from suppression.engine.alone import Company
from suppression.engine.components import connected_components
from suppression.engine.demands import Demand
from suppression.engine.latent import written_out
from suppression.engine.reasons import reasons_for_hiding
from suppression.engine.secondary import Hiding, with_those_hidden_together
from suppression.engine.sentences import (
    sentence_for_shielding,
    sentence_for_shown_before,
    sentence_for_uncertainty,
    sentence_for_unprotected,
)
from suppression.engine.together import Together

from .tables import POLICY, counts, sum_of


def shielding(key, revealed, table, hidden=()):
    return sentence_for_shielding(key, revealed, table, written_out(table), {key, revealed, *hidden})


def parts(number, kind=RelationKind.PARTS):
    """A whole and so many parts."""
    keys = [f"p{place}" for place in range(1, number + 1)]
    cells = counts({**dict.fromkeys(keys, 3), "whole": 3 * number})
    return Table(cells, (Relation((*((key, 1) for key in keys), ("whole", -1)), kind=kind),))


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (2, "the whole"),
        (3, "the whole and the other part"),
        (4, "the whole and the other two parts"),
        (14, "the whole and the other twelve parts"),
        (15, "the whole and the other 13 parts"),
    ],
)
def test_a_part_with_the_whole_and_the_others_reveals_another(number, words):
    assert shielding("p1", "p2", parts(number)) == f"Hidden because, with {words}, it would reveal p2."


@pytest.mark.parametrize(
    ("number", "words"), [(2, "the other part"), (3, "the other two parts"), (13, "the other twelve parts")]
)
def test_the_whole_with_the_others_reveals_a_part_and_they_the_whole(number, words):
    assert shielding("whole", "p2", parts(number)) == f"Hidden because, with {words}, it would reveal p2."
    assert shielding("p2", "whole", parts(number)) == f"Hidden because, with {words}, it would reveal whole."


def test_months_are_called_months():
    assert shielding("p1", "p2", parts(3, RelationKind.QUARTER_TO_DATE)) == (
        "Hidden because, with the quarter to date and the other month, it would reveal p2."
    )
    assert shielding("p1", "p2", parts(4, RelationKind.YEAR_TO_DATE)) == (
        "Hidden because, with the year to date and the other two months, it would reveal p2."
    )


def test_the_sign_of_a_relation_does_not_matter():
    turned = Table(counts({"a": 3, "b": 9, "all": 12}), (Relation((("all", 1), ("a", -1), ("b", -1))),))
    assert shielding("all", "a", turned) == "Hidden because, with the other part, it would reveal a."
    assert shielding("b", "a", turned) == "Hidden because, with the whole, it would reveal a."


def test_a_relation_without_a_whole_names_the_whole_all_the_same():
    """Of 2 a + b + c = 40 no figure is the whole."""
    odd = Table(counts({"a": 3, "b": 9, "c": 25}), (Relation((("a", 2), ("b", 1), ("c", 1)), 40),))
    assert shielding("b", "a", odd) == "Hidden because, with the whole, it would reveal a."


def test_two_that_are_one_figure_say_so():
    same = Table(counts({"a": 3, "b": 3}), (Relation((("a", 1), ("b", -1)), kind=RelationKind.SAME),))
    assert shielding("b", "a", same) == "Hidden because it is the same figure as a."


@pytest.mark.parametrize(
    ("kind", "of_the_whole", "of_a_part"),
    [
        (RelationKind.GROUP, "the figure that leaves the group out", "the figure that includes the group"),
        (RelationKind.REVISION, "what an earlier report showed", "the figure as it is now"),
        (RelationKind.STEP, "the total beside it", "the total beside it"),
        (RelationKind.COMPLEMENT, "the numerator", "the denominator"),
    ],
)
def test_each_relation_has_words_for_what_it_takes(kind, of_the_whole, of_a_part):
    cells = (*counts({"b": 45, "all": 47}), Cell("small", 2, "small", latent=True))
    table = Table(cells, (Relation((("b", 1), ("small", 1), ("all", -1)), kind=kind),))
    assert shielding("all", "small", table) == f"Hidden because, with {of_the_whole}, it would reveal small."
    assert shielding("b", "small", table) == f"Hidden because, with {of_a_part}, it would reveal small."


OTHERWISE = "Hidden because, with the other figures shown, it would say too much about {}.".format


def test_a_relation_of_which_more_is_hidden_or_never_shown_reveals_nothing_by_itself():
    assert shielding("p1", "p2", parts(4), hidden=["p3"]) == OTHERWISE("p2")
    cells = (*counts({"a": 3, "b": 9, "all": 16}), Cell("group", 4, "group", latent=True))
    table = Table(cells, (sum_of("all", "a", "b", "group"),))
    assert shielding("b", "a", table) == OTHERWISE("a")


def test_a_relation_that_speaks_of_only_one_of_them_is_not_named():
    table = Table(counts({"a": 3, "b": 9, "c": 12, "d": 3}), (sum_of("c", "a", "b"),))
    assert shielding("b", "d", table) == OTHERWISE("d")


def percentage():
    cells = counts({"n": 30, "d": 60, "m": 9})
    return Table(cells, ratios=(Ratio("r", "n", "d", "r", printed=50), Ratio("q", "m", "d", "q", printed=15)))


def test_a_percentage_with_the_number_beside_it_says_too_much():
    too_much = "Hidden because, with its {}, it would say too much about {}.".format
    assert shielding("r", "n", percentage()) == too_much("denominator", "n")
    assert shielding("r", "d", percentage()) == too_much("numerator", "d")
    assert shielding("r", complement_key("r"), percentage()) == too_much("denominator", "r, those not counted")
    assert shielding("q", "m", percentage()) == too_much("denominator", "m")
    assert shielding("r", "n", percentage(), hidden=["d"]) == OTHERWISE("n")
    assert shielding("r", "m", percentage()) == OTHERWISE("m")


def test_what_cannot_be_said_to_be_safe_says_so():
    assert sentence_for_uncertainty() == (
        "Hidden because it could not be shown to be safe together with the other figures."
    )


def test_what_was_shown_before_says_where_and_what_to_do():
    rest = "and was shown in May. Hiding it now would not take it back: withdraw that report or correct the figure"
    assert sentence_for_shown_before("June", "May", True) == f"June is a small count {rest} first."
    assert sentence_for_shown_before("June", "May", False) == f"June stands for too few people {rest} first."


def test_what_gives_a_figure_away_is_named_with_where_it_is_public():
    assert sentence_for_unprotected("June", [("April", "the report of May"), ("workers", "")]) == (
        "June can be worked out, or nearly, from what is public already: April (the report of May); "
        "workers (always shown). Withdraw or correct that first."
    )
    assert sentence_for_unprotected("June", []) == "June follows from what everybody knows, however much is hidden."


# The reason of each item.


def test_every_hidden_item_of_a_component_has_its_reason_and_no_other_has():
    cells = counts({"own": 3, "shield": 9, "whole": 12, "lonely": 30, "unsure": 8, "shown": 7, "judged": 6})
    table = Table(cells, (sum_of("whole", "own", "shield"),))
    rule = Together("shield", "rating", "Hidden because the figure that it judges is hidden.")
    never = Together("shown", "other rating", "never")
    (first, *_) = connected_components(written_out(table), (), (), POLICY)
    weights = dict.fromkeys(("own", "shield", "lonely", "unsure", "shown", "rating", "other rating"), 1)
    component = type(first)(weights, first.cells, first.relations, (), (rule, never), ())
    company = Company("own", "own", ("lonely",))
    hiding = Hiding({"shield": Demand("own", "own", ()), "lonely": company, "unsure": None}, {}, True)
    own = Reason(ReasonKind.PRIMARY, "Hidden because it is small.", ("own",))
    found = dict(reasons_for_hiding(component, hiding, {"own": own, "elsewhere": own}, table, written_out(table)))
    assert found == {
        "own": own,
        "shield": Reason(ReasonKind.SECONDARY, "Hidden because, with the whole, it would reveal own.", ("own",)),
        "lonely": Reason(ReasonKind.SECONDARY, company.sentence, ("own",)),
        "unsure": Reason(ReasonKind.SECONDARY, sentence_for_uncertainty()),
        "rating": Reason(ReasonKind.SECONDARY, rule.sentence, ("shield",)),
    }
    assert list(found) == ["own", "shield", "lonely", "unsure", "rating"]


def test_what_is_hidden_together_goes_on_from_one_to_the_next_and_ends():
    first, second, third = Together("a", "b", "1"), Together("b", "c", "2"), Together("c", "a", "3")
    other = Together("x", "y", "4")
    assert with_those_hidden_together("a", [first, second, third, other]) == {"a": None, "b": first, "c": second}
    assert with_those_hidden_together("bc", [first, second, third]) == {"b": None, "c": None, "a": third}
    assert with_those_hidden_together("z", [first]) == {"z": None}


def test_a_pattern_of_which_nothing_is_said_is_not_called_least():
    assert Pattern({}, 0, "1").proven_least is False
    assert Pattern({}, 0, "1").unprotected == {}
    assert Pattern({}, 0, "1").large == frozenset()
