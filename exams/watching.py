"""What invigilators see (监考页): who is expected, here, writing, cut off or done. A few queries, however many they are."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.core.paginator import Paginator
from django.db.models import Count, Max, Q
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.clock import now
from exams import contact
from exams.models import Attempt, AttemptEvent, AttemptItem, Registration, Response, Sitting
from exams.wording import clock

# The exam page calls once a minute: after two calls missed something is wrong.
LOST_AFTER = dt.timedelta(seconds=150)
# At a walk-in sitting that stays open, whoever came within a day.
RECENT = dt.timedelta(days=1)
# More than a large room are watched, recorded and listed on several pages.
ROOMFUL = 1_000
# What happened besides answering that an invigilator may want to know of; none of it is a verdict.
SIGNALS = ("signal_hidden", "signal_blur", "signal_fullscreen_left", "signal_paste", "signal_copy", "taken_over")
State = Registration.State


@dataclass(frozen=True)
class Figures:
    """What the database knows of one attempt."""

    answered: int
    items: int
    saved_at: dt.datetime | None
    signals: int


@dataclass(frozen=True)
class Row:
    """One candidate on the screen."""

    registration: Registration
    attempt: Attempt | None
    key: str
    state: str
    tone: str
    icon: str
    answered: str = ""
    left: str = ""
    contact: str = ""
    signals: int = 0

    @property
    def number(self) -> str:
        return self.registration.admission_no

    @property
    def may_check_in(self) -> bool:
        return self.key == "expected"

    def told(self) -> dict[str, str]:
        """What changes of it while one looks, for the page's script."""
        shown = {"state": self.state, "answered": self.answered, "left": self.left, "contact": self.contact}
        return {**shown, "tone": self.tone, "signals": str(self.signals or "")}


def sheets(sitting: Sitting, at: dt.datetime, words: str = "") -> Paginator[Registration]:
    """Everyone with a seat, or those whose name or number has these words, by admission number, a roomful at a time."""
    seated = Registration.objects.filter(sitting=sitting).seated().saying(words)
    registrations = seated.select_related("candidate").order_by("admission_no")
    if sitting.walk_in and sitting.closes_at is None:
        registrations = registrations.filter(Q(created_at__gt=at - RECENT) | Q(attempts__state="in_progress")).distinct()
    return Paginator(registrations, ROOMFUL)


def rows(sitting: Sitting, registrations: Sequence[Registration], at: dt.datetime) -> list[Row]:
    """These candidates as they stand at this moment."""
    return _told(registrations, sitting, at)


def row(registration: Registration, at: dt.datetime | None = None) -> Row:
    """One candidate."""
    return _told([registration], registration.sitting, at or now())[0]


def counts(shown: Iterable[Row]) -> list[tuple[str, str, int]]:
    """How many are where: (key, words, number), in the order of the day."""
    keys = [one.key for one in shown]
    names = {
        "expected": _("expected"),
        "here": _("checked in"),
        "writing": _("writing"),
        "lost": _("connection lost"),
        "done": _("handed in"),
        "absent": _("absent"),
    }
    return [(key, name, keys.count(key)) for key, name in names.items()]


def _told(registrations: Sequence[Registration], sitting: Sitting, at: dt.datetime) -> list[Row]:
    attempts = {
        attempt.registration_id: attempt
        for attempt in Attempt.objects.filter(registration__in=registrations)
        .exclude(state=Attempt.State.VOID)
        .select_related("exam_version")
    }
    known = _figures(list(attempts.values()))
    called = contact.last(attempt.pk for attempt in attempts.values() if attempt.in_progress)
    return [_row(one, sitting, attempts.get(one.pk), known, called, at) for one in registrations]


def _figures(attempts: list[Attempt]) -> dict[UUID, Figures]:
    """Three queries. A cleared answer still counts as saved: it is."""
    items = dict(AttemptItem.objects.filter(attempt__in=attempts).values_list("attempt").annotate(n=Count("pk")).order_by())
    saved = {
        attempt: (answered, saved_at)
        for attempt, answered, saved_at in Response.objects.filter(attempt_item__attempt__in=attempts)
        .values_list("attempt_item__attempt")
        .annotate(answered=Count("attempt_item", distinct=True), at=Max("received_at"))
        .order_by()
    }
    noted = AttemptEvent.objects.filter(attempt__in=attempts, kind__in=SIGNALS).values_list("attempt")
    signals = dict(noted.annotate(n=Count("pk")).order_by())
    return {
        attempt.pk: Figures(*_saved(saved.get(attempt.pk), items.get(attempt.pk, 0)), signals.get(attempt.pk, 0))
        for attempt in attempts
    }


def _saved(found: tuple[int, dt.datetime] | None, items: int) -> tuple[int, int, dt.datetime | None]:
    return (found[0], items, found[1]) if found else (0, items, None)


def _row(
    registration: Registration,
    sitting: Sitting,
    attempt: Attempt | None,
    known: dict[UUID, Figures],
    called: dict[UUID, dt.datetime],
    at: dt.datetime,
) -> Row:
    if attempt is None:
        return Row(registration, None, *_before(registration, sitting))
    figures = known[attempt.pk]
    answered = f"{figures.answered}/{figures.items}"
    if not attempt.in_progress or attempt.is_over(at):
        ended = _("Handed in %(time)s") % {"time": _time(attempt.submitted_at or attempt.deadline_at)}
        return Row(registration, attempt, "done", ended, "is-ok", "check", answered, signals=figures.signals)
    heard = max(moment for moment in (attempt.started_at, figures.saved_at, called.get(attempt.pk)) if moment)
    is_lost = at - heard > LOST_AFTER
    state = ("lost", _("Connection lost"), "is-bad", "warn") if is_lost else ("writing", _("Writing"), "is-sea", "clock")
    left = clock(attempt.remaining_ms(at))
    return Row(registration, attempt, *state, answered, left, _ago(at - heard), figures.signals)


def _before(registration: Registration, sitting: Sitting) -> tuple[str, str, str, str]:
    if registration.state == State.ABSENT:
        return "absent", _("Absent"), "is-warn", "slash"
    if registration.checked_in_at:
        return "here", _("Checked in %(time)s") % {"time": _time(registration.checked_in_at)}, "is-brass", "check"
    return "expected" if sitting.needs_check_in else "here", _("Expected"), "", ""


def _ago(gone: dt.timedelta) -> str:
    seconds = max(0, int(gone.total_seconds()))
    if seconds < 60:
        return ngettext("%(n)s second ago", "%(n)s seconds ago", seconds) % {"n": seconds}
    return ngettext("%(n)s minute ago", "%(n)s minutes ago", seconds // 60) % {"n": seconds // 60}


def _time(moment: dt.datetime) -> str:
    return f"{localtime(moment):%H:%M}"
