"""The check of prose with the papers of the example report."""

import pytest

from commentary.prose import Facts, check_prose
from commentary.prose.facts import facts_of
from indicators.models import IndicatorDefinition
from reports.models import Publication
from suppression.paper import decode_part_1, decode_part_2
from tests.unit.commentary.published import JUDGED, REPORTS, findings


def facts_about(publication: Publication, number: str, part: int = 1) -> Facts:
    """The facts of the published report for a text about the indicator of that number."""
    part_1, part_2 = decode_part_1(bytes(publication.part_1)), decode_part_2(bytes(publication.part_2))
    keys = {indicator.number: indicator.key for indicator in part_1.indicators}
    protected = dict(IndicatorDefinition.objects.values_list("indicator__key", "counts_people"))
    return facts_of(part_1, part_2, keys.get(number, ""), part, protected)


@pytest.mark.parametrize("report", REPORTS)
def test_the_published_commentary_is_judged_alike_with_all_figures_of_the_report(
    publication: Publication, report: str
) -> None:
    judged = [(each.report, each.indicator, each.rule, each.quote) for each in JUDGED if each.report == report]
    assert findings(report, lambda number: facts_about(publication, number)) == judged


def test_facts_have_every_figure_of_part_2_and_what_part_1_hides(publication: Publication) -> None:
    facts = facts_about(publication, "22.1")
    by_place = {figure.place: figure for figure in facts.figures if figure.indicator == facts.subject}
    december, april = by_place["2020-12"], by_place["2020-04"]
    assert (december.number, december.value, december.hidden, december.counts_people) == ("22.1", 7, {"value"}, True)
    assert (april.value, april.hidden, by_place["own 2018/19"].hidden) == (0, frozenset(), frozenset())
    ratio = next(each for each in facts.figures if each.number == "30" and each.place == "2020-12")
    assert (str(ratio.value), ratio.numerator, ratio.denominator, ratio.decimal_places) == ("1.8", 127, 7063, 1)


@pytest.mark.parametrize("subject", ["", "22.1", "26"])
def test_seven_fostering_households_may_stand_in_part_2_only(publication: Publication, subject: str) -> None:
    said = "The Committee was told that seven fostering households had been approved."
    [finding] = check_prose(said, facts_about(publication, subject))
    assert (finding.rule, finding.quote, finding.may_be_kept) == ("hidden_figure", "seven", False)
    assert check_prose(said, facts_about(publication, subject, part=2)) == []
