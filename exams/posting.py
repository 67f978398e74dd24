"""Posting (寄发): letters about attempts, cases and registrations, noted with the deed and sent by a job, each once."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from core import letters as sending
from core.clock import now
from core.jobs import enqueue
from core.prepared import insert
from exams import letters, news
from exams.models import Attempt, Case, Letter, Registration, Sitting

_NEWS = Letter.News
# So long before a sitting opens its candidates are reminded; who registered later has only just read when it is.
REMINDED = dt.timedelta(hours=24)


def about_attempt(attempt: Attempt, news: Letter.News, *, occasion: object = "") -> None:
    """Tell the candidate. In the caller's transaction: neither deed nor letter is kept without the other (2 queries)."""
    letter = Letter(news=news, reader_id=attempt.candidate_id, attempt=attempt, occasion=str(occasion))
    if (waiting := _gathered.get()) is not None:
        waiting.append(letter)
        return
    insert([letter])
    _note(letter)


@contextmanager
def gathered() -> Iterator[None]:
    """Letters about attempts written within are stored together at the end, with one job for all (2 queries).

    Within one transaction: when the block fails none is stored, and neither is what they tell of.
    """
    letters: list[Letter] = []
    token = _gathered.set(letters)
    try:
        yield
    finally:
        _gathered.reset(token)
    if letters:
        insert(letters)
        _note(*letters)


def about_case(case: Case) -> None:
    """Tell whoever reads the decision: its opener, and the candidate whose integrity it was about."""
    readers = {case.opened_by_id}
    if case.kind == Case.Kind.INTEGRITY and case.attempt is not None:
        readers.add(case.attempt.candidate_id)
    for reader in filter(None, readers):
        _note(Letter.objects.create(news=_NEWS.DECIDED, reader_id=reader, case=case))


def about_registration(registration: Registration, news: Letter.News, *, occasion: object = "") -> bool:
    """Tell the candidate once about this occasion, in the caller's transaction. False: it was written before."""
    letter, is_new = Letter.objects.get_or_create(
        registration=registration, news=news, occasion=str(occasion), defaults={"reader_id": registration.candidate_id}
    )
    if is_new:
        _note(letter)
    return is_new


def remind_due() -> int:
    """Remind of the sittings that open within a day; how many letters. Safe to run twice: each is one row."""
    at = now()
    return sum(_remind(sitting) for sitting in Sitting.objects.filter(state="open", opens_at__range=(at, at + REMINDED)))


def post(pk: str) -> bool:
    """Send the letter unless it was sent."""
    return sending.send_once(Letter.objects.told(), pk, _send)


def _send(letter: Letter) -> None:
    if letters.holds(letter):
        letters.send(letter)
        news.leave_line(letter)


def sweep() -> int:
    """Have sent what nobody sent; how many."""
    from exams import tasks

    return sending.sweep(Letter.objects.all(), tasks.post_letter)


def _remind(sitting: Sitting) -> int:
    # By its time: a sitting that is put off is reminded of again.
    occasion = sitting.opens_at.isoformat(timespec="minutes")
    known = Letter.objects.filter(news=_NEWS.REMINDER, occasion=occasion, registration__sitting=sitting).values("registration")
    coming = sitting.registrations.filter(
        state=Registration.State.ADMITTED, checked_in_at=None, created_at__lt=sitting.opens_at - REMINDED
    )
    return sum(about_registration(one, _NEWS.REMINDER, occasion=occasion) for one in coming.exclude(pk__in=known))


def _note(letter: Letter, *further: Letter) -> None:
    from exams import tasks

    if further:
        enqueue(tasks.post_letters, letters=[str(one.pk) for one in (letter, *further)])
    else:
        enqueue(tasks.post_letter, letter=str(letter.pk))


_gathered: ContextVar[list[Letter] | None] = ContextVar("gathered letters", default=None)
