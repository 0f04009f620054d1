"""What stands in the logs: who asked for what, and never a figure, a name, or anything that somebody typed."""

import json
import logging
from collections.abc import Iterator
from io import StringIO
from unittest.mock import patch

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError
from django.test import Client

from accounts.models import User
from config.logs import JsonLines, WithRequestId
from indicators.models import Dataset, Measure
from tests.factories.people import person_with
from tests.factories.reports import SLUG

FIGURE = "738291"
GRID = f"/office/figures/{SLUG}/2020/"


@pytest.fixture
def logged() -> Iterator[StringIO]:
    """Everything that production would write, from INFO on."""
    written = StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(JsonLines())
    handler.addFilter(WithRequestId())
    root = logging.getLogger()
    level, django = root.level, logging.getLogger("django")
    before = django.level
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    django.setLevel(logging.INFO)
    try:
        yield written
    finally:
        root.removeHandler(handler)
        root.setLevel(level)
        django.setLevel(before)


def lines(logged: StringIO) -> list[dict[str, object]]:
    return [json.loads(line) for line in logged.getvalue().splitlines()]


def test_no_figure_that_is_entered_imported_or_written_stands_in_a_log(dataset: Dataset, logged: StringIO) -> None:
    """Planted in every way in, where it is taken, where it is refused, and where the program fails over it."""
    officer, director = Client(raise_request_exception=False), Client(raise_request_exception=False)
    officer.force_login(person_with("data_officer"))
    director.force_login(person_with("director"))
    measure = Measure.objects.filter(indicator__dataset=dataset).first()
    assert measure is not None
    cell, *others = ({"name": f"cell-{measure.pk}-2021-{month:02}-0", "text": FIGURE} for month in (1, 2, 3))
    assert officer.post(f"{GRID}save/", cell).status_code == 200
    officer.post(f"{GRID}save/", cell | {"text": f"{FIGURE} children"})
    workbook = SimpleUploadedFile("index.xlsx", f"not a workbook {FIGURE}".encode())
    officer.post("/office/imports/", {"dataset": dataset.pk, "workbook": workbook})
    director.get(f"/office/imports/?figure={FIGURE}")
    editor = f"/office/commentary/{SLUG}/2020-12/number-of-children-looked-after-who-were-adopted/save/"
    words = {"part_1": f"There were {FIGURE}.", "part_2": f"Of them {FIGURE}.", "version": "0", "do": "save"}
    assert director.post(editor, words).status_code == 200
    officer.get(f"/nowhere/?figure={FIGURE}")
    with patch("indicators.entry.services.write", side_effect=IntegrityError(f"DETAIL: Failing row ({FIGURE}, 12)")):
        assert officer.post(f"{GRID}save/", others[0]).status_code == 500
    with patch("indicators.entry.services.write", side_effect=KeyError(FIGURE)):
        assert officer.post(f"{GRID}save/", others[1]).status_code == 500
    logging.getLogger("a.library").error("could not read %s", FIGURE)
    logging.getLogger("a.library").error(f"could not read {FIGURE}")
    found = lines(logged)
    assert len([line for line in found if line.get("status") == 500 and "error" in line]) == 2, (
        "the faults were logged, with their places"
    )
    assert FIGURE not in logged.getvalue()


def test_a_fault_says_where_it_happened_and_in_which_request(officers_browser: Client, logged: StringIO) -> None:
    officers_browser.raise_request_exception = False
    with patch("indicators.views.render", side_effect=ValueError("Jo Bloggs")):
        response = officers_browser.get("/office/imports/")
    (line,) = [line for line in lines(logged) if "error" in line]
    assert line["request_id"] == response["X-Request-ID"]
    assert line["message"] == "Internal Server Error: /office/imports/"
    assert line["level"] == "ERROR"
    (error,) = line["error"]  # type: ignore[misc]
    assert error["type"] == "builtins.ValueError"
    assert "indicators/views.py" in " ".join(error["places"])
    assert "Bloggs" not in logged.getvalue()


@pytest.mark.parametrize(
    ("sent", "is_kept"),
    [
        ("0123456789abcdef0123456789abcdef", True),
        ("6f1a2b3c-0000-4000-8000-0123456789ab", True),
        ("738291", False),
        ("0123456789abcdef0123456789abcdef\nX: y", False),
        ("<script>", False),
        ("", False),
    ],
)
def test_the_id_of_a_request_is_taken_over_only_where_it_is_one(db: None, sent: str, is_kept: bool) -> None:
    answered = Client().get("/health/live", headers={"X-Request-ID": sent})["X-Request-ID"]
    assert (answered == sent) == is_kept
    assert len(answered) >= 32


def test_what_is_logged_after_a_request_names_it_too(db: None, logged: StringIO) -> None:
    response = Client().get("/nowhere/")
    (line,) = [line for line in lines(logged) if line.get("status") == 404]
    assert line["request_id"] == response["X-Request-ID"]


def test_one_request_does_not_speak_with_the_id_of_another(db: None, officer: User) -> None:
    first, second = (Client().get("/health/live")["X-Request-ID"] for _ in range(2))
    assert first != second
