"""What the first page makes of the published reports."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime

from django.template.loader import render_to_string
from msgspec.structs import replace

from reports.home_page import MOST_EARLIER, home_context, latest_of_each
from suppression.paper import Paper
from suppression.paper_words import PaperAction, PaperCommentary, PaperCorrection
from tests.unit.reports.papers import HIDDEN, RED, indicator, measure, paper, shown

DECEMBER, OCTOBER, SEPTEMBER = date(2020, 12, 1), date(2020, 10, 1), date(2020, 9, 1)


@dataclass(frozen=True)
class Record:
    """A published report as the database has it."""

    pk: int
    dataset_slug: str
    as_at: date
    sha256: str = ""
    published_at: datetime = field(default=datetime(2021, 3, 2, tzinfo=UTC))

    @property
    def dataset_name(self) -> str:
        return self.dataset_slug.capitalize()


@dataclass(frozen=True)
class Coming:
    dataset_slug: str
    as_at: date
    expected_on: date
    meeting: str = ""
    dataset_name: str = "Children"


RECORDS = [Record(1, "children", OCTOBER), Record(2, "adults", SEPTEMBER), Record(3, "children", DECEMBER)]
PAPERS = {2: replace(paper(indicator("1")), dataset="Adults", dataset_slug="adults"), 3: paper(indicator("1"))}


def html_of(whole: Paper, coming: tuple[Coming, ...] = ()) -> str:
    context = home_context([Record(1, "children", DECEMBER)], {1: whole}, coming)
    return render_to_string("reports/home.html", context | {"service_name": "Performance"})


def test_the_latest_report_of_each_dataset_comes_first_and_earlier_ones_after() -> None:
    assert [each.pk for each in latest_of_each(RECORDS)] == [3, 2]
    context = home_context(RECORDS, PAPERS)
    assert [each.paper.dataset for each in context["latest"]] == ["Children's services", "Adults"]
    assert [(each.dataset, each.as_at) for each in context["earlier"]] == [("Children", OCTOBER)]
    assert context["several_datasets"]


def test_what_changed_is_offered_where_there_is_a_report_before() -> None:
    children, adults = home_context(RECORDS, PAPERS)["latest"]
    assert children.last_report == "October 2020"
    assert children.changes_url.endswith("/2020-12/changes/")
    assert (adults.last_report, adults.changes_url) == ("", "")


def test_a_few_earlier_reports_are_listed() -> None:
    records = [Record(year, "children", date(year, 12, 1)) for year in range(2000, 2021)]
    context = home_context(records, {2020: paper()})
    assert [each.as_at.year for each in context["earlier"]] == list(range(2019, 2019 - MOST_EARLIER, -1))


def test_an_exception_is_told_whole_on_the_first_page() -> None:
    commentary = PaperCommentary(
        because=("below_expectation",), text="Jobs are hard to find. More follows.", reports=4
    )
    action = PaperAction("Do it", "Head of Care", date(2021, 1, 1), OCTOBER, is_overdue=True)
    told = indicator(
        "26", measure(shown("38", "38")), rating=RED, unit="weeks", commentary=commentary, actions=(action,)
    )
    html = html_of(paper(told))
    for words in ("Title of 26", "38", "weeks, April 2020", "target 26 weeks", "RED", "4th report in a row"):
        assert words in html
    assert "“Jobs are hard to find.”" in html
    assert "1 action, 1 overdue" in html
    assert "indicators/indicator-26/#commentary" in html


def test_the_first_page_says_what_is_in_part_2_and_nothing_of_its_figures() -> None:
    html = html_of(paper(indicator("23", measure(shown("7"), HIDDEN), rating=HIDDEN)))
    assert "commentary on indicator 23" in html
    assert "Indicator 23: figures, ratings and any commentary" in html


def test_a_correction_says_why_and_leads_to_what_it_changed() -> None:
    why = PaperCorrection(1, date(2021, 3, 2), "error", "Two columns were exchanged.")
    html = html_of(replace(paper(indicator("1")), corrects=why))
    assert "Two columns were exchanged." in html
    assert "/2020-12/changes/" in html
    assert "Two columns" not in html_of(paper(indicator("1")))


def test_the_calendar_says_when_a_report_is_expected_and_for_which_meeting() -> None:
    html = html_of(paper(indicator("1")), (Coming("children", date(2021, 3, 1), date(2021, 6, 15), "Scrutiny"),))
    assert "March 2021" in html
    assert "expected 15 June 2021, Scrutiny" in html


def test_without_a_report_the_first_page_says_so() -> None:
    html = render_to_string("reports/home.html", home_context([], {}) | {"service_name": "Performance"})
    assert "No report is published yet." in html
