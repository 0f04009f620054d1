"""The committee's report as files: both say what the paper says, neither says more, and anybody can open them."""

import hashlib
import os
import re
import subprocess
import sys
from collections import Counter
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import docx
import msgspec
import pytest
from django.conf import settings
from django.db import transaction
from django.utils import timezone
from docx.oxml.ns import qn
from pypdf import PdfReader

from reports.models import Publication
from suppression.paper import Absent, Hidden, decode_part_1, decode_part_2
from suppression.paper_words import PaperAction, PaperCommentary, PaperLink
from tests.factories.committee_files import KINDS, changed, everything_in, expected_outline, file_of, text_of
from tests.factories.committee_reports import FRAMEWORK, OUTLINE, correction, with_report
from tests.factories.papers import figures
from tests.factories.read_back import (
    one_line,
    pdf_outline,
    pdf_pages,
    pdf_text,
    word_outline,
    word_tables,
    word_text,
)
from tests.factories.reports import dataset as new_dataset
from tests.factories.reports import imported, published
from tests.factories.workbooks import ANOTHER_WORLD, CANARIES, CANARY_DIGITS, example, example_with
from tests.integration.test_leaks import digits_in

pytestmark = pytest.mark.django_db

BELOW_EXPECTATION = ("22.2", "26", "29", "35.1")


@pytest.fixture(scope="module")
def worlds(django_db_setup: None, django_db_blocker: Any) -> dict[str, tuple[bytes, bytes]]:
    """Both papers where the hidden figures are those of the example, others, and unmistakable ones."""
    books = {"one": example(), "another": example_with(ANOTHER_WORLD), "canaries": example_with(CANARIES)}
    with django_db_blocker.unblock():
        return {name: _papers(book) for name, book in books.items()}


def _papers(workbook: bytes) -> tuple[bytes, bytes]:
    with pytest.MonkeyPatch.context() as patched, transaction.atomic():
        patched.setattr(timezone, "now", lambda: datetime(2021, 1, 20, 12, tzinfo=UTC))
        dataset = new_dataset("Files", "files")
        imported(dataset, workbook)
        publication = published(dataset)
        papers = bytes(publication.part_1), bytes(publication.part_2)
        transaction.set_rollback(True)
    return papers


@pytest.fixture
def part_1(publication: Publication) -> Any:
    return with_report(decode_part_1(bytes(publication.part_1)))


@pytest.fixture
def part_2(publication: Publication) -> Any:
    return with_report(decode_part_2(bytes(publication.part_2)))


# Both say what the paper says


def test_the_outline_is_that_of_the_councils_own_report(part_1: Any) -> None:
    outline = [words for _, words in word_outline(file_of("word", part_1))]
    assert [words for words in outline if words in OUTLINE] == list(OUTLINE)
    titles = {indicator.number: indicator for indicator in part_1.indicators}
    assert [words for words in outline if re.match(r"3\.6\.\d", words)] == [
        f"3.6.{place} Indicator {number}: {titles[number].title} ({titles[number].rating.text})"
        for place, number in enumerate(BELOW_EXPECTATION, 1)
    ]


@pytest.mark.parametrize("part", [1, 2])
def test_word_and_pdf_have_the_same_headings_on_the_same_levels(part: int, part_1: Any, part_2: Any) -> None:
    paper = part_1 if part == 1 else part_2
    expected = expected_outline(paper)
    assert word_outline(file_of("word", paper)) == expected
    assert pdf_outline(file_of("pdf", paper)) == [(level, one_line(words)) for level, words in expected]


@pytest.mark.parametrize("part", [1, 2])
def test_every_figure_of_the_index_is_in_the_word_report_as_often_as_in_the_paper(
    part: int, part_1: Any, part_2: Any
) -> None:
    paper = part_1 if part == 1 else part_2
    said = {
        # several measures that have no figure for one and the same reason say so once
        (number, "" if isinstance(figure, Absent) else measure, place, one_line(figure.text))
        for (number, measure, place), figure in figures(paper).items()
        if not isinstance(figure, Hidden)
    }
    wanted = Counter(text for *_, text in said)
    body = docx.Document(BytesIO(file_of("word", paper))).element.body
    lines = Counter(
        one_line("".join(text.text or "" for text in line.iter(qn("w:t"))))
        for cell in body.iter(qn("w:tc"))
        for line in cell.iter(qn("w:p"))
    )
    assert len(wanted) > 100
    assert {text: (count, lines[text]) for text, count in wanted.items() if lines[text] < count} == {}


