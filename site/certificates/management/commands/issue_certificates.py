"""Issue and print whatever is due (补发证书): for an operator, after a cause of failure has been removed."""

from typing import Any

from django.core.management.base import BaseCommand

from certificates.facts import Unprintable
from certificates.issuing import issue
from certificates.models import Certificate, Scheme
from certificates.printing import make_pdf
from exams.models import Result


class Command(BaseCommand):
    help = "Issue every certificate that a released result has earned and make every document that is missing."

    def handle(self, *args: Any, **options: Any) -> None:
        exams = Scheme.objects.values("exam_code")
        due = Result.objects.current().released().filter(passed=True, certificates=None, attempt__exam__code__in=exams)
        issued = sum(self._issued(result) for result in due.told())
        made = [make_pdf(certificate) for certificate in Certificate.objects.filter(artefacts=None)]
        self.stdout.write(f"{issued} issued, {len(made)} documents made")

    def _issued(self, result: Result) -> bool:
        try:
            certificate = issue(result=result)
        except Unprintable as reason:
            self.stderr.write(f"{result.attempt.candidate.full_name}: {reason}")
            return False
        return certificate.result_id == result.pk
