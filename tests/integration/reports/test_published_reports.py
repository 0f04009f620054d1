"""A published report in the office: corrected, withdrawn, compared with now; previews, and files of Part 2."""

from datetime import date
from io import BytesIO

import pytest
from django.http import HttpResponse
from django.test import Client

from accounts.models import AuditEntry
from indicators.models import Dataset
from reports.models import Publication, PublishedPaper, Report, WithdrawnReport
from reports.renderers import RENDERERS
from reports.services import withdraw_report
from tests.factories.corrections import CONTENT, file_of
from tests.factories.people import person_with
from tests.factories.read_back import pdf_pages
from tests.factories.reports import published, revised
from tests.factories.workbooks import example_with
from tests.integration.reports.publishing import (
    DECEMBER_REPORT,
    OCTOBER_REPORT,
    REPORTS,
    browser_of,
    offered,
    words,
)

DECEMBER = date(2020, 12, 1)
PUBLIC = "/reports/childrens-scrutiny/2020-12/"
PART_2_FILE = "/office/part-2/childrens-scrutiny/2020-12/files/{kind}/"
SENT = {"kind": "late_data", "reason": "Two schools sent their figures late."}
NOTICE = "A table was wrong. A new report follows."


def is_kept_by_no_cache(response: HttpResponse) -> bool:
    return {"private", "no-store"} <= {part.strip() for part in response["Cache-Control"].split(",")}


@pytest.fixture
def before_there_were_reports(publication: Publication) -> Publication:
    """Published by an earlier version, which led no report to it."""
    Report.objects.filter(publication=publication)._raw_delete("default")
    return publication


# Corrections


def test_the_page_of_a_published_report_says_by_whom_and_leads_to_both_parts(publication: Publication) -> None:
    page = words(browser_of("publisher"), DECEMBER_REPORT)
    assert "Prepared by publisher, approved by second-publisher." in page
    for link in (PUBLIC, "/office/part-2/childrens-scrutiny/2020-12/", *_of(("correct/", "withdraw/", "as-now/"))):
        assert f'href="{link}"' in page
    assert offered(page) == []
    director = words(browser_of("director"), DECEMBER_REPORT)
    assert f'href="{DECEMBER_REPORT}correct/"' not in director
    assert f'href="{DECEMBER_REPORT}withdraw/"' not in director
    assert f'href="{DECEMBER_REPORT}as-now/"' in director


def _of(tails: tuple[str, ...]) -> list[str]:
    return [DECEMBER_REPORT + tail for tail in tails]


def test_a_correction_is_begun_once_with_a_class_and_a_reason(publication: Publication) -> None:
    browser, address = browser_of("publisher"), f"{DECEMBER_REPORT}correct/"
    page = words(browser, address, {"reason": ""})
    assert "Say what kind of correction it is" in page and "Say why it is corrected" in page
    page = words(browser, address, SENT)
    assert "The correction is begun, as a draft." in page
    assert "Correction of the report for December 2020" in page
    assert "Late data: Two schools sent their figures late." in page
    assert f'href="{DECEMBER_REPORT}correct/"' not in page
    assert "is begun already" in words(browser, address, SENT)
    assert Report.objects.filter(as_at=DECEMBER, state="draft").count() == 1


def test_the_reason_of_a_correction_can_be_changed_and_not_be_emptied(publication: Publication) -> None:
    browser = browser_of("publisher")
    words(browser, f"{DECEMBER_REPORT}correct/", SENT)
    report = Report.objects.get(as_at=DECEMBER, state="draft")
    sent = {"version": str(report.version), "text": report.text}
    assert "Say why the report is corrected" in words(browser, f"{DECEMBER_REPORT}details/", sent)
    sent["correction_reason"] = "A school sent its figures late."
    assert "Late data: A school sent" in words(browser, f"{DECEMBER_REPORT}details/", sent)


def test_a_link_to_a_file_that_somebody_kept_leads_to_it_after_a_correction(publication: Publication) -> None:
    kept = f"{PUBLIC}files/{file_of(PublishedPaper.objects.get(as_at=DECEMBER)).name}"
    before = Client().get(kept).content
    revised(publication.dataset, example_with({"T15": 311, "X15": 2844}))
    published(publication.dataset)
    response = Client().get(kept)
    assert (response.status_code, response["Location"]) == (302, kept.replace("files/", "publications/1/files/"))
    assert Client().get(response["Location"]).content == before == CONTENT
    withdraw_report(publication=publication, notice=NOTICE, by=person_with("publisher"))
    assert Client().get(kept).status_code == 410


