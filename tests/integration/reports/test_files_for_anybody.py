"""The committee's report as files for anybody: with words for pictures, whatever people wrote, in another program."""

import re
import shutil
import subprocess
from collections import Counter
from io import BytesIO
from pathlib import Path
from typing import Any

import docx
import msgspec
import pytest
import typst
from docx.oxml.ns import qn
from pypdf import PdfReader

from reports.models import Publication
from reports.renderers.pdf import SOURCE
from suppression.paper import decode_part_1, decode_part_2
from suppression.paper_words import PaperCommentary, PaperLink, ReportSection
from tests.factories.committee_files import KINDS, changed, expected_outline, file_of, text_of
from tests.factories.committee_reports import committee_report, with_report
from tests.factories.read_back import (
    one_line,
    pdf_outline,
    pdf_tags,
)

pytestmark = pytest.mark.django_db

SOFFICE = shutil.which("soffice")
HOSTILE = (
    '<w:t>&amp;</w:t> #panic("x") $x$ `code` *star* _line_ \\u{41} @ref <label> // /* ]]> "quote" \x00\x07\x0b\x1f'
    " \u202eevil \ufffe 😀 👩‍👩‍👧 中文 עברית é e\u0301 ﷽ \U0010ffff"
)
SHOWN_OF_HOSTILE = '<w:t>&amp;</w:t> #panic("x") $x$ `code` *star* _line_ \\u{41} @ref <label> // /* ]]> "quote"'


@pytest.fixture
def part_1(publication: Publication) -> Any:
    return with_report(decode_part_1(bytes(publication.part_1)))


@pytest.fixture
def part_2(publication: Publication) -> Any:
    return with_report(decode_part_2(bytes(publication.part_2)))


# For who cannot see it


def test_the_pdf_is_tagged_and_says_that_it_conforms(part_1: Any) -> None:
    file = file_of("pdf", part_1)
    reader = PdfReader(BytesIO(file))
    root = reader.root_object
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "en-GB"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert "<pdfuaid:part>1</pdfuaid:part>" in root["/Metadata"].get_object().get_data().decode()
    kinds = Counter(str(tag["/S"]) for tag in pdf_tags(file))
    assert kinds["/Table"] == 2 + 1 + 1  # both tables of the index, the definitions, and whose the benchmarks are
    assert kinds["/TH"] > 40
    assert {"/H1", "/H2", "/H3", "/P", "/Figure", "/Caption"} <= kinds.keys()
    assert all(str(tag["/Alt"]).startswith("Chart: ") for tag in pdf_tags(file) if tag["/S"] == "/Figure")


def test_typst_refuses_a_pdf_that_does_not_conform() -> None:
    """The control of PDF/UA-1: it is typst's own check that fails the rendering."""
    with pytest.raises(typst.TypstError, match="PDF/UA-1"):
        typst.compile(
            b'#set document(title: [x])\n#image(bytes(sys.inputs.drawing), format: "svg")',
            format="pdf",
            pdf_standards=["ua-1"],
            sys_inputs={"drawing": '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'},
        )


def test_pictures_and_tables_of_the_word_report_have_words_and_repeated_heads(part_1: Any) -> None:
    body = docx.Document(BytesIO(file_of("word", part_1))).element.body
    pictures = [each.get("descr") for each in body.iter(qn("wp:docPr"))]
    assert pictures
    assert all(each.startswith("Chart: Months from ") for each in pictures)
    for table in body.iter(qn("w:tbl")):
        assert table.tblPr.find(qn("w:tblCaption")).get(qn("w:val"))
        rows = table.findall(qn("w:tr"))
        assert all(row.trPr.find(qn("w:cantSplit")) is not None for row in rows)
        if table.tblPr.find(qn("w:tblLook")).get(qn("w:firstRow")) == "1":
            assert rows[0].trPr.find(qn("w:tblHeader")) is not None


# People's text


@pytest.mark.parametrize("kind", KINDS)
def test_hostile_text_is_text(kind: str, part_1: Any) -> None:
    as_markup = HOSTILE.replace("*", "\\*").replace("_", "\\_")
    said = PaperCommentary(("concern",), as_markup, reason=HOSTILE)
    hostile = committee_report(
        title=HOSTILE,
        committee=HOSTILE,
        contact_officer="x" * 4000,
        sections=(
            ReportSection(HOSTILE, "body", (as_markup, f"# {HOSTILE}", "w" * 4000), has_exceptions=True),
            ReportSection(HOSTILE, "impact", (as_markup,)),
            ReportSection(HOSTILE, "closing", (as_markup,)),
        ),
    )
    paper = msgspec.structs.replace(part_1, report=hostile, council=HOSTILE, dataset=HOSTILE)
    paper = changed(paper, "26", commentary=said, title=HOSTILE, why_it_is_important="y" * 4000, target=HOSTILE)
    paper = changed(paper, "29", links=(PaperLink(HOSTILE, 'https://x.example/?a="&<>é'),))
    file = file_of(kind, paper)
    text = text_of(kind, file)
    assert text.count(SHOWN_OF_HOSTILE) >= 8
    assert text.count("w") > 4000
    assert "😀" in text if kind == "word" else "[grinning face]" in text
    assert "\u202e" not in text


def test_the_source_of_the_pdf_is_the_same_for_every_paper() -> None:
    """Nothing that people write becomes markup: it comes as data, and no function reads data as markup."""
    source = SOURCE.read_text(encoding="utf-8")
    assert source.count("sys.inputs") == 3, "two in use, one in a comment"
    assert not re.search(r"\beval\(|@preview|#import|#include|read\(", source)


# Another program


@pytest.mark.skipif(not SOFFICE, reason="LibreOffice is not installed")
@pytest.mark.parametrize("part", [1, 2])
def test_the_word_report_opens_in_libreoffice_and_becomes_a_pdf_with_the_same_headings(
    part: int, part_1: Any, part_2: Any, tmp_path: Path
) -> None:
    paper = part_1 if part == 1 else part_2
    (tmp_path / "report.docx").write_bytes(file_of("word", paper))
    filters = 'pdf:writer_pdf_Export:{"ExportBookmarks":{"type":"boolean","value":"true"}}'
    profile = f"-env:UserInstallation=file://{tmp_path / 'profile'}"
    command = [str(SOFFICE), profile, "--headless", "--convert-to", filters, "--outdir", str(tmp_path)]
    done = subprocess.run(
        [*command, str(tmp_path / "report.docx")], capture_output=True, text=True, check=True, timeout=120
    )
    about_the_file = [line for line in done.stderr.splitlines() if "javaldx" not in line]
    assert about_the_file == []
    converted = (tmp_path / "report.pdf").read_bytes()
    assert [words for _, words in pdf_outline(converted)] == [one_line(words) for _, words in expected_outline(paper)]
    sizes = {
        (round(float(page.mediabox.width)), round(float(page.mediabox.height)))
        for page in PdfReader(BytesIO(converted)).pages
    }
    assert sizes == {(595, 842), (1191, 842)}
