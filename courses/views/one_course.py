"""What the views of a learner's deeds share: who may do them, in which of one's courses, at which lesson."""

from collections.abc import Callable
from functools import wraps

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from courses import standing
from courses.activities import Activity
from courses.catalogue import page_of
from courses.models import Course, CoursePage, Enrolment
from courses.standing import Standing
from courses.syllabus import Lesson


def deed(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """POST only, by someone signed in; who is not is sent to sign in and then back to the page, not to the deed."""

    @wraps(view)
    def guarded(request: HttpRequest, **slugs: str) -> HttpResponse:
        if not request.user.is_authenticated:
            return redirect_to_login(request.path.rstrip("/").rsplit("/", 1)[0] + "/")
        return view(request, **slugs)

    return never_cache(require_POST(guarded))


def my_activity(request: HttpRequest, course: str, lesson: str, activity: str) -> tuple[Enrolment, Lesson, Activity]:
    """An activity of a lesson of a course one is enrolled in; 404 else."""
    mine, here = mine_at(request, course, lesson)
    one = next((one for one in here.activities if one.id == activity), None)
    if one is None:
        raise Http404("no such activity")
    return mine, here, one


def mine_at(request: HttpRequest, course: str, slug: str) -> tuple[Enrolment, Lesson]:
    """The reader's own enrolment and a lesson of its version; a course one is not enrolled in is not found."""
    enrolments = Enrolment.objects.visible_to(request.user).select_related("course", "version", "learner")
    mine = get_object_or_404(enrolments, course__code__iexact=course)
    told = standing.of(request.user, mine.course)
    here = told.syllabus.at(slug) if told else None
    if here is None:
        raise Http404(slug)
    return mine, here


def my_standing(request: HttpRequest, course: str) -> tuple[Standing, CoursePage]:
    """Where the reader stands in a course of his, and its page; 404 for a course he is not enrolled in, or not published."""
    enrolments = Enrolment.objects.visible_to(request.user).select_related("course")
    found = get_object_or_404(enrolments, course__code__iexact=course).course
    page = page_of_course(found)
    told = standing.of(request.user, found, page, with_hours=False)
    if told is None:
        raise Http404(course)
    return told, page


def page_of_course(course: Course) -> CoursePage:
    page = page_of(course)
    if page is None:
        raise Http404("the course is not published now")
    return page


def lesson_address(page: CoursePage, lesson: Lesson) -> str:
    return reverse("courses:lesson", args=[page.slug, lesson.slug])
