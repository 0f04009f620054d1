"""What the check finds in a text, in a form that tables of tests can hold."""

from typing import Any

from commentary.prose import Finding, check_prose
from tests.unit.commentary.prose.facts import facts


def findings(text: str, subject: str = "", part: int = 1, **said: Any) -> list[Finding]:
    """What the check finds. Each quote is what stands at its place."""
    found = check_prose(text, facts(subject, part, **said))
    assert all(text[finding.start : finding.end] == finding.quote for finding in found)
    return found


def found(text: str, subject: str = "", part: int = 1, **said: Any) -> list[tuple[str, str]]:
    """The rules and the quotes of what the check finds."""
    return [(finding.rule, finding.quote) for finding in findings(text, subject, part, **said)]
