"""What was asked of a figure is asked again when another figure changes on which the question rests."""

from datetime import date
from typing import Any

import pytest

from accounts.models import User
from indicators.entry.outcomes import Entry, Outcome, Result
from indicators.entry.services import enter_figures
from indicators.models import Dataset, DefinitionRelation, Measure, Outturn
from indicators.periods import add_months
from indicators.vocabulary import DefinitionRelationKind, RelationStatus
from indicators.workflow.moves import State
from tests.factories.figures import APRIL, JUNE, MAY, YEAR, measure, outturn, typed


@pytest.fixture
def referrals(empty_dataset: Dataset) -> Measure:
    return measure(empty_dataset)


def enter(officer: User, of: Measure, text: str, month: date = APRIL, **said: Any) -> Outcome:
    (outcome,) = enter_all(officer, typed(of, text, month, **said))
    return outcome


def enter_all(officer: User, *entries: Entry) -> list[Outcome]:
    dataset = Measure.objects.get(pk=entries[0].place.measure).indicator.dataset
    return enter_figures(dataset=dataset, reporting_year=YEAR, entries=entries, by=officer)


def total_of(of: Measure) -> Outturn:
    return Outturn.objects.get(measure=of, period__kind="year_to_date")


def sentences(figure: Outturn) -> list[str]:
    return [question["sentence"] for question in figure.questions]


def odd_total(officer: User, of: Measure, **said: Any) -> None:
    """40 in April, and 41 as the year to date."""
    enter(officer, of, "40")
    assert enter(officer, of, "41", is_year_to_date=True, **said).questions


def related(this: Measure, kind: DefinitionRelationKind, other: Measure) -> None:
    DefinitionRelation.objects.create(
        definition=this.indicator.definitions.get(),
        kind=kind,
        other=other.indicator.definitions.get(),
        status=RelationStatus.CONFIRMED,
    )


def test_a_question_is_settled_by_the_other_figure(officer: User, referrals: Measure) -> None:
    odd_total(officer, referrals)
    revisions = Outturn.history.count()
    assert enter(officer, referrals, "41", version=1).result is Result.SAVED
    total = total_of(referrals)
    assert (total.questions, total.version, total.value, total.state) == ([], 1, 41, State.DRAFT)
    assert Outturn.history.count() == revisions + 2
    revision = total.history.latest()
    assert (revision.history_change_reason, revision.history_user, revision.questions) == ("Asked again", officer, [])


def test_the_figure_that_was_entered_has_its_own_revision(officer: User, referrals: Measure) -> None:
    odd_total(officer, referrals)
    enter(officer, referrals, "41", version=1)
    april = Outturn.objects.get(measure=referrals, period__kind="month")
    assert (april.value, april.version, april.history.latest().history_change_reason) == (41, 2, "Entered")


def test_a_first_figure_settles_questions_too(officer: User, referrals: Measure) -> None:
    odd_total(officer, referrals)
    enter(officer, referrals, "1", MAY)
    enter(officer, referrals, "41", MAY, is_year_to_date=True)
    assert sentences(total_of_month(referrals, APRIL))
    enter(officer, referrals, "", version=1)
    assert total_of_month(referrals, APRIL).questions == []


def total_of_month(of: Measure, month: date) -> Outturn:
    return Outturn.objects.get(measure=of, period__kind="year_to_date", period__last_month=month)


def test_a_question_says_what_it_sees_now(officer: User, referrals: Measure) -> None:
    odd_total(officer, referrals, explanation="One came late")
    (before,) = sentences(total_of(referrals))
    enter(officer, referrals, "39", version=1)
    total = total_of(referrals)
    (now,) = sentences(total)
    assert "39" in now and now != before
    assert total.explanation == "", "it answered another question"


def test_what_is_explained_stays_explained_while_its_sentence_does(officer: User, referrals: Measure) -> None:
    odd_total(officer, referrals, explanation="One came late")
    revisions = total_of(referrals).history.count()
    enter(officer, referrals, "7", JUNE)
    total = total_of(referrals)
    assert (total.explanation, len(total.questions), total.history.count()) == ("One came late", 1, revisions)


