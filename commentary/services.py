"""Writes of commentary: the texts, their way into a report, exceptions that directors add, findings that are kept."""

from collections.abc import Iterable, Sequence
from datetime import date

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from accounts.services import record
from commentary.models import AddedException, Commentary, KeptFinding, Kind
from commentary.moving import Clash, Refused, create, locked, only_theirs, said_of, store, transition_of
from commentary.prose.findings import Finding
from commentary.workflow import COMMENTARY, CommentaryMove, CommentaryState
from indicators.models import Dataset, Indicator
from indicators.revisions import delete_with_revisions

NOUN = "commentary"
LONGEST_QUOTE = 500
"""Characters of a passage that is kept, as the database has them."""


@transaction.atomic
def write_commentary(
    *, indicator: Indicator, as_at: date, part_1: str, part_2: str, by: User, version: int = 0
) -> Commentary:
    """Keep both texts as a draft. `version` is the one that the writer saw, 0 where there was none.

    What is as it was is not written again. Raises Clash where somebody has saved another text meanwhile, and Refused.
    """
    Indicator.objects.select_for_update().get(pk=indicator.pk)
    stored = Commentary.objects.filter(indicator=indicator, as_at=as_at).first()
    state = CommentaryState(stored.state) if stored else None
    transition = transition_of(COMMENTARY, CommentaryMove.WRITE, state=state, by=by, noun=NOUN)
    only_theirs(indicator, by)
    part_1, part_2 = _tidy(part_1), _tidy(part_2)
    if stored and (stored.part_1, stored.part_2) == (part_1, part_2):
        return stored
    if (stored.version if stored else 0) != version:
        raise Clash(stored or Commentary(indicator=indicator, as_at=as_at))
    now = timezone.now()
    if stored is None:
        new = Commentary(indicator=indicator, as_at=as_at, part_1=part_1, part_2=part_2, written_by=by, written_at=now)
        return create(new, by=by, said=transition.past)
    stored.part_1, stored.part_2, stored.written_by, stored.written_at = part_1, part_2, by, now
    stored.state = transition.target
    store(stored, ["part_1", "part_2", "written_by", "written_at", "state"], by=by, said=transition.past)
    return stored


@transaction.atomic
def submit_commentary(
    *, commentary: Commentary, by: User, findings: Sequence[Finding], version: int | None = None
) -> Commentary:
    """Hand the texts to the publisher. `findings` of both texts: none may be open. Raises Refused, and Clash."""
    stored = locked(commentary, version)
    only_theirs(stored.indicator, by)
    if stored.is_empty:
        raise Refused("There is nothing to submit yet. Write the commentary first.")
    if (stored.part_1, stored.part_2) != (commentary.part_1, commentary.part_2):
        raise Clash(stored)  # the findings are those of other texts
    if waiting := [finding for finding in findings if not finding.kept]:
        noun = "finding is" if len(waiting) == 1 else "findings are"
        raise Refused(f"{len(waiting)} {noun} open. Change the text, or keep each with a reason.")
    return _move(CommentaryMove.SUBMIT, stored, by=by)


@transaction.atomic
def withdraw_commentary(*, commentary: Commentary, by: User, version: int | None = None) -> Commentary:
    """Take back what was submitted and not agreed yet. Raises Refused, and Clash."""
    stored = locked(commentary, version)
    only_theirs(stored.indicator, by)
    return _move(CommentaryMove.WITHDRAW, stored, by=by)


@transaction.atomic
def return_commentary(*, commentary: Commentary, comment: str, by: User, version: int | None = None) -> Commentary:
    """Send it back to the director with a comment on what to do. Raises Refused, and Clash."""
    return _move(CommentaryMove.RETURN, locked(commentary, version), by=by, reason=comment)


@transaction.atomic
def agree_commentary(*, commentary: Commentary, by: User, version: int | None = None) -> Commentary:
    """Let it into the report. Nobody agrees what they wrote themselves. Raises Refused, and Clash."""
    stored = locked(commentary, version)
    if stored.written_by_id == by.pk:
        raise Refused("You wrote it yourself; somebody else has to agree it.")
    return _move(CommentaryMove.AGREE, stored, by=by)


@transaction.atomic
def reopen_commentary(*, commentary: Commentary, reason: str, by: User, version: int | None = None) -> Commentary:
    """Make agreed commentary a draft again. Raises Refused, and Clash."""
    stored = locked(commentary, version)
    only_theirs(stored.indicator, by)
    return _move(CommentaryMove.REOPEN, stored, by=by, reason=reason)


@transaction.atomic
def correct_commentary(*, commentary: Commentary, reason: str, by: User, version: int | None = None) -> Commentary:
    """Make published commentary a draft again; what is published stays as it is until it is superseded."""
    return _move(CommentaryMove.CORRECT, locked(commentary, version), by=by, reason=reason)


@transaction.atomic
def publish_commentary(*, commentaries: Iterable[Commentary], by: User) -> None:
    """Say of commentary that a publication has it; call it in the publication's transaction.

    Raises Clash where one has changed since it was read: the publication would have other words than are agreed.
    """
    for commentary in commentaries:
        stored = locked(commentary, commentary.version)
        if stored.state == CommentaryState.AGREED:
            _move(CommentaryMove.PUBLISH, stored, by=by)


