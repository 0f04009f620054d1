"""The grid's pages: read, filtered, sent without a script, and asked by one."""

import json
import re
from collections.abc import Iterator
from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from indicators.entry.due import expected_in, expected_months
from indicators.models import Dataset, IndicatorDefinition, Measure, Outturn, Responsibility, Section
from indicators.vocabulary import Accumulation, Frequency, YearBasis
from indicators.workflow.moves import State
from tests.factories.figures import APRIL, JUNE, MAY, measure, outturn, percentage, section
from tests.factories.people import PASSWORD, person_with

GRID = "/office/figures/nothing-yet/2020/"
WHO = ('FROM "django_session"', 'FROM "accounts_user"', 'FROM "accounts_roleassignment"')


@pytest.fixture
def referrals(empty_dataset: Dataset) -> Measure:
    return measure(empty_dataset, "9")


@pytest.fixture
def directors_browser(db: None) -> Client:
    browser = Client()
    browser.force_login(person_with("director"))
    return browser


def page_of(browser: Client, address: str = GRID) -> str:
    response = browser.get(address)
    assert response.status_code == 200
    return response.content.decode()


def inputs_in(page: str) -> dict[str, str]:
    """The grid's inputs by name, as a browser would send them."""
    found = re.findall(r'<input class="app-grid__input" id="[^"]*" name="([^"]*)" value="([^"]*)"', page)
    return {name: unescape(value) for name, value in found}


def words(page: str) -> str:
    return " ".join(unescape(re.sub("<[^>]*>", " ", page)).split())


def cell(page: str, name: str) -> str:
    """The HTML of one cell."""
    return next(td for td in re.findall(r"<td.*?</td>", page, re.DOTALL) if f'name="{name}"' in td)


def save(browser: Client, name: str, text: str, address: str = f"{GRID}save/", **said: str) -> dict[str, Any]:
    response = browser.post(address, {"name": name, "text": text} | said)
    assert response.status_code == 200
    return response.json()


def paste(browser: Client, cells: dict[str, str], *, apply: bool, reason: str = "") -> dict[str, Any]:
    body = {"cells": [{"name": n, "text": t} for n, t in cells.items()], "apply": apply, "reason": reason}
    response = browser.post(f"{GRID}paste/", json.dumps(body), content_type="application/json")
    assert response.status_code == 200
    return response.json()


# Reading


def test_the_grid_has_a_cell_for_each_measure_and_month(officers_browser: Client, referrals: Measure) -> None:
    outturn(referrals, MAY, value=1412, version=3)
    page = page_of(officers_browser)
    found = inputs_in(page)
    assert len(found) == 12
    assert found[f"cell-{referrals.pk}-2020-05-3"] == "1,412"
    assert found[f"cell-{referrals.pk}-2020-04-0"] == ""
    assert re.findall(r'data-month="([^"]*)"', page)[:2] == ["2020-04", "2020-05"]
    assert 'aria-label="9 Measure 9, May 2020"' in page


def test_what_is_written_in_a_cell_is_escaped(officers_browser: Client, empty_dataset: Dataset) -> None:
    risky = measure(empty_dataset, title='<b>"R" & D</b>')
    outturn(risky, absence="awaited", wording='"><script>', version=1)
    page = page_of(officers_browser)
    assert "<script>" not in page.replace('<script type="module"', "")
    assert "<b>" not in page
    assert inputs_in(page)[f"cell-{risky.pk}-2020-04-1"] == '"><script>'


@pytest.mark.parametrize("state", State)
def test_a_cell_says_where_its_figure_stands(officers_browser: Client, referrals: Measure, state: State) -> None:
    approved = state in (State.APPROVED, State.LOCKED)
    outturn(
        referrals,
        state=state,
        approved_by=person_with("director") if approved else None,
        returned_because="Check it" if state == State.RETURNED else "",
    )
    found = cell(page_of(officers_browser), f"cell-{referrals.pk}-2020-04-1")
    assert f'data-state="{state}"' in found
    assert ("readonly" in found) == (state == State.LOCKED)
    assert (f'aria-describedby="state-{state}"' in found) == (state != State.DRAFT)


