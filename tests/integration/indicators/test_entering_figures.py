"""Entering figures: what becomes of what somebody types, in every state of a figure."""

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from accounts.models import AuditEntry, User
from indicators.entry.outcomes import Entry, Outcome, Result
from indicators.entry.services import enter_figures, plan_figures
from indicators.models import Dataset, DefinitionRelation, Measure, Outturn
from indicators.vocabulary import Absence, Accumulation, DefinitionRelationKind, RelationStatus, YearBasis
from indicators.workflow.moves import State
from tests.factories.figures import APRIL, JUNE, MAY, YEAR, measure, outturn, percentage, typed
from tests.factories.people import person, person_with


@pytest.fixture
def referrals(empty_dataset: Dataset) -> Measure:
    return measure(empty_dataset)


def enter(officer: User, *entries: Entry, **options: Any) -> list[Outcome]:
    dataset = Measure.objects.get(pk=entries[0].place.measure).indicator.dataset
    return enter_figures(dataset=dataset, reporting_year=YEAR, entries=entries, by=officer, **options)


def enter_one(officer: User, of: Measure, text: str, **said: Any) -> Outcome:
    (outcome,) = enter(officer, typed(of, text, **said))
    return outcome


def state_of(state: State) -> dict[str, Any]:
    """A figure as it is in that state."""
    approved = state in (State.APPROVED, State.LOCKED)
    return {
        "state": state,
        "approved_by": person_with("director") if approved else None,
        "returned_because": "Check it" if state == State.RETURNED else "",
    }


# A first figure


def test_a_figure_is_stored_as_a_draft_with_who_entered_it(officer: User, referrals: Measure) -> None:
    outcome = enter_one(officer, referrals, "1,412")
    assert (outcome.result, outcome.text, outcome.understood) == (Result.SAVED, "1,412", "1,412")
    stored = Outturn.objects.get(measure=referrals)
    assert (stored.value, stored.state, stored.version) == (1412, State.DRAFT, 1)
    assert (stored.entered_by, stored.approved_by) == (officer, None)
    assert outcome.name == f"cell-{referrals.pk}-2020-04-1"


def test_its_revision_says_who_and_why(officer: User, referrals: Measure) -> None:
    enter_one(officer, referrals, "12")
    (revision,) = Outturn.history.filter(measure_id=referrals.pk)
    assert (revision.history_type, revision.history_user, revision.history_change_reason) == ("+", officer, "Entered")
    assert (revision.value, revision.version) == (12, 1)


def test_the_audit_entry_of_a_batch_holds_no_figure(officer: User, referrals: Measure) -> None:
    before = set(AuditEntry.objects.values_list("pk", flat=True))
    enter(officer, typed(referrals, "731946"), typed(referrals, "618254", MAY, explanation="845172 were late"))
    (entry,) = AuditEntry.objects.exclude(pk__in=before)
    assert (entry.action, entry.by) == ("entered figures", officer)
    assert entry.detail["new"] == 2
    assert entry.detail["places"] == [f"{referrals.pk}-2020-04", f"{referrals.pk}-2020-05"]
    written = f"{entry.subject} {entry.detail}"
    assert not any(figure in written for figure in ("731946", "618254", "845172"))


def test_a_typed_absence_is_stored_with_its_wording(officer: User, referrals: Measure) -> None:
    outcome = enter_one(officer, referrals, "not available")
    stored = Outturn.objects.get(measure=referrals)
    assert (stored.absence, stored.wording, stored.value) == (Absence.NOT_AVAILABLE, "not available", None)
    assert outcome.result is Result.SAVED


def test_nothing_to_report_is_stored_and_is_not_a_blank(officer: User, referrals: Measure) -> None:
    enter_one(officer, referrals, "nothing to report")
    stored = Outturn.objects.get(measure=referrals)
    assert (stored.absence, stored.wording) == (Absence.NOT_DUE, "Nothing to report")


def test_a_part_of_a_whole_is_stored_with_both_numbers(officer: User, empty_dataset: Dataset) -> None:
    assessed = percentage(empty_dataset)
    outcome = enter_one(officer, assessed, "96/7132")
    stored = Outturn.objects.get(measure=assessed)
    assert (str(stored.value), stored.numerator, stored.denominator) == ("1.300000", 96, 7132)
    assert outcome.text == "1.3% (96/7132)"


