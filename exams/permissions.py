"""Who may do what in an exam."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse

from accounts import roles
from accounts.asking import person as person  # noqa: PLC0414 - handed on to the views of this room
from accounts.models import User
from exams import papers, rush
from exams.models import Attempt, Result
from exams.models.sitting import runs_exams

# Whoever has work on the desk of the exam office; what each may touch there, the work itself says.
OFFICE = (roles.EXAMINER, roles.SECOND_MARKER, roles.INVIGILATOR, roles.ADMINISTRATOR)

MARKERS = (roles.EXAMINER, roles.SECOND_MARKER, roles.ADMINISTRATOR)


def own_attempt(user: User, pk: UUID) -> Attempt:
    """The person's own attempt, or 404. Whoever runs exams may read results, never write in another's paper."""
    attempt = rush.own_attempt(pk, user.pk)
    if attempt is None:
        raise Http404
    return attempt


def own_result(user: User, pk: UUID) -> Result | None:
    """The person's own released result with all that is told of it; its exam and rules are as old as the stock."""
    result = rush.own_result(pk, user.pk)
    if result is not None:
        attempt = result.attempt
        attempt.candidate, attempt.exam_version = user, papers.recent_rules(attempt.exam_version_id)
        attempt.exam = attempt.exam_version.exam
    return result


def works_in_office(user: User) -> bool:
    """Whether the person has a role in the exam office (one query)."""
    return user.is_superuser or user.groups.filter(name__in=OFFICE).exists()


def may_mark(user: User) -> bool:
    """Whether the person marks answers (one query)."""
    return user.is_superuser or user.groups.filter(name__in=MARKERS).exists()


def may_adjudicate(user: User) -> bool:
    """Whether the person may settle what two markers disagree about: examiners, not second markers."""
    return runs_exams(user)


def _only(may: Callable[[User], bool]) -> Callable[[Callable[..., HttpResponse]], Callable[..., HttpResponse]]:
    """A view for whoever `may`; for anybody else, signed in or not, there is no such page."""

    def guard(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not may(person(request)):
                raise Http404
            return view(request, *args, **kwargs)

        return login_required(guarded)

    return guard


for_markers, for_examiners = _only(may_mark), _only(runs_exams)


def wants_json(request: HttpRequest) -> bool:
    """Whether the page's script asks, not a plain form."""
    return request.content_type == "application/json" or "application/json" in request.headers.get("Accept", "")


def signed_in_or_told(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A script without a login is answered 401, so that its page stays and keeps the answers; others pass on."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.is_authenticated and wants_json(request):
            return JsonResponse({"reason": "signed out"}, status=401)
        return view(request, *args, **kwargs)

    return guarded
