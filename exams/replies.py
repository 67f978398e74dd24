"""What the exam page's script is told. Each reply says what is stored; the status says what the page has to do.

200 stored or stored before; 409 closed (with the receipt) or taken over; 422 no answer to this question (with the field).
"""

from django.http import JsonResponse

from exams.delivery import Ack
from exams.forms import BadAnswer
from exams.models import Attempt
from exams.presentation import local_clock


def told(ack: Ack) -> JsonResponse:
    """What became of a save."""
    if ack.taken_over:
        return taken_over(ack.epoch)
    said = {"slot": ack.slot, "seq": ack.seq, "remaining_ms": ack.remaining_ms, "epoch": ack.epoch, "stale": ack.stale}
    return JsonResponse({**said, "saved_at": local_clock(ack.saved_at) if ack.saved_at else ""})


def taken_over(epoch: int) -> JsonResponse:
    """Another device holds the pen."""
    return JsonResponse({"reason": "taken over", "epoch": epoch}, status=409)


def closed(attempt: Attempt) -> JsonResponse:
    """The attempt is over; what came now counts nothing. The receipt says what does."""
    return JsonResponse({"reason": "closed", **_receipt(attempt)}, status=409)


def handed_in(attempt: Attempt) -> JsonResponse:
    """The same for the first hand-in and every later one."""
    return JsonResponse(_receipt(attempt))


def refused(attempt: Attempt, bad: BadAnswer) -> JsonResponse:
    """This can be no answer; nothing was changed."""
    return JsonResponse({"message": str(bad), "field": bad.field, "remaining_ms": attempt.remaining_ms()}, status=422)


def _receipt(attempt: Attempt) -> dict[str, object]:
    submitted = attempt.submitted_at.isoformat() if attempt.submitted_at else ""
    return {"receipt": attempt.receipt_sha256, "submitted_at": submitted, "result_url": attempt.get_absolute_url()}
