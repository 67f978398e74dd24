"""Pages anyone may read: the catalogue, a course, a lesson. For who is enrolled they also show where he is."""

from dataclasses import replace
from typing import TYPE_CHECKING, Any, cast
from uuid import uuid4

from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language

from cms.pagecache import mark
from cms.serving import served
from courses import browsing, describing, noting, reading, running, standing, texts
from courses.asking import asked
from courses.catalogue import pages as course_pages
from courses.checks import of as checks_of
from courses.dashboard import certified, told_of_course
from courses.finishing import finish
from courses.forms import NoteForm
from courses.keeping import tag_of
from courses.leading import lesson_locks
from courses.locking import course_lock
from courses.media import checkpoints
from courses.models import CourseIndexPage, CoursePage, LessonIndexPage, LessonPage, Note
from courses.publishing import courses_with, drafted
from courses.reading import Reading
from courses.showing import by_block, shown
from courses.standing import Standing
from courses.syllabus import SOURCE_LANGUAGE, Lesson, draw
from statutes.models import Article

if TYPE_CHECKING:
    from accounts.models import User


def page(request: HttpRequest, **slugs: str) -> HttpResponse:
    """A page of Wagtail's under an address that has a name."""
    return served(request, "/".join(["courses", *slugs.values()]) + "/")


def lesson_at(request: HttpRequest, course: str, lesson: str) -> HttpResponse:
    """A lesson by its address. A course's page that is remembered spares the search through Wagtail's tree."""
    known = texts.course_page(course) if request.method in ("GET", "HEAD") else None
    return show_lesson(request, known, lesson) if known else page(request, course=course, lesson=lesson)


def library_lesson_at(request: HttpRequest, lesson: str) -> HttpResponse:
    """A lesson's own address: Wagtail's, with a name."""
    return served(request, f"lessons/{lesson}/")


def catalogue(request: HttpRequest, page: CourseIndexPage) -> HttpResponse:
    """All courses: hours, for whom, and how far the reader is."""
    mine = {one.course.pk: one for one in standing.all_of(request.user)} if request.user.is_authenticated else {}
    shelf = browsing.shelf(request.GET, request.GET.get("page", "1"))
    rows = [(offer, mine.get(offer.page.course_id)) for offer in shelf.page]
    context = {"page": page, "rows": rows, "shelf": shelf, "tracks": shelf.tracks, "certified": certified(), "section": "courses"}
    return mark(request, render(request, "courses/catalogue.html", context), "courses", "tracks")


def course(request: HttpRequest, page: CoursePage) -> HttpResponse:
    """What a course promises, its syllabus, and what exam and certificate follow."""
    told = _drafted(page) if getattr(request, "is_preview", False) else standing.of(request.user, page.course, page)
    if told is None:
        raise Http404("nothing published yet")
    context = {
        "page": page,
        "standing": told,
        "syllabus": told.syllabus,
        "articles": Article.objects.of("zhuhai-quality").filter(number__in=page.article_numbers),
        "lock": course_lock(page.course, request.user) if not told.enrolment else None,
        "locks": lesson_locks(told.syllabus, page),
        "runs": running.of_course(page.course, request.user),
        "sections": told_of_course(page.course.code, request.user),
        "section": "courses",
        "described": describing.course(page, told.version),
    }
    return mark(request, render(request, "courses/course.html", context), tag_of(page.course), "articles", "tracks")


def _drafted(page: CoursePage) -> Standing | None:
    """The course as the editor has it on his screen."""
    version = drafted(page)
    return Standing(page.course, version, draw(version.structure, page.locale.language_code, {}))


def show_lesson(request: HttpRequest, page: CoursePage, slug: str, problem: str = "") -> HttpResponse:
    """A lesson in its course. `problem` is the self-check whose answer was not whole."""
    told = _standing_with(request, page, slug)
    here = told.syllabus.at(slug) if told else None
    read = reading.whole(told, here) if told and here else None
    if told is None or here is None or read is None:
        raise Http404(slug)
    text = read.text
    context = {"page": page, "standing": told, "syllabus": told.syllabus, "lesson": here, "text": text, "section": "courses"}
    context |= {"parts": read.parts, "lent_lang": spoken(SOURCE_LANGUAGE)}
    context |= _beside(told, here) | {"lang": lang_of(text), "lock": lesson_locks(told.syllabus, page).get(here.code)}
    context |= {"described": describing.lesson(page, text, slug)}
    anybody = shown(here.activities, request.user, here.code, is_mine=False, second=_second(request))
    context |= {"activities": by_block(anybody)}
    if told.enrolment:
        context |= personal(request, told, here, read, problem)
    texts.remember(request, page)
    return mark(request, render(request, "courses/lesson.html", context, status=422 if problem else 200), tag_of(page.course))


