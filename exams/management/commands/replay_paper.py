"""Draw the paper of an attempt, or a printed one, once more and compare: proof that nobody chose or changed it."""

from argparse import ArgumentParser
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError

from exams import events, papers, setting
from exams.models import Attempt, AttemptItem, PrintedPaper


class Command(BaseCommand):
    help = "Redraw the paper of an attempt or a printed form from its seed and its pool, and compare."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("attempt", type=UUID)

    def handle(self, *args: Any, **options: Any) -> None:
        attempt = Attempt.objects.told().select_related("pool").filter(pk=options["attempt"]).first()
        form = PrintedPaper.objects.told().filter(pk=options["attempt"]).first()
        if attempt is not None:
            self._compare(attempt.paper_sha256, list(attempt.items.select_related("item_version__item")), papers.redraw(attempt))
            if not events.is_intact(attempt):
                raise CommandError("the paper is right, but the record of events is broken")
            self.stdout.write("the same paper; the record of events is whole")
        elif form is not None:
            self._compare(form.paper_sha256, setting.slots(form), papers.redraw_form(form))
            for document in form.documents.all():
                document.read()
            self.stdout.write("the same paper; its documents are as they were made")
        else:
            raise CommandError("no such attempt, and no printed paper either")

    def _compare(self, stored: str, delivered: list[AttemptItem], again: papers.Paper) -> None:
        kept = papers.fingerprint(delivered, {item.item_version_id: item.item_version.content_sha256 for item in delivered})
        found = {"as stored": stored, "as delivered": kept, "drawn again": again.sha256}
        for name, sha256 in found.items():
            self.stdout.write(f"{name:<12}  {sha256}")
        for old, new in zip(delivered, again.items, strict=False):
            if old.item_version_id != new.item_version_id or old.choice_order != new.choice_order:
                self.stdout.write(f"slot {old.slot}: {old.item_version.item.code} delivered, {new.item_version.item.code} drawn")
        if len(set(found.values())) > 1:
            raise CommandError("the papers differ")
