"""A real nginx with the configuration of deploy/nginx, on loopback, in front of the surfaces."""

import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

import pytest
from django.utils import timezone

from reports.models import Publication
from reports.public_file import write_public_file
from reports.published import PublishedPaper, WithdrawnReport
from tests.integration.surfaces.conftest import ROOT, environment
from tests.integration.surfaces.servers import Answer, ask, free_port, serving
from tests.integration.surfaces.test_public_surface import public_of
from tests.integration.test_public_pages import INDEX, PAGES, SITE

NGINX = "/usr/sbin/nginx"
PART_2 = "/office/part-2/childrens-scrutiny/2020-12/"
pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(not Path(NGINX).exists(), reason="needs nginx (Debian: nginx-light)"),
]
Said = TypeVar("Said", Answer, str)


def configured(folder: Path, *files: str, **changes: str) -> Path:
    """The files of deploy/nginx as a whole configuration, on ports of its own and without encryption."""
    shutil.copytree(ROOT / "deploy" / "nginx", folder / "outturn", dirs_exist_ok=True)
    replaced = {
        "/etc/nginx/outturn/": f"{folder}/outturn/",
        "/var/cache/nginx/": f"{folder}/cache-",
        "/var/log/nginx/": f"{folder}/",
        "server {\n    listen 80;\n    server_name": "server {\n    listen 127.0.0.1:UNENCRYPTED;\n    server_name",
        "include /etc/nginx/outturn/outturn-tls.conf;": "",
    } | changes
    for file in (folder / "outturn").iterdir():
        text = file.read_text()
        for old, new in sorted(replaced.items(), key=lambda pair: -len(pair[0])):
            text = text.replace(old, new)
        file.write_text(re.sub("UNENCRYPTED", lambda found: str(free_port()), text))
    included = "\n".join(f"include {folder}/outturn/{file};" for file in ("outturn-common.conf", *files))
    places = "\n".join(
        f"{each}_temp_path {folder}/{each};" for each in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    whole = folder / "nginx.conf"
    whole.write_text(
        f"daemon off; pid {folder}/pid; error_log {folder}/error.log; user root;\n"
        f"events {{ worker_connections 256; }}\nhttp {{ {places}\n{included}\n}}\n"
    )
    return whole


@contextmanager
def nginx(configuration: Path, port: int) -> Iterator[str]:
    server = subprocess.Popen([NGINX, "-c", str(configuration)], stderr=subprocess.PIPE)
    try:
        for _ in range(100):
            assert server.poll() is None, server.stderr.read() if server.stderr else ""
            try:
                socket.create_connection(("127.0.0.1", port), timeout=1).close()
            except OSError:
                time.sleep(0.05)
            else:
                break
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(timeout=10)
        if server.stderr:
            server.stderr.close()


@contextmanager
def in_front(folder: Path, surface: str, of: str, **changes: str) -> Iterator[str]:
    """nginx as it is configured for a surface, in front of a server."""
    port, gunicorn = free_port(), of.removeprefix("http://")
    own = {"public": "127.0.0.1:8002", "office": "127.0.0.1:8001"}[surface]
    changes = {"listen 443 ssl http2;": f"listen 127.0.0.1:{port};", own: gunicorn, **changes}
    with nginx(configured(folder, f"outturn-{surface}.conf", **changes), port) as address:
        yield address


@pytest.fixture(scope="module")
def publishers_cookie(office: str) -> str:
    """The cookie of a publisher who has signed in."""
    signs_in = (
        "import django; django.setup(); from django.conf import settings; from django.test import Client;"
        "from accounts.models import User; browser = Client();"
        "browser.force_login(User.objects.get(username='publisher'));"
        "name = settings.SESSION_COOKIE_NAME; print(f'{name}={browser.cookies[name].value}')"
    )
    done = subprocess.run(
        [sys.executable, "-c", signs_in],
        cwd=ROOT,
        env=environment(OUTTURN_ENVIRONMENT="test", DATABASE_URL=office, DJANGO_SETTINGS_MODULE="config.settings"),
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.strip()


def test_a_cache_before_everything_gives_nobody_what_is_somebody_elses(
    office: str, publishers_cookie: str, tmp_path: Path
) -> None:
    """The application alone keeps them apart: this cache is told nothing of cookies, and sees both surfaces."""
    with (
        serving(tmp_path, DATABASE_URL=office, OUTTURN_SURFACE="all") as everything,
        in_front(tmp_path, "public", everything, **{'proxy_set_header Cookie "";': ""}) as cache,
    ):
        for _ in range(3):
            for path in (PART_2, f"{PART_2}summary/", "/office/", "/office/reports/"):
                read = ask(cache, path, Cookie=publishers_cookie)
                assert (read.status, read.headers["X-Cache"]) == (200, "MISS")
                assert read.headers["Cache-Control"] == "private, no-store"
                refused = ask(cache, path)
                assert (refused.status, refused.headers["X-Cache"]) == (302, "MISS")
                assert refused.body == b""
            for path in ("/account/sign-in/", "/nothing/", f"{INDEX}files/none.csv"):
                assert ask(cache, path).headers["X-Cache"] == "MISS"
        for path in (*PAGES, *SITE):
            first, second = ask(cache, path, Cookie=publishers_cookie), ask(cache, path)
            assert (first.headers["X-Cache"], second.headers["X-Cache"]) == ("MISS", "HIT"), path
            assert first.body == second.body
            assert b"Sign out" not in second.body
            assert second.headers["Set-Cookie"] is None


@pytest.fixture
def own_file(public_file: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(public_file, tmp_path))


@pytest.fixture
def cached(own_file: Path, tmp_path: Path) -> Iterator[str]:
    """The public surface behind its cache, in which a page is fresh for a second."""
    with (
        serving(tmp_path, OUTTURN_PUBLIC_SECONDS="1", **public_of(own_file)) as public,
        in_front(tmp_path, "public", public) as address,
    ):
        yield address


def until(answer: Callable[[], Said], is_so: Callable[[Said], bool]) -> Said:
    """What is answered once it is so, or ten seconds later."""
    deadline = time.monotonic() + 10
    while not is_so(answer()) and time.monotonic() < deadline:
        time.sleep(0.2)
    return answer()


def test_the_public_is_served_from_the_cache_and_learns_of_a_withdrawal(
    cached: str, own_file: Path, publication: Publication
) -> None:
    first, second = ask(cached, INDEX), ask(cached, INDEX)
    assert (first.headers["X-Cache"], second.headers["X-Cache"]) == ("MISS", "HIT")
    assert "default-src 'none'" in second.headers["Content-Security-Policy"]
    assert len(second.headers.get_all("Cache-Control", [])) == 1
    unchanged = ask(cached, INDEX, If_None_Match=first.headers["ETag"])
    assert (unchanged.status, unchanged.body) == (304, b"")
    packed = ask(cached, INDEX, Accept_Encoding="br, gzip")
    assert packed.headers["Content-Encoding"] == "gzip"
    assert ask(cached, INDEX, Accept_Encoding="gzip, deflate").headers["X-Cache"] == "HIT"
    revalidated = until(lambda: ask(cached, INDEX), lambda answer: answer.headers["X-Cache"] == "REVALIDATED")
    assert revalidated.body == first.body

    paper = PublishedPaper.objects.get()
    WithdrawnReport.objects.create(
        dataset_slug=paper.dataset_slug,
        dataset_name=paper.dataset_name,
        title=paper.title,
        as_at=paper.as_at,
        sequence=paper.sequence,
        notice="Taken back.",
        withdrawn_at=timezone.now(),
    )
    write_public_file(own_file)
    gone = until(lambda: ask(cached, INDEX), lambda answer: answer.status == 410)
    assert (gone.status, "Taken back." in gone.text) == (410, True)


def test_a_page_stays_while_the_application_is_down_and_what_nginx_says_is_not_kept(
    own_file: Path, tmp_path: Path
) -> None:
    with serving(tmp_path, OUTTURN_PUBLIC_SECONDS="1", **public_of(own_file)) as public:
        address = public
        with in_front(tmp_path, "public", public) as cached:
            read = ask(cached, INDEX)
    with in_front(tmp_path, "public", address) as cached:
        time.sleep(2.1)  # nginx counts whole seconds
        stale = ask(cached, INDEX)
        assert (stale.status, stale.headers["X-Cache"]) == (200, "STALE")
        assert stale.body == read.body
        for answer in (ask(cached, "/reports/"), ask(cached, "/", "POST", Content_Length="100000")):
            assert answer.status in (502, 413)
            assert answer.headers.get_all("Cache-Control") == ["private, no-store"]
            assert answer.headers["Content-Security-Policy"] == "default-src 'none'; frame-ancestors 'none'"
            assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_nobody_outside_asks_how_the_process_is(cached: str) -> None:
    for path in ("/health/live", "/health/ready"):
        assert (ask(cached, path).status, ask(cached, path).headers["X-Cache"]) == (404, None)


def test_what_somebody_searches_for_is_in_no_log(cached: str, tmp_path: Path) -> None:
    assert ask(cached, "/search/?q=adopted", Referer="https://elsewhere.example/adopted").status == 200
    log = tmp_path / "outturn-public.log"
    until(log.read_text, lambda written: "/search/" in written)  # nginx writes it after it has answered
    assert '"GET /search/" 200' in log.read_text()
    assert not any("adopted" in path.read_text() for path in tmp_path.glob("*.log"))


def test_who_asks_too_often_is_told_to_wait(cached: str) -> None:
    statuses = [ask(cached, INDEX).status for _ in range(400)]
    assert set(statuses[:100]) == {200}
    assert 429 in statuses


def test_the_office_is_behind_nginx_without_a_cache(office: str, publishers_cookie: str, tmp_path: Path) -> None:
    with (
        serving(tmp_path, DATABASE_URL=office, OUTTURN_SURFACE="office") as server,
        in_front(tmp_path, "office", server) as address,
    ):
        for path in (PART_2, INDEX, "/"):
            for _ in range(2):
                read, refused = ask(address, path, Cookie=publishers_cookie), ask(address, path)
                assert (read.status, refused.status) == (200, 302)
                for answer in (read, refused):
                    assert answer.headers.get_all("Cache-Control") == ["private, no-store"]
        assert ask(address, "/account/sign-in/?next=/secret/").status == 200
        too_large = ask(address, "/office/imports/", "POST", Content_Length=str(13 * 1024 * 1024))
        assert too_large.status == 413
        assert too_large.headers["Cache-Control"] == "private, no-store"
    assert "/account/sign-in/" in (tmp_path / "outturn-office.log").read_text()
    assert "secret" not in (tmp_path / "outturn-office.log").read_text()


@pytest.mark.skipif(shutil.which("openssl") is None, reason="needs openssl")
def test_the_files_as_they_are_delivered_are_a_configuration(tmp_path: Path) -> None:
    """With a certificate, and elsewhere than on a server's own ports."""
    key, certificate = tmp_path / "privkey.pem", tmp_path / "fullchain.pem"
    subprocess.run(
        [
            "openssl",
            "req",
            "-x509",
            "-newkey",
            "rsa:2048",
            "-nodes",
            "-keyout",
            key,
            "-out",
            certificate,
            "-subj",
            "/CN=a",
        ],
        check=True,
        capture_output=True,
    )
    changes = {
        "include /etc/nginx/outturn/outturn-tls.conf;": f"include {tmp_path}/outturn/outturn-tls.conf;",
        "/etc/ssl/outturn/": f"{tmp_path}/",
        "listen 443 ssl http2;": f"listen 127.0.0.1:{free_port()} ssl http2;",
    }
    whole = configured(tmp_path, "outturn-public.conf", "outturn-office.conf", **changes)
    tested = subprocess.run([NGINX, "-t", "-c", str(whole)], capture_output=True, text=True)
    assert tested.returncode == 0, tested.stderr
    assert "[warn]" not in tested.stderr
