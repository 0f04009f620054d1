"""What the entry grid makes of a clipboard, in the browser that reads it."""

import json
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

MODULE = "/static/outturn/grid-clipboard.mjs"
EXCEL = """<html xmlns:x="urn:schemas-microsoft-com:office:excel"><style>td {mso-number-format: General}</style><table>
<tr><td width=64 style='mso-ignore:colspan' colspan=2>not available</td></tr>
<tr><td>97%</td><td>1,204</td></tr></table>"""
WORD = """<p class=MsoNormal>See below</p><table class=MsoTableGrid style='border:none'>
<tr><td><p class=MsoNormal><span lang=EN-GB>1.3%
  (96/7132)<o:p></o:p></span></p></td><td><p>12</p><p>15</p></td></tr>
<tr><td><p>&nbsp;</p></td><td>4<br>(1/25)</td></tr></table>"""


@pytest.fixture(scope="module")
def text_page(chromium: Browser, site: str) -> Iterator[Page]:
    """A page of the site on which its modules can be called."""
    page = chromium.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.goto(site)
    yield page
    page.close()
    # Styles, which every Excel puts there, give no complaint; of a script the policy may say that it was stopped.
    assert [text for text in complaints if "inline event handler" not in text] == []


def rows_of_text(page: Page, text: str) -> list[list[str]]:
    return page.evaluate(f"async text => (await import('{MODULE}')).rowsOfText(text)", text)  # type: ignore[no-any-return]


def rows_of_tables(page: Page, html: str) -> dict[str, object]:
    return page.evaluate(f"async html => (await import('{MODULE}')).rowsOfTables(html)", html)  # type: ignore[no-any-return]


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("412", [["412"]]),
        ("412\r\n", [["412"]]),
        ("", [[""]]),
        ("1\t2\r\n3\t4\r\n", [["1", "2"], ["3", "4"]]),
        ("1\t2\n3\t4", [["1", "2"], ["3", "4"]]),
        ("1\r2\r", [["1"], ["2"]]),
        ("1\t\t3", [["1", "", "3"]]),
        ("1\t\r\n\t\r\n", [["1", ""], ["", ""]]),
        (" 1 204 \t\u00a097\u00a0%", [["1 204", "97 %"]]),
        ('"1.3%\n(96/7132)"\t5', [["1.3%\n(96/7132)", "5"]]),
        ('"1.3%\r\n(96/7132)"\r\n"a\tb"', [["1.3%\n(96/7132)"], ["a b"]]),
        ('"""late"" return"\t5', [['"late" return', "5"]]),
        ('5" of rain\t"half', [['5" of rain', '"half']]),
        ('"12"3\t4', [['"12"3', "4"]]),
    ],
)
def test_a_clipboards_text_is_read_as_excel_writes_it(text_page: Page, text: str, rows: list[list[str]]) -> None:
    assert rows_of_text(text_page, text) == rows


def test_a_table_of_word_keeps_its_cells_and_the_lines_in_them(text_page: Page) -> None:
    assert rows_of_tables(text_page, WORD) == {
        "merged": False,
        "rows": [["1.3% (96/7132)", "12\n15"], ["", "4\n(1/25)"]],
    }


def test_text_that_runs_over_its_neighbours_in_excel_is_not_merged_with_them(text_page: Page) -> None:
    assert rows_of_tables(text_page, EXCEL) == {"merged": False, "rows": [["not available", ""], ["97%", "1,204"]]}


@pytest.mark.parametrize("span", ["colspan=2", "rowspan=2"])
def test_merged_cells_are_noticed(text_page: Page, span: str) -> None:
    html = f"<table><tr><td {span}>1</td><td>2</td></tr><tr><td>3</td></tr></table>"
    assert rows_of_tables(text_page, html)["merged"] is True


def test_all_tables_count_and_a_table_in_a_cell_belongs_to_the_cell(text_page: Page) -> None:
    html = "<table><tr><td>1<table><tr><td>2</td></tr></table></td></tr></table><table><tr><td>3</td></tr></table>"
    assert rows_of_tables(text_page, html)["rows"] == [["1\n2"], ["3"]]


def test_html_without_a_table_has_no_rows(text_page: Page) -> None:
    assert rows_of_tables(text_page, "<p>412</p>")["rows"] == []


def test_nothing_on_the_clipboard_runs_as_a_script_or_is_fetched(text_page: Page) -> None:
    asked: list[str] = []
    text_page.on("request", lambda request: asked.append(request.url))
    html = json.dumps("<img src='/tell' onerror='window.ran = 1'><script>window.ran = 1</script><table></table>")
    text_page.evaluate(f"async () => (await import('{MODULE}')).rowsOfTables({html})")
    text_page.wait_for_timeout(200)
    assert text_page.evaluate("window.ran") is None
    assert asked == []