def test_the_year_to_date_of_a_flow_is_worked_out_and_of_others_typed(
    officers_browser: Client, empty_dataset: Dataset
) -> None:
    flow, stock = measure(empty_dataset, "1"), measure(empty_dataset, "2", accumulation=Accumulation.STOCK)
    outturn(flow, APRIL, value=1000)
    outturn(flow, MAY, value=234)
    page = page_of(officers_browser)
    assert f'data-year-to-date="{flow.pk}">1,234<' in page
    assert f"cell-{stock.pk}-ytd-2020-05-0" in inputs_in(page)
    assert f"cell-{flow.pk}-ytd" not in page


def test_calendar_years_have_their_months_in_the_same_table(officers_browser: Client, empty_dataset: Dataset) -> None:
    calendar = measure(empty_dataset, "1", year_basis=YearBasis.CALENDAR)
    financial = measure(empty_dataset, "2")
    page = page_of(officers_browser)
    assert re.findall(r'data-month="([^"]*)"', page)[::14] == ["2020-01", "2021-03"]
    found = inputs_in(page)
    assert f"cell-{calendar.pk}-2020-01-0" in found
    assert f"cell-{calendar.pk}-2021-01-0" not in found
    assert f"cell-{financial.pk}-2020-01-0" not in found


def test_a_retired_indicator_has_no_cells_from_then_on(officers_browser: Client, empty_dataset: Dataset) -> None:
    retired = measure(empty_dataset, retired_from=JUNE)
    assert [name[-9:-2] for name in inputs_in(page_of(officers_browser)) if "ytd" not in name] == [
        "2020-04",
        "2020-05",
    ]
    outturn(retired, JUNE)
    assert "readonly" in cell(page_of(officers_browser), f"cell-{retired.pk}-2020-06-1")


@pytest.fixture
def two_sections(empty_dataset: Dataset, officer: User) -> dict[str, Measure]:
    """Measures of which the officer has one section, one is queried, one returned, and one is complete."""
    early, late = section(empty_dataset, "Early", 1), section(empty_dataset, "Late", 2)
    Responsibility.objects.create(section=late, user=officer)
    found = {
        "queried": measure(empty_dataset, "1", section=early),
        "returned": measure(empty_dataset, "2", section=early),
        "complete": measure(empty_dataset, "3", section=late, frequency=Frequency.ANNUAL),
    }
    outturn(found["queried"], MAY, questions=[{"rule": "a", "sentence": "It is odd."}])
    outturn(found["returned"], MAY, state=State.RETURNED, returned_because="Check the extract")
    return found


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("", {"queried", "returned", "complete"}),
        ("?show=mine", {"complete"}),
        ("?show=due", {"queried", "returned"}),
        ("?show=queried", {"queried"}),
        ("?show=returned", {"returned"}),
        ("?show=queried&month=2020-04", set()),
        ("?show=nonsense&month=nonsense&section=nonsense", {"queried", "returned", "complete"}),
    ],
)
def test_the_grid_can_be_narrowed(
    officers_browser: Client, two_sections: dict[str, Measure], query: str, shown: set[str]
) -> None:
    page = page_of(officers_browser, GRID + query)
    measures = {int(name.split("-")[1]) for name in inputs_in(page)}
    assert {name for name, each in two_sections.items() if each.pk in measures} == shown


def test_one_section_and_one_month_have_the_months_before_to_compare_with(
    officers_browser: Client, two_sections: dict[str, Measure]
) -> None:
    chosen = Section.objects.get(name="Early")
    page = page_of(officers_browser, f"{GRID}?section={chosen.pk}&month=2020-06")
    assert [name for name in inputs_in(page) if "ytd" not in name] == [
        f"cell-{two_sections[each].pk}-2020-06-0" for each in ("queried", "returned")
    ]
    assert page.count('class="app-grid__before">40<') == 2
    assert "0 of 2 entered" in page


