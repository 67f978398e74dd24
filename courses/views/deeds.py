"""What a learner does: each a POST on a noun, one verb called, and back to the page."""

from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Any, cast

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from courses import completion as deeds
from courses import hours, reading, showing, standing, working
from courses.activities import Activity
from courses.catalogue import lesson_titles, page_of
from courses.checking import read
from courses.checks import Check
from courses.checks import of as checks_of
from courses.locking import course_lock
from courses.media import answering, checkpoints
from courses.models import Course, CoursePage, Enrolment, LessonPage
from courses.syllabus import Lesson
from courses.views.public import lang_of, personal, show_lesson

if TYPE_CHECKING:
    from accounts.models import User


def _deed(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """POST only, by someone signed in; who is not is sent to sign in and then back to the page, not to the deed."""

    @wraps(view)
    def guarded(request: HttpRequest, **slugs: str) -> HttpResponse:
        if not request.user.is_authenticated:
            return redirect_to_login(request.path.rstrip("/").rsplit("/", 1)[0] + "/")
        return view(request, **slugs)

    return never_cache(require_POST(guarded))


@_deed
def enrolment(request: HttpRequest, course: str) -> HttpResponse:
    """Enrol (报名), and go to the course, or to the lesson one came from."""
    found = get_object_or_404(Course.objects.visible_to(request.user), code__iexact=course)
    version, page = found.current, _page(found)
    if version is None:
        raise Http404(course)
    if not found.is_self_paced and not Enrolment.objects.visible_to(request.user).filter(course=found).exists():
        messages.error(request, _("This course is taken in a run: choose one of the runs below."))
        return redirect(page.address + "#runs")
    taken = Enrolment.objects.visible_to(request.user).filter(course=found).exists()
    if not taken and (lock := course_lock(found, request.user)):
        messages.error(request, lock.sentence)
        return redirect(lock.url or page.address)
    mine = deeds.enrol(learner=cast("User", request.user), version=version)
    slug = request.POST.get("lesson", "")
    if slug in {lesson["slug"] for lesson in mine.version.lessons}:
        return redirect("courses:lesson", page.slug, slug)
    return redirect(page.address)


@_deed
def answers(request: HttpRequest, course: str, lesson: str) -> HttpResponse:
    """Answer a self-check. A script gets the check and the lesson's foot drawn anew; a form, the page."""
    mine, here = _mine(request, course, lesson)
    page = _page(mine.course)
    told = standing.of(request.user, mine.course, page)
    text = reading.lesson_page(told, here.code) if told else None
    check = next((one for one in _asked_in(text, here) if one.id == request.POST.get("check")), None) if text else None
    if told is None or text is None or check is None:
        raise Http404("no such check")
    given = read(check.kind, request.POST, [option.key for option in check.options])
    problem = check.id if given is None else ""
    if not problem:
        deeds.answer(learner=mine.learner, lesson_code=here.code, check=check, given=given, revision_id=text.live_revision_id)
        answering.settle(
            learner=mine.learner, lesson_code=here.code, activities=here.activities, check_id=check.id, since=mine.counts_from
        )
    if request.headers.get("X-Requested-With") == "fetch":
        context: dict[str, Any] = {
            "page": page,
            "standing": told,
            "lesson": here,
            "after": told.syllabus.beside(here)[1],
        } | personal(request, told, here, text, problem)
        context["lang"] = lang_of(text)
        context["row"] = next(row for row in context["all_rows"] if row.check.id == check.id)
        return render(request, "courses/answered.html", context)
    if problem:
        return show_lesson(request, page, lesson, problem)
    return redirect(_lesson_address(page, here) + f"#check-{check.id}")


def _asked_in(text: LessonPage, here: Lesson) -> list[Check]:
    """The self-checks of a lesson, and the questions asked on the way in its films."""
    return [*checks_of(text.checks), *(one.check for one in checkpoints.of(text.body, here.activities))]


@_deed
def completion(request: HttpRequest, course: str, lesson: str) -> HttpResponse:
    """Complete a lesson (学完). What is still open is said at the foot of the page one comes back to."""
    mine, here = _mine(request, course, lesson)
    try:
        deeds.complete(enrolment=mine, lesson_code=here.code)
    except deeds.Locked as reason:
        titles = lesson_titles(reason.codes)
        words = {"title": titles.get(reason.codes[0], reason.codes[0])}
        messages.error(request, _("First complete the lesson “%(title)s”.") % words)
        return redirect(_lesson_address(_page(mine.course), here) + "#finish")
    except deeds.NotYet as reason:
        first = [f"activity-{one}" for one in reason.open_activities] + [f"check-{one}" for one in reason.open_checks]
        return redirect(_lesson_address(_page(mine.course), here) + f"#{first[0]}")
    return redirect(_lesson_address(_page(mine.course), here) + "#finish")


@_deed
def activity(request: HttpRequest, course: str, lesson: str, activity: str) -> HttpResponse:
    """Say of an activity that one has opened, read or done it, where its kind takes one's word for it."""
    mine, here, one = my_activity(request, course, lesson, activity)
    passed = frozenset(deeds.passed(mine.learner, here.code, mine.counts_from)) if one.facts.get("checkpoints") else frozenset()
    told = showing.shown([one], mine.learner, here.code, is_mine=True, passed=passed, since=mine.counts_from)[0]
    if told.own_word and request.POST.get("deed") == told.own_word:
        working.note(learner=mine.learner, lesson_code=here.code, activity=one, deed=told.own_word, since=mine.counts_from)
    return redirect(_lesson_address(_page(mine.course), here) + f"#{one.anchor}")


@_deed
def made_up_hours(request: HttpRequest, course: str, lesson: str) -> HttpResponse:
    """Credit what an earlier day refused (补记学时)."""
    mine, here = _mine(request, course, lesson)
    hours.make_up(learner=mine.learner, lesson_code=here.code)
    return redirect(_lesson_address(_page(mine.course), here) + "#finish")


def my_activity(request: HttpRequest, course: str, lesson: str, activity: str) -> tuple[Enrolment, Lesson, Activity]:
    """An activity of a lesson of a course one is enrolled in; 404 else."""
    mine, here = _mine(request, course, lesson)
    one = next((one for one in here.activities if one.id == activity), None)
    if one is None:
        raise Http404("no such activity")
    return mine, here, one


def _mine(request: HttpRequest, course: str, slug: str) -> tuple[Enrolment, Lesson]:
    """The reader's own enrolment and a lesson of its version; a course one is not enrolled in is not found."""
    enrolments = Enrolment.objects.visible_to(request.user).select_related("course", "version", "learner")
    mine = get_object_or_404(enrolments, course__code__iexact=course)
    told = standing.of(request.user, mine.course)
    here = told.syllabus.at(slug) if told else None
    if here is None:
        raise Http404(slug)
    return mine, here


def _page(course: Course) -> CoursePage:
    page = page_of(course)
    if page is None:
        raise Http404("the course is not published now")
    return page


def _lesson_address(page: CoursePage, lesson: Lesson) -> str:
    return reverse("courses:lesson", args=[page.slug, lesson.slug])
