"""A data officer says once what the columns of another layout are; the next workbook alike needs no word."""

import html
import re
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.models import QuerySet
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import AuditEntry, User
from indicators.importers.mapping import LayoutChoice
from indicators.layout_services import ColumnsNotPossible, confirm_columns
from indicators.models import Dataset, IndicatorDefinition, LayoutMapping, Outturn, WorkbookImport
from indicators.services import ImportNotPossible, apply_import, cancel_import, plan_import
from tests.factories.layouts import MONTHLY, ONE_MONTH, THRESHOLDS, report
from tests.factories.reports import received
from tests.factories.workbooks import example

ODD = "Report 2021/22\nRef | Indicator | Apr-21 | Apr-May Actual | Wibble\nA1 | Visits made | 5 | 12 | 99"
CHILDREN = "Surname | First name | Date of birth\nWibbleford | Nobody | @2012-03-04"


def send(browser: Client, dataset: Dataset, content: bytes, name: str = "report.xlsx") -> WorkbookImport:
    """Send a workbook as the page does, and read it."""
    sent = browser.post(
        reverse("indicators:imports"), {"dataset": dataset.pk, "workbook": SimpleUploadedFile(name, content)}
    )
    response = browser.get(sent["Location"])
    if response.streaming:
        b"".join(response.streaming_content)
    return WorkbookImport.objects.latest("pk")


def columns_address(workbook: WorkbookImport) -> str:
    return reverse("indicators:import_columns", kwargs={"pk": workbook.pk})


def plan_address(workbook: WorkbookImport) -> str:
    return reverse("indicators:import_plan", kwargs={"pk": workbook.pk})


def words(response: HttpResponse) -> str:
    return " ".join(html.unescape(re.sub("<[^>]*>", " ", response.content.decode())).split())


def stored(dataset: Dataset) -> QuerySet[Outturn]:
    return Outturn.objects.filter(measure__indicator__dataset=dataset)


def as_shown(page: HttpResponse) -> dict[str, str]:
    """The form as a browser would send it back unchanged."""
    text = page.content.decode()
    form = {}
    for name, options in re.findall(r'<select name="([^"]+)".*?>(.*?)</select>', text, re.DOTALL):
        chosen = re.search(r'value="([^"]*)" selected', options)
        form[name] = chosen[1] if chosen else ""
    year = re.search(r'<input[^>]*name="year"[^>]*>', text)
    assert year
    value = re.search(r'value="([^"]*)"', year[0])
    return form | {"year": value[1] if value else ""}


def field_of(form: dict[str, str], letter: str) -> str:
    (name,) = [name for name in form if name.endswith(f"column_{letter}")]
    return name


def choices_of(page: HttpResponse, field: str) -> dict[str, str]:
    (options,) = re.findall(rf'<select name="{field}".*?>(.*?)</select>', page.content.decode(), re.DOTALL)
    return dict(re.findall(r'<option value="([^"]*)"[^>]*>([^<]*)<', options))


def test_a_layout_that_is_not_known_is_confirmed_and_every_value_arrives(
    officers_browser: Client, empty_dataset: Dataset, officer: User
) -> None:
    workbook = send(officers_browser, empty_dataset, report(MONTHLY))
    assert workbook.status == "Waiting to be told what its columns are"
    assert officers_browser.get(plan_address(workbook))["Location"] == columns_address(workbook)
    page = officers_browser.get(columns_address(workbook))
    assert "“Actual May”" in words(page)
    assert "Below it: 86.74 · 9.12" in words(page)
    assert stored(empty_dataset).count() == 0

    confirmed = officers_browser.post(columns_address(workbook), as_shown(page), follow=True)
    assert confirmed.redirect_chain == [(plan_address(workbook), 302)]
    workbook.refresh_from_db()
    assert plan_import(workbook).errors == []
    apply_import(workbook=workbook, by=officer)
    figures = {
        (each.measure.indicator.definitions.get().number, f"{each.period}"): each.value
        for each in stored(empty_dataset).select_related("measure__indicator", "period")
    }
    assert figures == {
        ("Strategic101", "May 2008"): Decimal("86.74"),
        ("Strategic101", "June 2008"): Decimal("85.63"),
        ("Strategic101", "July 2008"): Decimal("85.55"),
        ("Strategic101", "September 2008"): Decimal("85.35"),
        ("Strategic101", "November 2008"): Decimal("84.69"),
        ("Strategic105", "May 2008"): Decimal("9.12"),
        ("Strategic105", "June 2008"): Decimal("8.98"),
        ("Strategic105", "July 2008"): Decimal("8.88"),
        ("Strategic105", "September 2008"): Decimal("8.93"),
        ("Strategic105", "November 2008"): Decimal("8.56"),
    }
    said = AuditEntry.objects.get(action="said what the columns are")
    assert (said.by, said.subject) == (officer, "report.xlsx")
    assert "86.74" not in str(said.detail)