def _second(request: HttpRequest) -> int | None:
    """From where a film is to be opened: ?t=65. What is no number opens it where it would open anyway."""
    asked_for = request.GET.get("t", "")
    return int(asked_for) if asked_for.isascii() and asked_for.isdigit() and len(asked_for) < 6 else None


def _standing_with(request: HttpRequest, page: CoursePage, slug: str) -> Standing | None:
    """Where the reader stands, in a version that holds this lesson: his own, else the current one as for anybody."""
    told = standing.of(request.user, page.course, page, with_hours=False)
    if told and told.enrolment and not told.syllabus.at(slug):
        return standing.of(AnonymousUser(), page.course, page)
    return told


def _beside(told: Standing, here: Lesson) -> dict[str, Any]:
    before, after = told.syllabus.beside(here)
    return {"unit": told.syllabus.unit_of(here), "before": before, "after": after}


def personal(request: HttpRequest, told: Standing, here: Lesson, read: Reading, problem: str = "") -> dict[str, Any]:
    """What a lesson shows to a learner alone: the checks with his answers, and the foot."""
    learner = cast("User", request.user)
    since = told.enrolment.counts_from if told.enrolment else None
    checks, on_the_way = read.checks, [one.check for one in checkpoints.of(read.body, here.activities)]
    all_rows = asked([*checks, *on_the_way], learner, here.code, problem, since)
    all_rows = [replace(row, is_lent=row.check.id in read.lent_checks) for row in all_rows]
    all_rows[len(checks) :] = [replace(row, number=n) for n, row in enumerate(all_rows[len(checks) :], start=1)]
    rows = all_rows[: len(checks)]
    passed = frozenset(row.check.id for row in all_rows if row.passed)
    mine = shown(here.activities, learner, here.code, is_mine=True, passed=passed, second=_second(request), since=since)
    step = told.done.get(here.code)
    foot = finish(learner, told.course, here.code, rows, mine, step.completed_at if step else None)
    noted = notes_of(learner, read, here)
    return {"rows": rows, "all_rows": all_rows, "finish": foot, "activities": by_block(mine)} | noted


def notes_of(learner: "User", read: Reading, here: Lesson) -> dict[str, Any]:
    """The reader's own notes and bookmarks at this lesson, and a form for the next. One query."""
    places = noting.places(read.body, here.activities, standing.content_language())
    mine = list(Note.objects.visible_to(learner).filter(lesson_code=here.code).order_by("pk"))
    return {"notes": mine, "note_form": NoteForm.blank(places), "writer": uuid4()}


def lang_of(text: LessonPage) -> str:
    """The language a text is shown in, as the lang attribute writes it; Traditional is converted from Simplified."""
    return spoken(text.locale.language_code)


def spoken(kept: str) -> str:
    """The language in which what is kept in this one is shown, as the lang attribute writes it."""
    shown = "zh-hant" if kept == "zh-hans" and get_language() == "zh-hant" else kept
    return {"zh-hans": "zh-Hans", "zh-hant": "zh-Hant"}.get(shown, shown)


def library(request: HttpRequest, page: LessonIndexPage) -> HttpResponse:
    """Lessons are read in a course: the library itself has no page of its own."""
    return redirect("courses:catalogue")


def library_lesson(request: HttpRequest, page: LessonPage) -> HttpResponse:
    """The lesson's own address leads to the first course that shows it; its editor sees the draft."""
    if getattr(request, "is_preview", False):
        return render(request, "courses/lesson_preview.html", {"text": page, "checks": checks_of(page.checks)})
    pages = course_pages()
    for course in courses_with(page.code):
        if course.pk in pages:
            return redirect(reverse("courses:lesson", args=[pages[course.pk].slug, page.slug]))
    raise Http404("no course shows this lesson")
