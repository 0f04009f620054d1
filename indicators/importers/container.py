"""The check of the zip before anything is parsed.

An `.xlsx` file is a zip of XML parts. Nothing that the zip says about itself is believed: sizes are counted while
unpacking, within a bound.
"""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator

MEGABYTE = 1024 * 1024
MAXIMUM_PACKED = 10 * MEGABYTE
MAXIMUM_UNPACKED = 60 * MEGABYTE
MAXIMUM_ENTRIES = 2_000
MAXIMUM_RATIO = 300  # the densest honest sheets pack to about 1:100; deflate ends at 1:1032
RATIO_COUNTS_FROM = 5 * MEGABYTE

SAVE_AS_XLSX = "Open it in Excel, choose File > Save as, type “Excel workbook (.xlsx)”, and upload that file."
SAVE_AGAIN = "Open it in Excel, choose File > Save as, and upload the new file."
DAMAGED = f"The file is damaged: {{}}. {SAVE_AGAIN} If Excel cannot open it, ask for a fresh copy."
TOO_BIG = "Delete sheets, pictures and empty formatted rows that are not part of the index, and save it again."
UNPROTECT = (
    "The workbook is protected with a password. Open it in Excel, choose File > Info > Protect workbook > Encrypt "
    "with password, clear the password, save, and upload it again."
)
WITHOUT_MACROS = "The workbook may contain macros ({}). Save it as “Excel workbook (.xlsx)”, without macros."
BREAK_LINKS = (
    "The workbook takes figures from other files ({}). In Excel choose Data > Edit links > Break link, so that the "
    "figures are kept as values, save, and upload it again."
)
MARKUP_DECLARATION = "The part {} declares a document type (DOCTYPE), which Excel never writes. " + SAVE_AGAIN

XML_ENDINGS = (".xml", ".rels", ".vml")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = b"PK\x03\x04"
_CENTRAL_HEADER = b"PK\x01\x02"
_OTHER_ZIPS = (
    ("xl/workbook.bin", "a binary Excel workbook (.xlsb)"),
    ("meta-inf/manifest.xml", "an OpenDocument file (.ods)"),
    ("word/document.xml", "a Word document"),
    ("ppt/presentation.xml", "a PowerPoint presentation"),
)
_OTHER_FILES = (
    (re.compile(rb"\s*(<!doctype html|<html|<table|<meta|<head)", re.IGNORECASE), "a web page (HTML)"),
    (re.compile(rb"(\xef\xbb\xbf)?\s*<"), "an XML file"),
    (re.compile(rb"%PDF"), "a PDF"),
    (re.compile(rb"\{\\rtf"), "a Rich Text document"),
    (re.compile(rb"\x09[\x00\x02\x04\x08]"), "a workbook of an old Excel (.xls)"),
    (re.compile(rb"(\xef\xbb\xbf)?[^\x00-\x08\x0e-\x1f]+\Z|\xff\xfe|\xfe\xff"), "a text file (CSV)"),
)
_MACRO_NAMES = (".xlsm", ".xltm", ".xlam")
_MACRO_PARTS = re.compile(r"vbaproject|vbadata|(^|/)macrosheets/", re.IGNORECASE)
_DECLARATION = re.compile(rb"<!(?!--|\[CDATA\[)")
_UNREADABLE = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError, RuntimeError)


class WorkbookRefused(Exception):
    """The file cannot be imported. The message says what is wrong, where, and what to do."""


def check_container(content: bytes, file_name: str) -> None:
    """Refuses what is not a plain, bounded `.xlsx` package; reads no cell. Raises `WorkbookRefused`."""
    for _ in unpacked_parts(content, file_name):
        pass


def unpacked_parts(content: bytes, file_name: str) -> Iterator[tuple[str, bytes]]:
    """Every part of the package as (name in lower case, bytes), each checked, one at a time to keep memory small.

    Raises `WorkbookRefused`, before the first part where the directory of the zip tells, else at the part.
    """
    _check_kind_of_file(content, file_name)
    if content.count(_CENTRAL_HEADER) > MAXIMUM_ENTRIES:
        raise WorkbookRefused(f"The file has more than {MAXIMUM_ENTRIES:,} parts inside. {TOO_BIG}")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            entries = [entry for entry in package.infolist() if not entry.is_dir()]
            _check_directory(entries, file_name)
            yield from _unpack(package, entries)
    except _UNREADABLE as error:
        raise WorkbookRefused(DAMAGED.format("its zip cannot be unpacked")) from error


