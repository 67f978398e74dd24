"""Load the shipped content: every room's own loader, lower rooms first."""

import json
from argparse import ArgumentParser
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from cms import pagecache
from cms.search.gathering import gathered
from core.report import Line, Report

ROOMS = ("cms", "statutes", "courses", "exams", "certificates", "campaigns", "schools", "talents", "cases", "pages")


class Command(BaseCommand):
    help = "Load the shipped content and say what was accepted, changed, refused and missing. A second run changes nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--content", type=Path, default=settings.CONTENT_DIR, help="the folder to load from")
        parser.add_argument("--force", action="store_true", help="let shipped content replace what editors changed")
        parser.add_argument("--diff", action="store_true", help="show the lines that changed, or that an editor's words keep out")
        parser.add_argument("--json", action="store_true", help="the report as one JSON object")

    def handle(self, *args: Any, **options: Any) -> None:
        shows = options["verbosity"] >= 1 and not options["json"]
        report = Report(heard=self._say(options["verbosity"], options["diff"]) if shows else None, force=options["force"])
        with gathered():
            for room in ROOMS:
                if find_spec(f"{room}.loading") is not None:
                    if shows:
                        self.stdout.write(self.style.MIGRATE_HEADING(room))
                    import_module(f"{room}.loading").load(options["content"], report)
        pagecache.clear()
        if options["json"]:
            self.stdout.write(json.dumps(report.as_dict(), ensure_ascii=False))
        elif shows:
            self.stdout.write("\n" + report.table())

    def _say(self, verbosity: int, shows_difference: bool) -> Any:
        """Tell each line as it comes; what was accepted or stayed the same only with -v 2."""

        def say(line: Line) -> None:
            if verbosity >= 2 or line.verdict in ("changed", "refused", "missing"):
                style = self.style.WARNING if line.verdict in ("refused", "missing") else str
                self.stdout.write(style(f"  {line}"))
                for changed in line.difference if shows_difference else ():
                    self.stdout.write(f"      {changed}")

        return say
