"""Visits (参观): days are opened in slots, closed, reported on, and the base is looked at every year.

A slot is an event: who registers, waits, comes and is told of changes is the business of `events`, and so is it that no seat is
given twice. Lock order: the base's row, then the events'. Opening and closing one day exclude each other by the first.
"""

import datetime as dt
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils.formats import date_format
from django.utils.timezone import localtime, make_aware
from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts.models import User
from core.audit import record
from core.dates import now, today
from events import arranging
from events.models import Event
from events.models.event import MOST_IN_A_GROUP
from talents import opening
from talents.keeping import forget_kept_pages
from talents.models.bases import BaseReview, Closure, ScienceBase, VisitReport, VisitSlot, reviews_bases

MOST_DAYS = 92


class Refused(Exception):
    """It cannot be done so; the message says why and what to do."""


@dataclass(frozen=True)
class Opened:
    """What opening a span of days did: slots made, and days on which the base is closed."""

    slots: tuple[VisitSlot, ...]
    closed: tuple[dt.date, ...]


@transaction.atomic
def open_days(base: ScienceBase, *, first: dt.date, last: dt.date, by: User) -> Opened:
    """Open the days of a span. Days that are closed get no slot; when no day of the span is open it is refused."""
    if not first <= last or (last - first).days >= MOST_DAYS:
        raise Refused(_("Choose a span of at most three months, the first day before the last."))
    if first <= today():
        raise Refused(_("Slots are opened from tomorrow on."))
    held = _lock(base)
    if _is_stopped(held):
        raise Refused(_("The last review stopped visits to this base."))
    hours, shut = opening.read(held.hours), set(held.closures.values_list("day", flat=True))
    made: list[VisitSlot] = []
    closed: list[dt.date] = []
    for day in (first + dt.timedelta(days=number) for number in range((last - first).days + 1)):
        if day in shut or opening.weekday(day) not in hours:
            closed.append(day)
        else:
            made += _slots(held, hours, day, by)
    if len(closed) == (last - first).days + 1:
        raise Refused(_("The base is closed on every one of these days."))
    record("base.opened", held, by=by, first=first.isoformat(), last=last.isoformat(), slots=len(made))
    forget_kept_pages()
    return Opened(tuple(made), tuple(closed))


def _slots(base: ScienceBase, hours: dict[str, opening.Span], day: dt.date, by: User) -> list[VisitSlot]:
    made = []
    there = set(base.slots.filter(day=day).values_list("number", flat=True))
    for number, (begins, ends) in enumerate(opening.slots(hours, day, base.slots_per_day), 1):
        if number not in there:
            event = _event(base, day, number, begins, ends)
            made.append(VisitSlot.objects.create(base=base, day=day, number=number, event=event))
            arranging.publish(event, by=by)
    return made


def _event(base: ScienceBase, day: dt.date, number: int, begins: dt.time, ends: dt.time) -> Event:
    with override(settings.LANGUAGE_CODE):
        words = {"base": base.name, "day": date_format(day, "n月j日"), "number": number}
        title = _("%(base)s: visit on %(day)s, slot %(number)s") % words
    # A day that was closed and opened again has an event for each time.
    slug = f"{base.code[:40]}-{day:%Y%m%d}-{number}"
    before = Event.objects.filter(Q(slug=slug) | Q(slug__startswith=f"{slug}-")).count()
    return Event.objects.create(
        slug=f"{slug}-{before + 1}" if before else slug,
        title=title,
        kind=Event.Kind.VISIT,
        summary=base.theme,
        text=base.description,
        audience=Event.Audience.SCHOOLS,
        organiser=base.host,
        starts_at=make_aware(dt.datetime.combine(day, begins)),
        ends_at=make_aware(dt.datetime.combine(day, ends)),
        area=base.area,
        place=base.address,
        seats=base.capacity,
        group_limit=min(base.capacity, MOST_IN_A_GROUP),
        group_least=min(base.group_min, base.capacity, MOST_IN_A_GROUP),
        host=base.keeper,
    )