def test_what_is_queried_or_returned_is_listed_where_it_is_in_sight(
    officers_browser: Client, two_sections: dict[str, Measure]
) -> None:
    page = page_of(officers_browser, f"{GRID}?month=2020-05")
    assert "It is odd." in page
    assert "Returned: Check the extract" in page
    assert f'name="explanation-{two_sections["queried"].pk}-2020-05"' in page
    assert "1 queried figure to explain" in words(page_of(officers_browser))


def test_a_row_is_not_remembered_beyond_a_change_of_what_it_shows(
    officers_browser: Client, directors_browser: Client, referrals: Measure
) -> None:
    outturn(referrals, MAY, value=62, version=1)
    name = f"cell-{referrals.pk}-2020-05-1"
    assert inputs_in(page_of(officers_browser))[name] == "62"
    Outturn.objects.filter(measure=referrals).update(value=63)
    assert inputs_in(page_of(officers_browser))[name] == "63"
    assert "readonly" in cell(page_of(directors_browser), name)
    IndicatorDefinition.objects.filter(indicator=referrals.indicator).update(title="Children <seen>")
    assert "Children &lt;seen&gt;" in page_of(officers_browser)
    assert "readonly" not in cell(page_of(officers_browser), name)


def test_a_director_reads_and_cannot_write(directors_browser: Client, referrals: Measure) -> None:
    page = page_of(directors_browser)
    assert "data-save-url" not in page
    assert "Save what was changed" not in page
    assert page.count(" readonly>") == len(inputs_in(page)) == 12
    for address in (GRID, f"{GRID}save/", f"{GRID}paste/", f"{GRID}cell/{referrals.pk}/2020-04/"):
        response = directors_browser.post(address, {"name": f"cell-{referrals.pk}-2020-04-0", "text": "12"})
        assert response.status_code == 403
    assert not Outturn.objects.filter(measure=referrals).exists()


@pytest.mark.parametrize("address", ["nothing-yet/2019/", "no-such/2020/", "nothing-yet/0000/", "nothing-yet/99999/"])
def test_a_year_without_indicators_is_not_there(officers_browser: Client, referrals: Measure, address: str) -> None:
    assert officers_browser.get(f"/office/figures/{address}").status_code == 404


def test_the_list_says_how_complete_a_year_is(officers_browser: Client, referrals: Measure) -> None:
    outturn(referrals)
    page = words(page_of(officers_browser, "/office/figures/"))
    assert "Nothing yet, 2020/21 1 of 12 figures that are due are entered; of March 2021 0 of 1." in page
    assert "Enter March 2021" in page


def test_the_query_for_what_is_expected_says_the_same_as_the_rule(empty_dataset: Dataset) -> None:
    for number, (frequency, basis) in enumerate((f, b) for f in Frequency for b in YearBasis):
        measure(empty_dataset, str(number), frequency=frequency, year_basis=basis)
        measure(empty_dataset, f"{number}.1", frequency=frequency, year_basis=basis, retired_from=JUNE)
    definitions = IndicatorDefinition.objects.filter(indicator__dataset=empty_dataset).select_related("indicator")
    for month in (APRIL, MAY, JUNE, JUNE.replace(month=9), APRIL.replace(month=2), APRIL.replace(year=2021, month=3)):
        by_rule = {
            each.pk
            for each in definitions
            if month in expected_months(2020, each.year_basis, each.frequency, each.indicator.retired_from)
        }
        assert set(definitions.filter(expected_in(month)).values_list("pk", flat=True)) == by_rule


# Without a script


def test_the_form_stores_what_was_changed_and_nothing_else(officers_browser: Client, referrals: Measure) -> None:
    outturn(referrals, MAY, value=1412)
    sent = inputs_in(page_of(officers_browser)) | {f"cell-{referrals.pk}-2020-04-0": "1,000"}
    response = officers_browser.post(GRID, sent, follow=True)
    assert response.redirect_chain == [(GRID, 302)]
    assert "1 figure saved." in words(response.content.decode())
    found = Outturn.objects.filter(measure=referrals).order_by("period__last_month")
    assert [(each.value, each.version) for each in found] == [(1000, 1), (1412, 1)]


