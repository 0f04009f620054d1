"""A report is published only where each of its figures is approved, and publishing locks exactly those."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from accounts.models import AuditEntry
from indicators.models import Dataset, IndicatorDefinition, Outturn, Period
from indicators.revisions import create_with_revisions
from indicators.workflow.figures import figures_in_report
from indicators.workflow.moves import State
from reports import making
from reports.assemble import assemble
from reports.making import check
from reports.models import Publication
from reports.refusals import PublicationRefused
from tests.factories.people import person_with
from tests.factories.reports import example_imported, published
from tests.factories.reports import publish_commented as publish
from tests.factories.workflow import approved, figures_of, opened_for_correction, submitted

OCTOBER, DECEMBER = date(2020, 10, 1), date(2020, 12, 1)


def publish_it(dataset: Dataset, as_at: date = OCTOBER) -> Publication:
    return publish(dataset=dataset, as_at=as_at, by=person_with("publisher"), agreed_by=person_with("director"))


def months(dataset: Dataset, number: str) -> dict[str, Outturn]:
    """The months of an indicator by name."""
    found = figures_of(dataset).filter(measure__indicator__definitions__number=number, period__kind="month")
    return {f"{each.period.last_month:%Y-%m}": each for each in found.select_related("period")}


def put(outturn: Outturn, state: State) -> None:
    """Back on its way, as if it had never been approved."""
    Outturn.objects.filter(pk=outturn.pk).update(state=state, approved_by=None, returned_because="x")


def test_figures_that_nobody_submitted_or_approved_are_named_by_section_with_where_to_go(
    empty_dataset: Dataset,
) -> None:
    example_imported(empty_dataset)
    with pytest.raises(PublicationRefused) as refused:
        publish_it(empty_dataset)
    said = str(refused.value)
    assert " figures are not approved: " in said
    assert " in Early Help, " in said
    assert "are not submitted: they are with the data officers" in said
    assert "wait for the directors" not in said
    submitted(empty_dataset)
    with pytest.raises(PublicationRefused, match="wait for the directors of these sections"):
        publish_it(empty_dataset)
    assert not Publication.objects.filter(dataset=empty_dataset).exists()


@pytest.mark.parametrize("state", [State.DRAFT, State.SUBMITTED, State.RETURNED])
def test_one_figure_that_is_not_approved_is_enough(unpublished: Dataset, state: State) -> None:
    put(months(unpublished, "9")["2020-06"], state)
    with pytest.raises(PublicationRefused, match=r"^1 figure is not approved: 1 in Safeguarding and Child Protection"):
        publish_it(unpublished)
    assert not figures_of(unpublished, State.LOCKED).exists()


def test_a_later_month_need_not_be_approved(unpublished: Dataset) -> None:
    later = months(unpublished, "9")["2020-11"]
    put(later, State.DRAFT)
    publish_it(unpublished)
    later.refresh_from_db()
    assert later.state == State.DRAFT


def test_publishing_locks_what_the_report_shows_and_nothing_else(unpublished: Dataset) -> None:
    publish_it(unpublished)
    locked = figures_of(unpublished, State.LOCKED).select_related("period")
    assert {each.period.last_month for each in locked} >= {date(2020, 1 + month, 1) for month in range(3, 10)}
    assert max(each.period.last_month for each in locked) == OCTOBER
    assert figures_of(unpublished, State.APPROVED).filter(period__last_month__lte=OCTOBER).count() == 0
    assert figures_of(unpublished, State.APPROVED).filter(period__last_month=date(2020, 11, 1)).exists()
    entry = AuditEntry.objects.get(action="locked figures", detail__dataset=unpublished.slug)
    assert entry.detail["figures"] == locked.count()
    assert locked[0].history.latest().history_change_reason == "Published as at October 2020"


@pytest.mark.parametrize("as_at", [OCTOBER, DECEMBER, date(2021, 2, 1)])
def test_the_figures_asked_for_are_those_of_the_assembled_report(dataset: Dataset, as_at: date) -> None:
    """Taking a figure away changes the report if, and only if, it is among those that have to be approved."""
    asked_for = {figure.outturn.pk for figure in figures_in_report(dataset, as_at)}
    with_all = assemble(dataset, as_at)
    for outturn in figures_of(dataset).order_by("pk")[::7]:
        kept = Outturn.objects.filter(pk=outturn.pk).values("measure", "period").get()
        Outturn.objects.filter(pk=outturn.pk).update(period=elsewhere())
        assert (assemble(dataset, as_at) != with_all) == (outturn.pk in asked_for), outturn
        Outturn.objects.filter(pk=outturn.pk).update(period=kept["period"])


def elsewhere() -> Period:
    """A month of long ago."""
    return Period.objects.get_or_create(kind="month", first_month=date(1999, 1, 1), last_month=date(1999, 1, 1))[0]


def test_a_report_that_is_refused_locks_nothing(unpublished: Dataset, monkeypatch: pytest.MonkeyPatch) -> None:
    def unsafe(*arguments: Any) -> str:
        return "Not safe."

    monkeypatch.setattr(making, "why_refused", unsafe)
    with pytest.raises(PublicationRefused, match="Not safe"):
        publish_it(unpublished)
    assert not figures_of(unpublished, State.LOCKED).exists()


def coming_in(dataset: Dataset, state: State) -> Callable[..., Any]:
    """A check during which somebody else's figure arrives."""
    definition = IndicatorDefinition.objects.get(indicator__dataset=dataset, number="3")
    period = Period.objects.get(kind="month", last_month=date(2020, 5, 1))

    def slow(of: Dataset, as_at: date) -> Any:
        found = check(of, as_at)
        late = Outturn(
            measure=definition.indicator.measures.get(),
            period=period,
            value=97,
            state=state,
            approved_by=person_with("director") if state == State.APPROVED else None,
        )
        create_with_revisions(Outturn, [late], by=None, reason="Entered")
        return found

    return slow


@pytest.mark.parametrize(
    ("state", "said"), [(State.DRAFT, "1 figure is not approved"), (State.APPROVED, "Figures came in while")]
)
def test_a_figure_that_comes_in_while_the_report_is_checked_refuses_it(
    unpublished: Dataset, monkeypatch: pytest.MonkeyPatch, state: State, said: str
) -> None:
    monkeypatch.setattr(making, "check", coming_in(unpublished, state))
    with pytest.raises(PublicationRefused, match=said):
        publish_it(unpublished)


def test_a_late_revision_is_opened_approved_and_published_again(unpublished: Dataset) -> None:
    first = publish_it(unpublished)
    opened_for_correction(unpublished)
    with pytest.raises(PublicationRefused, match="are not submitted"):
        publish_it(unpublished)
    figures_of(unpublished).filter(pk=months(unpublished, "9")["2020-10"].pk).update(value=431)
    approved(unpublished)
    assert publish_it(unpublished).supersedes == first
    assert not figures_of(unpublished, State.APPROVED).filter(period__last_month__lte=OCTOBER).exists()


def test_what_was_locked_by_an_earlier_report_stays_locked_by_the_later(publication: Publication) -> None:
    before = dict(figures_of(publication.dataset, State.LOCKED).values_list("pk", "version"))
    published(publication.dataset, OCTOBER)
    assert dict(figures_of(publication.dataset, State.LOCKED).values_list("pk", "version")) == before
