"""Do a contest's draw of prizes again, from the database or from what is published alone."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from campaigns import lottery
from campaigns.drawing import replay
from campaigns.models import PrizeDraw


class Command(BaseCommand):
    help = "Do a draw again: of a year, or with --seed and --tickets of a published list. Fails when it does not agree."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("year", type=int, nargs="?", help="the contest's year")
        parser.add_argument("--seed", help="the published seed")
        parser.add_argument("--tickets", type=Path, help="the published list, a ticket in each line")
        parser.add_argument("--prizes", type=int, default=10, help="how many win (with --seed)")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["seed"] and options["tickets"]:
            lines = options["tickets"].read_text(encoding="utf-8").split()
            self._say(lottery.commitment(options["seed"]), lottery.order(options["seed"], lines)[: options["prizes"]])
            return
        done = PrizeDraw.objects.select_related("contest").filter(contest__year=options["year"]).first()
        if done is None:
            raise CommandError("No draw of that year. Name a year, or --seed and --tickets.")
        again = replay(done)
        self._say(again.commitment, again.winners)
        if not again.agrees:
            raise CommandError("The draw on record does not agree with its seed and list.")

    def _say(self, digest: str, winners: list[str]) -> None:
        self.stdout.write(f"sha256(seed) {digest}")
        for place, ticket in enumerate(winners, 1):
            self.stdout.write(f"{place:>4}  {ticket}")
