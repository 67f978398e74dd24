"""Make the key with which the exam office opens sealed answer files."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from exams import sealing_keys


class Command(BaseCommand):
    help = "Write a fresh key for sealed answer files; earlier keys stay in the file, so old files still open."

    def handle(self, *args: Any, **options: Any) -> None:
        key = sealing_keys.add_key()
        self.stdout.write(f"{settings.EXAM_SEALING_KEY_FILE}: key {key.kid} is in use, {len(sealing_keys.office_keys())} in all")
