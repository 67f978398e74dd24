"""Which device writes: the one that took the pen last. A session keeps the number under which it may write."""

from uuid import UUID

from django.http import HttpRequest

from exams.models import Attempt

_PENS = "exam-pens"
_DRAFTS = "exam-drafts"


def take(request: HttpRequest, attempt: Attempt) -> None:
    """This browser writes from now on, under the attempt's present epoch."""
    request.session[_PENS] = {**request.session.get(_PENS, {}), str(attempt.pk): attempt.session_epoch}


def is_held(request: HttpRequest, attempt: Attempt) -> bool:
    """Whether this browser is the one that writes."""
    return request.session.get(_PENS, {}).get(str(attempt.pk)) == attempt.session_epoch


def keep(request: HttpRequest, attempt: UUID, epoch: int) -> None:
    """Whoever signed in again beside the exam page has a new session: what it has just written it may open again."""
    pens = request.session.get(_PENS, {})
    if pens.get(str(attempt)) != epoch:
        request.session[_PENS] = {**pens, str(attempt): epoch}


def keep_draft(request: HttpRequest, attempt_id: str, slot: str, body: str) -> None:
    """Keep a plain form whose sender's login had lapsed: signing in leaves the session's data in place."""
    request.session[_DRAFTS] = {**request.session.get(_DRAFTS, {}), f"{attempt_id}/{slot}": body}


def draft(request: HttpRequest, attempt: Attempt, slot: int) -> str | None:
    """The form kept for this question, if there is one."""
    kept: str | None = request.session.get(_DRAFTS, {}).get(f"{attempt.pk}/{slot}")
    return kept


def drop_draft(request: HttpRequest, attempt: Attempt, slot: int) -> None:
    """Forget it: the question has been saved since."""
    drafts = request.session.get(_DRAFTS, {})
    if drafts.pop(f"{attempt.pk}/{slot}", None) is not None:
        request.session[_DRAFTS] = drafts
