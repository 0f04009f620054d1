"""Writes a folder of files whole or not at all, in place of one that was written before."""

import shutil
from collections.abc import Iterable
from pathlib import Path
from tempfile import mkdtemp

MARK = ".outturn-export"
"""A file at the top of what was written here, so that nothing else is ever replaced."""


class FolderRefused(Exception):
    """The folder has something in it that was not written here, or is not a folder."""


def refuse_unless_ours(folder: Path) -> None:
    """Raises FolderRefused unless the folder is not there, is empty, or was written here before."""
    if folder.is_symlink() or (folder.exists() and not folder.is_dir()):
        raise FolderRefused(f"{folder} is not a folder.")
    if folder.is_dir() and any(folder.iterdir()) and not (folder / MARK).is_file():
        raise FolderRefused(
            f"{folder} has files in it that no export wrote. Name an empty folder, or an earlier export."
        )


def replace_folder(folder: Path, files: Iterable[tuple[str, bytes]]) -> int:
    """Write the files beside the folder, then put them in its place; how many there are.

    Whoever stops it leaves the earlier folder whole. Between two renames it has another name; the next run puts that
    right. Raises FolderRefused as `refuse_unless_ours` does.
    """
    folder = folder.absolute()
    earlier = folder.with_name(f".{folder.name}.earlier")
    if earlier.is_dir() and not folder.exists():
        earlier.rename(folder)
    refuse_unless_ours(folder)
    folder.parent.mkdir(parents=True, exist_ok=True)
    new = Path(mkdtemp(prefix=f".{folder.name}.new-", dir=folder.parent))
    try:
        count = _write(new, files)
        new.chmod(0o755)
        shutil.rmtree(earlier, ignore_errors=True)
        if folder.exists():
            folder.rename(earlier)
        new.rename(folder)
    except BaseException:
        shutil.rmtree(new, ignore_errors=True)
        if earlier.is_dir() and not folder.exists():
            earlier.rename(folder)
        raise
    shutil.rmtree(earlier, ignore_errors=True)
    return count


def _write(folder: Path, files: Iterable[tuple[str, bytes]]) -> int:
    count = 0
    for place, content in files:
        path = folder / place
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        count += 1
    (folder / MARK).write_text("Written by manage.py export_public_site, which replaces this folder as a whole.\n")
    return count