def test_a_year_to_date_is_stored_for_its_own_year(officer: User, empty_dataset: Dataset) -> None:
    exclusions = measure(empty_dataset, year_basis=YearBasis.ACADEMIC, accumulation=Accumulation.RUNNING_TOTAL)
    outcome = enter_one(officer, exclusions, "7", month=JUNE, is_year_to_date=True)
    assert outcome.name == f"cell-{exclusions.pk}-ytd-2020-06-1"
    period = Outturn.objects.get(measure=exclusions).period
    assert (period.kind, period.first_month, period.last_month) == ("year_to_date", date(2019, 9, 1), JUNE)


def test_the_year_to_date_that_is_worked_out_comes_back(officer: User, referrals: Measure) -> None:
    outturn(referrals, APRIL, value=1000)
    (outcome,) = enter(officer, typed(referrals, "234", MAY), as_at=MAY)
    assert outcome.year_to_date == "1,234"


def test_no_year_to_date_is_worked_out_beside_a_typed_one(officer: User, referrals: Measure) -> None:
    enter(officer, typed(referrals, "40"), typed(referrals, "40", is_year_to_date=True))
    (outcome,) = enter(officer, typed(referrals, "41", version=1), as_at=APRIL)
    assert outcome.year_to_date == ""


# Over a figure that is there


@pytest.mark.parametrize("state", [State.DRAFT, State.SUBMITTED, State.RETURNED])
def test_a_figure_that_nobody_approved_becomes_a_draft_again(officer: User, referrals: Measure, state: State) -> None:
    outturn(referrals, **state_of(state))
    outcome = enter_one(officer, referrals, "41", version=1)
    stored = Outturn.objects.get(measure=referrals)
    assert outcome.result is Result.SAVED
    assert (stored.value, stored.state, stored.version, stored.returned_because) == (41, State.DRAFT, 2, "")


def test_an_approved_figure_asks_for_a_reason(officer: User, referrals: Measure) -> None:
    outturn(referrals, **state_of(State.APPROVED))
    outcome = enter_one(officer, referrals, "41", version=1)
    assert outcome.result is Result.NEEDS_REASON
    assert (outcome.text, outcome.state) == ("40", "approved")
    assert "Say why it changes" in outcome.message
    assert Outturn.objects.get(measure=referrals).value == 40


def test_an_approved_figure_changes_with_a_reason_and_has_to_be_approved_again(
    officer: User, referrals: Measure
) -> None:
    outturn(referrals, **state_of(State.APPROVED))
    outcome = enter_one(officer, referrals, "41", version=1, reason="A late return")
    stored = Outturn.objects.get(measure=referrals)
    assert outcome.result is Result.SAVED
    assert (stored.state, stored.approved_by, stored.value) == (State.DRAFT, None, 41)
    assert Outturn.history.filter(measure_id=referrals.pk).latest().history_change_reason == "Reopened: A late return"


def test_a_locked_figure_never_changes(officer: User, referrals: Measure) -> None:
    outturn(referrals, **state_of(State.LOCKED))
    for text in ("41", ""):
        outcome = enter_one(officer, referrals, text, version=1, reason="Because")
        assert outcome.result is Result.LOCKED
        assert "open it for correction" in outcome.message
    assert Outturn.objects.get(measure=referrals).version == 1


def test_the_same_figure_changes_nothing(officer: User, referrals: Measure) -> None:
    outturn(referrals, value=1412, **state_of(State.LOCKED))
    for text in ("1,412", "1412", " 1412 "):
        assert enter_one(officer, referrals, text, version=1).result is Result.UNCHANGED
    assert Outturn.objects.get(measure=referrals).version == 1
    assert [each.history_type for each in Outturn.history.filter(measure_id=referrals.pk)] == ["+"]


