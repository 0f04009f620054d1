"""html-validate and the Nu Html Checker find no error on any public page.

`tests/html-validate.json` has html-validate's recommended rules without those of taste in white space and long titles.
It knows `details` as HTML does, which permits it in a heading cell; a scrolled region may be any element, and a button
of a form need not say that it sends the form.
"""

import json
import shutil
import subprocess
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from reports.published import PublishedPaper
from reports.renderers import RENDERERS
from tests.factories.corrections import as_at, corrected, file_of, paper_of, withdrawn
from tests.factories.pages import every_public_page
from tests.factories.reports import DECEMBER

pytestmark = [pytest.mark.django_db, pytest.mark.whole_site]
ROOT = Path(__file__).resolve().parents[3]
HTML_VALIDATE = ROOT / "node_modules" / "html-validate" / "bin" / "html-validate.mjs"
VNU = ROOT / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"
NODE = shutil.which("node", path=f"{ROOT / '.venv' / 'bin'}:/usr/local/bin:/usr/bin")
JAVA = shutil.which("java")
INDEX = "/reports/childrens-scrutiny/2020-12/"
NOT_LINKED = (
    "/no-such-page/",
    "/account/sign-in/",
    "/search/?q=children",
    "/search/?q=a",
    "/search/?q=aeroplane",
    f"{INDEX}?rating=red&section=nothing",
)


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory, django_db_setup: None, django_db_blocker: Any) -> Iterator[Path]:
    """Every public page of two reports, one corrected, with files, and of one that was withdrawn, in a folder."""
    folder = tmp_path_factory.mktemp("pages")
    with django_db_blocker.unblock(), transaction.atomic():
        published = PublishedPaper.objects.get(dataset_slug="childrens-scrutiny", as_at=DECEMBER)
        correction = corrected(published, reason="A reason & “more” <b>.")
        for kind in RENDERERS:
            file_of(correction, kind)
        as_at(published, date(2020, 10, 1), sections=paper_of(published).sections[:2])
        withdrawn(as_at(published, date(2020, 9, 1)), notice="Taken back.\n\nFor good.")
        found = {address: page for address, page in every_public_page().items() if "section=" not in address}
        found |= {address: Client().get(address) for address in NOT_LINKED}
        transaction.set_rollback(True)
    for number, (address, page) in enumerate(sorted(found.items())):
        if page["Content-Type"].startswith("text/html"):
            name = "".join(each if each.isalnum() else "-" for each in address)[-120:]
            (folder / f"{number}-{name}.html").write_bytes(page.content)
    yield folder


def test_there_are_pages_to_check(pages: Path) -> None:
    assert len(list(pages.iterdir())) > 100


@pytest.mark.skipif(not (NODE and HTML_VALIDATE.is_file()), reason="html-validate needs Node; make fetches both")
def test_html_validate_finds_no_error(pages: Path) -> None:
    assert NODE
    command = [NODE, str(HTML_VALIDATE), "--config", str(ROOT / "tests" / "html-validate.json"), "--formatter", "json"]
    done = subprocess.run([*command, *_files(pages)], capture_output=True, text=True, timeout=300)
    found = [
        f"{Path(file['filePath']).name}:{each['line']} {each['ruleId']}: {each['message']}"
        for file in json.loads(done.stdout)
        for each in file["messages"]
    ]
    assert found[:20] == []
    assert done.returncode == 0, done.stderr


@pytest.mark.skipif(not (JAVA and VNU.is_file()), reason="the Nu Html Checker needs Java, which is not here")
def test_the_nu_html_checker_finds_no_error(pages: Path) -> None:
    assert JAVA
    command = [JAVA, "-Xss4m", "-jar", str(VNU), "--format", "json", "--exit-zero-always"]
    done = subprocess.run([*command, *_files(pages)], capture_output=True, text=True, timeout=300)
    found = [
        f"{each['url'].rpartition('/')[2]}:{each.get('lastLine')} {each['type']}: {each['message']}"
        for each in json.loads(done.stderr)["messages"]
    ]
    assert found[:20] == []


@pytest.mark.skipif(not (JAVA and VNU.is_file()), reason="the Nu Html Checker needs Java, which is not here")
def test_the_checker_would_find_an_error(tmp_path: Path) -> None:
    """The control of the test above."""
    assert JAVA
    (tmp_path / "wrong.html").write_text(
        "<!DOCTYPE html><html lang=en><title>x</title><p><div id=a></div><i id=a></i>"
    )
    done = subprocess.run(
        [JAVA, "-jar", str(VNU), "--format", "json", str(tmp_path / "wrong.html")], capture_output=True, text=True
    )
    assert "Duplicate ID" in done.stderr


def _files(folder: Path) -> list[str]:
    return sorted(str(path) for path in folder.iterdir())