@transaction.atomic
def close_day(base: ScienceBase, *, day: dt.date, reason: str, by: User) -> Closure:
    """Close a day to come: its slots are called off, and everybody who was to come is told why."""
    if day <= today():
        raise Refused(_("A day is closed before it comes."))
    if not reason.strip():
        raise Refused(_("Say why it is closed: everybody who registered is told."))
    held = _lock(base)
    closure, is_new = Closure.objects.get_or_create(base=held, day=day, defaults={"reason": reason.strip()[:120]})
    for slot in VisitSlot.objects.filter(base=held, day=day).select_related("event"):
        arranging.cancel(slot.event, by=by, reason=closure.reason or reason)
    if is_new:
        record("base.closed", held, by=by, day=day.isoformat())
    forget_kept_pages()
    return closure


@transaction.atomic
def reopen_day(base: ScienceBase, *, day: dt.date, reason: str, by: User) -> tuple[VisitSlot, ...]:
    """Open a day again that was closed by mistake, before it comes; its slots, with new places in each.

    Whoever had registered was told that it is off, and registers anew. The audit log keeps both reasons.
    """
    if day <= today():
        raise Refused(_("A day is reopened before it comes."))
    if not reason.strip():
        raise Refused(_("Say why it is opened again."))
    held = _lock(base)
    if _is_stopped(held):
        raise Refused(_("The last review stopped visits to this base."))
    closure = Closure.objects.filter(base=held, day=day).first()
    if closure is None:
        raise Refused(_("This day is not closed."))
    was = closure.reason
    closure.delete()
    slots = VisitSlot.objects.filter(base=held, day=day).select_related("event__cancellation")
    # One that was called off by itself, before the day was closed, stays off.
    made = tuple(_anew(slot, by) for slot in slots if not slot.event.is_cancelled or slot.event.cancellation.reason == was)
    said = {"day": day.isoformat(), "was": was, "reason": reason.strip()[:120], "slots": len(made)}
    record("base.reopened", held, by=by, **said)
    forget_kept_pages()
    return made


def _anew(slot: VisitSlot, by: User) -> VisitSlot:
    """The slot with an event of its own again: one that was called off stays so, with its reason, for whoever was told."""
    if slot.event.is_cancelled:
        begins, ends = (localtime(moment).time() for moment in (slot.event.starts_at, slot.event.ends_at))
        slot.event = _event(slot.base, slot.day, slot.number, begins, ends)
        slot.save(update_fields=["event"])
        arranging.publish(slot.event, by=by)
    return slot


def _is_stopped(base: ScienceBase) -> bool:
    """Whether the newest review stopped visits."""
    newest = base.reviews.order_by("-year").first()
    return newest is not None and newest.outcome == BaseReview.Outcome.STOPPED


@transaction.atomic
def report(slot: VisitSlot, *, came: int, done: str, incidents: str, by: User) -> VisitReport:
    """Write what came of a slot that is over. Written twice, the first stays."""
    if slot.event.ends_at > now():
        raise Refused(_("The slot is not over yet."))
    if slot.event.is_cancelled:
        raise Refused(_("The slot was called off; there is nothing to report."))
    made, is_new = VisitReport.objects.get_or_create(
        slot=slot, defaults={"came": came, "done": done, "incidents": incidents, "written_by": by}
    )
    if is_new:
        record("base.visit_reported", slot.base, by=by, slot=slot.pk, came=came)
    return made


@transaction.atomic
def review(base: ScienceBase, *, year: int, outcome: str, text: str, by: User) -> BaseReview:
    """A department's look at the year. Not by who keeps the base; of one year there is one."""
    if not reviews_bases(by) or base.keeper_id == by.pk:
        raise Refused(_("The market regulation department reviews a base, and nobody his own."))
    if not text.strip() or not today().year - 1 <= year <= today().year:
        raise Refused(_("Write what was found, for this year or the last."))
    made, is_new = BaseReview.objects.get_or_create(
        base=base, year=year, defaults={"outcome": outcome, "text": text.strip(), "by": by}
    )
    if not is_new:
        raise Refused(_("This year was reviewed already."))
    record("base.reviewed", base, by=by, year=year, outcome=outcome)
    forget_kept_pages()
    return made


def _lock(base: ScienceBase) -> ScienceBase:
    return ScienceBase.objects.select_for_update(no_key=True, of=("self",)).get(pk=base.pk)