def test_the_same_batch_sent_twice_has_one_effect_and_one_revision(officer: User, referrals: Measure) -> None:
    batch = [typed(referrals, "12"), typed(referrals, "13", MAY)]
    first, second = enter(officer, *batch), enter(officer, *batch)
    assert [outcome.result for outcome in first] == [Result.SAVED, Result.SAVED]
    assert [outcome.result for outcome in second] == [Result.UNCHANGED, Result.UNCHANGED]
    assert [outcome.name for outcome in second] == [outcome.name for outcome in first]
    assert Outturn.history.filter(measure_id=referrals.pk).count() == 2


def test_a_blank_takes_a_draft_away_and_keeps_its_history(officer: User, referrals: Measure) -> None:
    enter_one(officer, referrals, "12")
    outcome = enter_one(officer, referrals, "", version=1)
    assert (outcome.result, outcome.text, outcome.state) == (Result.SAVED, "", "empty")
    assert outcome.name.endswith("-0")
    assert not Outturn.objects.filter(measure=referrals).exists()
    taken_away = Outturn.history.filter(measure_id=referrals.pk).latest()
    assert (taken_away.history_type, taken_away.history_user, taken_away.value) == ("-", officer, 12)


def test_a_figure_that_comes_again_counts_its_versions_on(officer: User, referrals: Measure) -> None:
    enter_one(officer, referrals, "12")
    enter_one(officer, referrals, "", version=1)
    assert enter_one(officer, referrals, "13").name.endswith("-2")
    assert enter_one(officer, referrals, "14", version=1).result is Result.CLASH


def test_a_blank_over_an_approved_figure_needs_a_reason(officer: User, referrals: Measure) -> None:
    outturn(referrals, **state_of(State.APPROVED))
    assert enter_one(officer, referrals, "", version=1).result is Result.NEEDS_REASON
    assert enter_one(officer, referrals, "", version=1, reason="Counted twice").result is Result.SAVED
    assert not Outturn.objects.filter(measure=referrals).exists()


def test_a_number_is_not_replaced_by_the_word_that_it_is_hidden(officer: User, referrals: Measure) -> None:
    outturn(referrals)
    outcome = enter_one(officer, referrals, "Data suppressed, see part 2 report", version=1)
    assert outcome.result is Result.REFUSED
    assert "Outturn hides it" in outcome.message
    assert Outturn.objects.get(measure=referrals).value == 40


# What is refused, and what is asked


@pytest.mark.parametrize(("text", "said"), [("hello", "neither a figure"), ("-3", "-3"), ("2.5", "2.5")])
def test_what_cannot_be_is_refused_and_nothing_is_stored(
    officer: User, referrals: Measure, text: str, said: str
) -> None:
    outcome = enter_one(officer, referrals, text)
    assert outcome.result is Result.REFUSED
    assert said in outcome.message
    assert not Outturn.objects.filter(measure=referrals).exists()


def test_a_part_that_is_more_than_its_whole_is_refused(officer: User, empty_dataset: Dataset) -> None:
    assert enter_one(officer, percentage(empty_dataset), "96/71").result is Result.REFUSED


def test_one_that_is_refused_does_not_keep_the_others_back(officer: User, referrals: Measure) -> None:
    outcomes = enter(officer, typed(referrals, "12"), typed(referrals, "hello", MAY), typed(referrals, "14", JUNE))
    assert [outcome.result for outcome in outcomes] == [Result.SAVED, Result.REFUSED, Result.SAVED]
    assert Outturn.objects.filter(measure=referrals).count() == 2


def test_unless_all_of_them_or_none_was_asked_for(officer: User, referrals: Measure) -> None:
    outcomes = enter(officer, typed(referrals, "12"), typed(referrals, "hello", MAY), all_or_nothing=True)
    assert [outcome.result for outcome in outcomes] == [Result.SAVED, Result.REFUSED]
    assert not Outturn.objects.filter(measure=referrals).exists()


def odd_figure(officer: User, of: Measure, **said: Any) -> Outcome:
    """A year to date that its one month contradicts."""
    enter_one(officer, of, "40")
    return enter_one(officer, of, "41", is_year_to_date=True, **said)


