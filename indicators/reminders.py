"""Reminders by e-mail: before and after the day on which a month's figures are due, then to the directors.

A mail says which sections have how many figures to come, and where to enter them; it holds no figure. Each is sent
once: its record is written in the same transaction, so that one that could not be sent is tried again the next time.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import groupby

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from accounts.roles import ROLES, Permission
from accounts.services import record
from indicators.models import Dataset, Reminder, Responsibility
from indicators.permissions import may_of
from indicators.workflow.progress import MonthProgress, SectionProgress, progress_of

DAYS_BEFORE = 3
"""The first reminder is sent so many days before the figures are due."""
DAYS_AFTER = (1, 7)
"""The second and the third are sent so many days after."""
DAYS_UNTIL_DIRECTOR = 14
"""So many days after, if an officer's third brought nothing, the section's directors are told, once."""
LAST_TO_OFFICER = 1 + len(DAYS_AFTER)
TO_DIRECTOR = LAST_TO_OFFICER + 1


Reminded = dict[tuple[date, int], dict[int, date]]
"""When each person had which reminder of a month: by month and the person's key, then by number."""


@dataclass(frozen=True)
class Letter:
    """One reminder to be sent: to whom, about what, and which one it is."""

    to: User
    month: MonthProgress
    sections: tuple[SectionProgress, ...]
    number: int


@dataclass(frozen=True)
class Sent:
    """What a run did: how many reminders were sent, and to whom none could be, with why."""

    count: int
    failed: tuple[str, ...]


def send_reminders(*, today: date) -> Sent:
    """Send what is due today, each in a transaction of its own. A second run on the same day sends nothing."""
    count, failed = 0, []
    for dataset in Dataset.objects.all():
        for letter in list(_letters(dataset, today)):
            try:
                count += _send(letter)
            except OSError as error:  # everything that smtplib and sockets raise
                failed.append(f"{letter.to.username}, {letter.month.month:%B %Y}: {error}")
    return Sent(count, tuple(failed))


def _letters(dataset: Dataset, today: date) -> Iterator[Letter]:
    months = _by_month(month for month in progress_of(dataset, today).months if not month.is_submitted)
    if not months:
        return
    officers = _responsible(dataset, Permission.ENTER_FIGURES)
    directors = _responsible(dataset, Permission.APPROVE_FIGURES)
    everybody = list(_people(Permission.ENTER_FIGURES))
    sent: Reminded = {}
    for reminder in Reminder.objects.filter(dataset=dataset, month__in=[month.month for month in months]):
        of_person = sent.setdefault((reminder.month, reminder.user_id), {})
        of_person[reminder.number] = timezone.localdate(reminder.sent_at)
    for month in months:
        late = [section for section in month.sections if section.submitted < section.due]
        yield from _to_officers(month, _by_person(late, officers, everybody), sent, today)
        if today >= month.due_on + timedelta(days=DAYS_UNTIL_DIRECTOR):
            in_vain = [
                section
                for section in late
                if _were_told(month, officers.get(section.section.pk) or everybody, sent, today)
            ]
            yield from _to_directors(month, _by_person(in_vain, directors, []), sent)


def _by_month(months: Iterable[MonthProgress]) -> list[MonthProgress]:
    """One for each month: indicators on calendar years have another reporting year, and go with the others."""
    merged = []
    for _, group in groupby(months, key=lambda each: each.month):
        same = list(group)
        sections: dict[int, SectionProgress] = {}
        for section in (section for each in same for section in each.sections):
            before = sections.get(section.section.pk)
            sections[section.section.pk] = before.with_more(section) if before else section
        merged.append(replace(same[0], sections=tuple(sections.values())))
    return merged


def _to_officers(
    month: MonthProgress, people: Mapping[User, list[SectionProgress]], sent: Reminded, today: date
) -> Iterator[Letter]:
    """The reminder whose day has come last; those whose day was missed are not made up for."""
    days = [timedelta(days=-DAYS_BEFORE), *(timedelta(days=after) for after in DAYS_AFTER)]
    number = sum(today >= month.due_on + day for day in days)
    for user, sections in people.items():
        already = max((each for each in sent.get((month.month, user.pk), {}) if each <= LAST_TO_OFFICER), default=0)
        if number > already:
            yield Letter(user, month, tuple(sections), number)