def test_every_row_of_the_word_report_has_its_figures_in_their_columns(part_1: Any) -> None:
    (index,) = (table for table in word_tables(file_of("word", part_1)) if "Mar 21" in table[min(1, len(table) - 1)])
    rows = {row[0]: row for row in index[2:] if len(row) > 1}
    assert index[1][4:9] == ["2019/20", "2018/19", "2017/18", "England", "London"]
    referrals = rows["9"]
    assert referrals[4:9] == ["3,939", "3,422", "2,372", "646,120", "100,620"]
    assert referrals[10:19] == ["224", "213", "259", "361", "269", "412", "423", "372", "304"]
    assert referrals[-1] == "2,837"


@pytest.mark.parametrize("part", [1, 2])
def test_every_figure_and_definition_of_the_index_is_in_the_pdf(part: int, part_1: Any, part_2: Any) -> None:
    paper = part_1 if part == 1 else part_2
    text = pdf_text(file_of("pdf", paper)).replace(" ", "")
    said = [figure.text for figure in figures(paper).values() if not isinstance(figure, Hidden)]
    said += [each for row in paper.indicators for each in (row.title, row.why_it_is_important, row.target)]
    assert [each for each in said if one_line(each).replace(" ", "") not in text] == []


@pytest.mark.parametrize("kind", KINDS)
def test_what_people_wrote_is_in_both_files(kind: str, part_1: Any) -> None:
    action = PaperAction("Recruit two workers", "Head of Service", part_1.as_at, part_1.as_at, is_overdue=True)
    link = PaperLink("The care leavers' plan", "https://reports.example/plan")
    said = PaperCommentary(("below_expectation",), "First **things** first.\n\n1. one\n2. two\n   - within")
    text = text_of(kind, file_of(kind, changed(part_1, "26", commentary=said, actions=(action,), links=(link,))))
    for each in ("First things first.", "1. one", "2. two", "within", "Recruit two workers", "Overdue", link.title):
        assert each in text


@pytest.mark.parametrize("kind", KINDS)
def test_a_correction_is_on_the_first_page(kind: str, part_1: Any) -> None:
    corrected = msgspec.structs.replace(part_1, corrects=correction(), sequence=2)
    text = text_of(kind, file_of(kind, corrected))
    said = "This report corrects The report published on 10 February 2021 (publication 1)"
    assert said in text
    assert text.index(said) < text.index("1. Reason for report")


@pytest.mark.parametrize("kind", KINDS)
def test_a_paper_without_a_report_is_drawn(kind: str, publication: Publication) -> None:
    bare = msgspec.structs.replace(decode_part_1(bytes(publication.part_1)), report=None)
    assert "1. MANAGEMENT COMMENTARY ON EXCEPTION" in text_of(kind, file_of(kind, bare))


# Part 1 says no more than its paper


@pytest.mark.parametrize("kind", KINDS)
def test_no_byte_of_a_part_1_file_has_a_hidden_figure(kind: str, worlds: dict[str, tuple[bytes, bytes]]) -> None:
    """Properties of documents; raw value beside the mark; alternative text."""
    public = file_of(kind, with_report(decode_part_1(worlds["canaries"][0])))
    assert digits_in(everything_in(kind, public)) == []


@pytest.mark.parametrize("kind", KINDS)
def test_the_search_for_hidden_figures_finds_them_in_part_2(kind: str, worlds: dict[str, tuple[bytes, bytes]]) -> None:
    """The control of the test above."""
    exempt = file_of(kind, with_report(decode_part_2(worlds["canaries"][1])))
    assert digits_in(text_of(kind, exempt)) == list(CANARY_DIGITS)
    assert digits_in(everything_in(kind, exempt)) == list(CANARY_DIGITS)


@pytest.mark.parametrize("kind", KINDS)
def test_other_hidden_figures_give_the_same_bytes(kind: str, worlds: dict[str, tuple[bytes, bytes]]) -> None:
    """Length, size or hash."""
    one, another = (with_report(decode_part_1(worlds[name][0])) for name in ("one", "another"))
    assert file_of(kind, one) == file_of(kind, another)
    one, another = (with_report(decode_part_2(worlds[name][1])) for name in ("one", "another"))
    assert file_of(kind, one) != file_of(kind, another), "the control: Part 2 does differ"


