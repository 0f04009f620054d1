"""A data officer imports a workbook in the browser."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from accounts.models import AuditEntry, User
from indicators.models import Dataset, Outturn, WorkbookImport
from indicators.services import plan_import
from tests.factories.reports import imported, ready, received
from tests.factories.workbooks import example, example_with

ANSWERS = ["suppressed", "suppressed", "not_available", "2020"]
"""To what the example asks, in the order of its cells: G9, H9, H38 and L48:W48."""
IMPORTS = "/office/imports/"


def send(browser: Client, dataset: Dataset, content: bytes, name: str = "index.xlsx") -> HttpResponse:
    return browser.post(IMPORTS, {"dataset": dataset.pk, "workbook": SimpleUploadedFile(name, content)}, follow=True)


def words(response: HttpResponse) -> str:
    """What a person reads on the page."""
    content = b"".join(response.streaming_content) if response.streaming else response.content
    return " ".join(re.sub("<[^>]*>", " ", content.decode()).replace("&#x27;", "'").split())


def form_of(page: HttpResponse, answers: list[str]) -> dict[str, str]:
    """The page's questions filled in, as a browser would send them."""
    inputs = [
        dict(re.findall(r'(\w+)="([^"]*)"', each)) for each in re.findall(r"<input\b[^>]*>", page.content.decode())
    ]
    questions = dict.fromkeys(each["name"] for each in inputs if each.get("type") == "radio")
    return {"answer": "yes", **dict(zip(questions, answers, strict=True))}


def plan_address(workbook: WorkbookImport) -> str:
    return reverse("indicators:import_plan", kwargs={"pk": workbook.pk})


def agree(browser: Client, workbook: WorkbookImport, fingerprint: str = "") -> HttpResponse:
    """Press the button that applies the plan as it was seen."""
    seen = fingerprint or plan_import(workbook).fingerprint
    return browser.post(plan_address(workbook), {"apply": "yes", "fingerprint": seen}, follow=True)


def figures(dataset: Dataset) -> list[tuple]:
    return list(Outturn.objects.filter(measure__indicator__dataset=dataset).order_by("pk").values_list())


def test_from_the_file_to_the_figures(officers_browser: Client, empty_dataset: Dataset, officer: User) -> None:
    reading = send(officers_browser, empty_dataset, example())
    assert reading.streaming
    said = words(reading)
    assert "Reading index.xlsx" in said
    assert "Finished" in said
    workbook = WorkbookImport.objects.get(dataset=empty_dataset)
    address = plan_address(workbook)

    asked = officers_browser.get(address)
    assert all(cell in words(asked) for cell in ("G9", "H9", "H38", "L48:W48"))
    assert b'name="apply"' not in asked.content

    planned = officers_browser.post(address, form_of(asked, ANSWERS), follow=True)
    assert figures(empty_dataset) == []
    (fingerprint,) = re.findall(r'name="fingerprint"\s+value="([0-9a-f]+)"', planned.content.decode())
    assert "Indicator 17: the workbook says “GREEN”, the rule gives AMBER" in words(planned)

    applied = agree(officers_browser, workbook, fingerprint)
    assert "index.xlsx is applied" in words(applied)
    assert len(figures(empty_dataset)) > 250
    workbook.refresh_from_db()
    assert (workbook.sent_by, workbook.applied_by) == (officer, officer)
    assert "Applied: " in words(officers_browser.get(IMPORTS))


def test_the_first_piece_of_the_page_is_sent_before_the_workbook_is_read(
    officers_browser: Client, empty_dataset: Dataset
) -> None:
    browser = officers_browser
    sent = browser.post(IMPORTS, {"dataset": empty_dataset.pk, "workbook": SimpleUploadedFile("i.xlsx", example())})
    pieces = iter(browser.get(sent["Location"]).streaming_content)
    assert b"Reading i.xlsx" in next(pieces)
    workbook = WorkbookImport.objects.get(dataset=empty_dataset)
    assert not workbook.is_read
    assert plan_address(workbook).encode() in b"".join(pieces)
    workbook.refresh_from_db()
    assert workbook.is_read


def test_a_workbook_is_read_once(officers_browser: Client, empty_dataset: Dataset) -> None:
    workbook = received(empty_dataset, example())
    again = officers_browser.get(reverse("indicators:import_reading", kwargs={"pk": workbook.pk}))
    assert again["Location"] == plan_address(workbook)


def test_the_plan_of_a_workbook_that_is_not_read_yet_leads_to_reading_it(
    officers_browser: Client, empty_dataset: Dataset
) -> None:
    workbook = WorkbookImport.objects.create(dataset=empty_dataset, file_name="i.xlsx", sha256="0", content=example())
    response = officers_browser.get(plan_address(workbook))
    assert response["Location"] == reverse("indicators:import_reading", kwargs={"pk": workbook.pk})


