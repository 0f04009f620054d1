"""XML as the parsing process reads it: one pass, no document type, and a plain refusal where a part is broken."""

from __future__ import annotations

from xml.parsers.expat import ExpatError, ParserCreate

OUT_OF_MEMORY = 1  # XML_ERROR_NO_MEMORY of expat

TYPE_CHECKING = False  # as in `typing`, whose import would take as long as starting Python
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TypeAlias

    Attributes: TypeAlias = dict[str, str]

SAVE_AGAIN = "Open it in Excel, choose File > Save as, and upload the new file."
REDUCE = "Delete what is not part of the index, and save it again."


class Refusal(Exception):
    """The workbook cannot be read. The message is for the person who uploaded it."""


def unreadable(what: str) -> Refusal:
    return Refusal(f"The workbook has parts that could not be read: {what[:200]}. {SAVE_AGAIN}")


def parse(
    name: str,
    part: bytes,
    start: Callable[[str, Attributes], None],
    end: Callable[[str], None],
    text: Callable[[str], None] | None = None,
) -> None:
    """Goes once through the XML of a part. Raises `Refusal` for XML that is broken or declares a document type.

    Raises MemoryError where the parser has no more memory, which it says as if the XML were to blame.
    """

    def refuse_doctype(*_: object) -> None:
        raise unreadable(f"{name} declares a document type (DOCTYPE), which Excel never writes")

    parser = ParserCreate()
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = refuse_doctype
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = text
    try:
        parser.Parse(part, True)
    except ExpatError as error:
        if error.code == OUT_OF_MEMORY:
            raise MemoryError from error
        raise unreadable(f"{name} is not well-formed XML ({error})") from error
    except OSError as error:
        raise unreadable(f"{name} is written in an encoding that Excel never uses") from error
    except (ValueError, LookupError) as error:
        line = parser.CurrentLineNumber
        raise unreadable(f"in {name}, line {line}, a number or name is missing or wrong") from error


def each_element(name: str, part: bytes, visit: Callable[[str, str, Attributes], None]) -> None:
    """Calls `visit(parent, element, attributes)` for each element of a part, names without their prefix."""
    path = [""]

    def start(raw_name: str, attributes: Attributes) -> None:
        local = raw_name.rpartition(":")[2]
        visit(path[-1], local, attributes)
        path.append(local)

    def end(_: str) -> None:
        path.pop()

    parse(name, part, start, end)
