"""What courses tell people: the kinds of notice this room registers, and when they are due."""

import datetime as dt
import hashlib
from collections.abc import Iterator, Mapping
from typing import Any

from django.db.models import Max, OuterRef, Subquery
from django.urls import reverse
from django.utils.timezone import make_aware
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.dates import local_day
from courses.activities import Activity
from courses.models import (
    CoursePage,
    CourseRun,
    Enrolment,
    LessonProgress,
    Meeting,
    RunAnnouncement,
    RunPlace,
    WorkMark,
)
from notices.kinds import Delivery, Due, Kind
from notices.telling import tell, tell_all

ROOM = _("Courses")
# After so many days without work on any lesson; the second reminder is the last, for who stops means it.
QUIET_DAYS = (14, 30)
DAY = dt.timedelta(days=1)
RUN_AHEAD = 3 * DAY


def courses_left(start: dt.date, end: dt.date, reader: User | None) -> Iterator[Due]:
    """Courses begun and left alone for a fortnight, and for a month (2 queries)."""
    titles = _titles()
    for days in QUIET_DAYS:
        since = [start - dt.timedelta(days=days), end - dt.timedelta(days=days - 1)]
        for enrolment in _quiet(since[0], since[1], reader):
            worked = local_day(enrolment.last_worked)  # type: ignore[attr-defined]  # annotated below
            yield Due(
                on=worked + dt.timedelta(days=days),
                reader=enrolment.learner,
                occasion=f"{enrolment.pk}:{worked}:{days}",
                facts={"course": titles.get(enrolment.course_id, enrolment.course.code), "days": days},
                address=reverse("courses:dashboard"),
            )


def runs_soon(start: dt.date, end: dt.date, reader: User | None) -> Iterator[Due]:
    """Three days before a run begins, whoever has a seat in it (2 queries)."""
    begins = [make_aware(dt.datetime.combine(day, dt.time.min)) for day in (start + RUN_AHEAD, end + RUN_AHEAD + DAY)]
    places = RunPlace.objects.live().exclude(seated_at=None).select_related("run__course", "learner")
    places = places.filter(run__starts_at__gte=begins[0], run__starts_at__lt=begins[1])
    titles = _titles()
    for place in places.filter(learner=reader) if reader else places:
        assert place.run.starts_at is not None  # noqa: S101 - the filter says so
        begins_on = local_day(place.run.starts_at)
        facts = _facts(place.run, titles) | {"begins_on": begins_on.isoformat()}
        # A run that is put off is announced anew.
        occasion, address = f"{place.run_id}:{begins_on}", place.run.get_absolute_url()
        yield Due(begins_on - RUN_AHEAD, place.learner, occasion, facts, address)


def tell_seat(place: RunPlace) -> None:
    """Tell a person of the seat, in the deed's transaction. A seat given back and taken again is told again."""
    assert place.seated_at is not None  # noqa: S101 - told of seats alone
    occasion, address = f"{place.pk}:{place.seated_at.isoformat()}", place.run.get_absolute_url()
    tell(SEAT.code, place.learner, occasion=occasion, facts=_facts(place.run, _titles()), address=address)


def tell_announced(announcement: RunAnnouncement) -> None:
    """Tell everybody who has a seat in the run. As many queries for two as for five hundred."""
    run = announcement.run
    seated = User.objects.filter(run_places__run=run, run_places__left_at=None, run_places__seated_at__isnull=False)
    facts = {"title": announcement.title, "text": announcement.text}
    tell_all(ANNOUNCED.code, seated, occasion=announcement.pk, facts=facts, address=run.get_absolute_url())


