"""The public surface as a process of its own: what it shows, what it has not, and that it needs no office."""

import json
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from reports.models import Publication
from reports.public_file import is_behind, write_public_file
from reports.published import ComingReport, PublishedFile, PublishedPaper, WithdrawnReport
from tests.factories.corrections import corrected, file_of
from tests.factories.pages import every_public_page, links_of
from tests.integration.surfaces.conftest import ROOT, RolesOfTests, environment, manage
from tests.integration.surfaces.servers import ask, serving
from tests.integration.test_public_pages import INDICATOR, PAGES, SITE

pytestmark = pytest.mark.django_db
CHART = f"{INDICATOR}chart-0.svg"
STATIC = "/static/outturn/application.css"
SCHEMA = "/schemas/paper-part-1-version-2.json"
SHOWN = [*PAGES, *SITE, CHART, SCHEMA, STATIC]
OFFICE_MODULES = (
    "accounts.models",
    "accounts.services",
    "commentary.models",
    "commentary.services",
    "indicators.models",
    "reports.models",
    "reports.report_models",
    "reports.services",
    "suppression.models",
    "suppression.services",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.sessions",
    "allauth",
    "simple_history",
)


def public_of(path: Path) -> dict[str, str]:
    return {"OUTTURN_SURFACE": "public", "PUBLIC_DATABASE_URL": f"sqlite:///{path}"}


