"""Read the shipped content as a critical editor would, and say what is missing, wrong or still to be verified."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from pages.linting import doubts
from pages.linting.reading import Shipped
from pages.linting.rules import RULES


class Command(BaseCommand):
    help = "Check the content files against every rule; fails when one is broken. Statements to be verified are counted."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--content", type=Path, default=settings.CONTENT_DIR, help="the folder to read")
        parser.add_argument("--doubts", action="store_true", help="list every statement still to be verified")
        parser.add_argument("--record", action="store_true", help="write down that fewer are left (content/doubts.json)")

    def handle(self, *args: Any, **options: Any) -> None:
        shipped = Shipped(options["content"])
        if options["record"]:
            doubts.record(options["content"], shipped)
            shipped = Shipped(options["content"])
        if options["doubts"]:
            for place, line in doubts.listed(shipped):
                self.stdout.write(f"{place:<28} {line}")
        broken = sum(self._told(name, [*rule(shipped)]) for name, rule in RULES.items())
        counted = doubts.counted(shipped)
        self.stdout.write(f"to be verified: {sum(counted.values())} ({', '.join(f'{name} {n}' for name, n in counted.items())})")
        if broken:
            raise CommandError(f"{broken} findings")

    def _told(self, name: str, found: list[Any]) -> int:
        self.stdout.write(self.style.ERROR(f"{name}: {len(found)}") if found else f"{name}: ok")
        for finding in found:
            self.stdout.write(f"  {finding}")
        return len(found)
