"""Close the attempts whose time is over: for a machine without a worker, by cron."""

from typing import Any

from django.core.management.base import BaseCommand

from exams import delivery


class Command(BaseCommand):
    help = "Hand in and mark every attempt whose deadline and grace have passed."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{delivery.finalise_due()} closed")
