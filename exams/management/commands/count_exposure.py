"""Count how often each item stood on a paper: for a machine without a worker, by cron, once a day."""

from typing import Any

from django.core.management.base import BaseCommand

from core.clock import now
from exams.counting import count_exposure


class Command(BaseCommand):
    help = "Count on how many papers of the last year each item stood; the less used are drawn first."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{count_exposure(now())} items counted anew")
