"""Has anybody tampered with the audit trail? Each entry is a link of a chain of hashes; here the chain is read again.

Whoever has the rights of the tables' owner can change an entry and make every later link anew. That shows against a
head that was written elsewhere before (`manage.py audit_head`, and with each backup): the chain no longer passes it.
"""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from itertools import islice
from pathlib import Path

from django.utils.timezone import localtime

from accounts.audit_content import START, digest_of, link_hash
from accounts.models import AuditEntry, AuditLink

AT_ONCE = 2000


@dataclass(frozen=True)
class Head:
    """The end of the chain: how many entries there are, and the hash that stands for all of them."""

    sequence: int
    hash: str


def head() -> Head:
    """Where the chain ends now. One query."""
    last = AuditLink.objects.order_by("-sequence").values_list("sequence", "hash").first()
    return Head(*last) if last else Head(0, START)


def write_head(path: Path) -> Head:
    """Write the head to a file, which belongs where nobody who can reach the database can reach it."""
    now = head()
    path.write_text(json.dumps(asdict(now)) + "\n", encoding="utf-8")
    return now


def read_head(path: Path) -> Head:
    """A head as `write_head` wrote it. Raises ValueError where the file holds none, OSError where it is missing."""
    try:
        said = json.loads(path.read_text(encoding="utf-8"))
        return Head(int(said["sequence"]), str(said["hash"]))
    except (KeyError, TypeError, ValueError) as error:
        raise ValueError(f"{path} holds no head of an audit chain; `manage.py audit_head` makes one.") from error


def findings(head: Head | None = None) -> list[str]:
    """Everything that is wrong with the chain, entry by entry, as sentences; empty where it is whole.

    `head` is one that was written earlier: without it, an end that was cut off, and a chain that was made anew from
    some entry on, cannot be told from the truth.
    """
    return [*_broken_links(head), *_without_link()]


def _broken_links(known: Head | None) -> Iterator[str]:
    sequence, previous = 0, START
    links = AuditLink.objects.order_by("sequence").values_list("sequence", "entry_id", "previous", "hash")
    in_order = links.iterator(AT_ONCE)
    while batch := list(islice(in_order, AT_ONCE)):
        entries = AuditEntry.objects.select_related("by").in_bulk([entry for _, entry, _, _ in batch])
        for number, key, before, own_hash in batch:
            if number != sequence + 1:
                yield f"{_links(sequence + 1, number - 1)} missing: what stood there was deleted.".capitalize()
            elif before != previous:
                yield f"Link {number} (audit entry {key}) does not follow the one before it."
            if entry := entries.get(key):
                yield from _changed(entry, link_hash(number, before, key, entry.digest) == own_hash)
            else:
                yield f"Audit entry {key}, link {number} of the chain, was deleted."
            if known and number == known.sequence and own_hash != known.hash:
                yield (
                    f"Link {number} (audit entry {key}) is not the one that the written head names: "
                    "it or something before it was changed, and the chain made anew."
                )
            sequence, previous = number, own_hash
    if known and sequence < known.sequence:
        yield f"The end was cut off: {_links(sequence + 1, known.sequence)} missing, which the written head counts."


def _changed(entry: AuditEntry, has_its_link: bool) -> Iterator[str]:
    if digest_of(entry) != entry.digest:
        yield f"Audit entry {_name(entry)} was changed after it was written."
    elif not has_its_link:
        yield f"Audit entry {_name(entry)} or its link was changed after it was written."


def _without_link() -> Iterator[str]:
    """Entries that are in the trail and not in the chain: added past the triggers, or their links were deleted."""
    for entry in AuditEntry.objects.filter(link=None).select_related("by").order_by("pk")[:AT_ONCE]:
        yield f"Audit entry {_name(entry)} is not in the chain."


def _links(first: int, last: int) -> str:
    return f"link {first} is" if first == last else f"links {first} to {last} are"


def _name(entry: AuditEntry) -> str:
    who = entry.by.get_username() if entry.by else "the system"
    return f"{entry.pk} ({localtime(entry.at):%d %B %Y %H:%M}, {who}: {entry.action}, {entry.subject})"
