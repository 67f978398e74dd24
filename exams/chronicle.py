"""What happened in an attempt, told in order (作答过程): to the candidate after handing in, to the office at any time.

No line shows what was answered, so nobody who looks into a record learns a candidate's answers by the way.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.clock import now
from exams import events, noticing
from exams.models import Attempt, AttemptEvent, Response

LONGEST_COMMENT, MOST_COMMENTS = 2000, 20
# What marking does is no concern of the candidate before the result is released.
_OFFICE_ONLY = ("marked",)
_WORDS = {
    "started": gettext_lazy("Started; the paper was drawn"),
    "taken_over": gettext_lazy("Went on on another device"),
    "refused_taken_over": gettext_lazy(
        "An answer to question %(slot)s from the device that no longer writes was refused, and kept here"
    ),
    "refused_stale": gettext_lazy("An older answer to question %(slot)s was refused, and kept here"),
    "unreadable_answer": gettext_lazy("Something that can be no answer came for question %(slot)s"),
    "time_granted": gettext_lazy("%(seconds)s s were added: %(reason)s"),
    "submitted": gettext_lazy("Handed in"),
    "typed_in": gettext_lazy("The answer sheet was typed in by two people and compared: %(answers)s answers"),
    "marked": gettext_lazy("Marked"),
    "released": gettext_lazy("The result was released"),
    "answer_file": gettext_lazy("A sealed answer file was taken in: %(added)s answers added, %(late)s of them late"),
    "comment": gettext_lazy("Comment of the candidate"),
}


class TooManyComments(Exception):
    """The record takes no more comments."""


@dataclass(frozen=True)
class Moment:
    """One line of the record."""

    at: dt.datetime
    words: str
    said: str = ""
    is_signal: bool = False
    is_answer: bool = False
    is_late: bool = False


@dataclass(frozen=True)
class Chronicle:
    """The record of an attempt; `broken_at` is the first event that does not follow from the one before it."""

    moments: list[Moment]
    signals: int
    summary: str
    broken_at: int | None


def for_candidate(attempt: Attempt) -> Chronicle:
    """One's own record, without what marking does (1 query)."""
    known = list(attempt.events.order_by("number"))
    return _told(known, [_event(event) for event in known if event.kind not in _OFFICE_ONLY])


def for_office(attempt: Attempt) -> Chronicle:
    """The whole record: events, and when each answer was typed and acknowledged, under which epoch (2 queries)."""
    known = list(attempt.events.order_by("number"))
    answers = Response.objects.filter(attempt_item__attempt=attempt).select_related("attempt_item").order_by("received_at")
    moments = [_event(event) for event in known] + [_answer(response) for response in answers]
    return _told(known, sorted(moments, key=lambda moment: moment.at))


def comment(*, attempt: Attempt, text: str) -> AttemptEvent:
    """Put the candidate's own words into the record, where nobody can change them. Raises TooManyComments."""
    with transaction.atomic():
        locked = Attempt.objects.select_for_update(of=("self",), no_key=True).get(pk=attempt.pk)
        if locked.events.filter(kind="comment").count() >= MOST_COMMENTS:
            raise TooManyComments
        return events.note(locked, "comment", now(), text=text)


def _told(known: list[AttemptEvent], moments: list[Moment]) -> Chronicle:
    signals = [event for event in known if event.kind.startswith("signal_")]
    return Chronicle(moments, len(signals), noticing.summary(signals), events.broken_at(known))


def _event(event: AttemptEvent) -> Moment:
    if event.kind.startswith("signal_"):
        return Moment(event.at, noticing.told(event), is_signal=True)
    words = _WORDS.get(event.kind)
    values: Mapping[str, Any] = {"slot": "", "seconds": "", "reason": "", "added": "", "late": "", "answers": "", **event.data}
    said = str(event.data.get("text", "")) if event.kind == "comment" else ""
    return Moment(event.at, str(words) % values if words else event.kind, said)


def _answer(response: Response) -> Moment:
    slot, typed = response.attempt_item.slot, response.client_at
    words = _("Answer to question %(slot)s, no. %(seq)s, device %(epoch)s: acknowledged") % {
        "slot": slot,
        "seq": response.seq,
        "epoch": response.epoch,
    }
    waited = round((response.received_at - typed).total_seconds()) if typed else 0
    said = _("typed %(seconds)s s before, by the device's clock") % {"seconds": waited} if abs(waited) > 5 else ""
    return Moment(response.received_at, words, said, is_answer=True, is_late=response.late)