def test_what_was_never_published_is_not_corrected_nor_withdrawn(dataset: Dataset) -> None:
    browser = browser_of("publisher")
    for tail in ("correct/", "withdraw/"):
        assert browser.get(f"{REPORTS}childrens-scrutiny/2020-11/{tail}").status_code == 404
        assert browser.post(f"{REPORTS}childrens-scrutiny/2020-11/{tail}", SENT).status_code == 404


def test_as_now_says_what_differs_and_as_published_says_what_it_said(publication: Publication) -> None:
    revised(publication.dataset, example_with({"T15": 311, "X15": 2844}))
    page = words(browser_of("director"), f"{DECEMBER_REPORT}as-now/")
    assert "As now: December 2020" in page
    changed, _, _ = page.partition("Decision Maker")
    assert "304" in changed and "311" in changed and "Nothing that this part shows" not in changed
    assert "not for publication" in page
    assert "311" not in words(Client(), f"{PUBLIC}summary/")
    entry = AuditEntry.objects.get(action="read a report as now")
    assert (entry.by, entry.subject) == (person_with("director"), str(publication))


# Withdrawn


def test_a_withdrawn_report_is_gone_at_once_and_its_page_says_what_can_be_done(publication: Publication) -> None:
    browser, address = browser_of("publisher"), f"{DECEMBER_REPORT}withdraw/"
    assert "Write what the public reads instead" in words(browser, address, {"notice": " "})
    assert Client().get(PUBLIC).status_code == 200
    page = words(browser, address, {"notice": NOTICE})
    assert "Withdrawn." in page
    assert "What was published of this report is withdrawn." in page
    assert "Publish it again, corrected" in page
    assert f'href="{PUBLIC}"' not in page
    assert f'href="{DECEMBER_REPORT}withdraw/"' not in page
    assert "Withdrawn" in words(browser, REPORTS)
    gone = Client().get(PUBLIC)
    assert gone.status_code == 410
    assert NOTICE in gone.content.decode()
    assert "withdrawn already" in words(browser, address, {"notice": NOTICE})
    assert WithdrawnReport.objects.count() == 1


def test_the_steps_of_a_withdrawn_report_do_not_end_with_published(publication: Publication) -> None:
    withdraw_report(publication=publication, notice=NOTICE, by=person_with("publisher"))
    page = words(browser_of("publisher"), DECEMBER_REPORT)
    assert 'aria-current="step"> Withdrawn' in page


# A publication from before there were reports


def test_a_publication_without_a_report_has_a_page_and_is_corrected_from_there(
    before_there_were_reports: Publication,
) -> None:
    browser = browser_of("publisher")
    assert f'href="{DECEMBER_REPORT}"' in words(browser, REPORTS)
    page = words(browser, DECEMBER_REPORT)
    assert "Report for December 2020" in page
    assert "Prepared by publisher, approved by second-publisher." in page
    assert f'href="{DECEMBER_REPORT}correct/"' in page
    assert "What differs" in words(browser, f"{DECEMBER_REPORT}as-now/")
    assert "The correction is begun, as a draft." in words(browser, f"{DECEMBER_REPORT}correct/", SENT)
    draft = Report.objects.get(as_at=DECEMBER, state="draft")
    sent = {"version": str(draft.version), "number": "CEF1", "correction_reason": "A late return."}
    assert "Saved." in words(browser, f"{DECEMBER_REPORT}details/", sent)


def test_a_publication_without_a_report_is_withdrawn_from_its_page(before_there_were_reports: Publication) -> None:
    page = words(browser_of("publisher"), f"{DECEMBER_REPORT}withdraw/", {"notice": NOTICE})
    assert "Withdrawn." in page
    assert Client().get(PUBLIC).status_code == 410


def test_nothing_is_pressed_on_a_publication_without_a_report(before_there_were_reports: Publication) -> None:
    for do in ("publish", "make_ready", "files", "keep:0"):
        response = browser_of("publisher").post(DECEMBER_REPORT, {"do": do, "version": "1"})
        assert response.status_code == 404


# Previews


