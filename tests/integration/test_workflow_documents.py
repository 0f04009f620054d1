"""The documents say what the tables of moves say."""

from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command

from accounts import role_document
from accounts.transitions import document
from reports.management.commands.workflow_diagrams import DOCUMENTS

DOCS = Path(settings.BASE_DIR) / "docs"


@pytest.mark.parametrize("name", DOCUMENTS)
def test_the_documents_say_what_the_tables_say(name: str) -> None:
    written = (DOCS / name).read_text(encoding="utf-8")
    assert document(written, DOCUMENTS[name]) == written, "run manage.py workflow_diagrams"


def test_the_document_says_what_roles_are_declared() -> None:
    written = (DOCS / "access.md").read_text(encoding="utf-8")
    assert role_document.document(written) == written, "run manage.py workflow_diagrams"
    with pytest.raises(ValueError, match="is missing"):
        role_document.document("# Access")


def test_the_command_writes_them_anew(tmp_path: Path, settings: object) -> None:
    (tmp_path / "docs").mkdir()
    for name in (*DOCUMENTS, "access.md"):
        text = (
            (DOCS / name)
            .read_text(encoding="utf-8")
            .replace("submitted --> ", "draft --> ")
            .replace("| yes |", "| – |")
        )
        (tmp_path / "docs" / name).write_text(text, encoding="utf-8")
    settings.BASE_DIR = tmp_path  # type: ignore[attr-defined]
    call_command("workflow_diagrams")
    for name in (*DOCUMENTS, "access.md"):
        assert (tmp_path / "docs" / name).read_text(encoding="utf-8") == (DOCS / name).read_text(encoding="utf-8")


def test_a_document_without_a_place_for_a_workflow_is_refused() -> None:
    with pytest.raises(ValueError, match="is missing"):
        document("# The workflow", DOCUMENTS["workflow.md"])
