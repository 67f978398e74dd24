"""Say what nobody can ever reach: courses and lessons that wait for each other, tracks that ask for what there is not."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from courses.locking import dead_ends
from courses.models import Track
from courses.pathfinding import problems


class Command(BaseCommand):
    help = "List unreachable courses, lessons and track steps. Fails when there are any."

    def handle(self, *args: Any, **options: Any) -> None:
        found = dead_ends()
        for track in Track.objects.all():
            found += [f"{track.slug}: {sentence}" for sentence in problems(track)]
        for sentence in found:
            self.stdout.write(sentence)
        if found:
            raise CommandError(_("%(n)s dead ends") % {"n": len(found)})
        self.stdout.write(_("Everything can be reached."))