def test_what_is_not_understood_comes_back_as_it_was_typed(officers_browser: Client, referrals: Measure) -> None:
    name = f"cell-{referrals.pk}-2020-04-0"
    page = officers_browser.post(GRID, {name: "hello"}).content.decode()
    found = cell(page, name)
    assert 'value="hello"' in found
    assert 'data-stored=""' in found
    assert 'aria-invalid="true"' in found
    assert "neither a figure" in page
    assert f'href="#about-{referrals.pk}-2020-04"' in page


def odd_page(browser: Client, referrals: Measure) -> str:
    """After a figure was sent that its typed year to date contradicts."""
    outturn(referrals, APRIL, value=40)
    save(browser, f"cell-{referrals.pk}-ytd-2020-04-0", "40")
    return browser.post(GRID, {f"cell-{referrals.pk}-2020-04-1": "41"}).content.decode()


def test_an_odd_figure_is_saved_and_can_be_explained_in_the_same_form(
    officers_browser: Client, referrals: Measure
) -> None:
    page = odd_page(officers_browser, referrals)
    assert "1 figure saved. 1 needs your attention" in words(page)
    assert f'name="explanation-{referrals.pk}-2020-04"' in page
    sent = inputs_in(page) | {f"explanation-{referrals.pk}-2020-04": "One came late"}
    assert officers_browser.post(GRID, sent).status_code == 302
    stored = Outturn.objects.get(measure=referrals, period__kind="month")
    assert (stored.value, stored.explanation) == (41, "One came late")


def test_an_approved_figure_asks_for_its_reason_in_the_same_form(officers_browser: Client, referrals: Measure) -> None:
    outturn(referrals, state=State.APPROVED, approved_by=person_with("director"))
    page = officers_browser.post(GRID, {f"cell-{referrals.pk}-2020-04-1": "41"}).content.decode()
    assert f'name="reason-{referrals.pk}-2020-04"' in page
    sent = inputs_in(page) | {f"reason-{referrals.pk}-2020-04": "A late return"}
    assert sent[f"cell-{referrals.pk}-2020-04-1"] == "41"
    assert officers_browser.post(GRID, sent).status_code == 302
    assert Outturn.objects.get(measure=referrals).value == 41


def test_a_figure_that_was_locked_meanwhile_does_not_stand_in_the_way_of_others(
    officers_browser: Client, referrals: Measure
) -> None:
    outturn(referrals, state=State.APPROVED, approved_by=person_with("director"))
    loaded = inputs_in(page_of(officers_browser))
    Outturn.objects.update(state=State.LOCKED)
    page = officers_browser.post(GRID, loaded | {f"cell-{referrals.pk}-2020-04-1": "41"}).content.decode()
    assert "is published and locked" in words(page)
    assert "You typed 41." in words(page)
    assert inputs_in(page)[f"cell-{referrals.pk}-2020-04-1"] == "40"
    assert officers_browser.post(GRID, inputs_in(page)).status_code == 302


@pytest.mark.parametrize(("choice", "stands"), [("mine", 42), ("theirs", 41)])
def test_a_clash_is_a_choice_between_both_figures(
    officers_browser: Client, referrals: Measure, choice: str, stands: int
) -> None:
    outturn(referrals)
    loaded = inputs_in(page_of(officers_browser))
    save(officers_browser, f"cell-{referrals.pk}-2020-04-1", "41")  # a colleague
    page = officers_browser.post(GRID, loaded | {f"cell-{referrals.pk}-2020-04-1": "42"}).content.decode()
    assert "42, which you typed" in words(page)
    assert "41, by data_officer" in words(page)
    sent = inputs_in(page)
    assert sent[f"cell-{referrals.pk}-2020-04-1"] == "42"
    assert officers_browser.post(GRID, sent).status_code == 200, "without a choice it is asked again"
    chosen = {f"choose-{referrals.pk}-2020-04": choice, f"theirs-{referrals.pk}-2020-04": "2"}
    assert officers_browser.post(GRID, sent | chosen).status_code == 302
    assert Outturn.objects.get(measure=referrals).value == stands