def test_an_odd_figure_is_stored_and_asked_about(officer: User, referrals: Measure) -> None:
    outcome = odd_figure(officer, referrals)
    assert outcome.result is Result.QUERIED
    assert [question.rule for question in outcome.questions] == ["year_to_date_is_not_the_sum"]
    stored = Outturn.objects.get(measure=referrals, period__kind="year_to_date")
    assert stored.questions == [{"rule": each.rule, "sentence": each.sentence} for each in outcome.questions]
    assert stored.value == 41


def test_an_explanation_answers_the_questions(officer: User, referrals: Measure) -> None:
    odd_figure(officer, referrals)
    outcome = enter_one(officer, referrals, "41", version=1, is_year_to_date=True, explanation="One came late")
    assert outcome.result is Result.SAVED
    stored = Outturn.objects.get(measure=referrals, period__kind="year_to_date")
    assert (stored.explanation, stored.version, bool(stored.questions)) == ("One came late", 2, True)


def test_an_explanation_can_come_with_the_figure(officer: User, referrals: Measure) -> None:
    assert odd_figure(officer, referrals, explanation="One came late").result is Result.SAVED


def test_another_figure_has_to_be_explained_again(officer: User, referrals: Measure) -> None:
    odd_figure(officer, referrals, explanation="One came late")
    outcome = enter_one(officer, referrals, "42", version=1, is_year_to_date=True)
    assert outcome.result is Result.QUERIED
    assert Outturn.objects.get(measure=referrals, period__kind="year_to_date").explanation == ""


def test_figures_of_one_batch_are_judged_beside_each_other(officer: User, referrals: Measure) -> None:
    outcomes = enter(
        officer,
        typed(referrals, "40"),
        typed(referrals, "2", MAY),
        typed(referrals, "42", MAY, is_year_to_date=True),
    )
    assert [outcome.result for outcome in outcomes] == [Result.SAVED] * 3


def test_parts_are_judged_beside_their_whole_and_its_other_parts(officer: User, empty_dataset: Dataset) -> None:
    whole, boys, girls = (measure(empty_dataset, number) for number in ("22", "22.1", "22.2"))
    for part in (boys, girls):
        DefinitionRelation.objects.create(
            definition=part.indicator.definitions.get(),
            kind=DefinitionRelationKind.PART_OF,
            other=whole.indicator.definitions.get(),
            status=RelationStatus.CONFIRMED,
        )
    outturn(whole, value=10)
    outturn(girls, value=4)
    outcome = enter_one(officer, boys, "7")
    assert [question.rule for question in outcome.questions] == ["parts_do_not_add_up"]
    assert enter_one(officer, boys, "6", version=1).result is Result.SAVED


# Where there is no such cell


def test_a_retired_indicator_takes_no_figures_from_then_on(officer: User, empty_dataset: Dataset) -> None:
    retired = measure(empty_dataset, retired_from=MAY)
    assert enter_one(officer, retired, "12").result is Result.SAVED
    outcome = enter_one(officer, retired, "12", month=MAY)
    assert outcome.result is Result.REFUSED
    assert outcome.message == "Indicator 1 is retired from May 2020 and takes no more figures."


def test_a_month_of_another_year_is_refused(officer: User, referrals: Measure) -> None:
    assert "has no March 2020" in enter_one(officer, referrals, "12", month=date(2020, 3, 1)).message


def test_a_measure_of_another_dataset_is_refused(officer: User, dataset: Dataset, referrals: Measure) -> None:
    (outcome,) = enter_figures(dataset=dataset, reporting_year=YEAR, entries=[typed(referrals, "12")], by=officer)
    assert "not in the index of this year" in outcome.message
    assert not Outturn.objects.filter(measure=referrals).exists()


@pytest.mark.parametrize("role", ["director", "publisher", "administrator", "member", "restricted_reader"])
def test_only_those_who_may_enter_figures_do(referrals: Measure, role: str) -> None:
    for work in (enter_figures, plan_figures):
        with pytest.raises(PermissionDenied):
            work(
                dataset=referrals.indicator.dataset,
                reporting_year=YEAR,
                entries=[typed(referrals, "12")],
                by=person_with(role),
            )
    assert not Outturn.objects.filter(measure=referrals).exists()


# Two people at once


