"""Cases (个案): opened, assigned, decided, closed. Whoever decides had no part in what is decided.

The course of a case is its notes, numbered under the lock on its row. What a decision does to marks and attempts is in
exams/appealing.py.
"""

import datetime as dt
import json
from functools import cache
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.timezone import make_aware

from accounts.models import User
from core.audit import record
from core.clock import now
from core.dates import local_day
from exams import impartiality
from exams.models import Attempt, Case, CaseNote, Sitting
from exams.signals import case_decided, case_opened
from exams.working_days import DAY, Calendar

# Working days in which a case is to be decided (scheme, 3.4).
DECIDED_WITHIN = 20


class NotPending(Exception):
    """The case has been decided or closed already."""


class NotImpartial(Exception):
    """This person had a part in what the case is about, or may not decide cases."""


@cache
def calendar() -> Calendar:
    """The holidays of content/holidays.json, read once per process."""
    years = json.loads((settings.CONTENT_DIR / "holidays.json").read_text(encoding="utf-8"))["years"].values()
    spans = [tuple(map(dt.date.fromisoformat, span)) for year in years for span in year["off"]]
    off = frozenset(first + DAY * n for first, last in spans for n in range((last - first).days + 1))
    return Calendar(off, frozenset(dt.date.fromisoformat(day) for year in years for day in year["on"]))


def end_of_working_day(after: dt.datetime, count: int) -> dt.datetime:
    """The last moment of the `count`-th working day after the local day of `after`."""
    return make_aware(dt.datetime.combine(calendar().after(local_day(after), count), dt.time.max))


def open_case(
    *,
    kind: str,
    by: User | None,
    text: str,
    attempt: Attempt | None = None,
    sitting: Sitting | None = None,
    subject_ref: str = "",
    **data: Any,
) -> Case:
    """Open a case about one attempt, one sitting or what `subject_ref` names; `text` says what happened.

    `by` None: opened by rule, so that a person looks. `data` goes into the first note (JSON).
    """
    with transaction.atomic():
        at = now()
        due = end_of_working_day(at, DECIDED_WITHIN)
        case = Case.objects.create(
            kind=kind, attempt=attempt, sitting=sitting, subject_ref=subject_ref, opened_by=by, opened_at=at, due_at=due
        )
        _note(case, CaseNote.Kind.OPENED, by, text, at, data=data)
        record(f"case.{kind}_opened", case, by=by)
        case_opened.send(sender=Case, case=case)
    return case


def add_note(*, case: Case, by: User, text: str, is_internal: bool = False) -> CaseNote:
    """Put something into the file. Raises NotPending once the case is closed."""
    with transaction.atomic():
        locked = _lock(case)
        if locked.state == Case.State.CLOSED:
            raise NotPending(case.pk)
        return _note(locked, CaseNote.Kind.NOTE, by, text, now(), is_internal=is_internal)


def assign(*, case: Case, to: User, by: User) -> Case:
    """Give the case to someone who may decide it."""
    with transaction.atomic():
        locked = _pending(case)
        if not impartiality.may_decide(locked, to):
            raise NotImpartial(to.pk)
        locked.state, locked.assigned_to = Case.State.ASSIGNED, to
        locked.save(update_fields=["state", "assigned_to"])
        _note(locked, CaseNote.Kind.ASSIGNED, by, to.full_name, now(), is_internal=True)
        record("case.assigned", locked, by=by, to=to.pk)
    return locked


def decide(*, case: Case, by: User, decision: str, reasons: str, **data: Any) -> Case:
    """Decide the case, once, with reasons the opener reads. Raises NotPending, NotImpartial."""
    with transaction.atomic():
        locked, at = _pending(case), now()
        if not impartiality.may_decide(locked, by):
            raise NotImpartial(by.pk)
        locked.state, locked.decision, locked.reasons = Case.State.DECIDED, decision, reasons
        locked.decided_by, locked.decided_at = by, at
        locked.save(update_fields=["state", "decision", "reasons", "decided_by", "decided_at"])
        _note(locked, CaseNote.Kind.DECIDED, by, reasons, at, data={"decision": decision, **data})
        record("case.decided", locked, by=by, decision=decision, **data)
        case_decided.send(sender=Case, case=locked)
    return locked


def close(*, case: Case, by: User, text: str) -> Case:
    """Lay the case to rest: after its decision, or undecided when its opener takes it back."""
    with transaction.atomic():
        locked = _lock(case)
        if locked.state == Case.State.CLOSED:
            raise NotPending(case.pk)
        locked.state = Case.State.CLOSED
        locked.save(update_fields=["state"])
        _note(locked, CaseNote.Kind.CLOSED, by, text, now())
        record("case.closed", locked, by=by)
    return locked


def _lock(case: Case) -> Case:
    return Case.objects.select_for_update(of=("self",), no_key=True).select_related("attempt", "sitting").get(pk=case.pk)


def _pending(case: Case) -> Case:
    locked = _lock(case)
    if not locked.is_pending:
        raise NotPending(case.pk)
    return locked


def _note(
    case: Case,
    kind: str,
    by: User | None,
    text: str,
    at: dt.datetime,
    *,
    is_internal: bool = False,
    data: dict[str, Any] | None = None,
) -> CaseNote:
    number = case.notes.count() + 1
    return CaseNote.objects.create(
        case=case, number=number, kind=kind, author=by, text=text, at=at, is_internal=is_internal, data=data or {}
    )
