"""Take names off the register whose time is over (去除到期的姓名); with --dry-run say which that would be."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from certificates import clearing, forgetting
from core.dates import today


class Command(BaseCommand):
    help = (
        "Tell holders whose names or applications go within 30 days; remove those whose time is over and who were told. "
        "Numbers, decisions and digests stay. --dry-run changes nothing."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="list what would be done and do nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["dry_run"]:
            for one in forgetting.due(limit=100_000):
                deed = "would be taken off" if one.may_go(today()) else "told" if one.told_on else "would be told"
                self.stdout.write(f"{one.certificate.number} {one.on} {deed}")
            for ended in clearing.due(limit=100_000):
                deed = "would be cleared" if ended.may_go(today()) else "told" if ended.told_on else "would be told"
                self.stdout.write(f"{ended.application.pk} {ended.on} {deed}")
            return
        written = clearing.tell_due()
        self.stdout.write(f"{written} told, {clearing.clear_due()} applications cleared")
        told = forgetting.tell_due()
        self.stdout.write(f"{told} told, {forgetting.forget_due()} names taken off")
