"""A Part 1 text counts no few people."""

import pytest

from tests.unit.commentary.prose.checking import findings, found


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("out of 6 attending, 5 now have destinations", "5"),
        ("One of our care leavers has been offered an apprenticeship.", "One"),
        ("We have 5 Apprenticeships.", "5"),
        ("Two young people, a brother and a sister, moved.", "Two"),
        ("A couple of carers left.", "A couple of"),
        ("None of the children was missing.", "None"),
        ("No children were missing.", "No"),
        ("Nobody of the young people came.", "Nobody"),
        ("None but one of our pupils came.", "None but one"),
        ("Of the families, four moved away.", "four"),
        ("Both children moved.", "Both"),
        ("Twins were placed together with a carer.", "Twins"),
        ("Only one attended.", "one"),
        ("*Three* families", "Three"),
    ],
)
def test_fewer_people_than_the_threshold_are_found_and_may_be_kept(text: str, quote: str) -> None:
    [finding] = findings(text, "35.1")
    assert (finding.rule, finding.quote, finding.may_be_kept) == ("small_count", quote, True)
    assert found(text, "35.1", part=2) == []
    assert findings(text, "35.1", kept=[("small_count", quote)])[0].kept
    assert not findings(text, "35.1", kept=[("hidden_figure", quote)])[0].kept


@pytest.mark.parametrize(
    "text",
    [
        "6 sibling groups, 6 children and six families",
        "33 young people attended.",
        "Five events for young people",
        "Children's services held 3 family support sessions in 4 schools.",
        "4 foster carer events",
        "Caseloads rose to 5.",
        "one of the biggest challenges for our children",
        "children under 5, 3 to 4 year olds, 2% of children",
        "two social work teams for children",
        "5 weeks after the child came",
        "with no reason for the families to worry",
    ],
)
def test_six_people_things_and_limits_are_not(text: str) -> None:
    assert found(text, "35.1") == []