@pytest.mark.parametrize("part", [1, 2])
def test_a_preview_is_the_paper_that_would_be_published_logged_and_kept_by_no_cache(ready: Report, part: int) -> None:
    address = f"{OCTOBER_REPORT}part-{part}/"
    response = browser_of("director").get(address)
    assert is_kept_by_no_cache(response)
    page = " ".join(response.content.decode().split())
    assert f"This is Part {part} exactly as it would be published." in page
    assert "read by director" in page
    entry = AuditEntry.objects.get(action=f"previewed Part {part}")
    assert entry.by == person_with("director")
    file = browser_of("director").get(f"{address}json/")
    assert is_kept_by_no_cache(file)
    if part == 1:
        assert file.content == bytes(ready.part_1 or b"")
    assert AuditEntry.objects.filter(action=f"previewed Part {part}").count() == 2


def test_a_preview_of_part_1_is_not_called_exempt_and_shows_nothing_hidden(ready: Report) -> None:
    page = words(browser_of("publisher"), f"{OCTOBER_REPORT}part-1/")
    assert "NOT PUBLISHED YET" in page
    assert "EXEMPT" not in page
    assert "EXEMPT" in words(browser_of("publisher"), f"{OCTOBER_REPORT}part-2/")


def test_a_preview_of_what_there_is_not_answers_404(ready: Report, draft: Report) -> None:
    browser = browser_of("publisher")
    for tail in ("part-0/", "part-3/", "part-1/exe/", "part-2/word-2/"):
        assert browser.get(OCTOBER_REPORT + tail).status_code == 404
    assert browser.get(f"{REPORTS}childrens-scrutiny/2019-10/part-1/").status_code == 404
    assert browser.get(f"{REPORTS}nothing-at-all/2020-10/part-1/").status_code == 404


@pytest.mark.parametrize("role", ["data_officer", "member", "administrator", "restricted_reader"])
def test_others_find_no_preview(ready: Report, role: str) -> None:
    for tail in ("part-1/", "part-2/", "part-1/csv/", "part-2/csv/", "as-now/"):
        assert browser_of(role).get(OCTOBER_REPORT + tail).status_code == 404
    assert not AuditEntry.objects.filter(action__startswith="previewed").exists()


# Files of Part 2


def test_a_file_of_part_2_names_its_reader_on_every_page_and_is_logged(publication: Publication) -> None:
    response = browser_of("restricted_reader").get(PART_2_FILE.format(kind="pdf"))
    assert is_kept_by_no_cache(response)
    assert "attachment" in response["Content-Disposition"] and "part-2" in response["Content-Disposition"]
    pages = pdf_pages(response.content)
    assert len(pages) > 1
    assert all("restricted_reader" in page and "not for publication" in page.lower() for page in pages)
    entry = AuditEntry.objects.get(action="downloaded Part 2")
    assert (entry.by, entry.subject) == (person_with("restricted_reader"), f"{publication}, {RENDERERS['pdf'].label}")
    assert entry.detail["sha256"] == publication.part_2_sha256


@pytest.mark.parametrize("kind", RENDERERS)
def test_every_kind_of_file_of_part_2_can_be_had_and_the_page_leads_to_it(publication: Publication, kind: str) -> None:
    browser = browser_of("director")
    address = PART_2_FILE.format(kind=kind)
    page = words(browser, "/office/part-2/childrens-scrutiny/2020-12/")
    assert f'href="{address}"' in page
    assert "Each download is recorded with your name." in page
    response = browser.get(address)
    assert response["Content-Type"].partition(";")[0] == RENDERERS[kind].media_type.partition(";")[0]
    assert BytesIO(response.content).read(1)


def test_a_file_of_part_2_that_there_is_not_answers_404_and_is_not_logged(publication: Publication) -> None:
    for address in (PART_2_FILE.format(kind="exe"), PART_2_FILE.format(kind="csv").replace("2020-12", "2019-12")):
        assert browser_of("publisher").get(address).status_code == 404
    withdraw_report(publication=publication, notice=NOTICE, by=person_with("publisher"))
    assert browser_of("publisher").get(PART_2_FILE.format(kind="csv")).status_code == 404
    assert not AuditEntry.objects.filter(action="downloaded Part 2").exists()


# Ways here


def test_the_check_of_a_report_leads_to_its_page(publication: Publication) -> None:
    page = words(browser_of("publisher"), f"/office/check/?dataset={publication.dataset_id}&as_at=2020-10")
    assert f'href="{REPORTS}"' in page
    assert "manage.py" not in page


def test_a_publisher_comes_from_the_start_page_to_the_reports(publication: Publication) -> None:
    page = words(browser_of("publisher"), "/office/")
    assert page.index(f'href="{REPORTS}"') < page.index("What you can do")