def test_what_somebody_else_changed_meanwhile_is_shown_and_nothing_is_lost(officer: User, referrals: Measure) -> None:
    colleague = person("data_officer", username="colleague")
    outturn(referrals)
    assert enter_one(colleague, referrals, "41", version=1).result is Result.SAVED
    outcome = enter_one(officer, referrals, "42", version=1)
    assert outcome.result is Result.CLASH
    assert (outcome.theirs.text, outcome.theirs.by, outcome.theirs.version) == ("41", "colleague", 2)
    assert outcome.entry.text == "42"
    assert outcome.name.endswith("-1")
    assert "colleague changed this to 41" in outcome.message
    assert Outturn.objects.get(measure=referrals).value == 41


def test_who_has_seen_theirs_may_overwrite_it(officer: User, referrals: Measure) -> None:
    outturn(referrals)
    enter_one(officer, referrals, "41", version=1)
    assert enter_one(officer, referrals, "42", version=2).result is Result.SAVED
    assert Outturn.objects.get(measure=referrals).version == 3


def test_a_figure_that_somebody_else_entered_first_clashes(officer: User, referrals: Measure) -> None:
    enter_one(officer, referrals, "41")
    outcome = enter_one(officer, referrals, "42")
    assert (outcome.result, outcome.theirs.text) == (Result.CLASH, "41")


def test_a_figure_that_somebody_else_took_away_clashes(officer: User, referrals: Measure) -> None:
    enter_one(officer, referrals, "41")
    enter_one(officer, referrals, "", version=1)
    outcome = enter_one(officer, referrals, "42", version=1)
    assert (outcome.result, outcome.theirs.text, outcome.theirs.version) == (Result.CLASH, "", 0)
    assert "took this figure away" in outcome.message


def test_a_cell_that_a_person_left_alone_does_not_clash(officer: User, referrals: Measure) -> None:
    enter_one(officer, referrals, "40")
    enter_one(officer, referrals, "41", version=1)
    outcomes = enter(officer, typed(referrals, "40", version=1), typed(referrals, "5", MAY))
    assert [outcome.result for outcome in outcomes] == [Result.UNCHANGED, Result.SAVED]
    assert (outcomes[0].text, outcomes[0].version) == ("41", 2)


# What would happen


def test_a_plan_says_what_would_happen_and_does_nothing(officer: User, referrals: Measure) -> None:
    outturn(referrals)
    outcomes = plan_figures(
        dataset=referrals.indicator.dataset,
        reporting_year=YEAR,
        entries=[typed(referrals, "41", version=1), typed(referrals, "hello", MAY)],
        by=officer,
    )
    assert [(each.before, each.text, each.result) for each in outcomes] == [
        ("40", "41", Result.SAVED),
        ("", "", Result.REFUSED),
    ]
    assert outcomes[0].name.endswith("-1")
    assert Outturn.objects.get(measure=referrals).value == 40


def test_many_cells_are_stored_in_several_statements_each_as_it_was_typed(
    officer: User, empty_dataset: Dataset
) -> None:
    measures = [measure(empty_dataset, str(number)) for number in range(1, 41)]
    months = [date(2020 + (3 + offset) // 12, (3 + offset) % 12 + 1, 1) for offset in range(12)]
    for version in (0, 1):
        block = [
            typed(each, str(1000 * version + 12 * row + column), month, version)
            for row, each in enumerate(measures)
            for column, month in enumerate(months)
        ]
        outcomes = enter(officer, *block, all_or_nothing=True)
        assert all(outcome.is_stored for outcome in outcomes)
    found = Outturn.objects.filter(measure__in=measures).values_list(
        "measure", "period__last_month", "value", "version"
    )
    assert sorted(found) == sorted(
        (each.pk, month, 1000 + 12 * row + column, 2)
        for row, each in enumerate(measures)
        for column, month in enumerate(months)
    )
    assert Outturn.history.filter(measure__in=[each.pk for each in measures]).count() == 960
    assert {
        outcome.result for outcome in enter(officer, *(typed(m, "", month, 2) for m in measures for month in months))
    } == {Result.SAVED}
    assert not Outturn.objects.filter(measure__in=measures).exists()
