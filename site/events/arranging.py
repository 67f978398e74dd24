"""Arranging (安排): publishing an event, moving it to another time or place, calling it off. Each tells who must know."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from core.audit import record
from core.dates import now
from events import booking
from events.finds import enter
from events.keeping import forget_kept_pages
from events.models import Cancellation, Event
from events.signals import event_cancelled, event_moved

MOVES = ("starts_at", "ends_at", "area", "place", "link")


class Refused(Exception):
    """It cannot be arranged so; the message says why."""


def standing(event: Event) -> dict[str, Any]:
    """When and where it is held according to the database, before somebody changes it."""
    return Event.objects.filter(pk=event.pk).values(*MOVES).first() or {}


@transaction.atomic
def saved(event: Event, *, before: dict[str, Any], by: User) -> None:
    """After an event was changed: who comes learns of a new time or place, and added seats go to who waits."""
    moved = sorted(name for name, value in before.items() if getattr(event, name) != value)
    event.changed_at = now()
    event.save(update_fields=["changed_at"])
    record("event.saved", event, by=by, moved=moved)
    if moved and event.is_published and not event.state.is_past:
        event_moved.send(sender=Event, event=event)
    booking.fill(event)
    enter(event)
    forget_kept_pages(event)


@transaction.atomic
def publish(event: Event, *, by: User) -> None:
    """Show it to everybody. Published twice, the first moment stays."""
    if event.is_published:
        return
    event.published_at = event.changed_at = now()
    event.save(update_fields=["published_at", "changed_at"])
    record("event.published", event, by=by)
    enter(event)
    forget_kept_pages(event)


@transaction.atomic
def cancel(event: Event, *, by: User, reason: str) -> Cancellation:
    """Call it off and tell everybody who was to come. Called off twice, the first reason stays."""
    if not reason.strip():
        raise Refused(_("Say why it is cancelled: everybody who registered is told."))
    if event.ends_at <= now():
        raise Refused(_("It is over: what has taken place cannot be cancelled."))
    Event.objects.select_for_update(no_key=True).get(pk=event.pk)
    cancellation, is_new = Cancellation.objects.get_or_create(event=event, defaults={"by": by, "reason": reason.strip()[:200]})
    if is_new:
        Event.objects.filter(pk=event.pk).update(changed_at=now())
        record("event.cancelled", event, by=by, reason=cancellation.reason)
        event_cancelled.send(sender=Cancellation, cancellation=cancellation)
        forget_kept_pages(event)
    return cancellation
