"""A folder is replaced whole or not at all, and only one that was written here."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from reports.site.replacing import MARK, FolderRefused, replace_folder


def files_in(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != MARK
    }


def test_files_are_written_into_a_new_an_empty_and_an_earlier_folder(tmp_path: Path) -> None:
    folder = tmp_path / "deep" / "site"
    assert replace_folder(folder, [("a/index.html", b"1"), ("b", b"2")]) == 2
    assert files_in(folder) == {"a/index.html": b"1", "b": b"2"}
    replace_folder(folder, [("c", b"3")])
    assert files_in(folder) == {"c": b"3"}
    empty = tmp_path / "empty"
    empty.mkdir()
    replace_folder(empty, [("c", b"3")])
    assert files_in(empty) == {"c": b"3"}
    assert sorted(path.name for path in tmp_path.iterdir()) == ["deep", "empty"]
    assert [path.name for path in folder.parent.iterdir()] == ["site"]


def test_a_folder_with_anything_else_in_it_is_refused_and_left(tmp_path: Path) -> None:
    folder = tmp_path / "site"
    folder.mkdir()
    (folder / "thesis.txt").write_text("ten years")
    with pytest.raises(FolderRefused, match="no export wrote"):
        replace_folder(folder, [("a", b"1")])
    assert files_in(folder) == {"thesis.txt": b"ten years"}
    assert list(tmp_path.iterdir()) == [folder]


def test_a_file_or_a_link_is_no_folder(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    (tmp_path / "link").symlink_to(tmp_path / "elsewhere")
    for name in ("file", "link"):
        with pytest.raises(FolderRefused, match="is not a folder"):
            replace_folder(tmp_path / name, [("a", b"1")])


def _stopped_after_one() -> Iterator[tuple[str, bytes]]:
    yield "a", b"2"
    raise KeyboardInterrupt


def test_whoever_stops_it_leaves_the_earlier_one_whole(tmp_path: Path) -> None:
    folder = tmp_path / "site"
    replace_folder(folder, [("a", b"1"), ("b", b"1")])
    with pytest.raises(KeyboardInterrupt):
        replace_folder(folder, _stopped_after_one())
    assert files_in(folder) == {"a": b"1", "b": b"1"}
    assert list(tmp_path.iterdir()) == [folder]


def test_one_killed_between_its_two_renames_is_put_right_by_the_next(tmp_path: Path) -> None:
    folder = tmp_path / "site"
    replace_folder(folder, [("a", b"1")])
    folder.rename(tmp_path / ".site.earlier")
    with pytest.raises(KeyboardInterrupt):
        replace_folder(folder, _stopped_after_one())
    assert files_in(folder) == {"a": b"1"}


def test_what_lies_beside_it_is_left(tmp_path: Path) -> None:
    beside = tmp_path / "site-old"
    beside.mkdir()
    (beside / "x").write_text("x")
    replace_folder(tmp_path / "site", [("a", b"1")])
    assert (beside / "x").read_text() == "x"
