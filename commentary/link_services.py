"""Writes of links: earlier reports and external papers about an indicator."""

from datetime import date

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import transaction

from accounts.models import User
from accounts.services import record
from commentary.models import PaperLink
from commentary.moving import Refused, create
from commentary.permissions import may_keep_links
from indicators.models import Indicator
from indicators.revisions import delete_with_revisions

is_address = URLValidator(schemes=["https", "http"])


@transaction.atomic
def add_link(*, indicator: Indicator, title: str, address: str, dated: date | None, by: User) -> PaperLink:
    """Add a link to a paper about an indicator, once. Raises Refused."""
    _only_by_those_who_may(indicator, by)
    Indicator.objects.select_for_update().get(pk=indicator.pk)
    title, address = " ".join(title.split()), checked_address(address)
    if not title:
        raise Refused("Say what the link leads to, such as the title of the report.")
    if PaperLink.objects.filter(indicator=indicator, address=address).exists():
        raise Refused("This address is among the indicator's links already. Nothing was changed.")
    link = PaperLink(indicator=indicator, title=title, address=address, dated=dated, added_by=by)
    create(link, by=by, said="Added")
    _record("added a link", link, by)
    return link


@transaction.atomic
def remove_link(*, link: PaperLink, by: User) -> None:
    """Take a link away; reports that are published keep it. Raises Refused."""
    _only_by_those_who_may(link.indicator, by)
    Indicator.objects.select_for_update().get(pk=link.indicator_id)
    if not PaperLink.objects.filter(pk=link.pk).exists():
        raise Refused("This link is removed already. Nothing was changed.")
    delete_with_revisions(PaperLink, [link.pk], by=by, reason="Removed")
    _record("removed a link", link, by)


def checked_address(address: str) -> str:
    """The address without blanks around it. Raises Refused where a browser could not open it as a page."""
    try:
        is_address(address.strip())
    except ValidationError as error:
        raise Refused("Enter a whole address that begins with https:// or http://") from error
    return address.strip()


def _only_by_those_who_may(indicator: Indicator, by: User) -> None:
    if not may_keep_links(indicator, by):
        raise Refused("Links are kept by publishers, and by the directors of the indicator's section.")


def _record(action: str, link: PaperLink, by: User) -> None:
    dataset = link.indicator.dataset
    record(action=action, subject=f"{dataset}, {link.indicator}", by=by, dataset=dataset.slug)