def test_the_next_workbook_alike_goes_straight_to_its_plan(officers_browser: Client, empty_dataset: Dataset) -> None:
    first = send(officers_browser, empty_dataset, report(MONTHLY))
    officers_browser.post(columns_address(first), as_shown(officers_browser.get(columns_address(first))))
    month_later = MONTHLY.replace("| Actual Nov", "| Actual Nov | Actual Dec").replace("| 84.69", "| 84.69 | 83.1")
    second = send(officers_browser, empty_dataset, report(month_later.replace("Target Nov", "Target Dec")))
    plan = officers_browser.get(plan_address(second))
    assert plan.status_code == 200
    assert "would change" in words(plan)
    assert "December 2008" in words(plan)
    next_year = MONTHLY.replace("08/09", "09/10").replace("07/08", "08/09")
    third = send(officers_browser, empty_dataset, report(next_year))
    assert officers_browser.get(plan_address(third)).status_code == 200
    assert plan_import(third).parsed.reporting_year == 2009
    assert LayoutMapping.objects.count() == 1


def test_another_dataset_is_asked_for_itself(officers_browser: Client, empty_dataset: Dataset) -> None:
    first = send(officers_browser, empty_dataset, report(MONTHLY))
    officers_browser.post(columns_address(first), as_shown(officers_browser.get(columns_address(first))))
    other = Dataset.objects.create(name="Adults", slug="adults")
    assert send(officers_browser, other, report(MONTHLY)).asks_for_columns


def test_the_own_layout_is_not_asked_about(officers_browser: Client, empty_dataset: Dataset) -> None:
    workbook = send(officers_browser, empty_dataset, example())
    assert not workbook.asks_for_columns
    assert officers_browser.get(plan_address(workbook)).status_code == 200
    page = officers_browser.get(columns_address(workbook))
    assert as_shown(page)["year"] == "2020/21"


def test_what_is_unclear_is_named_and_has_to_be_said(officers_browser: Client, empty_dataset: Dataset) -> None:
    workbook = send(officers_browser, empty_dataset, report(ODD))
    page = officers_browser.get(columns_address(workbook))
    assert "2 columns unclear" in words(page)
    assert "“Apr-May Actual” names several months" in words(page)
    assert "“Wibble” is no heading that is known" in words(page)
    form = as_shown(page)
    refused = officers_browser.post(columns_address(workbook), form)
    assert "Say what column D is, or leave it out" in words(refused)
    assert "Say what column E is, or leave it out" in words(refused)
    assert LayoutMapping.objects.count() == 0

    form[field_of(form, "D")] = "year_to_date"
    form[field_of(form, "E")] = "left_out"
    officers_browser.post(columns_address(workbook), form)
    workbook.refresh_from_db()
    (only,) = plan_import(workbook).parsed.indicators
    assert only.measures[0].year_to_date.value == 12
    assert [figure.value for figure in only.measures[0].outturns.values()] == [5]


def test_a_month_may_be_said_for_a_heading_without_one_and_is_asked_each_time(
    officers_browser: Client, empty_dataset: Dataset
) -> None:
    text = "Report 2021/22\nRef | Measure | Current month | Good is\nA1 | Visits made | 5 | High"
    workbook = send(officers_browser, empty_dataset, report(text))
    page = officers_browser.get(columns_address(workbook))
    form = as_shown(page)
    assert choices_of(page, field_of(form, "C"))["month:2"] == "Figures of February"
    form[field_of(form, "C")] = "month:2"
    officers_browser.post(columns_address(workbook), form)
    workbook.refresh_from_db()
    (only,) = plan_import(workbook).parsed.indicators
    assert [f"{month:%Y-%m}" for month in only.measures[0].outturns] == ["2022-02"]
    again = send(officers_browser, empty_dataset, report(text.replace("| 5 |", "| 7 |")))
    assert again.asks_for_columns
    assert "1 column unclear" in words(officers_browser.get(columns_address(again)))