def test_a_third_figure_that_comes_while_somebody_chooses_is_not_lost_either(
    officers_browser: Client, referrals: Measure
) -> None:
    outturn(referrals)
    save(officers_browser, f"cell-{referrals.pk}-2020-04-1", "41")
    save(officers_browser, f"cell-{referrals.pk}-2020-04-2", "43")
    chosen = {f"choose-{referrals.pk}-2020-04": "mine", f"theirs-{referrals.pk}-2020-04": "2"}
    page = officers_browser.post(GRID, {f"cell-{referrals.pk}-2020-04-1": "42"} | chosen)
    assert page.status_code == 200
    assert Outturn.objects.get(measure=referrals).value == 43


# As its script asks


def test_a_saved_cell_is_answered_with_all_that_the_page_shows(officers_browser: Client, referrals: Measure) -> None:
    address = re.search(r'data-save-url="([^"]*)"', page_of(officers_browser))[1]
    assert address.startswith(f"{GRID}save/?as_at=")
    answer = save(officers_browser, f"cell-{referrals.pk}-2020-04-0", "1412", f"{GRID}save/?as_at=2020-04")
    assert answer == {
        "result": "saved",
        "name": f"cell-{referrals.pk}-2020-04-1",
        "text": "1,412",
        "understood": "1,412",
        "questions": [],
        "explanation": "",
        "message": "",
        "state": "draft",
        "year_to_date": "1,412",
        "entered": "1 of 1 entered",
        "asked_again": {},
    }
    gone = save(officers_browser, answer["name"], "", f"{GRID}save/?as_at=2020-04")
    assert (gone["text"], gone["state"], gone["entered"]) == ("", "empty", "0 of 1 entered")


def every_result(browser: Client, dataset: Dataset) -> Iterator[tuple[str, dict[str, Any]]]:
    approved = {"state": State.APPROVED, "approved_by": person_with("director")}
    of = measure(dataset, "1")
    new, there = f"cell-{of.pk}-2020-04-0", f"cell-{of.pk}-2020-04-1"
    yield "saved", save(browser, new, "40")
    yield "unchanged", save(browser, new, "40")
    yield "queried", save(browser, f"cell-{of.pk}-ytd-2020-04-0", "41")
    yield "refused", save(browser, there, "hello")
    yield "clash", save(browser, new, "41")
    outturn(of, MAY, **approved)
    yield "needs_reason", save(browser, f"cell-{of.pk}-2020-05-1", "41")
    outturn(of, JUNE, **approved | {"state": State.LOCKED})
    yield "locked", save(browser, f"cell-{of.pk}-2020-06-1", "41")


def test_every_result_of_the_contract(officers_browser: Client, empty_dataset: Dataset) -> None:
    for expected, answer in every_result(officers_browser, empty_dataset):
        assert answer["result"] == expected
        assert bool(answer["message"]) == (expected not in ("saved", "unchanged", "queried"))
        assert bool(answer["questions"]) == (expected == "queried")
        assert ("theirs" in answer) == (expected == "clash")


def test_a_clash_names_the_cell_that_overwrites_knowingly(officers_browser: Client, referrals: Measure) -> None:
    outturn(referrals)
    save(officers_browser, f"cell-{referrals.pk}-2020-04-1", "41")
    theirs = save(officers_browser, f"cell-{referrals.pk}-2020-04-1", "42")["theirs"]
    assert (theirs["text"], theirs["by"], theirs["name"]) == ("41", "data_officer", f"cell-{referrals.pk}-2020-04-2")
    assert save(officers_browser, theirs["name"], "42")["result"] == "saved"


