"""The kept pages of this room: forgotten when an event or the number of its free seats changes."""

from cms import pagecache
from events.models import Event


def tag_of(event: Event) -> str:
    """What the pages of one event are made of."""
    return f"event-{event.pk}"


def forget_seats(event: Event) -> None:
    """Other seats are free: on its own page and wherever events stand in a list."""
    pagecache.purge(tag_of(event), "events")


def forget_kept_pages(*events: Event) -> None:
    """Events are told otherwise than before: also where everything is gathered."""
    pagecache.purge(*map(tag_of, events), "events", *pagecache.GATHERINGS)