def _to_directors(
    month: MonthProgress, people: Mapping[User, list[SectionProgress]], sent: Reminded
) -> Iterator[Letter]:
    for user, sections in people.items():
        if TO_DIRECTOR not in sent.get((month.month, user.pk), {}):
            yield Letter(user, month, tuple(sections), TO_DIRECTOR)


def _were_told(month: MonthProgress, officers: Iterable[User], sent: Reminded, today: date) -> bool:
    """Whether each had the last reminder on an earlier day; so it is, too, where there is nobody to be told."""
    last = [sent.get((month.month, user.pk), {}).get(LAST_TO_OFFICER, today) for user in officers]
    return all(day < today for day in last)


def _by_person(
    late: Iterable[SectionProgress], people: Mapping[int, list[User]], otherwise: list[User]
) -> dict[User, list[SectionProgress]]:
    """Whose sections are late; a section that is nobody's is everybody's in `otherwise`."""
    found: dict[User, list[SectionProgress]] = {}
    for section in late:
        others = (user for user in otherwise if may_of(user, Permission.ENTER_FIGURES, section.section))
        for user in people.get(section.section.pk) or others:
            found.setdefault(user, []).append(section)
    return found


def _responsible(dataset: Dataset, permission: Permission) -> dict[int, list[User]]:
    """Those responsible for each section who have the permission and an address, by the section's key."""
    found: dict[int, list[User]] = {}
    responsibilities = Responsibility.objects.filter(section__dataset=dataset, user__in=_people(permission))
    for each in responsibilities.select_related("user", "section"):
        if may_of(each.user, permission, each.section):
            found.setdefault(each.section_id, []).append(each.user)
    return found


def _people(permission: Permission) -> QuerySet[User]:
    """Everybody who is active, has the permission by a role, and has an address."""
    roles = [role.name for role in ROLES.values() if permission in role.permissions]
    people = User.objects.filter(is_active=True, role_assignments__role__in=roles).exclude(email="")
    return people.distinct().order_by("pk")


@transaction.atomic
def _send(letter: Letter) -> bool:
    """Keep the record and send; False where another run was quicker. Where sending raises, nothing is kept."""
    month = letter.month
    try:
        with transaction.atomic():
            Reminder.objects.create(dataset=month.dataset, month=month.month, user=letter.to, number=letter.number)
    except IntegrityError:
        return False
    record(
        action="sent a reminder",
        subject=f"{month.dataset}, {month.month:%B %Y}",
        by=None,
        to=letter.to.username,
        number=letter.number,
        sections=[section.section.name for section in letter.sections],
    )
    EmailMessage(subject=_subject(letter), body=_body(letter), to=[letter.to.email]).send()
    return True


def _subject(letter: Letter) -> str:
    month = letter.month
    is_are = "were" if month.is_late else "are"
    return f"{month.dataset}: figures for {month.month:%B %Y} {is_are} due by {month.due_on:%-d %B %Y}"


def _body(letter: Letter) -> str:
    month = letter.month
    lines = [f"Figures for {month.month:%B %Y} {'were' if month.is_late else 'are'} due by {month.due_on:%-d %B %Y}."]
    if letter.number == TO_DIRECTOR:
        lines.append("The data officers have been reminded. You get this once, because these sections are yours:")
    else:
        lines.append("These are still to be entered or submitted:")
    lines += [f"- {each.section.name}: {_what_is_missing(each)}" for each in letter.sections]
    lines += [f"{settings.OUTTURN_ADDRESS}{reverse('reports:office_home')}"]
    return "\n\n".join([lines[0], "\n".join(lines[1:-1]), lines[-1], settings.SERVICE_NAME])


def _what_is_missing(section: SectionProgress) -> str:
    words = f"{section.entered} of {section.due} entered"
    return f"{words}, {section.to_submit} not submitted" if section.to_submit else words