def meetings_soon(start: dt.date, end: dt.date, reader: User | None) -> Iterator[Due]:
    """The day before a meeting, whoever has a seat in its run, and who teaches it (3 queries)."""
    span = [make_aware(dt.datetime.combine(day, dt.time.min)) for day in (start + DAY, end + DAY + DAY)]
    meetings = list(Meeting.objects.held().told().filter(starts_at__gte=span[0], starts_at__lt=span[1]))
    seated = RunPlace.objects.live().exclude(seated_at=None).filter(run__in={one.run_id for one in meetings})
    places: dict[object, list[User]] = {}
    for place in (seated.filter(learner=reader) if reader else seated).select_related("learner"):
        places.setdefault(place.run_id, []).append(place.learner)
    titles = _titles() if meetings else {}
    for one in meetings:
        facts, on = _of_meeting(one, titles), local_day(one.starts_at) - DAY
        # A meeting that is moved is told of anew.
        occasion = f"{one.pk}:{one.starts_at.isoformat()}"
        for learner in places.get(one.run_id, []):
            yield Due(on, learner, occasion, facts, one.run.get_absolute_url())
        if reader in (None, one.teacher):
            yield Due(on, one.teacher, occasion, facts, one.get_absolute_url())


def tell_meeting(meeting: Meeting) -> None:
    """Tell everybody in the run that a meeting is set, moved or called off."""
    run = meeting.run
    seated = User.objects.filter(run_places__run=run, run_places__left_at=None, run_places__seated_at__isnull=False)
    facts = _of_meeting(meeting, _titles()) | {"because": meeting.called_off_because}
    code = CALLED_OFF.code if meeting.called_off_at else MEETING_SET.code
    told = f"{meeting.starts_at.isoformat()}{meeting.ends_at.isoformat()}{meeting.place}"
    occasion = f"{meeting.pk}:{hashlib.sha256(told.encode()).hexdigest()[:12]}"
    tell_all(code, seated, occasion=occasion, facts=facts, address=run.get_absolute_url())


def tell_marked(mark: WorkMark) -> None:
    """Tell a learner what became of his practical work, in the deed's transaction."""
    work = mark.work
    facts = {"task": work.terms["title"], "comment": mark.comment, "lesson": work.lesson_code}
    code = WORK_ACCEPTED.code if mark.is_accepted else WORK_RETURNED.code
    address = reverse("courses:task", args=[work.course.slug, work.lesson_code.lower(), work.activity_id])
    tell(code, work.learner, occasion=work.pk, facts=facts, address=address)


def tell_waived(enrolment: Enrolment, lesson: Mapping[str, Any], activity: Activity, because: str) -> None:
    """Tell a learner that another way counts, and why, in the deed's transaction."""
    facts = {"task": dict(activity.titles), "because": because}
    address = reverse("courses:lesson", args=[enrolment.course.slug, lesson["slug"]])
    occasion = f"{enrolment.pk}:{enrolment.cycle}:{lesson['code']}:{activity.id}"
    tell(WAIVED.code, enrolment.learner, occasion=occasion, facts=facts, address=address)


def _of_meeting(meeting: Meeting, titles: Mapping[int, Mapping[str, str]]) -> dict[str, Any]:
    facts = {"starts_at": meeting.starts_at.isoformat(), "place": meeting.place, "teacher": meeting.teacher.full_name}
    return _facts(meeting.run, titles) | facts


def _facts(run: CourseRun, titles: Mapping[int, Mapping[str, str]]) -> dict[str, Any]:
    return {"course": titles.get(run.course_id, run.course.code), "run": run.title}


def _quiet(start: dt.date, end: dt.date, reader: User | None) -> "list[Enrolment]":
    """Enrolments under way whose learner last worked on any lesson between two midnights."""
    midnights = [make_aware(dt.datetime.combine(day, dt.time.min)) for day in (start, end)]
    last = LessonProgress.objects.filter(learner=OuterRef("learner")).order_by().values("learner")
    begun = Enrolment.objects.filter(completed_at=None).annotate(
        last_worked=Subquery(last.annotate(at=Max("worked_at")).values("at"))
    )
    quiet = begun.filter(last_worked__gte=midnights[0], last_worked__lt=midnights[1]).select_related("learner", "course")
    return list(quiet.filter(learner=reader) if reader else quiet)


