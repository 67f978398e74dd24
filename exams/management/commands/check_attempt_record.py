"""Check that the record of an attempt, or of all, is whole: that no event was changed, added or taken out."""

from argparse import ArgumentParser
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError

from exams import events
from exams.models import Attempt


class Command(BaseCommand):
    help = "Recompute the chain of digests over the events of one attempt, or of every attempt."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("attempt", type=UUID, nargs="?")

    def handle(self, *args: Any, **options: Any) -> None:
        chosen = Attempt.objects.filter(pk=options["attempt"]) if options["attempt"] else Attempt.objects.all()
        checked = broken = 0
        for attempt in chosen.iterator(chunk_size=200):
            checked += 1
            if place := events.broken_at(attempt.events.order_by("number")):
                broken += 1
                self.stdout.write(f"{attempt.pk}: broken at event {place}")
        if not checked:
            raise CommandError("no such attempt")
        if broken:
            raise CommandError(f"{broken} of {checked} records are broken")
        self.stdout.write(f"{checked} records are whole")
