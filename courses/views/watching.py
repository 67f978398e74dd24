"""The player's doors: open a sitting, report what was played, close it. JSON, or a form as sendBeacon posts it."""

import json
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from courses import viewing
from courses.media.showing import device_of
from courses.models import WatchSession
from courses.showing import sentence
from courses.views.one_course import my_activity
from courses.watching import Watched, read_beat


@never_cache
@require_POST
def sittings(request: HttpRequest, course: str, lesson: str, activity: str) -> JsonResponse:
    """Begin to watch here (开始观看). What the same person has open elsewhere stops counting."""
    if not request.user.is_authenticated:
        return _problem(_("You are signed out. Sign in again; what was kept stays."), 401)
    mine, here, one = my_activity(request, course, lesson, activity)
    if not one.facts.get("milliseconds"):
        return _problem(_("What is watched of this cannot be counted."), 422)
    device = device_of(request.headers.get("User-Agent", ""))
    opened = viewing.open_session(enrolment=mine, lesson_code=here.code, activity=one, device=device)
    told = {"sitting": str(opened.session.key), "took_over": opened.took_over} | _told(opened.watched)
    if opened.took_over:
        told["note"] = _("You were watching on another device. It counts here now, and there no more.")
    return JsonResponse(told, status=201)


@never_cache
@require_POST
def beats(request: HttpRequest, key: UUID) -> JsonResponse:
    """One report. 404 another's, 409 the sitting has ended, 422 not a report."""
    if not request.user.is_authenticated:
        return _problem(_("You are signed out. Sign in again; what was kept stays."), 401)
    data = _sent(request)
    beat = read_beat(data)
    if beat is None:
        return _problem(_("This is no report of a player."), 422)
    learner = request.user
    try:
        told = viewing.beat(learner=learner, key=key, beat=beat)
        if data.get("is_last") is True:
            viewing.close_session(learner=learner, key=key)
    except WatchSession.DoesNotExist as reason:
        raise Http404(str(key)) from reason
    except viewing.Elsewhere:
        return _problem(_("You are watching on another device or page; this one no longer counts."), 409)
    words = sentence(told.activity.rule, told.progress.reached, is_complete=told.is_complete)
    return JsonResponse(_told(told.watched) | {"sentence": words, "is_complete": told.is_complete})


def _sent(request: HttpRequest) -> Any:
    """The report: the body, or the field `beat` of a form, because sendBeacon cannot set a header."""
    text = request.body if request.content_type == "application/json" else request.POST.get("beat", "")
    try:
        return json.loads(text)
    except ValueError:
        return None


def _told(watched: Watched) -> dict[str, Any]:
    return {"number": watched.number, "percent": watched.percent, "position": watched.position, "seen": watched.ranges}


def _problem(words: str, status: int) -> JsonResponse:
    return JsonResponse({"problem": words}, status=status)