def _titles() -> dict[int, dict[str, str]]:
    """Each course's name in every language (one query)."""
    titles: dict[int, dict[str, str]] = {}
    for course, language, title in CoursePage.objects.live().values_list("course_id", "locale__language_code", "title"):
        titles.setdefault(course, {})[language] = title
    return titles


LEFT_ALONE = Kind(
    code="courses.left_alone",
    room=ROOM,
    name=_("A course I began"),
    rule=_("Goes when you have not worked on any lesson for 14 days, and once more after 30."),
    subject=_("Go on with %(course)s"),
    text=_("Your last lesson was %(days)s days ago. What you have learned and your credit hours are kept."),
    delivery=Delivery.DIGEST,
    due=courses_left,
)
SEAT = Kind(
    code="courses.seat",
    room=ROOM,
    name=_("A seat in a run"),
    rule=_("Goes when you get a seat in a run, at once or from the waiting list."),
    subject=_("You have a seat: %(course)s"),
    text="%(run)s",
)
ANNOUNCED = Kind(
    code="courses.announced",
    room=ROOM,
    name=_("What a teacher tells the run"),
    rule=_("Goes when a teacher tells everybody in a run something."),
    subject="%(title)s",
    text="%(text)s",
)
RUN_SOON = Kind(
    code="courses.run_soon",
    room=ROOM,
    name=_("A run begins soon"),
    rule=_("Goes three days before a run in which you have a seat begins."),
    subject=_("%(course)s begins on %(begins_on)s"),
    text="%(run)s",
    due=runs_soon,
)
MEETING_SET = Kind(
    code="courses.meeting_set",
    room=ROOM,
    name=_("A meeting face to face is set or moved"),
    rule=_("Goes when a meeting of a run in which you have a seat is set, or its time or place changes."),
    subject=_("Face to face on %(starts_at)s, %(place)s"),
    text=_("%(course)s, %(run)s. Teacher: %(teacher)s."),
)
CALLED_OFF = Kind(
    code="courses.meeting_called_off",
    room=ROOM,
    name=_("A meeting face to face is called off"),
    rule=_("Goes when a meeting of a run in which you have a seat is called off."),
    subject=_("Called off: the meeting on %(starts_at)s"),
    text=_("%(course)s, %(run)s. Reason: %(because)s"),
)
MEETING_SOON = Kind(
    code="courses.meeting_soon",
    room=ROOM,
    name=_("A meeting face to face is tomorrow"),
    rule=_("Goes the day before a meeting of a run in which you have a seat, or which you teach."),
    subject=_("Tomorrow face to face: %(starts_at)s, %(place)s"),
    text=_("%(course)s, %(run)s. Teacher: %(teacher)s."),
    due=meetings_soon,
)
WORK_ACCEPTED = Kind(
    code="courses.work_accepted",
    room=ROOM,
    name=_("A practical task is accepted"),
    rule=_("Goes when a teacher has accepted what you handed in for a practical task."),
    subject=_("Accepted: %(task)s"),
    text="%(comment)s",
    is_owed=True,
)
WORK_RETURNED = Kind(
    code="courses.work_returned",
    room=ROOM,
    name=_("A practical task is returned"),
    rule=_("Goes when a teacher returns what you handed in for a practical task, with what is to be done better."),
    subject=_("To be done better: %(task)s"),
    text="%(comment)s",
    is_owed=True,
)
WAIVED = Kind(
    code="courses.activity_waived",
    room=ROOM,
    name=_("Another way is accepted for an activity"),
    rule=_("Goes when a teacher counts an activity as completed that you could not do as it stands."),
    subject=_("It counts as completed: %(task)s"),
    text=_("Reason: %(because)s"),
    is_owed=True,
)
KINDS = (SEAT, RUN_SOON, ANNOUNCED, MEETING_SET, CALLED_OFF, MEETING_SOON, WORK_ACCEPTED, WORK_RETURNED, WAIVED, LEFT_ALONE)
