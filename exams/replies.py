"""What the exam page's script is told. Each reply says what is stored; the status says what the page has to do.

200 stored or stored before; 409 closed (with the receipt) or taken over; 422 no answer to this question (with the field).
"""

import datetime as dt
from dataclasses import asdict, dataclass
from typing import Any

from django.http import JsonResponse

from exams.delivery import Ack
from exams.forms import BadAnswer
from exams.models import Attempt, Result
from exams.presentation import local_clock

Clocks = dict[dt.datetime, str]


@dataclass(frozen=True)
class Refusal:
    """One answer of several that cannot be kept: which, why in words, and the field at fault."""

    slot: Any
    seq: Any
    message: str
    field: str


def told(acks: list[Ack]) -> JsonResponse:
    """What became of the one answer that was sent."""
    return JsonResponse({**_ack(acks[0], {}), **_state(acks[0])})


def told_each(acks: list[Ack], refused: list[Refusal]) -> JsonResponse:
    """What became of each of several answers."""
    clocks: Clocks = {}
    told = [_ack(ack, clocks) for ack in acks]
    return JsonResponse({"acks": told, "refused": [asdict(no) for no in refused], **_state(acks[0])})


def all_refused(attempt: Attempt, refused: list[Refusal]) -> JsonResponse:
    """None of several can be an answer; nothing was changed."""
    first = {"message": refused[0].message, "field": refused[0].field, "remaining_ms": attempt.remaining_ms()}
    return JsonResponse({**first, "acks": [], "refused": [asdict(no) for no in refused]}, status=422)


def taken_over(epoch: int) -> JsonResponse:
    """Another device holds the pen."""
    return JsonResponse({"reason": "taken over", "epoch": epoch}, status=409)


def closed(attempt: Attempt) -> JsonResponse:
    """The attempt is over; what came now counts nothing. The receipt says what does."""
    return JsonResponse({"reason": "closed", **_receipt(attempt)}, status=409)


def handed_in(attempt: Attempt, result: Result | None) -> JsonResponse:
    """The same for the first hand-in and every later one. A result already released is led to at once."""
    told = {"result_url": result.get_absolute_url()} if result and result.is_released else {}
    return JsonResponse({**_receipt(attempt), **told})


def refused(attempt: Attempt, bad: BadAnswer) -> JsonResponse:
    """This can be no answer; nothing was changed."""
    return JsonResponse({"message": str(bad), "field": bad.field, "remaining_ms": attempt.remaining_ms()}, status=422)


def _ack(ack: Ack, clocks: Clocks) -> dict[str, object]:
    return {"slot": ack.slot, "seq": ack.seq, "stale": ack.stale, "saved_at": _clock(ack.saved_at, clocks)}


def _clock(moment: dt.datetime | None, clocks: Clocks) -> str:
    """What was saved together was saved at one time: put into words once."""
    if moment is None:
        return ""
    if moment not in clocks:
        clocks[moment] = local_clock(moment)
    return clocks[moment]


def _state(ack: Ack) -> dict[str, int]:
    return {"remaining_ms": ack.remaining_ms, "epoch": ack.epoch}


def _receipt(attempt: Attempt) -> dict[str, object]:
    submitted = attempt.submitted_at.isoformat() if attempt.submitted_at else ""
    return {"receipt": attempt.receipt_sha256, "submitted_at": submitted, "result_url": attempt.get_absolute_url()}