def test_a_year_that_the_workbook_does_not_say_is_asked_each_time(
    officers_browser: Client, empty_dataset: Dataset
) -> None:
    text = "Ref | Indicator | April | May\nA1 | Visits made | 5 | 6"
    for year in ("2021/22", "2022/23"):
        workbook = send(officers_browser, empty_dataset, report(text.replace("6", year[-1])))
        page = officers_browser.get(columns_address(workbook))
        assert "does not say its year" in words(page)
        form = as_shown(page)
        assert "Enter the reporting year" in words(officers_browser.post(columns_address(workbook), form))
        odd = officers_browser.post(columns_address(workbook), form | {"year": "soon"})
        assert "such as 2020/21" in words(odd)
        officers_browser.post(columns_address(workbook), form | {"year": year})
        workbook.refresh_from_db()
        assert plan_import(workbook).parsed.reporting_year == int(year[:4])


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"B": "left_out"}, "Say which column holds the title of each indicator"),
        ({"A": "title"}, "Column B: column A is that already"),
        ({"H": "left_out", "J": "left_out", "F": "left_out"}, ""),
        ({"A": "number", "B": "nonsense"}, "Select a valid choice"),
    ],
)
def test_a_mapping_that_cannot_be_is_refused_in_words(
    officers_browser: Client, empty_dataset: Dataset, changes: dict[str, str], message: str
) -> None:
    workbook = send(officers_browser, empty_dataset, report(ONE_MONTH))
    form = as_shown(officers_browser.get(columns_address(workbook)))
    form |= {field_of(form, letter): role for letter, role in changes.items()}
    response = officers_browser.post(columns_address(workbook), form)
    if message:
        assert message in words(response)
        workbook.refresh_from_db()
        assert workbook.asks_for_columns
    else:
        assert response.status_code == 302


def test_columns_can_be_changed_until_the_import_is_applied(
    officers_browser: Client, empty_dataset: Dataset, officer: User
) -> None:
    workbook = send(officers_browser, empty_dataset, report(ONE_MONTH))
    form = as_shown(officers_browser.get(columns_address(workbook)))
    officers_browser.post(columns_address(workbook), form)
    again = as_shown(officers_browser.get(columns_address(workbook)))
    assert again == form
    again[field_of(again, "K")] = "left_out"
    officers_browser.post(columns_address(workbook), again)
    workbook.refresh_from_db()
    assert {each.rating for each in plan_import(workbook).parsed.indicators} == {None}
    assert LayoutMapping.objects.get().confirmed_by == officer
    apply_import(workbook=workbook, by=officer)
    assert officers_browser.get(columns_address(workbook))["Location"] == plan_address(workbook)
    with pytest.raises(ColumnsNotPossible, match="finished"):
        confirm_columns(workbook=workbook, year=2008, layouts={"a": LayoutChoice()}, by=officer)


def test_an_import_that_was_not_understood_cannot_be_applied_but_cancelled(
    officers_browser: Client, empty_dataset: Dataset, officer: User
) -> None:
    workbook = send(officers_browser, empty_dataset, report(ODD))
    with pytest.raises(ImportNotPossible, match="what each of its columns is"):
        apply_import(workbook=workbook, by=officer)
    cancel_import(workbook=workbook, by=officer)
    workbook.refresh_from_db()
    assert "was put aside" in words(officers_browser.get(plan_address(workbook)))
    assert officers_browser.get(columns_address(workbook))["Location"] == plan_address(workbook)