def _move(move: CommentaryMove, stored: Commentary, *, by: User, reason: str = "") -> Commentary:
    """Move on what is kept from others. Raises Refused."""
    state = CommentaryState(stored.state)
    transition = transition_of(COMMENTARY, move, state=state, by=by, reason=reason, noun=NOUN)
    stored.state = transition.target
    stored.returned_because = reason.strip() if move is CommentaryMove.RETURN else ""
    if move is CommentaryMove.AGREE:
        stored.agreed_by = by
    elif move is not CommentaryMove.PUBLISH:
        stored.agreed_by = None
    store(stored, ["state", "returned_because", "agreed_by"], by=by, said=said_of(transition, reason))
    record(
        action=f"{transition.past.lower()} commentary",
        subject=f"{stored.indicator.dataset}, {stored.indicator}, {stored.as_at:%B %Y}",
        by=by,
        dataset=stored.indicator.dataset.slug,
    )
    return stored


@transaction.atomic
def add_exception(*, indicator: Indicator, as_at: date, kind: Kind, reason: str, by: User) -> AddedException:
    """Report an indicator by exception although its rating does not ask for it. Raises Refused."""
    Indicator.objects.select_for_update().get(pk=indicator.pk)
    _may_add(indicator, by)
    if not reason.strip():
        raise Refused("Say why the committee should hear of this indicator.")
    if AddedException.objects.filter(indicator=indicator, as_at=as_at).exists():
        raise Refused("This indicator is added to the report already.")
    added = AddedException(
        indicator=indicator, as_at=as_at, kind=kind, reason=reason.strip(), added_by=by, added_at=timezone.now()
    )
    create(added, by=by, said="Added")
    _record_exception("added an exception", added, by)
    return added


@transaction.atomic
def remove_exception(*, added: AddedException, by: User) -> None:
    """Take back an exception that was added. Its commentary stays. Raises Refused."""
    Indicator.objects.select_for_update().get(pk=added.indicator_id)
    _may_add(added.indicator, by)
    if not AddedException.objects.filter(pk=added.pk).exists():
        raise Refused("This exception is taken away already.")
    delete_with_revisions(AddedException, [added.pk], by=by, reason="Taken away")
    _record_exception("took an exception away", added, by)


def _may_add(indicator: Indicator, by: User) -> None:
    transition_of(COMMENTARY, CommentaryMove.WRITE, state=None, by=by, noun=NOUN)
    only_theirs(indicator, by)


def _record_exception(action: str, added: AddedException, by: User) -> None:
    dataset = added.indicator.dataset
    subject = f"{dataset}, {added.indicator}, {added.as_at:%B %Y}"
    record(action=action, subject=subject, by=by, dataset=dataset.slug, kind=added.kind)


@transaction.atomic
def keep_finding(
    *, dataset: Dataset, indicator: Indicator | None, as_at: date, part: int, finding: Finding, reason: str, by: User
) -> KeptFinding:
    """Leave words as they are although the check found them; the same words are kept once.

    A director keeps those about an indicator of their sections, a publisher any. Raises Refused, also for words that
    give a figure away.
    """
    Dataset.objects.select_for_update().get(pk=dataset.pk)
    if not by.may(COMMENTARY[CommentaryMove.AGREE].permission):
        if indicator is None:
            raise Refused(f"{by.first_name or by} may not keep words about the whole report. A publisher can.")
        _may_add(indicator, by)
    if not finding.may_be_kept:
        raise Refused("These words give away a hidden figure, or name a person. They have to be changed.")
    if not reason.strip():
        raise Refused("Say why these words may stay.")
    if len(finding.quote) > LONGEST_QUOTE:
        raise Refused(f"This passage is too long to keep. Shorten it to {LONGEST_QUOTE} characters.")
    words = {
        "dataset": dataset,
        "indicator": indicator,
        "as_at": as_at,
        "part": part,
        "rule": finding.rule,
        "quote": finding.quote,
    }
    if already := KeptFinding.objects.filter(**words).first():
        return already
    kept = KeptFinding.objects.create(**words, reason=reason.strip(), kept_by=by)
    record(
        action="kept a finding",
        subject=f"{dataset}{f', {indicator}' if indicator else ''}, {as_at:%B %Y}",
        by=by,
        dataset=dataset.slug,
        rule=finding.rule,
        part=part,
    )
    return kept


def kept_findings(dataset: Dataset, as_at: date, part: int) -> dict[int | None, frozenset[tuple[str, str]]]:
    """What was kept for a report's part: rule and quote, by the indicator's primary key."""
    kept: dict[int | None, set[tuple[str, str]]] = {}
    for each in KeptFinding.objects.filter(dataset=dataset, as_at=as_at, part=part):
        kept.setdefault(each.indicator_id, set()).add((each.rule, each.quote))
    return {indicator: frozenset(found) for indicator, found in kept.items()}


def _tidy(text: str) -> str:
    """Line ends as one kind, without blanks at the ends: what two people see as the same text is the same."""
    return "\n".join(line.rstrip() for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n")).strip()
