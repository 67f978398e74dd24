"""Follow the chain of the audit log from its first link and name what does not hold (核对审计日志)."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from core import chaining
from core.models import AuditHead, AuditLink


class Command(BaseCommand):
    help = "Recompute the chain of the audit log; name every altered, missing or foreign line, and fail if there is one."

    def handle(self, *args: Any, **options: Any) -> None:
        found = list(chaining.faults())
        for fault in found:
            self.stdout.write(fault)
        if found:
            raise CommandError(f"the audit log does not hold; first: {found[0]}")
        self.stdout.write(f"the audit log holds: {AuditLink.objects.count()} links, {AuditHead.objects.count()} signed heads")
