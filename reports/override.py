"""Publishing in spite of an unsafe check: what it takes, and when it is impossible."""

from dataclasses import dataclass

from suppression.check import DisclosureCheck

NEEDS = (
    "An override needs two different people, one who publishes and one who agrees, a reason and a legal basis. "
    "All four are kept with the publication and in the audit trail."
)


@dataclass(frozen=True)
class Override:
    """Why a report is published although its check is not safe, and on what legal basis."""

    reason: str
    legal_basis: str


def why_refused(check: DisclosureCheck, override: Override | None) -> str:
    """Why a report with this check cannot be published, with or without an override; empty where it can.

    An override is impossible where the check has no answer, or where a figure follows exactly from items that are
    still in our hands; and there is none where the check is safe.
    """
    if override is None:
        return "" if check.safe else check.message
    if not override.reason.strip() or not override.legal_basis.strip():
        return "An override needs a reason and a legal basis."
    return check.why_no_override
