"""What the bank holds for each cell of each blueprint, and where it is short."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from exams.models import Exam
from exams.reporting import CellReport, by_cell

_HEAD = ("exam", "area", "kind", "usable", "awaiting", "needed", "wanted", "short", "thin", "worn")


class Command(BaseCommand):
    help = "Count the items for each cell of the blueprints: usable, awaiting, needed, wanted (five per drawn), short, worn."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="as one JSON object")

    def handle(self, *args: Any, **options: Any) -> None:
        found = {exam.code: by_cell(version) for exam in Exam.objects.all() if (version := exam.newest())}
        if options["json"]:
            told = {code: [cell.as_dict() for cell in cells] for code, cells in found.items()}
            self.stdout.write(json.dumps(told, ensure_ascii=False))
            return
        self.stdout.write(_line(_HEAD))
        for code, cells in found.items():
            for cell in cells:
                self.stdout.write(_line((code, cell.area, "/".join(cell.kinds), *_figures(cell))))


def _figures(cell: CellReport) -> tuple[int, ...]:
    return cell.usable, cell.awaiting, cell.needed, cell.wanted, cell.short, cell.thin, cell.worn


def _line(fields: tuple[object, ...]) -> str:
    exam, area, kind, *figures = map(str, fields)
    return f"{exam:<5}{area:<8}{kind:<20}" + "".join(f"{figure:>10}" for figure in figures)
