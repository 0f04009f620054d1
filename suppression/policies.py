"""Making a disclosure policy, and saying in plain English what one does."""

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from accounts.models import User
from accounts.roles import Permission
from accounts.services import record
from suppression.models import SuppressionPolicy

LABELS = {
    "smallest_publishable_count": "Smallest count of people that is published",
    "zeros_may_be_hidden": "Zeros may be hidden to protect other figures",
    "smallest_percentage_denominator": "Smallest denominator of a percentage",
    "smallest_all_or_nothing_denominator": "Smallest denominator of 0% and 100%",
    "smallest_average_base": "Smallest base of an average",
    "protection_width": "Protection width",
    "rating_of_hidden_may_show": "The rating of a hidden figure may show",
    "hidden_wording": "Wording of a hidden figure",
    "weight_of_a_month": "A month",
    "weight_of_a_quarter_to_date": "A quarter to date",
    "weight_of_a_year_to_date": "A year to date",
    "weight_of_a_percentage": "A percentage",
    "weight_of_a_year_to_date_percentage": "A percentage of the year to date",
    "weight_of_a_previous_year": "A previous year",
    "weight_of_a_number_behind_a_ratio": "A number behind a percentage, rate or average",
    "weight_of_a_rating": "A rating",
    "solver_seconds": "Seconds for one search",
}


class PolicyRefused(Exception):
    """The policy cannot be made; the message says why."""


class StalePolicy(PolicyRefused):
    """Another version was made meanwhile: `latest`."""

    def __init__(self, latest: SuppressionPolicy) -> None:
        super().__init__(f"Policy {latest.version} was made meanwhile.")
        self.latest = latest


@dataclass(frozen=True)
class Difference:
    """One parameter that differs between two policies, in words."""

    label: str
    before: str
    after: str


@transaction.atomic
def make_policy(*, by: User, reason: str, base_version: int, **parameters: Any) -> SuppressionPolicy:
    """Make the next version of the policy from the version `base_version`; parameters not given stay as in that.

    The same change made twice by the same person is one version. Raises StalePolicy where the version was superseded
    by another change, and PolicyRefused for somebody who is no administrator, without a reason, without a change, and
    for what is no policy.
    """
    if not by.may(Permission.ADMINISTER):
        raise PolicyRefused(f"{by.first_name or by} is not an administrator.")
    base = SuppressionPolicy.objects.filter(version=base_version).first()
    if base is None:
        raise PolicyRefused(f"There is no policy {base_version}.")
    proposed = SuppressionPolicy(
        version=base_version + 1, reason=reason.strip(), made_by=by, **base.parameters | parameters
    )
    made_meanwhile = _made_meanwhile(proposed)
    if made_meanwhile is not None:
        return made_meanwhile
    changed = differences(base, proposed)
    if not changed:
        raise PolicyRefused(f"Nothing differs from policy {base_version}.")
    try:
        proposed.full_clean(exclude=["made_by"])
        proposed.for_engine()
    except ValidationError as refusal:
        raise PolicyRefused(" ".join(refusal.messages)) from refusal
    except ValueError as refusal:
        raise PolicyRefused(str(refusal)) from refusal
    try:
        with transaction.atomic():
            proposed.save()
    except IntegrityError:  # somebody else's change took the number between the look above and now
        made_meanwhile = _made_meanwhile(proposed)
        if made_meanwhile is None:
            raise
        return made_meanwhile
    record(
        action="made a disclosure policy",
        subject=f"Policy {proposed.version}",
        by=by,
        changed={each.label: [each.before, each.after] for each in changed},
    )
    return proposed


def _made_meanwhile(proposed: SuppressionPolicy) -> SuppressionPolicy | None:
    """The version that this very change has made already. Raises StalePolicy where another change was made."""
    latest = SuppressionPolicy.objects.latest("version")
    if latest.version < proposed.version:
        return None
    if _is_the_same_change(latest, proposed):
        return latest
    raise StalePolicy(latest)


def differences(before: SuppressionPolicy, after: SuppressionPolicy) -> list[Difference]:
    """What differs between two policies, in the order of the record."""
    return [
        Difference(LABELS[name], _said(getattr(before, name)), _said(getattr(after, name)))
        for name in SuppressionPolicy.parameter_names()
        if getattr(before, name) != getattr(after, name)
    ]


def in_words(policy: SuppressionPolicy) -> list[tuple[str, str]]:
    """What a policy does, in plain English: headings with a sentence or two each."""
    most = policy.smallest_publishable_count - 1
    few = f"1 to {most}" if most > 1 else "1"
    return [
        (
            "Small counts",
            f"Counts of {few} are hidden where they count people. {policy.smallest_publishable_count} is the smallest "
            "count that is published, besides zero. "
            + (
                "A zero may be hidden where it would give another figure away."
                if policy.zeros_may_be_hidden
                else "Zeros are always shown, so a reader knows that what is hidden is no zero."
            ),
        ),
        (
            "Percentages and rates",
            f"A percentage is hidden where {few} people are counted in it, or are left out of it; a rate where {few} "
            f"are counted. There is no percentage of fewer than {policy.smallest_percentage_denominator} people; 0% "
            f"and 100% are shown from {policy.smallest_all_or_nothing_denominator}.",
        ),
        ("Averages", f"An average is hidden where it is made of fewer than {policy.smallest_average_base}."),
        (
            "Protection",
            "Of each hidden small count a reader must have to consider 1 or fewer, and "
            f"{policy.smallest_publishable_count} or more. For a reader who knows that it is no zero, the possible "
            f"numbers reach at least {policy.protection_width} beyond the count.",
        ),
        (
            "Ratings",
            "A rating may be shown where the figure that it judges is hidden, if that is safe."
            if policy.rating_of_hidden_may_show
            else "A rating is hidden with the figure that it judges.",
        ),
        ("Wording", f"A hidden figure reads “{policy.hidden_wording}”, whatever the reason."),
        (
            "What hiding costs",
            "Of all that is safe, what costs least is hidden. For each that is hidden: "
            + ", ".join(f"{label} {cost}" for label, cost in _weights(policy))
            + ".",
        ),
        (
            "Time",
            f"One search takes at most {policy.solver_seconds} second{'s' if policy.solver_seconds > 1 else ''}; "
            "after that the best that is known to be safe stands.",
        ),
    ]


def _weights(policy: SuppressionPolicy) -> list[tuple[str, int]]:
    names = [name for name in SuppressionPolicy.parameter_names() if name.startswith("weight_")]
    return [(LABELS[name][:1].lower() + LABELS[name][1:], getattr(policy, name)) for name in names]


def _is_the_same_change(made: SuppressionPolicy, proposed: SuppressionPolicy) -> bool:
    return (made.version, made.made_by_id, made.reason, made.parameters) == (
        proposed.version,
        proposed.made_by_id,
        proposed.reason,
        proposed.parameters,
    )


def _said(value: Any) -> str:
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)
