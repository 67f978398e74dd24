"""Write the events log as xAPI statements, one JSON object a line, to the standard output."""

import datetime as dt
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from courses import statements
from courses.models import Course


class Command(BaseCommand):
    help = "Export learning events as xAPI statements (JSON Lines). Days are local and included."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--since", type=dt.date.fromisoformat, help="2026-09-01")
        parser.add_argument("--until", type=dt.date.fromisoformat, help="2026-09-30")
        parser.add_argument("--course", default="", help="QSO")

    def handle(self, *args: Any, **options: Any) -> None:
        course = Course.objects.filter(code__iexact=options["course"]).first() if options["course"] else None
        if options["course"] and course is None:
            raise CommandError(_("There is no course %(code)s.") % {"code": options["course"]})
        for line in statements.lines(statements.span(since=options["since"], until=options["until"], course=course)):
            self.stdout.write(line, ending="")