@pytest.mark.parametrize("state", [State.SUBMITTED, State.APPROVED, State.LOCKED])
def test_what_has_left_the_officers_hands_is_not_asked_again(officer: User, referrals: Measure, state: State) -> None:
    odd_total(officer, referrals, explanation="One came late")
    approver = officer if state != State.SUBMITTED else None
    Outturn.objects.filter(measure=referrals, period__kind="year_to_date").update(
        state=state, approved_by=approver, entered_by=None
    )
    enter(officer, referrals, "41", version=1)
    assert (total_of(referrals).explanation, len(total_of(referrals).questions)) == ("One came late", 1)


def test_a_returned_figure_stays_returned(officer: User, referrals: Measure) -> None:
    odd_total(officer, referrals)
    Outturn.objects.filter(measure=referrals, period__kind="year_to_date").update(
        state=State.RETURNED, returned_because="Check", entered_by=None
    )
    enter(officer, referrals, "41", version=1)
    total = total_of(referrals)
    assert (total.state, total.returned_because, total.entered_by, total.questions) == (
        State.RETURNED,
        "Check",
        None,
        [],
    )


def test_parts_are_asked_again_when_their_whole_changes(officer: User, empty_dataset: Dataset) -> None:
    whole, boys, girls = (measure(empty_dataset, number) for number in ("22", "22.1", "22.2"))
    for part in (boys, girls):
        related(part, DefinitionRelationKind.PART_OF, whole)
    outturn(whole, value=10)
    outturn(girls, value=4)
    assert enter(officer, boys, "7").questions
    enter(officer, whole, "11", version=1)
    assert Outturn.objects.get(measure=boys).questions == []


def test_what_lies_further_away_is_not_forgotten(officer: User, empty_dataset: Dataset) -> None:
    """A part has a relation of its own; it is still asked about that when the whole's other part changes."""
    whole, boys, girls, pupils, learners = (
        measure(empty_dataset, number) for number in ("22", "22.1", "22.2", "5", "6")
    )
    for part in (boys, girls):
        related(part, DefinitionRelationKind.PART_OF, whole)
    related(boys, DefinitionRelationKind.SAME_AS, pupils)
    related(pupils, DefinitionRelationKind.SAME_AS, learners)
    outturn(pupils, value=7)
    assert enter(officer, boys, "6").questions
    enter(officer, girls, "4")
    assert sentences(Outturn.objects.get(measure=boys)) == [
        "22.1 and 5 are the same figure, but one is 6 and the other 7."
    ]


def test_an_outlier_that_was_explained_is_not_asked_about_for_every_month_that_follows(
    officer: User, referrals: Measure
) -> None:
    for before in range(1, 15):
        outturn(referrals, add_months(APRIL, -before), value=40 + before % 3)
    asked = enter(officer, referrals, "90").questions
    assert [question.rule for question in asked] == ["outside_natural_limits"]
    enter(officer, referrals, "90", version=1, explanation="A new team counted all")
    for month, text in ((MAY, "85"), (JUNE, "96")):
        enter(officer, referrals, text, month)
    april = Outturn.objects.get(measure=referrals, period__last_month=APRIL)
    assert (april.explanation, sentences(april)) == ("A new team counted all", [asked[0].sentence])


def test_a_question_of_history_goes_with_what_it_came_from(officer: User, referrals: Measure) -> None:
    for before in range(1, 12):
        outturn(referrals, add_months(APRIL, -before), value=40)
    enter(officer, referrals, "40")
    assert enter(officer, referrals, "41", MAY).questions
    enter(officer, referrals, "44", version=1)
    may = Outturn.objects.get(measure=referrals, period__last_month=MAY)
    assert sentences(may) == [] or "41" in sentences(may)[0]


def test_what_stays_as_it_is_in_a_block_says_what_is_asked_now(officer: User, referrals: Measure) -> None:
    odd_total(officer, referrals)
    month, total = enter_all(
        officer, typed(referrals, "41", version=1), typed(referrals, "41", version=1, is_year_to_date=True)
    )
    assert (month.result, total.result, total.questions) == (Result.SAVED, Result.UNCHANGED, ())
    assert total_of(referrals).questions == []
