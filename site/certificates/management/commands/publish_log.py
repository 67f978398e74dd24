"""Publish today's head of the log (发布日志): what beat does each night, at once. Asked again it says the same."""

from typing import Any

from django.core.management.base import BaseCommand

from certificates.transparency import publish


class Command(BaseCommand):
    help = "Append every event about certificates to the public log and publish today's signed head."

    def handle(self, *args: Any, **options: Any) -> None:
        head = publish()
        self.stdout.write(f"{head.day}  {head.size} entries  {head.root_sha256}  {'signed' if head.jws else 'not signed'}")
