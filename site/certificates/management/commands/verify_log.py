"""Compute the whole log anew from the events and compare (核对日志); with --heads also against a copy somebody has kept."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from certificates.log_checking import faults
from certificates.models import LogEntry, LogHead


class Command(BaseCommand):
    help = "Recompute the log of certificate events; name the first altered event and fail if anything differs."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--heads", type=Path, help="heads.json as it was downloaded from /log/ some day")

    def handle(self, *args: Any, **options: Any) -> None:
        found = list(faults(_copies(options["heads"])))
        for fault in found:
            self.stdout.write(fault.what)
        if found:
            touched = [fault.index for fault in found if fault.index is not None]
            first = f"first altered event: entry {min(touched)}" if touched else "no single event can be named"
            raise CommandError(f"the log does not hold; {first}")
        self.stdout.write(f"the log holds: {LogEntry.objects.count()} entries, {LogHead.objects.count()} heads")


def _copies(path: Path | None) -> dict[str, str]:
    if path is None:
        return {}
    try:
        return {head["day"]: head["root"] for head in json.loads(path.read_text())["heads"]}
    except (OSError, ValueError, KeyError, TypeError) as reason:
        raise CommandError(f"{path} is no heads.json: {reason}") from reason
