"""Writes of rebasings. Each is one transaction with its audit entry, which holds no words of the person's."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from accounts.services import record
from indicators.models import Measure, Outturn, Period, Rebasing
from indicators.revisions import create_with_revisions, delete_with_revisions


class NotRebased(Exception):
    """Nothing was changed; the message says why and what to do."""


@transaction.atomic
def rebase(*, measure: Measure, from_month: date, reason: str, by: User) -> Rebasing:
    """Let the measure's process limits start anew from a month (its first day).

    Raises NotRebased without a reason, without a figure of that month, and where they start there already.
    """
    reason = " ".join(reason.split())
    if not reason:
        raise NotRebased("Say why the limits start anew.")
    measure = Measure.objects.select_for_update(of=("self",)).select_related("indicator__dataset").get(pk=measure.pk)
    of_the_month = Outturn.objects.filter(
        measure=measure, period__kind=Period.Kind.MONTH, period__last_month=from_month, value__isnull=False
    )
    if not of_the_month.exists():
        raise NotRebased(f"There is no figure for {from_month:%B %Y}. Choose a month that has one.")
    if measure.rebasings.filter(from_month=from_month).exists():
        raise NotRebased(f"The limits start anew from {from_month:%B %Y} already. Nothing was changed.")
    rebasing = Rebasing(measure=measure, from_month=from_month, reason=reason, made_by=by, made_at=timezone.now())
    create_with_revisions(Rebasing, [rebasing], by=by, reason="Rebased")
    _record("rebased process limits", rebasing, by)
    return rebasing


@transaction.atomic
def withdraw_rebasing(*, rebasing: Rebasing, reason: str, by: User) -> None:
    """Delete a rebasing and keep a last revision of it with the reason.

    Raises NotRebased without a reason, and where it was withdrawn meanwhile.
    """
    reason = " ".join(reason.split())
    if not reason:
        raise NotRebased("Say why the limits no longer start anew there.")
    stored = Rebasing.objects.select_for_update(of=("self",)).select_related("measure__indicator__dataset")
    rebasing_now = stored.filter(pk=rebasing.pk).first()
    if rebasing_now is None:
        raise NotRebased("It was withdrawn already. Nothing was changed.")
    delete_with_revisions(Rebasing, [rebasing_now.pk], by=by, reason=reason)
    _record("withdrew a rebasing of process limits", rebasing_now, by)


def _record(action: str, rebasing: Rebasing, by: User) -> None:
    indicator = rebasing.measure.indicator
    latest = indicator.definitions.order_by("-reporting_year").first()
    record(
        action=action,
        subject=str(latest or indicator),
        by=by,
        dataset=indicator.dataset.slug,
        measure=rebasing.measure.name,
        from_month=f"{rebasing.from_month:%Y-%m}",
    )
