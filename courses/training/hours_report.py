"""The hours report (学时报表): what the ledger credited in a period for what the body assigned, since each person joined.

The database adds up, one sum for each person: a page reads fifty members, and the total is that of ten thousand.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from courses.allotment import in_hours
from courses.models import CourseVersion, CreditEntry, Track, TrainingTask
from organisations.models import Membership, Organisation

if TYPE_CHECKING:
    People = QuerySet[Membership] | Collection[Membership]


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
    """A period, both days included: `credited` holds seconds and hours of each person who has any."""

    start: dt.date
    end: dt.date
    people: "People"
    credited: Mapping[int, tuple[int, Decimal]]

    def of(self, members: Iterable[Membership]) -> Iterator[Line]:
        """The lines of these, one by one."""
        nothing = (0, Decimal(0))
        return (Line(one, *(self.credited.get(one.person_id, nothing) if one.person_id else nothing)) for one in members)

    @property
    def lines(self) -> list[Line]:
        """Everybody's line."""
        return list(self.of(self.people))

    @property
    def seconds(self) -> int:
        return sum(seconds for seconds, _hours in self.credited.values())

    @property
    def minutes(self) -> int:
        """Of the exact sum, not of rounded lines."""
        return self.seconds // 60

    @property
    def hours(self) -> Decimal:
        return sum((hours for _seconds, hours in self.credited.values()), Decimal(0))


def report(body: Organisation, people: "People", start: dt.date, end: dt.date) -> Report:
    """Everybody's sum. An entry counts when its course or its lesson was assigned to this person by this body (4 queries)."""
    told: Any = people.order_by().values("pk") if isinstance(people, QuerySet) else [one.pk for one in people]
    since = Coalesce(F("learner__memberships__joined_on"), F("learner__memberships__since"))
    belongs: dict[str, Any] = {"in": told, "organisation": body, "until": None}
    theirs = {f"learner__memberships__{name}": value for name, value in belongs.items()}
    mine = CreditEntry.objects.filter(**theirs, day__range=(start, end), day__gte=since)
    entries = mine.annotate(member=F("learner__memberships__pk")).filter(_assigned(body)).order_by()
    sums: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for learner, minutes, seconds in entries.values_list("learner", "course__minutes_per_hour").annotate(n=Sum("seconds")):
        sums[learner].append((seconds, minutes))
    return Report(start, end, people, {learner: _added(of_course) for learner, of_course in sums.items()})


def _added(of_course: Iterable[tuple[int, int]]) -> tuple[int, Decimal]:
    """Seconds, and hours as each kind of course counts them."""
    sums = list(of_course)
    return sum(seconds for seconds, _minutes in sums), sum((in_hours(*one) for one in sums), Decimal(0))


def _assigned(body: Organisation) -> Q:
    """Entries for what this member was assigned, a recalled task included (3 queries).

    The course itself first: where it is the one assigned, the database asks no further. After it what costs nothing to ask:
    whether the lesson is one of those. Each look at the tasks is one into an index (`trainingtask_assigned`).
    """
    tasks = TrainingTask.objects.filter(membership=OuterRef("member"))
    lessons = {
        one.course_id: (one.course.code, set(one.codes)) for one in CourseVersion.objects.newest().select_related("course")
    }
    by_code = {code: course for course, (code, _codes) in lessons.items()}
    wanted = Q(Exists(tasks.filter(course=OuterRef("course"))))
    subjects = TrainingTask.objects.filter(organisation=body).order_by()
    for course in subjects.exclude(course=None).values_list("course", flat=True).distinct():
        if codes := lessons.get(course, ("", set[str]()))[1]:
            wanted |= Q(lesson_code__in=codes) & Q(Exists(tasks.filter(course=course)))
    for track in Track.objects.filter(pk__in=subjects.exclude(track=None).values("track")):
        steps = [step for stage in track.stages for step in stage.steps]
        through = {by_code[one.code] for one in steps if one.kind == "course" and one.code in by_code}
        codes = {code for step in steps for code in step.of} | {code for course in through for code in lessons[course][1]}
        wanted |= (Q(course__in=through) | Q(lesson_code__in=codes)) & Q(Exists(tasks.filter(course=None, track=track)))
    return wanted
