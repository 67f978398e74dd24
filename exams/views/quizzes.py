"""A quiz of a lesson: begun from there, answered on one page, handed in, and looked at afterwards."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from courses.catalogue import page_of
from courses.models import CourseVersion, Enrolment
from courses.views.one_course import my_activity
from exams.models import QuizAttempt
from exams.permissions import person
from exams.quizzes import pages, trying
from exams.receiving import number


@require_POST
@never_cache
@login_required
def attempts(request: HttpRequest, course: str, lesson: str, activity: str) -> HttpResponse:
    """Begin an attempt, or go on with the open one."""
    mine, here, one = my_activity(request, course, lesson, activity)
    if one.kind != trying.KIND:
        raise Http404(activity)
    try:
        return redirect(trying.begin(enrolment=mine, lesson_code=here.code, activity=one))
    except trying.Refused as reason:
        messages.error(request, str(reason))
        return redirect(reverse("courses:lesson", args=[course, lesson]) + f"#{one.anchor}")


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def quiz(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The questions, or, once it is handed in, how each was answered. A POST keeps the answers for later."""
    attempt = _mine(request, pk)
    if request.method != "POST":
        return _result(request, attempt) if attempt.handed_in_at else _paper(request, attempt)
    if request.headers.get("X-Requested-With") == "fetch":
        return _kept(request, attempt)
    faults = _keep(request, attempt)
    if faults:
        return _paper(request, _mine(request, pk), faults, status=422)
    if attempt.handed_in_at is None:
        messages.success(request, _("Your answers are kept. Go on whenever you like, on any device."))
    return redirect(attempt)


def _kept(request: HttpRequest, attempt: QuizAttempt) -> JsonResponse:
    """What the page's script is told: 409 once the attempt is handed in."""
    given, faults = pages.read(pages.questions_of(attempt), request.POST)
    try:
        seen = trying.save(pk=attempt.pk, given=given, seen=number(request.POST.get("seen"), 0))
    except trying.Refused as reason:
        return JsonResponse({"error": str(reason)}, status=409)
    return JsonResponse({"seen": seen, "faults": {str(slot): fault for slot, fault in faults.items()}})


@require_POST
@never_cache
@login_required
def submission(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Hand in. With questions left empty it asks once whether that is meant."""
    attempt = _mine(request, pk)
    if attempt.handed_in_at is None:
        faults = _keep(request, attempt)
        left = [one.slot for one in pages.questions_of(attempt) if not one.is_answered]
        if faults or (left and not request.POST.get("anyway")):
            return _paper(request, _mine(request, pk), faults, left=left, status=422 if faults else 200)
        trying.hand_in(attempt)
    return redirect(attempt)


def _mine(request: HttpRequest, pk: UUID) -> QuizAttempt:
    """One's own attempt; any other is not found."""
    return get_object_or_404(QuizAttempt.objects.visible_to(request.user).select_related("course", "learner"), pk=pk)


def _keep(request: HttpRequest, attempt: QuizAttempt) -> dict[int, str]:
    """Keep what was sent; what could not be read, by slot."""
    given, faults = pages.read(pages.questions_of(attempt), request.POST)
    try:
        trying.save(pk=attempt.pk, given=given, seen=number(request.POST.get("seen"), 0))
    except trying.Refused as reason:
        messages.error(request, str(reason))
    return faults


def _paper(
    request: HttpRequest,
    attempt: QuizAttempt,
    faults: dict[int, str] | None = None,
    *,
    left: list[int] | None = None,
    status: int = 200,
) -> HttpResponse:
    questions = pages.questions_of(attempt)
    told = pages.asked(attempt, questions, faults or {}, request.POST if faults else None)
    context = {"asked": told, "left": left or [], "faults": faults or {}, **_context(request, attempt)}
    return render(request, "exams/quiz.html", context, status=status)


def _result(request: HttpRequest, attempt: QuizAttempt) -> HttpResponse:
    others = list(QuizAttempt.objects.visible_to(person(request)).at(attempt.lesson_code, attempt.activity_id))
    is_passed = any(one.passed for one in others)
    context = {
        "lines": pages.lines(attempt, is_passed=is_passed),
        "sentence": pages.result(attempt),
        "explains": attempt.draw.explains(is_passed=is_passed),
        "others": [one for one in others if one.pk != attempt.pk and one.handed_in_at],
        **_context(request, attempt),
    }
    return render(request, "exams/quiz_result.html", context)


def _context(request: HttpRequest, attempt: QuizAttempt) -> dict[str, Any]:
    """Where the attempt belongs: its course and lesson as the learner has them."""
    mine = Enrolment.objects.visible_to(request.user).filter(course=attempt.course).select_related("version").first()
    version: CourseVersion | None = mine.version if mine else attempt.course.current
    row = version.lesson(attempt.lesson_code) if version else None
    page = page_of(attempt.course)
    links: dict[str, str] = {}
    if version and page:
        links = {one["code"]: reverse("courses:lesson", args=[page.slug, one["slug"]]) for one in version.lessons}
    back = links.get(attempt.lesson_code, reverse("courses:dashboard"))
    return {
        "attempt": attempt,
        "title": pages.title_in(attempt.terms["title"]),
        "page": page,
        "lesson_title": pages.title_in(row["title"]) if row else "",
        "links": links,
        "back": f"{back}#activity-{attempt.activity_id}",
        "section": "learn",
    }