@pytest.mark.parametrize(
    ("content", "what_to_do"),
    [(b"no workbook at all", "xlsx"), (example()[:9000], "save as"), (b"PK\x03\x04" + b"\0" * 400, "save as")],
    ids=["text", "half a file", "nonsense"],
)
def test_a_broken_file_is_refused_with_what_to_do(
    officers_browser: Client, empty_dataset: Dataset, content: bytes, what_to_do: str
) -> None:
    words(send(officers_browser, empty_dataset, content))
    workbook = WorkbookImport.objects.get(dataset=empty_dataset)
    refused = words(officers_browser.get(plan_address(workbook)))
    assert "was refused" in refused
    assert what_to_do in refused.casefold()
    assert "No figure was stored or changed" in refused
    assert "Traceback" not in refused
    agree_anyway = officers_browser.post(plan_address(workbook), {"apply": "yes"})
    assert agree_anyway.status_code == 200
    assert figures(empty_dataset) == []


def test_sending_nothing_says_what_is_missing(officers_browser: Client, dataset: Dataset) -> None:
    before = WorkbookImport.objects.count()
    said = words(officers_browser.post(IMPORTS, {"dataset": dataset.pk}))
    assert "Choose the workbook to import" in said
    empty = words(send(officers_browser, dataset, b""))
    assert "The workbook is empty" in empty
    assert WorkbookImport.objects.count() == before


def test_an_unanswered_question_is_asked_again_by_its_cell(officers_browser: Client, empty_dataset: Dataset) -> None:
    workbook = received(empty_dataset, example())
    form = form_of(officers_browser.get(plan_address(workbook)), ANSWERS)
    some = {name: answer for name, answer in form.items() if answer != "not_available"}
    said = words(officers_browser.post(plan_address(workbook), some))
    assert "Say what is meant in H38" in said
    workbook.refresh_from_db()
    assert workbook.answers == {}


def test_an_answer_that_is_none_of_the_choices_is_refused(officers_browser: Client, empty_dataset: Dataset) -> None:
    workbook = received(empty_dataset, example())
    form = form_of(officers_browser.get(plan_address(workbook)), ["5", *ANSWERS[1:]])
    response = officers_browser.post(plan_address(workbook), form)
    assert response.status_code == 200
    workbook.refresh_from_db()
    assert workbook.answers == {}


def test_questions_can_be_answered_again(officers_browser: Client, empty_dataset: Dataset) -> None:
    workbook = ready(empty_dataset, example())
    said = words(officers_browser.post(plan_address(workbook), {"answer_again": "yes"}, follow=True))
    assert "G9" in said
    workbook.refresh_from_db()
    assert workbook.answers == {}


def test_a_plan_that_is_no_longer_the_one_seen_is_not_applied_and_that_is_said(
    officers_browser: Client, drafts: Dataset, officer: User
) -> None:
    workbook = ready(drafts, example_with({"T15": 305}))
    seen = plan_import(workbook).fingerprint
    imported(drafts, example_with({"T15": 399}), by=officer)
    before = figures(drafts)
    said = words(agree(officers_browser, workbook, seen))
    assert "The figures in Outturn have changed since this plan was made" in said
    assert figures(drafts) == before
    workbook.refresh_from_db()
    assert workbook.applied_at is None


@pytest.mark.parametrize("fingerprint", ["", "0" * 64])
def test_no_plan_is_applied_unseen(officers_browser: Client, empty_dataset: Dataset, fingerprint: str) -> None:
    workbook = ready(empty_dataset, example())
    officers_browser.post(plan_address(workbook), {"apply": "yes", "fingerprint": fingerprint})
    assert figures(empty_dataset) == []


def test_open_questions_cannot_be_passed_by(officers_browser: Client, empty_dataset: Dataset) -> None:
    said = words(agree(officers_browser, received(empty_dataset, example())))
    assert "questions need an answer first" in said
    assert figures(empty_dataset) == []


def test_applying_twice_has_one_effect(officers_browser: Client, empty_dataset: Dataset) -> None:
    workbook = ready(empty_dataset, example())
    fingerprint = plan_import(workbook).fingerprint
    agree(officers_browser, workbook, fingerprint)
    before = figures(empty_dataset)
    said = words(agree(officers_browser, workbook, fingerprint))
    assert "is applied" in said
    assert figures(empty_dataset) == before
    assert AuditEntry.objects.filter(action="applied a workbook", detail__dataset=empty_dataset.slug).count() == 1


def test_an_import_can_be_cancelled_and_is_then_not_applied(officers_browser: Client, empty_dataset: Dataset) -> None:
    workbook = ready(empty_dataset, example())
    cancel = reverse("indicators:import_cancel", kwargs={"pk": workbook.pk})
    said = words(officers_browser.post(cancel, follow=True))
    assert "was cancelled. Nothing was changed" in said
    agree(officers_browser, workbook)
    assert figures(empty_dataset) == []
    assert "No figure was stored or changed" in words(officers_browser.get(plan_address(workbook)))