def _check_kind_of_file(content: bytes, file_name: str) -> None:
    if not content:
        raise WorkbookRefused("The file is empty (0 bytes). Save the workbook again in Excel and upload it.")
    if len(content) > MAXIMUM_PACKED:
        size = f"{len(content) / MEGABYTE:.1f} MB"
        raise WorkbookRefused(f"The file is {size}; at most {MAXIMUM_PACKED // MEGABYTE} MB is read. {TOO_BIG}")
    if file_name.rpartition("/")[2].startswith("~$"):
        raise WorkbookRefused(
            "This is the small file that Excel keeps beside an open workbook (its name begins with ~$). "
            "Upload the workbook itself."
        )
    if content.startswith(_OLE):
        if "EncryptedPackage".encode("utf-16-le") in content:
            raise WorkbookRefused(UNPROTECT)
        raise WorkbookRefused(f"The file is a workbook of an old Excel (.xls), whatever its name. {SAVE_AS_XLSX}")
    if not content.startswith(_ZIP):
        for pattern, kind in _OTHER_FILES:
            if pattern.match(content):
                raise WorkbookRefused(f"The file is {kind}, not an Excel workbook. {SAVE_AS_XLSX}")
        raise WorkbookRefused(f"The file is not an Excel workbook. {SAVE_AS_XLSX}")


def _check_directory(entries: list[zipfile.ZipInfo], file_name: str) -> None:
    names = [_normal(entry.filename) for entry in entries]
    for telling, kind in _OTHER_ZIPS:
        if telling in names:
            raise WorkbookRefused(f"The file is {kind}, not an Excel workbook. {SAVE_AS_XLSX}")
    if "[content_types].xml" not in names:
        raise WorkbookRefused(f"The file is a zip, but not an Excel workbook. {SAVE_AS_XLSX}")
    if file_name.lower().endswith(_MACRO_NAMES):
        raise WorkbookRefused(WITHOUT_MACROS.format("its name ends in " + file_name[-5:]))
    seen: set[str] = set()
    for entry, name in zip(entries, names, strict=True):
        if name in seen:
            raise WorkbookRefused(DAMAGED.format(f"it holds the part {shown(name)} twice"))
        seen.add(name)
        if name.startswith("/") or ":" in name or ".." in name.split("/"):
            raise WorkbookRefused(DAMAGED.format(f"the name of its part {shown(name)} points outside the workbook"))
        if entry.flag_bits & 1:
            raise WorkbookRefused(UNPROTECT)
        if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise WorkbookRefused(DAMAGED.format(f"its part {shown(name)} is packed in a way that Excel never uses"))
        if _MACRO_PARTS.search(name):
            raise WorkbookRefused(WITHOUT_MACROS.format(shown(name)))
        if "externallinks/" in name:
            raise WorkbookRefused(BREAK_LINKS.format(shown(name)))


def _unpack(package: zipfile.ZipFile, entries: list[zipfile.ZipInfo]) -> Iterator[tuple[str, bytes]]:
    total = 0
    for entry in entries:
        with package.open(entry) as stream:
            part = stream.read(MAXIMUM_UNPACKED - total + 1)
        total += len(part)
        if total > MAXIMUM_UNPACKED:
            limit = f"{MAXIMUM_UNPACKED // MEGABYTE} MB"
            raise WorkbookRefused(f"The file unpacks to more than {limit}. {TOO_BIG}")
        if len(part) > RATIO_COUNTS_FROM and len(part) > MAXIMUM_RATIO * entry.compress_size:
            raise WorkbookRefused(
                f"The part {shown(entry.filename)} unpacks to {len(part) // entry.compress_size} times its size, "
                f"as no honest workbook does. {TOO_BIG}"
            )
        name = _normal(entry.filename)
        _check_part(name, part)
        yield name, part


def _normal(name: str) -> str:
    """Part names differ neither by case nor, from some writers, by the way that their slashes lean."""
    return name.lower().replace("\\", "/")


def _check_part(name: str, part: bytes) -> None:
    """No document type or entity in any part that could be parsed, in UTF-8 or UTF-16."""
    if name.endswith(XML_ENDINGS) and _DECLARATION.search(part.replace(b"\0", b"") if b"\0" in part[:4] else part):
        raise WorkbookRefused(MARKUP_DECLARATION.format(shown(name)))
    if name == "[content_types].xml" and b"macroenabled" in part.lower():
        raise WorkbookRefused(WITHOUT_MACROS.format("its content type is “macro-enabled”"))


def shown(name: str) -> str:
    """A name from the file as a message may show it: printable, and short."""
    printable = "".join(character if character.isprintable() else "?" for character in name[:80])
    return printable + ("…" if len(name) > 80 else "")
