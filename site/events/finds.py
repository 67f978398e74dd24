"""What events tell the search: those published, by title, place, organiser and what happens there."""

from collections.abc import Collection, Mapping
from typing import Any

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from cms.search.kinds import Kind
from events.models import Event, EventEntry


class EventKind(Kind):
    name, label, place = "event", _("Events"), 50
    model = EventEntry

    def heading(self) -> F:
        return F("event__title")

    def load(self, keys: Collection[int]) -> Mapping[int, Any]:
        return EventEntry.objects.select_related("event").in_bulk(list(keys))


def enter(event: Event) -> None:
    """Have a published event found, by its present words."""
    if not event.is_published:
        return
    entry, is_new = EventEntry.objects.get_or_create(event=event)
    if not is_new:
        # Saving is what writes the index anew.
        entry.event = event
        entry.save()
