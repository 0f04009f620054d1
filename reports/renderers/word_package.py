"""The file around a Word document: its properties, its parts, its bytes. It says what the paper says and no more."""

from datetime import datetime, time
from html import escape
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from docx.oxml.ns import qn

from reports.renderers.document_parts import Document
from reports.renderers.printable import printable
from reports.renderers.word_styles import LANGUAGE

UNUSED = ("customXml", "stylesWithEffects", "webSettings", "thumbnail")
"""Parts of the template that are of no use: a preview picture, sources of quotations, settings of other programs."""
UNUSED_SETTINGS = ("rsids", "savePreviewPicture", "proofState", "zoom")
LONGEST_PROPERTY = 255
FIRST_PART = "[Content_Types].xml"
EPOCH = (1980, 1, 1, 0, 0, 0)
"""The earliest time that a zip file can have: the time of every entry."""
WORDS_VERSION = "15"
_PROPERTIES = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
    "<Company>{company}</Company></Properties>"
)


def scrub(document: Any, content: Document) -> None:
    """Title, council and the paper's own date in the properties, and nothing else."""
    said = document.core_properties
    said.title, said.author, said.subject = _short(content.title), _short(content.council), _short(content.part)
    said.last_modified_by, said.comments, said.keywords, said.category = _short(content.council), "", "", ""
    said.created = said.modified = datetime.combine(content.dated, time())
    said.revision, said.language = 1, LANGUAGE
    _leave_out_parts(document, _short(content.council))
    _settings(document)
    _forget_sessions(document)


def packed(file: bytes) -> bytes:
    """The same file with its parts in a fixed order and without times."""
    with ZipFile(BytesIO(file)) as source:
        parts = {name: source.read(name) for name in source.namelist()}
    made = BytesIO()
    with ZipFile(made, "w", ZIP_DEFLATED) as target:
        for name in sorted(parts, key=lambda name: (name != FIRST_PART, name)):
            entry = ZipInfo(name, EPOCH)
            entry.compress_type, entry.create_system, entry.external_attr = ZIP_DEFLATED, 0, 0
            target.writestr(entry, parts[name])
    return made.getvalue()


def _short(text: str) -> str:
    return printable(text)[:LONGEST_PROPERTY]


def _leave_out_parts(document: Any, council: str) -> None:
    package = document.part.package
    for relations in (package.rels, document.part.rels):
        for place, relation in list(relations.items()):
            if relation.reltype.rpartition("/")[2] in UNUSED:
                del relations[place]
            elif relation.reltype.endswith("/extended-properties"):
                relation.target_part._blob = _PROPERTIES.format(company=escape(council)).encode()


def _forget_sessions(document: Any) -> None:
    """Takes away the numbers by which Word tells in which session something was typed."""
    for found in document.styles.element.findall(f"{qn('w:style')}/{qn('w:rsid')}"):
        found.getparent().remove(found)
    for section in document.element.body.iter(qn("w:sectPr")):
        for name in [each for each in section.attrib if each.startswith(qn("w:rsid"))]:
            del section.attrib[name]


def _settings(document: Any) -> None:
    """A document of today's Word, in English, that remembers nobody's sessions."""
    settings = document.settings.element
    for name in UNUSED_SETTINGS:
        for found in settings.findall(qn(f"w:{name}")):
            settings.remove(found)
    for language in settings.iter(qn("w:themeFontLang")):
        language.attrib.clear()
        language.set(qn("w:val"), LANGUAGE)
    for setting in settings.iter(qn("w:compatSetting")):
        if setting.get(qn("w:name")) == "compatibilityMode":
            setting.set(qn("w:val"), WORDS_VERSION)