def test_thresholds_make_the_tolerance_and_earlier_years_their_own_months(
    officers_browser: Client, empty_dataset: Dataset, officer: User
) -> None:
    text = THRESHOLDS.replace("| Jan-17", "| Mar-16 | Apr-16 | Jan-17").replace("| Number |", "| Number | 7 | 8 |")
    text = text.replace("| Percentage |", "| Percentage | 60 | 61 |").replace("| Info |", "| Info | Number | 7 | 8 |")
    text = text.replace("| Number | 7 | 8 | Number | 7 | 8 |", "| Number | 7 | 8 |")
    text = " | | " + text.lstrip("\n")
    workbook = send(officers_browser, empty_dataset, report(text))
    officers_browser.post(columns_address(workbook), as_shown(officers_browser.get(columns_address(workbook))))
    workbook.refresh_from_db()
    apply_import(workbook=workbook, by=officer)
    assert IndicatorDefinition.objects.get(number="1.2", indicator__dataset=empty_dataset).tolerance == Decimal("12.5")
    contacts = stored(empty_dataset).filter(measure__indicator__definitions__number="1.1")
    figures = {f"{each.period}": each.value for each in contacts}
    assert (figures["March 2016"], figures["April 2016"], figures["March 2017"]) == (7, 8, 392)
    again = send(officers_browser, empty_dataset, report(text))
    assert plan_import(again).to_apply == 0


def test_a_block_of_years_long_past_changes_nothing_the_second_time(
    officers_browser: Client, empty_dataset: Dataset, officer: User
) -> None:
    text = "No. | Indicator | Apr-16 | May-16 | Apr-20 | May-20 | Target 2020/21\n1 | Visits made | 1 | 2 | 3 | 4 | 9"
    apply_import(workbook=received(empty_dataset, report(text)), by=officer)
    assert stored(empty_dataset).count() == 4
    assert plan_import(received(empty_dataset, report(text))).to_apply == 0
    changed = apply_import(workbook=received(empty_dataset, report(text.replace("| 2 |", "| 7 |"))), by=officer)
    assert changed.changed == 1


# Records of children


def test_of_a_list_of_children_nothing_is_kept(officers_browser: Client, empty_dataset: Dataset) -> None:
    workbook = send(officers_browser, empty_dataset, report(CHILDREN))
    refused = words(officers_browser.get(plan_address(workbook)))
    assert "list of children or other people" in refused
    assert "its bytes have been deleted" in refused
    workbook.refresh_from_db()
    assert (bytes(workbook.content), workbook.parsed, workbook.mapping) == (b"", None, {})
    assert not LayoutMapping.objects.exists()
    assert AuditEntry.objects.filter(action="refused a list of people, and deleted it").count() == 1
    assert everything_stored().count("Wibbleford") == 0


def everything_stored() -> str:
    """Every text and every byte of every table."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            found += [str(bytes(v) if isinstance(v, memoryview) else v) for line in cursor.fetchall() for v in line]
    return "\n".join(found)


# The command line


def test_the_command_shows_the_columns_and_takes_them_only_when_told(
    empty_dataset: Dataset, officer: User, tmp_path, capsys
) -> None:
    path = tmp_path / "report.xlsx"
    path.write_bytes(report(ONE_MONTH))
    options = ["--dataset", empty_dataset.slug, "--year", "2008/09", "--by", officer.username]
    with pytest.raises(CommandError, match="not known"):
        call_command("import_index", str(path), *options)
    assert "H1    “June Actual”: month" in capsys.readouterr().out
    call_command("import_index", str(path), *options, "--apply", "--accept-columns")
    assert stored(empty_dataset).count() == 2


def test_the_command_names_what_is_unclear(empty_dataset: Dataset, officer: User, tmp_path, capsys) -> None:
    path = tmp_path / "report.xlsx"
    path.write_bytes(report(ODD))
    options = ["--dataset", empty_dataset.slug, "--year", "2021/22", "--by", officer.username, "--accept-columns"]
    with pytest.raises(CommandError, match="unclear"):
        call_command("import_index", str(path), *options)
    assert "D2    “Apr-May Actual”: unclear: “Apr-May Actual” names several months" in capsys.readouterr().out


def test_the_page_and_its_confirmation_ask_the_database_little(
    officers_browser: Client, empty_dataset: Dataset
) -> None:
    workbook = send(officers_browser, empty_dataset, report(MONTHLY))
    with CaptureQueriesContext(connection) as queries:
        page = officers_browser.get(columns_address(workbook))
    assert len(queries) <= 6
    with CaptureQueriesContext(connection) as queries:
        officers_browser.post(columns_address(workbook), as_shown(page))
    assert len(queries) <= 16