def test_an_import_that_was_applied_cannot_be_cancelled(officers_browser: Client, empty_dataset: Dataset) -> None:
    workbook = ready(empty_dataset, example())
    agree(officers_browser, workbook)
    cancel = reverse("indicators:import_cancel", kwargs={"pk": workbook.pk})
    said = words(officers_browser.post(cancel, follow=True))
    assert "has been applied already and cannot be cancelled" in said
    workbook.refresh_from_db()
    assert workbook.cancelled_at is None


def test_the_same_workbook_again_is_already_imported(officers_browser: Client, dataset: Dataset) -> None:
    count = WorkbookImport.objects.count()
    said = words(send(officers_browser, dataset, example()))
    assert "index.xlsx is already here. Nothing was stored a second time." in said
    assert "This workbook is already imported" in said
    assert WorkbookImport.objects.count() == count


def test_a_plan_that_changes_nothing_offers_nothing_to_apply(officers_browser: Client, dataset: Dataset) -> None:
    page = officers_browser.get(plan_address(ready(dataset, example())))
    assert b'name="apply"' not in page.content
    assert "stored already, exactly as the workbook has them" in words(page)
    assert "There is nothing to apply" in words(page)


def rows_of(page: HttpResponse) -> dict[str, bool]:
    """The rows that can be chosen, and whether each is ticked."""
    boxes = re.findall(r'<input[^>]*name="row"[^>]*>', page.content.decode())
    return {re.findall(r'value="([^"]*)"', box)[0].replace("&#x27;", "'"): "checked" in box for box in boxes}


def test_a_row_is_left_out_by_unticking_it_and_taken_in_again(
    officers_browser: Client, empty_dataset: Dataset
) -> None:
    workbook = ready(empty_dataset, example())
    page = officers_browser.get(plan_address(workbook))
    rows = rows_of(page)
    assert len(rows) == 38
    assert all(rows.values())
    address = reverse("indicators:import_rows", args=[workbook.pk])
    referrals = "Performance Index!A15"
    ticked = [row for row in rows if row != referrals]
    page = officers_browser.post(address, {"shown": list(rows), "row": ticked, "page": "1"}, follow=True)
    assert rows_of(page) == rows | {referrals: False}
    assert "1 row left out" in words(page)
    officers_browser.post(address, {"shown": list(rows), "row": list(rows)})
    assert all(rows_of(officers_browser.get(plan_address(workbook))).values())


def test_a_choice_on_one_page_leaves_those_of_the_others(officers_browser: Client, empty_dataset: Dataset) -> None:
    workbook = ready(empty_dataset, example())
    address = reverse("indicators:import_rows", args=[workbook.pk])
    officers_browser.post(address, {"shown": ["Performance Index!A15"]})
    officers_browser.post(address, {"shown": ["Performance Index!A16"]})
    workbook.refresh_from_db()
    assert workbook.left_out == ["Performance Index!A15", "Performance Index!A16"]


def test_a_row_that_there_is_not_is_refused_in_words(officers_browser: Client, empty_dataset: Dataset) -> None:
    workbook = ready(empty_dataset, example())
    address = reverse("indicators:import_rows", args=[workbook.pk])
    assert "no row at Nowhere" in words(officers_browser.post(address, {"shown": "Nowhere!A1"}, follow=True))


def test_an_import_is_undone_after_asking(officers_browser: Client, empty_dataset: Dataset) -> None:
    workbook = ready(empty_dataset, example())
    applied = agree(officers_browser, workbook)
    assert "Undo this import" in words(applied)
    address = reverse("indicators:import_undo", args=[workbook.pk])
    asked = words(officers_browser.get(address))
    assert "Undo the import of index.xlsx?" in asked
    assert len(figures(empty_dataset)) > 250
    undone = words(officers_browser.post(address, follow=True))
    assert "The import of index.xlsx was undone" in undone
    assert figures(empty_dataset) == []
    assert officers_browser.get(address)["Location"] == plan_address(workbook)


def test_what_stands_in_the_way_of_an_undo_is_listed(officers_browser: Client, empty_dataset: Dataset) -> None:
    workbook = ready(empty_dataset, example())
    agree(officers_browser, workbook)
    Outturn.objects.filter(measure__indicator__dataset=empty_dataset).update(state="submitted")
    address = reverse("indicators:import_undo", args=[workbook.pk])
    said = words(officers_browser.get(address))
    assert said.count("submitted since") == 10
    assert "more" in said
    assert "cannot be undone" in words(officers_browser.post(address, follow=True))
    assert len(figures(empty_dataset)) > 250


def test_the_name_of_a_file_is_text_and_not_markup(officers_browser: Client, empty_dataset: Dataset) -> None:
    send(officers_browser, empty_dataset, example(), "<img src=x onerror=alert(1)>.xlsx").getvalue()
    page = officers_browser.get(IMPORTS).content
    assert b"<img" not in page
