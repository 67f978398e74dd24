"""Read and draw the pages of every PDF that has none yet, at once instead of half an hour later. Ended early, it goes on."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from courses.media import leafing
from courses.models import Medium


class Command(BaseCommand):
    help = "Draw the pages of PDFs in lessons that were uploaded before there were pictures of pages. Safe to run twice."

    def handle(self, *args: Any, **options: Any) -> None:
        absent = 0
        for medium in list(Medium.objects.unread().order_by("pk")):
            try:
                leafing.leaf(medium.pk)
            except OSError as reason:
                absent += 1
                self.stderr.write(f"{medium.title}: {reason}")
                continue
            medium.refresh_from_db()
            pages = len(medium.leaves.get("leaves", ()))
            told = ngettext("%(n)s page", "%(n)s pages", pages) % {"n": pages} if pages else _("cannot be shown")
            self.stdout.write(f"{medium.title}: {told}")
        if absent:
            raise CommandError(ngettext("%(n)s file is missing.", "%(n)s files are missing.", absent) % {"n": absent})
        self.stdout.write(_("All PDFs have their pages."))