def test_part_2_marks_every_figure_that_part_1_hides(part_2: Any) -> None:
    hidden = sum(figure.__struct_config__.tag == "part_two_only" for figure in figures(part_2).values())
    index = word_text(file_of("word", part_2)).partition("Appendix One")[2].partition("How to read the index")[0]
    assert index.count("not in Part 1") == hidden > 20


# Every page of Part 2


def test_every_page_of_a_part_2_pdf_says_that_it_is_exempt_who_reads_it_and_when(part_2: Any) -> None:
    pages = pdf_pages(file_of("pdf", part_2))
    for place, page in enumerate(pages, 1):
        assert "PART TWO – EXEMPT, not for publication" in page
        assert (
            f"EXEMPT – {part_2.exemption} – not for publication – read by Rosalind Reader, 1 March 2021, 09:30" in page
        )
        assert f"Page {place} of {len(pages)}" in page


def test_every_section_of_a_part_2_word_report_says_so_too(part_2: Any) -> None:
    sections = docx.Document(BytesIO(file_of("word", part_2))).sections
    assert [section.orientation for section in sections] == [0, 1]
    for section in sections:
        assert section.header.paragraphs[0].text.startswith("PART TWO – EXEMPT, not for publication\t")
        exempt = section.footer.paragraphs[0].text
        assert exempt.startswith("EXEMPT – ")
        assert exempt.endswith("not for publication – read by Rosalind Reader, 1 March 2021, 09:30")


@pytest.mark.parametrize("kind", KINDS)
def test_a_part_1_file_knows_no_reader(kind: str, part_1: Any) -> None:
    text = everything_in(kind, file_of(kind, part_1))
    assert "read by" not in text
    assert "not for publication" not in text


# Bytes and properties


@pytest.mark.parametrize("kind", KINDS)
def test_the_same_paper_gives_the_same_bytes_in_another_process(kind: str, part_1: Any, tmp_path: Path) -> None:
    paper = tmp_path / "paper.json"
    paper.write_bytes(msgspec.json.encode(part_1))
    script = (
        "import sys, hashlib, pathlib, django; django.setup()\n"
        "from reports.renderers import RENDERERS\n"
        "from suppression.paper import decode_part_1\n"
        "paper = decode_part_1(pathlib.Path(sys.argv[2]).read_bytes())\n"
        "print(hashlib.sha256(RENDERERS[sys.argv[1]].render(paper)).hexdigest())\n"
    )
    environment = os.environ | {"PYTHONHASHSEED": "7", "TZ": "Asia/Tokyo", "DJANGO_SETTINGS_MODULE": "config.settings"}
    command = [sys.executable, "-c", script, kind, str(paper)]
    said = subprocess.run(command, cwd=settings.BASE_DIR, env=environment, capture_output=True, text=True, check=True)
    assert said.stdout.strip() == hashlib.sha256(file_of(kind, part_1)).hexdigest()


def test_properties_of_the_word_report_are_the_papers_own(part_1: Any) -> None:
    file = file_of("word", part_1)
    said = docx.Document(BytesIO(file)).core_properties
    assert (said.title, said.author, said.last_modified_by) == (
        part_1.report.title,
        part_1.council,
        part_1.council,
    )
    assert (said.comments, said.keywords, said.category, said.language) == ("", "", "", "en-GB")
    dated = part_1.made_on or part_1.as_at
    assert {said.created.date(), said.modified.date()} == {dated}
    everything = everything_in("word", file)
    for trace in ("python-docx", "Macintosh", "en-US", "<w:ins ", "<w:del ", "vbaProject", "rsid", "thumbnail"):
        assert trace not in everything, trace


def test_properties_of_the_pdf_are_the_papers_own(part_1: Any) -> None:
    reader = PdfReader(BytesIO(file_of("pdf", part_1)))
    assert reader.metadata is not None
    assert (reader.metadata.title, reader.metadata.author) == (part_1.report.title, part_1.council)
    dated = part_1.made_on or part_1.as_at
    assert reader.metadata.creation_date == datetime(dated.year, dated.month, dated.day, tzinfo=UTC)


def test_the_word_report_leads_nowhere_but_where_the_paper_does(part_1: Any) -> None:
    relations = docx.Document(BytesIO(file_of("word", part_1))).part.rels.values()
    assert [each.target_ref for each in relations if each.is_external] == [FRAMEWORK]
