"""The hours report (学时报表): what the ledger credited in a period for what the body assigned, since each person joined."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Sum

from courses.allotment import in_hours
from courses.models import CourseVersion, CreditEntry, TrainingTask
from courses.training.states import key
from organisations.models import Membership, Organisation

AT_A_TIME = 500


@dataclass(frozen=True)
class Line:
    """One member: exact seconds, and hours as they are shown."""

    member: Membership
    seconds: int
    hours: Decimal

    @property
    def minutes(self) -> int:
        return self.seconds // 60


@dataclass(frozen=True)
class Report:
    """A period, both days included."""

    start: dt.date
    end: dt.date
    lines: list[Line]

    @property
    def seconds(self) -> int:
        return sum(line.seconds for line in self.lines)

    @property
    def minutes(self) -> int:
        """Of the exact sum, not of rounded lines."""
        return self.seconds // 60

    @property
    def hours(self) -> Decimal:
        return sum((line.hours for line in self.lines), Decimal(0))


def report(body: Organisation, people: Iterable[Membership], start: dt.date, end: dt.date) -> Report:
    """Everybody's line. An entry counts when its course or its lesson was assigned to this person by this body."""
    rows = list(people)
    lines: list[Line] = []
    lessons = _lessons_of_courses()
    for at in range(0, len(rows), AT_A_TIME):
        lines += _lines(body, rows[at : at + AT_A_TIME], start, end, lessons)
    return Report(start, end, lines)


def _lessons_of_courses() -> dict[int, tuple[str, set[str]]]:
    versions = CourseVersion.objects.newest().select_related("course")
    return {one.course_id: (one.course.code, set(one.codes)) for one in versions}


def _lines(
    body: Organisation, rows: list[Membership], start: dt.date, end: dt.date, lessons: dict[int, tuple[str, set[str]]]
) -> list[Line]:
    may = _assigned(body, rows, lessons)
    people = {row.person_id: row for row in rows if row.person_id}
    entries = CreditEntry.objects.filter(learner__in=people, day__range=(start, end)).order_by()
    columns = ("learner_id", "course_id", "lesson_code", "day", "course__minutes_per_hour")
    sums: dict[int, dict[int, int]] = defaultdict(lambda: defaultdict(int))
    for learner, course, lesson, day, minutes, seconds in entries.values_list(*columns).annotate(n=Sum("seconds")):
        row = people[learner]
        courses, codes = may[row.pk]
        if day >= row.seen_from and (course in courses or lesson in codes):
            sums[learner][minutes] += seconds
    found = []
    for row in rows:
        mine = sums[row.person_id] if row.person_id else {}
        hours = sum((in_hours(seconds, minutes) for minutes, seconds in mine.items()), Decimal(0))
        found.append(Line(row, sum(mine.values()), hours))
    return found


def _assigned(
    body: Organisation, rows: list[Membership], lessons: dict[int, tuple[str, set[str]]]
) -> dict[object, tuple[set[int], set[str]]]:
    """For each member the courses and lessons the body has assigned to him, a recalled task included."""
    by_code = {code: course for course, (code, _codes) in lessons.items()}
    found: dict[object, tuple[set[int], set[str]]] = {row.pk: (set(), set()) for row in rows}
    subjects: dict[str, tuple[set[int], set[str]]] = {}
    tasks = TrainingTask.objects.filter(organisation=body, membership__in=rows).select_related("track").order_by()
    for task in tasks:
        of = subjects.setdefault(key(task.course_id, task.track_id), (set(), set()))
        if not of[0] and not of[1]:
            steps = [step for stage in task.track.stages for step in stage.steps] if task.track else []
            through = {by_code[one.code] for one in steps if one.kind == "course" and one.code in by_code}
            of[0].update({task.course_id} if task.course_id else through)
            of[1].update({code for step in steps for code in step.of})
            of[1].update({code for course in of[0] for code in lessons.get(course, ("", set()))[1]})
        found[task.membership_id][0].update(of[0])
        found[task.membership_id][1].update(of[1])
    return found