@pytest.mark.parametrize("name", ["", "nonsense", "cell-1-2020-13-0", "cell-1-0000-01-0", "cell-²-2020-04-0"])
def test_a_name_of_no_cell_is_refused(officers_browser: Client, referrals: Measure, name: str) -> None:
    assert save(officers_browser, name, "12")["result"] == "refused"


def test_a_text_without_end_is_refused(officers_browser: Client, referrals: Measure) -> None:
    assert save(officers_browser, f"cell-{referrals.pk}-2020-04-0", "1" * 5000)["result"] == "refused"


def test_a_pasted_block_is_shown_before_it_counts(officers_browser: Client, referrals: Measure) -> None:
    outturn(referrals, APRIL)
    block = {f"cell-{referrals.pk}-2020-04-1": "40", f"cell-{referrals.pk}-2020-05-0": "1412"}
    preview = paste(officers_browser, block, apply=False)
    assert preview["message"] == "1 figure will change, 1 stays as it is."
    assert preview["can_apply"] is True
    assert [(each["before"], each["text"], each["result"]) for each in preview["cells"]] == [
        ("40", "40", "unchanged"),
        ("", "1,412", "saved"),
    ]
    assert Outturn.objects.filter(measure=referrals).count() == 1
    applied = paste(officers_browser, block, apply=True)
    assert applied["message"] == "1 figure changed, 1 stays as it is."
    assert [each["name"] for each in applied["cells"]] == [name[:-1] + "1" for name in block]
    assert Outturn.objects.filter(measure=referrals).count() == 2


def test_a_block_is_stored_whole_or_not_at_all(officers_browser: Client, referrals: Measure) -> None:
    block = {f"cell-{referrals.pk}-2020-04-0": "40", f"cell-{referrals.pk}-2020-05-0": "hello"}
    for apply in (False, True):
        answer = paste(officers_browser, block, apply=apply)
        assert answer["can_apply"] is False
        assert "1 cannot be stored" in answer["message"]
    assert not Outturn.objects.filter(measure=referrals).exists()


def test_a_block_over_approved_figures_takes_one_reason(officers_browser: Client, referrals: Measure) -> None:
    outturn(referrals, state=State.APPROVED, approved_by=person_with("director"))
    block = {f"cell-{referrals.pk}-2020-04-1": "41"}
    assert paste(officers_browser, block, apply=True)["cells"][0]["result"] == "needs_reason"
    assert paste(officers_browser, block, apply=True, reason="A late return")["can_apply"] is True
    assert Outturn.history.filter(measure_id=referrals.pk).latest().history_change_reason == "Reopened: A late return"


@pytest.mark.parametrize("body", ["", "[]", "{}", '{"cells": 1}', '{"cells": [{"name": "x", "text": "1"}]}', "\xff"])
def test_a_block_that_is_none_is_refused(officers_browser: Client, referrals: Measure, body: str) -> None:
    response = officers_browser.post(f"{GRID}paste/", body, content_type="application/json")
    assert (response.status_code, response.json()["can_apply"]) == (400, False)


# The panel


def test_the_panel_says_what_the_figure_is_and_has_been(officers_browser: Client, referrals: Measure) -> None:
    save(officers_browser, f"cell-{referrals.pk}-2020-04-0", "40")
    save(officers_browser, f"cell-{referrals.pk}-2020-04-1", "41")
    save(officers_browser, f"cell-{referrals.pk}-2020-05-0", "45")
    page = page_of(officers_browser, f"{GRID}cell/{referrals.pk}/2020-04/")
    said = words(page)
    assert "9 Measure 9, April 2020" in said
    assert "months add up to the year to date" in said
    assert re.search(r"data_officer \d+ \w+ \d{4}, \d\d:\d\d 40 41 Draft Entered", said)
    assert page.count("<circle") == 2
    assert 'style="' not in page


