"""A run for the demo: its teacher, an announcement, a meeting, a task that waits to be marked. Run twice it changes nothing."""

import datetime as dt
from io import BytesIO
from typing import Any
from uuid import uuid4

import pikepdf
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import translation
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from PIL import Image, ImageDraw

from accounts.models import User
from core import handed_in
from core.dates import now
from courses import places, tallying
from courses.activities import Activity
from courses.activities import of as activities_of
from courses.media import keeping
from courses.meetings import arranging
from courses.models import (
    Course,
    CourseIndexPage,
    CoursePage,
    CourseRun,
    CourseTeacher,
    Enrolment,
    LessonIndexPage,
    LessonPage,
    Medium,
    Meeting,
    RunAnnouncement,
)
from courses.works import handing

TEACHER, LEARNER = "sulaoshi@demo.haizhun.local", "linyue@demo.haizhun.local"
CODE, LESSON = "SITE", "SITE-01"
DAY = dt.timedelta(days=1)
_HANDOUTS = settings.BASE_DIR / "content/pages/campaign/files"


class Command(BaseCommand):
    help = "Make a run with a meeting and a practical task for the demo accounts. Only while DEBUG is on."

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEBUG:
            raise CommandError(_("Demo accounts share one password, so they are refused while HAIZHUN_DEBUG is off."))
        people = {user.email: user for user in User.objects.filter(email__in=[TEACHER, LEARNER])}
        shelves = LessonIndexPage.objects.filter(locale__language_code=settings.LANGUAGE_CODE).first()
        catalogue = CourseIndexPage.objects.filter(locale__language_code=settings.LANGUAGE_CODE).first()
        if len(people) < 2 or shelves is None or catalogue is None or Course.objects.filter(code=CODE).exists():
            return
        with translation.override(settings.LANGUAGE_CODE):
            run = _run(_course(shelves, catalogue), people[TEACHER], people[LEARNER])
            _meet(run, people[TEACHER])
            _hand_in(run, people[LEARNER])
            tallying.count_all()


def _course(shelves: LessonIndexPage, catalogue: CourseIndexPage) -> Course:
    """A course of one lesson, taken in a run only."""
    course = Course.objects.create(code=CODE, is_self_paced=False)
    lesson = LessonPage(
        title=_("Look at one process on site"), slug=LESSON.lower(), code=LESSON, minutes=180, locale=shelves.locale
    )
    lesson.body = lesson.body.stream_block.to_python([_session(), _handouts(), _task()])
    shelves.add_child(instance=lesson)
    lesson.save_revision().publish()
    page = CoursePage(title=_("Quality on site, a workshop (sample)"), slug=CODE.lower(), course=course, locale=catalogue.locale)
    page.summary = _("One process, walked along from the incoming material to the packing; then three risks of your own process.")
    page.audience = _("quality-safety officers and team leaders")
    unit = {"title": _("On site"), "lessons": [{"type": "item", "value": lesson.pk, "id": str(uuid4())}]}
    page.modules = page.modules.stream_block.to_python([{"type": "module", "value": unit, "id": str(uuid4())}])
    catalogue.add_child(instance=page)
    page.save_revision().publish()
    return course


def _session() -> dict[str, Any]:
    body = [_paragraph(_("We walk along one process together, from the incoming material to the packing."))]
    rule = {"by": "attended", "at_least": None, "required": True}
    return {"type": "session", "id": str(uuid4()), "value": {"title": _("A walk along the process"), "body": body, "rule": rule}}


def _handouts() -> dict[str, Any]:
    """The shipped handouts in one PDF, so that a lesson has one with several pages. A job draws them."""
    made = BytesIO()
    with pikepdf.new() as joined:
        for path in sorted(_HANDOUTS.glob("*.pdf"), key=lambda path: (path.suffixes[0] != ".zh", path.name)):
            with pikepdf.open(path) as one:
                joined.pages.extend(one.pages)
        joined.save(made, static_id=True)
    medium = Medium(title=_("Handouts of Quality Month, in Chinese and English"))
    keeping.take_in(medium, made, "handouts.pdf", made.tell())
    medium.save()
    rule = {"by": "read", "at_least": None, "required": False}
    value = {"title": medium.title, "medium": medium.pk, "note": "", "rule": rule}
    return {"type": "file", "id": str(uuid4()), "value": value}


def _task() -> dict[str, Any]:
    body = [_paragraph(_("Draw one process of your firm and write three risks beside it. Hand in a photograph or a PDF."))]
    criteria = [(_("The process is drawn whole"), 6), (_("The risks are named with what is done about them"), 4)]
    rubric = [{"type": "item", "id": str(uuid4()), "value": {"name": name, "points": points}} for name, points in criteria]
    value = {
        "title": _("One process, three risks"),
        "body": body,
        "rubric": rubric,
        "rule": {"by": "teacher", "at_least": None, "required": True},
    }
    return {"type": "task", "id": str(uuid4()), "value": value}


def _paragraph(words: str) -> dict[str, Any]:
    return {"type": "paragraph", "value": f"<p>{words}</p>", "id": str(uuid4())}


def _run(course: Course, teacher: User, learner: User) -> CourseRun:
    assert course.current is not None  # noqa: S101 - published above
    run = CourseRun.objects.create(
        course=course,
        version=course.current,
        title=_("First run"),
        mode=CourseRun.Mode.BLENDED,
        place=_("Training room of the demo firm"),
        seats=30,
        starts_at=now() - DAY,
        ends_at=now() + 60 * DAY,
        enrolment_opens_at=now() - 14 * DAY,
        is_announced=True,
    )
    CourseTeacher.objects.create(course=course, run=run, person=teacher)
    places.take(learner=learner, run=run)
    words = _("Please wear safety shoes and bring a drawing of one process of your firm.")
    RunAnnouncement.objects.create(run=run, author=teacher, title=_("What to bring on the first day"), text=words)
    return run


def _meet(run: CourseRun, teacher: User) -> None:
    """Face to face in three days, from nine to twelve."""
    starts = localtime(now() + 3 * DAY).replace(hour=9, minute=0, second=0, microsecond=0)
    (sitting,) = arranging.sittings(run)
    meeting = Meeting(
        run=run,
        lesson_code=sitting.lesson_code,
        activity_id=sitting.activity.id,
        starts_at=starts,
        ends_at=starts + dt.timedelta(hours=3),
        place=run.place,
        teacher=teacher,
    )
    arranging.save(meeting, by=teacher)


def _hand_in(run: CourseRun, learner: User) -> None:
    """One picture, handed in."""
    mine = Enrolment.objects.visible_to(learner).select_related("course", "run", "version", "learner").get(run=run)
    task: Activity = next(one for one in activities_of(run.version.lesson(LESSON) or {}) if one.kind == "task")
    out, sheet = BytesIO(), Image.new("RGB", (800, 500), "white")
    ImageDraw.Draw(sheet).text((40, 40), "SAMPLE", fill="black")
    sheet.save(out, "PNG")
    content = out.getvalue()
    file = handed_in.read(BytesIO(content), name=_("One process.png"), size=len(content))
    handing.put_in(enrolment=mine, lesson_code=LESSON, activity=task, file=file)
    handing.hand_in(enrolment=mine, lesson_code=LESSON, activity=task)
