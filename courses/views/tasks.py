"""A learner's page of one practical task: what is to be done, the files, handing in, what the teacher said."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from core import handed_in
from courses.activities import Activity
from courses.catalogue import page_of
from courses.models import Enrolment, WorkFile
from courses.showing import shown
from courses.syllabus import Lesson
from courses.views.one_course import my_activity
from courses.views.packages import block_of
from courses.works import handing, rubric
from courses.works.handing import Refused
from courses.works.showing import points_of, rounds_of


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def task(request: HttpRequest, course: str, lesson: str, activity: str) -> HttpResponse:
    """The task; a POST puts files in. What is not taken is told by name, the others are kept (422)."""
    mine, here, one = _my_task(request, course, lesson, activity)
    if request.method != "POST":
        return _page(request, mine, here, one)
    faults = []
    for upload in request.FILES.getlist("files"):
        try:
            handing.put_in(enrolment=mine, lesson_code=here.code, activity=one, file=_read(upload))
        except (handed_in.BadFile, Refused) as fault:
            faults.append(_("“%(name)s”: %(fault)s") % {"name": (upload.name or "")[-60:], "fault": fault})
    if not request.FILES:
        faults.append(_("Choose a file first."))
    if faults:
        return _page(request, mine, here, one, problem=" ".join(faults), status=422)
    return redirect("courses:task", course, lesson, activity)


def _read(upload: "UploadedFile[bytes]") -> handed_in.HandedIn:
    """The file as it is kept: pictures without the place and the device they were taken with."""
    return handed_in.read(upload, name=upload.name or "", size=upload.size or 0, takes_office=True).redrawn()


@never_cache
@login_required
@require_POST
def removal(request: HttpRequest, course: str, lesson: str, activity: str, pk: UUID) -> HttpResponse:
    """Take a file out again."""
    mine, here, one = _my_task(request, course, lesson, activity)
    files = WorkFile.objects.filter(work__learner=mine.learner, work__lesson_code=here.code, work__activity_id=one.id)
    try:
        handing.take_out(enrolment=mine, file=get_object_or_404(files, pk=pk))
    except Refused as reason:
        return _page(request, mine, here, one, problem=str(reason), status=409)
    return redirect("courses:task", course, lesson, activity)


@never_cache
@login_required
@require_POST
def submission(request: HttpRequest, course: str, lesson: str, activity: str) -> HttpResponse:
    """Hand the task in, once a round."""
    mine, here, one = _my_task(request, course, lesson, activity)
    try:
        handing.hand_in(enrolment=mine, lesson_code=here.code, activity=one, words=request.POST.get("words", ""))
    except Refused as reason:
        return _page(request, mine, here, one, problem=str(reason), status=409)
    messages.success(request, _("Handed in. A teacher marks it, and you are told."))
    return redirect("courses:task", course, lesson, activity)


def _my_task(request: HttpRequest, course: str, lesson: str, activity: str) -> tuple[Enrolment, Lesson, Activity]:
    mine, here, one = my_activity(request, course, lesson, activity)
    if one.kind != "task":
        raise Http404(activity)
    return mine, here, one


def _page(
    request: HttpRequest, mine: Enrolment, here: Lesson, one: Activity, *, problem: str = "", status: int = 200
) -> HttpResponse:
    told = shown([one], mine.learner, here.code, is_mine=True, since=mine.counts_from)[0]
    rounds = rounds_of(told)
    newest = rounds[0] if rounds else None
    context: dict[str, Any] = {
        "page": page_of(mine.course),
        "course": mine.course,
        "lesson": here,
        "shown": told,
        "value": block_of(request, mine, here.code, one),
        "rubric": rubric.of(one.facts),
        "rounds": [(one, points_of(one.work)) for one in rounds if not one.is_open],
        "files": newest.files if newest and newest.is_open else [],
        "may_hand_in": newest is None or newest.is_open or newest.is_returned,
        "problem": problem,
        "words": request.POST.get("words", ""),
        "section": "learn",
    }
    return render(request, "courses/task.html", context, status=status)
