"""What an audit entry says, in one form of bytes, and its place in the chain, as hashes.

Neither form may ever change: what was written under it is verified under it for good.
"""

import json
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any, Protocol

START = "0" * 64
"""What the first link names as the hash before it."""


class Content(Protocol):
    """What is hashed of an entry; migrations have it without being an `AuditEntry`."""

    at: datetime
    by_id: int | None
    action: str
    subject: str
    detail: dict[str, Any]


def digest_of(entry: Content) -> str:
    """SHA-256 of the entry's content: JSON with sorted keys, no spaces, UTF-8, the time in UTC to the microsecond."""
    said = {
        "at": entry.at.astimezone(UTC).isoformat(timespec="microseconds"),
        "by": entry.by_id,
        "action": entry.action,
        "subject": entry.subject,
        "detail": entry.detail,
    }
    written = json.dumps(said, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return sha256(written.encode()).hexdigest()


def link_hash(sequence: int, previous: str, entry: int, digest: str) -> str:
    """SHA-256 of a link: its number, the hash before it, the entry's key and digest. The triggers say it in SQL."""
    return sha256(f"{sequence} {previous} {entry} {digest}".encode()).hexdigest()