def test_a_script_gets_only_the_panel(officers_browser: Client, referrals: Measure) -> None:
    address = f"{GRID}cell/{referrals.pk}/2020-04/"
    response = officers_browser.get(address, headers={"X-Fragment": "1"})
    assert response.content.decode().strip().endswith("</section>")
    assert "data-panel" in response.content.decode()
    assert "<html" not in response.content.decode()
    assert "X-Fragment" in response["Vary"]


@pytest.mark.parametrize("cell", ["0/2020-04", "{pk}/2019-04", "{pk}/2020-13", "{pk}/0000-01", "{pk}/ytd-2019-04"])
def test_there_is_no_panel_of_a_cell_that_is_none(officers_browser: Client, referrals: Measure, cell: str) -> None:
    assert officers_browser.get(f"{GRID}cell/{cell.format(pk=referrals.pk)}/").status_code == 404


def panel_form(page: str) -> dict[str, str]:
    """The forms of a panel's page as a browser would send them."""
    hidden = re.findall(r'<input type="hidden" name="(version|seen)" value="([^"]*)"', page)
    return dict(hidden)


def test_an_absence_is_chosen_from_a_list(officers_browser: Client, referrals: Measure) -> None:
    address = f"{GRID}cell/{referrals.pk}/2020-04/"
    sent = {"enter": "yes", "text": "", "absence": "Nothing to report", "version": "0"}
    assert officers_browser.post(address, sent).status_code == 302
    assert Outturn.objects.get(measure=referrals).wording == "Nothing to report"
    sent = {"enter": "yes", "text": "12", "absence": "Nothing to report", "version": "1"}
    assert officers_browser.post(address, sent).status_code == 302
    assert Outturn.objects.get(measure=referrals).value == 12


def test_a_clash_on_the_panel_is_said_and_saving_again_overwrites(
    officers_browser: Client, referrals: Measure
) -> None:
    address = f"{GRID}cell/{referrals.pk}/2020-04/"
    outturn(referrals)
    save(officers_browser, f"cell-{referrals.pk}-2020-04-1", "41")
    page = officers_browser.post(
        address, {"enter": "yes", "text": "42", "absence": "", "version": "1"}
    ).content.decode()
    assert "changed this to 41" in words(page)
    assert (
        officers_browser.post(address, {"enter": "y", "text": "42", "absence": ""} | panel_form(page)).status_code
        == 302
    )
    assert Outturn.objects.get(measure=referrals).value == 42


def test_a_note_and_its_evidence_leave_the_figure_as_it_is(officers_browser: Client, referrals: Measure) -> None:
    address = f"{GRID}cell/{referrals.pk}/2020-04/"
    outturn(referrals, state=State.APPROVED, approved_by=person_with("director"))
    seen = panel_form(page_of(officers_browser, address))["seen"]
    sent = {"keep": "yes", "note": "From the June extract", "evidence": "https://intranet.example/june", "seen": seen}
    assert officers_browser.post(address, sent).status_code == 302
    stored = Outturn.objects.get(measure=referrals)
    assert (stored.note, stored.evidence) == ("From the June extract", "https://intranet.example/june")
    assert (stored.version, stored.state) == (1, State.APPROVED)
    page = officers_browser.post(address, sent | {"note": "Another"}).content.decode()
    assert "Somebody else has changed this note" in words(page)
    assert Outturn.objects.get(measure=referrals).note == "From the June extract"


def test_a_link_that_runs_code_is_refused(officers_browser: Client, referrals: Measure) -> None:
    outturn(referrals)
    address = f"{GRID}cell/{referrals.pk}/2020-04/"
    sent = {"keep": "yes", "note": "", "evidence": "javascript:alert(1)", "seen": ""}
    assert "Give a whole address" in officers_browser.post(address, sent).content.decode()


# What it costs


def work(queries: CaptureQueriesContext) -> list[str]:
    """What was asked of the database, but who asks and where a transaction begins and ends."""
    asked = [query["sql"] for query in queries.captured_queries]
    apart = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE")
    return [sql for sql in asked if not sql.startswith(apart) and not any(table in sql for table in WHO)]


