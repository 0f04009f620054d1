"""Fill an empty database with made-up figures, to measure with."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from config.scale import NotSeeded, seed


class Command(BaseCommand):
    help = "Fill an empty database with datasets of 40 indicators over 10 years. Never in production."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--datasets", type=int, default=50)
        parser.add_argument("--seed", type=int, default=7)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            figures = seed(datasets=options["datasets"], seed=options["seed"])
        except NotSeeded as reason:
            raise CommandError(str(reason)) from reason
        self.stdout.write(f"{options['datasets']} datasets, {figures} figures.")
