"""Check a receipt that a candidate kept."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from exams import receipts


class Command(BaseCommand):
    help = "Recompute a receipt (the .json a candidate downloaded) and compare it with what was stored."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        found = receipts.check(options["file"].read_text(encoding="utf-8"))
        if found.finding != receipts.Finding.INTACT:
            raise CommandError(f"the receipt is {found.finding}")
        self.stdout.write(f"intact: attempt {found.attempt.pk if found.attempt else ''}, {found.answers} answers")