def test_the_grid_takes_as_many_queries_whatever_its_size(
    officers_browser: Client, dataset: Dataset, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(7):  # session, user, roles, dataset, measures, periods, figures
        page_of(officers_browser, f"/office/figures/{dataset.slug}/2020/")
    with django_assert_num_queries(8):
        page_of(officers_browser, f"/office/figures/{dataset.slug}/2020/?show=mine")


def test_saving_a_cell_takes_six_queries_beyond_who_saves_it(officers_browser: Client, drafts: Dataset) -> None:
    names = [
        name
        for name, text in inputs_in(page_of(officers_browser, f"/office/figures/{drafts.slug}/2020/")).items()
        if text
    ]
    for name in (names[0], names[40], names[90]):
        with CaptureQueriesContext(connection) as queries:
            assert (
                save(officers_browser, name, "12", f"/office/figures/{drafts.slug}/2020/save/")["result"] != "refused"
            )
        assert len(work(queries)) == 6, "drafts, definitions, figures; update, revision, audit"


def test_saving_a_cell_that_settles_another_takes_six_queries_too(
    officers_browser: Client, referrals: Measure
) -> None:
    outturn(referrals, APRIL)
    save(officers_browser, f"cell-{referrals.pk}-ytd-2020-04-0", "41")
    with CaptureQueriesContext(connection) as queries:
        answer = save(officers_browser, f"cell-{referrals.pk}-2020-04-1", "41")
    assert (answer["result"], answer["asked_again"]) == ("saved", {f"{referrals.pk}-ytd-2020-04": False})
    assert len(work(queries)) == 6
    assert not Outturn.objects.exclude(questions=[]).exists()


def test_pasting_40_measures_of_12_months_takes_few_queries(officers_browser: Client, empty_dataset: Dataset) -> None:
    for number in range(40):
        percentage(empty_dataset, str(number + 1))
    found = [name for name in inputs_in(page_of(officers_browser)) if "ytd" not in name]
    assert len(found) == 480
    for text in ("12%", "13%"):
        with CaptureQueriesContext(connection) as queries:
            answer = paste(officers_browser, dict.fromkeys(found, text), apply=True)
        assert answer["can_apply"], answer["message"]
        assert len(work(queries)) <= 25
        found = [each["name"] for each in answer["cells"]]
    totals = [f"cell-{of.pk}-ytd-2021-03-0" for of in Measure.objects.filter(indicator__dataset=empty_dataset)]
    paste(officers_browser, dict.fromkeys(totals, "14%"), apply=True)
    assert Outturn.objects.exclude(questions=[]).count() == 40
    with CaptureQueriesContext(connection) as queries:
        answer = paste(officers_browser, dict.fromkeys(found, "14%"), apply=True)
    assert len(work(queries)) <= 25, "and what it settles with it"
    assert len(answer["cells"][0]["asked_again"]) == 40
    assert not Outturn.objects.exclude(questions=[]).exists()


def test_the_panel_takes_as_many_queries_whatever_its_history(
    officers_browser: Client, dataset: Dataset, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    of = Measure.objects.filter(indicator__dataset=dataset).first()
    with django_assert_num_queries(9):
        page_of(officers_browser, f"/office/figures/{dataset.slug}/2020/cell/{of.pk}/2020-12/")


def test_figures_typed_without_a_script_wait_while_their_writer_signs_in_again(referrals: Measure) -> None:
    name = f"cell-{referrals.pk}-2020-04-0"
    browser = Client()
    response = browser.post(GRID, {name: "41"})
    assert response.status_code == 401
    assert f'name="{name}"' in response.content.decode()
    assert not Outturn.objects.filter(measure=referrals).exists()
    response = browser.post(GRID, {name: "41", "username": "data_officer", "password": PASSWORD})
    assert response["Location"] == GRID
    assert Outturn.objects.get(measure=referrals).value == 41
