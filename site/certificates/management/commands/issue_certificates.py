"""Issue and print whatever is due (补发证书): after a cause of failure has been removed, or for a whole sitting."""

from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError, CommandParser

from certificates.batching import due, note, without_document
from certificates.facts import Unprintable
from certificates.issuing import NotEarned, issue
from certificates.printing import make_pdf
from certificates.storing import clear_abandoned
from exams.models import Result, Sitting

# A line of progress after so many.
_STEP = 50


class Command(BaseCommand):
    help = (
        "Issue every certificate that a released result has earned and make every document that is missing. "
        "Killed, it goes on where it was when it is called again."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--sitting", type=UUID, metavar="ID", help="only what one sitting has earned")
        parser.add_argument(
            "--by-workers", action="store_true", help="with --sitting: note the jobs and leave them to the workers"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        sitting = self._sitting(options["sitting"])
        if options["by_workers"]:
            if sitting is None:
                raise CommandError("--by-workers needs --sitting")
            self.stdout.write(f"{note(sitting)} jobs noted")
            return
        issued = sum(self._issued(result) for result in list(due(sitting)))
        made = 0
        for certificate in list(without_document(sitting)):
            make_pdf(certificate)
            made += 1
            if not made % _STEP:
                self.stdout.write(f"{made} documents made so far")
        cleared = clear_abandoned()
        self.stdout.write(
            f"{issued} issued, {made} documents made" + (f", {cleared} unfinished files removed" if cleared else "")
        )

    def _sitting(self, number: UUID | None) -> Sitting | None:
        if number is None:
            return None
        sitting = Sitting.objects.filter(pk=number).first()
        if sitting is None:
            raise CommandError(f"there is no sitting {number}")
        return sitting

    def _issued(self, result: Result) -> bool:
        try:
            certificate = issue(result=result)
        except (Unprintable, NotEarned) as reason:
            self.stderr.write(f"{result.attempt.candidate.full_name}: {reason}")
            return False
        return certificate.result_id == result.pk
