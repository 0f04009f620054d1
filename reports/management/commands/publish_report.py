"""Publish a report from the command line: the same service as everywhere, with its four eyes."""

from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts.models import User
from indicators.converters import MonthConverter
from indicators.models import Dataset
from reports.assemble import NothingToReport
from reports.drafting import Correction
from reports.override import Override
from reports.refusals import PublicationRefused
from reports.report_models import CorrectionKind
from reports.services import publish
from suppression.table import CannotProtect


class Command(BaseCommand):
    help = "Publish Part 1 and Part 2 of a dataset as at a month, if the disclosure check is safe."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--dataset", required=True, help="the dataset's short name")
        parser.add_argument("--as-at", required=True, type=_month, help="the month, such as 2020-12")
        parser.add_argument("--by", required=True, help="user name of the publisher")
        parser.add_argument("--agreed-by", required=True, help="user name of the person who agrees")
        parser.add_argument("--correction-kind", choices=CorrectionKind.values, help="why a published report changes")
        parser.add_argument("--correction-reason", help="the reason, published with the correction")
        parser.add_argument("--override-reason", help="publish although the check is not safe, for this reason")
        parser.add_argument("--override-legal-basis", help="the legal basis of an override")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            dataset = Dataset.objects.get(slug=options["dataset"])
            by = User.objects.get(username=options["by"])
            agreed_by = User.objects.get(username=options["agreed_by"])
            publication = publish(
                dataset=dataset,
                as_at=options["as_at"],
                by=by,
                agreed_by=agreed_by,
                override=_override(options),
                correction=_correction(options),
            )
        except Dataset.DoesNotExist:
            raise CommandError(f"There is no dataset “{options['dataset']}”.") from None
        except User.DoesNotExist:
            raise CommandError(f"{options['by']} or {options['agreed_by']} is nobody's user name.") from None
        except (NothingToReport, CannotProtect, PublicationRefused) as reason:
            raise CommandError(str(reason)) from reason
        check = publication.disclosure_check
        self.stdout.write(f"Published {publication}. {check['message']}")
        self.stdout.write(f"Part 1 {publication.part_1_sha256}")
        self.stdout.write(f"Part 2 {publication.part_2_sha256}")


def _override(options: dict[str, Any]) -> Override | None:
    """An override where any part of one is given; the service refuses half of one."""
    reason, legal_basis = options["override_reason"], options["override_legal_basis"]
    return None if reason is None and legal_basis is None else Override(reason or "", legal_basis or "")


def _correction(options: dict[str, Any]) -> Correction | None:
    """A correction where a part of one is given; the service refuses one without a reason."""
    kind, reason = options["correction_kind"], options["correction_reason"]
    if kind is None and reason is None:
        return None
    if kind is None:
        raise CommandError("A correction has a kind too: --correction-kind.")
    return Correction(CorrectionKind(kind), reason or "")


def _month(text: str) -> date:
    return MonthConverter().to_python(text)