@pytest.fixture(scope="module")
def public(public_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a public process that reads the file."""
    with serving(tmp_path_factory.mktemp("public"), **public_of(public_file)) as address:
        yield address


def page_of_all_surfaces(address: str) -> str:
    """The same page of a process with everything, without its way to sign in."""
    page = Client().get(address).content.decode()
    head, sign_in, tail = page.partition(
        '  <li>\n      <a class="govuk-link" href="/account/sign-in/">Sign in</a>\n    </li>\n'
    )
    assert sign_in
    return f"{head.rstrip()}{tail.lstrip()}"


@pytest.mark.parametrize("path", SHOWN)
def test_it_shows_every_page_to_everybody_and_any_cache(public: str, path: str) -> None:
    answer = ask(public, path)
    assert answer.status == 200, answer.text
    assert "public" in answer.headers["Cache-Control"] or path == STATIC
    assert answer.headers["Set-Cookie"] is None
    assert "Cookie" not in (answer.headers["Vary"] or "")
    if path != STATIC:
        again = ask(public, path, If_None_Match=answer.headers["ETag"])
        assert (again.status, again.body) == (304, b"")


@pytest.mark.parametrize("path", ["/", PAGES[1], INDICATOR, "/corrections/"])
def test_its_pages_say_what_they_say_elsewhere(public: str, path: str, publication: Publication) -> None:
    said = ask(public, path).text
    assert "sign-in" not in said
    assert "".join(said.split()) == "".join(page_of_all_surfaces(path).split())


def test_a_cookie_changes_nothing(public: str) -> None:
    plain, with_cookie = ask(public, PAGES[1]), ask(public, PAGES[1], Cookie="sessionid=abc; csrftoken=def")
    assert (plain.status, plain.body) == (with_cookie.status, with_cookie.body)


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"])
@pytest.mark.parametrize("path", ["/", PAGES[1], STATIC, "/account/sign-in/", "/none/"])
def test_it_answers_get_and_head_and_nothing_else(public: str, method: str, path: str) -> None:
    answer = ask(public, path, method)
    assert (answer.status, answer.headers["Allow"]) == (405, "GET, HEAD")


@pytest.mark.parametrize(
    "path",
    ["/office/", "/office/part-2/childrens-scrutiny/2020-12/", "/account/sign-in/", "/administration/", "/account/"],
)
def test_it_has_no_office(public: str, path: str) -> None:
    assert ask(public, path).body == ask(public, "/nothing-of-the-kind/").body
    assert ask(public, path).status == 404


def test_it_loads_nothing_of_the_office(public_file: Path) -> None:
    """Also after it has made pages of every kind."""
    asks = """
import json, sys
from wsgiref.util import setup_testing_defaults
from config.wsgi import application
for path in json.loads(sys.argv[1]):
    environ = {"PATH_INFO": path, "HTTP_HOST": "localhost"}
    setup_testing_defaults(environ)
    said = []
    b"".join(application(environ, lambda status, headers: said.append(status)))
    assert said[0].startswith("200"), (path, said)
print(json.dumps(sorted(sys.modules)))
"""
    paths = [path for path in SHOWN if "?" not in path]
    done = subprocess.run(
        [sys.executable, "-c", asks, json.dumps(paths)],
        cwd=ROOT,
        env=environment(OUTTURN_ENVIRONMENT="test", **public_of(public_file)),
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    loaded = json.loads(done.stdout.splitlines()[-1])
    assert "reports.published" in loaded
    assert [name for name in loaded if name.startswith(OFFICE_MODULES) and f"{name}." not in OFFICE_MODULES] == []


@contextmanager
def removed(office: str, request: pytest.FixtureRequest, folder: Path) -> Iterator[None]:
    """The office's database is away: its file, or the right to connect to it."""
    if connection.vendor == "sqlite":
        file = Path(office.removeprefix("sqlite:///"))
        file.rename(folder / file.name)
        try:
            yield
        finally:
            (folder / file.name).rename(file)
        return
    roles: RolesOfTests = request.getfixturevalue("roles")
    with roles.connect("postgres", "postgres") as server:
        server.execute(f"ALTER DATABASE {roles.database} ALLOW_CONNECTIONS false")
        try:
            yield
        finally:
            server.execute(f"ALTER DATABASE {roles.database} ALLOW_CONNECTIONS true")


def test_it_serves_with_the_office_stopped_and_its_database_removed(
    office: str, public: str, public_file: Path, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    with serving(tmp_path, OUTTURN_SURFACE="office", DATABASE_URL=office) as works:
        assert ask(works, "/account/sign-in/").status == 200
    with removed(office, request, tmp_path):
        refused = manage("dumpdata", "reports.publication", OUTTURN_ENVIRONMENT="test", DATABASE_URL=office)
        assert refused.returncode != 0
        with serving(tmp_path, **public_of(public_file)) as started_without:
            for path in SHOWN:
                assert ask(started_without, path).status == 200
            assert ask(public, PAGES[1]).status == 200


def test_it_serves_as_the_public_role(roles: RolesOfTests, tmp_path: Path) -> None:
    with serving(
        tmp_path, OUTTURN_SURFACE="public", PUBLIC_DATABASE_URL=roles.url(roles.public), OUTTURN_CHECK_SURFACE="1"
    ) as address:
        for path in SHOWN:
            answer = ask(address, path)
            assert answer.status == 200, answer.text
        assert ask(address, "/office/").status == 404


# The file


@pytest.fixture
def own_file(tmp_path: Path) -> Path:
    path = tmp_path / "own" / "public.sqlite3"
    path.parent.mkdir()
    return path


def test_the_file_holds_what_is_published_to_the_byte(publication: Publication, own_file: Path) -> None:
    paper = PublishedPaper.objects.get()
    ComingReport.objects.create(
        dataset_slug="a", dataset_name="A", as_at=date(2021, 3, 1), expected_on=date(2021, 6, 1), meeting="Scrutiny"
    )
    file_of(paper)
    corrected(paper)
    assert write_public_file(own_file) == 2
    with closing(sqlite3.connect(own_file)) as file:
        names = {name for (name,) in file.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        documents = file.execute("SELECT document, sha256 FROM reports_publishedpaper ORDER BY id").fetchall()
        (content,) = file.execute("SELECT content FROM reports_publishedfile").fetchone()
    assert names - {"sqlite_sequence"} == {
        "reports_comingreport", "reports_publishedfile", "reports_publishedpaper", "reports_withdrawnreport"
    }  # fmt: skip
    assert documents == [(bytes(each.document), each.sha256) for each in PublishedPaper.objects.order_by("pk")]
    assert content == bytes(PublishedFile.objects.get().content)
    assert [path.name for path in own_file.parent.iterdir() if path.suffix == ".sqlite3"] == [own_file.name]
    assert own_file.stat().st_mode & 0o777 == 0o644


@pytest.mark.parametrize(
    "change",
    [
        lambda paper: corrected(paper),
        lambda paper: withdrawn(paper),
        lambda paper: ComingReport.objects.update_or_create(
            dataset_slug="a", as_at=date(2021, 3, 1), defaults={"dataset_name": "A", "expected_on": date(2021, 6, 1)}
        ),
        lambda paper: ComingReport.objects.filter(dataset_slug="b").delete(),
    ],
    ids=["a correction", "a withdrawal", "an announcement", "an announcement taken back"],
)
def test_whatever_changes_what_is_public_writes_the_file(
    publication: Publication, own_file: Path, change: Any, settings: Any, django_capture_on_commit_callbacks: Any
) -> None:
    ComingReport.objects.create(
        dataset_slug="b", dataset_name="B", as_at=date(2021, 3, 1), expected_on=date(2021, 6, 1)
    )
    write_public_file(own_file)
    settings.PUBLIC_FILE = str(own_file)
    with django_capture_on_commit_callbacks(execute=True):
        change(PublishedPaper.objects.get())
        assert is_behind(own_file)
    assert not is_behind(own_file)


def test_a_file_that_cannot_be_written_stays_and_is_said_in_the_log(
    publication: Publication,
    own_file: Path,
    settings: Any,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    django_capture_on_commit_callbacks: Any,
) -> None:
    write_public_file(own_file)
    before = own_file.read_bytes()
    settings.PUBLIC_FILE = str(own_file)

    def full(*arguments: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with django_capture_on_commit_callbacks(execute=True):
        withdrawn(PublishedPaper.objects.get())
    assert "could not be written" in caplog.text
    assert own_file.read_bytes() == before
    assert sorted(path.name for path in own_file.parent.iterdir()) == [f".{own_file.name}.lock", own_file.name]


def withdrawn(paper: PublishedPaper) -> WithdrawnReport:
    return WithdrawnReport.objects.create(
        dataset_slug=paper.dataset_slug,
        dataset_name=paper.dataset_name,
        title=paper.title,
        as_at=paper.as_at,
        sequence=paper.sequence,
        notice="Taken back.",
        withdrawn_at=timezone.now(),
    )


def test_a_withdrawal_reaches_a_process_that_runs(publication: Publication, public_file: Path, tmp_path: Path) -> None:
    own = Path(shutil.copy(public_file, tmp_path))
    with serving(tmp_path, **public_of(own)) as address:
        before = ask(address, PAGES[1])
        assert before.status == 200
        withdrawn(PublishedPaper.objects.get())
        write_public_file(own)
        deadline = time.monotonic() + 5
        while ask(address, PAGES[1]).status == 200 and time.monotonic() < deadline:
            time.sleep(0.1)
        after = ask(address, PAGES[1], If_None_Match=before.headers["ETag"])
        assert after.status == 410
        assert "Taken back." in after.text
        assert "Taken back." in ask(address, "/corrections/").text


@pytest.mark.whole_site
def test_every_link_of_every_page_leads_to_a_page(public: str, publication: Publication) -> None:
    waiting, seen = ["/"], set[str]()
    while waiting:
        path = waiting.pop()
        if path not in seen:
            seen.add(path)
            answer = ask(public, path)
            assert answer.status == 200, path
            if answer.headers["Content-Type"].startswith("text/html"):
                waiting.extend(links_of(answer.text, path))
    assert set(every_public_page()) <= seen
