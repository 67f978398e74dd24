"""What a learner does: each a POST on a noun, one verb called, and back to the page."""

from typing import TYPE_CHECKING, Any, cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from courses import completion as deeds
from courses import hours, reading, showing, standing, working
from courses.catalogue import lesson_titles
from courses.checking import read
from courses.checks import Check
from courses.leading import lesson_locks
from courses.locking import course_lock
from courses.media import answering, checkpoints
from courses.models import Course, Enrolment
from courses.reading import Reading
from courses.syllabus import SOURCE_LANGUAGE, Lesson
from courses.views.one_course import deed, lesson_address, mine_at, my_activity, page_of_course
from courses.views.public import lang_of, personal, show_lesson, spoken

if TYPE_CHECKING:
    from accounts.models import User


@deed
def enrolment(request: HttpRequest, course: str) -> HttpResponse:
    """Enrol (报名), and go to the course, or to the lesson one came from."""
    found = get_object_or_404(Course.objects.visible_to(request.user), code__iexact=course)
    version, page = found.current, page_of_course(found)
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


@deed
def answers(request: HttpRequest, course: str, lesson: str) -> HttpResponse:
    """Answer a self-check. A script gets the check and the lesson's foot drawn anew; a form, the page."""
    mine, here = mine_at(request, course, lesson)
    page = page_of_course(mine.course)
    told = standing.of(request.user, mine.course, page)
    lesson_read = reading.whole(told, here) if told else None
    check = (
        next((one for one in _asked_in(lesson_read, here) if one.id == request.POST.get("check")), None) if lesson_read else None
    )
    if told is None or lesson_read is None or check is None:
        raise Http404("no such check")
    given = read(check.kind, request.POST, [option.key for option in check.options])
    problem = check.id if given is None else ""
    if not problem:
        deeds.answer(
            learner=mine.learner, lesson_code=here.code, check=check, given=given, revision_id=lesson_read.text.live_revision_id
        )
        answering.settle(
            learner=mine.learner, lesson_code=here.code, activities=here.activities, check_id=check.id, since=mine.counts_from
        )
    if request.headers.get("X-Requested-With") == "fetch":
        context: dict[str, Any] = {
            "page": page,
            "standing": told,
            "lesson": here,
            "after": told.syllabus.beside(here)[1],
            "lock": lesson_locks(told.syllabus, page).get(here.code),
        } | personal(request, told, here, lesson_read, problem)
        context["lang"] = lang_of(lesson_read.text)
        context["lent_lang"] = spoken(SOURCE_LANGUAGE)
        context["row"] = next(row for row in context["all_rows"] if row.check.id == check.id)
        return render(request, "courses/answered.html", context)
    if problem:
        return show_lesson(request, page, lesson, problem)
    return redirect(lesson_address(page, here) + f"#check-{check.id}")


def _asked_in(read: Reading, here: Lesson) -> list[Check]:
    """The self-checks of a lesson, and the questions asked on the way in its films."""
    return [*read.checks, *(one.check for one in checkpoints.of(read.body, here.activities))]


@deed
def completion(request: HttpRequest, course: str, lesson: str) -> HttpResponse:
    """Complete a lesson (学完). What is still open is said at the foot of the page one comes back to."""
    mine, here = mine_at(request, course, lesson)
    try:
        deeds.complete(enrolment=mine, lesson_code=here.code)
    except deeds.Locked as reason:
        titles = lesson_titles(reason.codes)
        words = {"title": titles.get(reason.codes[0], reason.codes[0])}
        messages.error(request, _("First complete the lesson “%(title)s”.") % words)
        return redirect(lesson_address(page_of_course(mine.course), here) + "#finish")
    except deeds.NotYet as reason:
        first = [f"activity-{one}" for one in reason.open_activities] + [f"check-{one}" for one in reason.open_checks]
        return redirect(lesson_address(page_of_course(mine.course), here) + f"#{first[0]}")
    return redirect(lesson_address(page_of_course(mine.course), here) + "#finish")


@deed
def activity(request: HttpRequest, course: str, lesson: str, activity: str) -> HttpResponse:
    """Say of an activity that one has opened, read or done it, where its kind takes one's word for it."""
    mine, here, one = my_activity(request, course, lesson, activity)
    passed = frozenset(deeds.passed(mine.learner, here.code, mine.counts_from)) if one.facts.get("checkpoints") else frozenset()
    told = showing.shown([one], mine.learner, here.code, is_mine=True, passed=passed, since=mine.counts_from)[0]
    if told.own_word and request.POST.get("deed") == told.own_word:
        working.note(learner=mine.learner, lesson_code=here.code, activity=one, deed=told.own_word, since=mine.counts_from)
    return redirect(lesson_address(page_of_course(mine.course), here) + f"#{one.anchor}")


@deed
def made_up_hours(request: HttpRequest, course: str, lesson: str) -> HttpResponse:
    """Credit what an earlier day refused (补记学时)."""
    mine, here = mine_at(request, course, lesson)
    hours.make_up(learner=mine.learner, lesson_code=here.code)
    return redirect(lesson_address(page_of_course(mine.course), here) + "#finish")
