"""What a teacher sees of the quizzes of his group (测验统计): how many tried and passed, and which questions are missed."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Count, F, Max, Q
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from courses.activities import of as activities_of
from courses.dashboard import Section
from courses.models import ActivityProgress, Enrolment
from courses.teaching import Group
from exams.models import ItemVersion, QuizAttempt, QuizQuestion
from exams.quizzes.pages import title_in
from exams.quizzes.trying import KIND
from exams.wording import markup

MOST = 5
Place = tuple[str, str]  # a lesson's code and a quiz in it


@dataclass(frozen=True)
class QuizRow:
    """One quiz: of those who handed it in, how many passed, in how many attempts, and their best scores' mean."""

    id: str
    lesson: str
    title: str
    people: int = 0
    passed: int = 0
    attempts: int = 0
    mean: int | None = None


@dataclass(frozen=True)
class MissedRow:
    """One question as it was drawn for this group."""

    code: str
    stem: SafeString
    given: int
    missed: int

    @property
    def percent(self) -> int:
        return self.missed * 100 // self.given


def of_group(group: Group) -> Section | None:
    """Five queries, however many people; one in a course without a quiz."""
    version = group.run.version if group.run else group.course.current
    found = [(row["code"], one) for row in (version.lessons if version else []) for one in activities_of(row) if one.kind == KIND]
    if not found:
        return None
    places = [(code, one.id) for code, one in found]
    people, done = _people(group, places), _done(group, places)
    tries = {(code, quiz): n for code, quiz, n in done.values_list("lesson_code", "activity_id").annotate(n=Count("pk"))}
    rows = [
        QuizRow(
            one.id, code, title_in(one.titles), attempts=tries.get((code, one.id), 0), **_summed(people.get((code, one.id), []))
        )
        for code, one in found
    ]
    return {"template": "exams/quiz_figures.html", "context": {"rows": rows, "missed": _missed(done), "group": group}}


def _learners(group: Group) -> Any:
    return Enrolment.objects.filter(course=group.course, run=group.run).order_by().values("learner")


def _at(places: list[Place]) -> Q:
    """A lesson that was copied has quizzes of the same ids: each is known by its lesson too."""
    return reduce(or_, (Q(lesson_code=code, activity_id=quiz) for code, quiz in places))


def _done(group: Group, places: list[Place]) -> Any:
    """Those that count; one all of whose questions were struck does not."""
    return QuizAttempt.objects.handed_in().filter(_at(places), out_of__gt=0, learner__in=_learners(group)).order_by()


def _people(group: Group, places: list[Place]) -> dict[Place, list[tuple[int, bool]]]:
    """For each quiz the best score of each person, and whether it was passed: by the rows that name them (one query)."""
    found: dict[Place, list[tuple[int, bool]]] = {}
    mine = ActivityProgress.objects.filter(_at(places), score__isnull=False, learner__in=_learners(group)).order_by()
    rows = mine.values("lesson_code", "activity_id", "learner").annotate(best=Max("score"), done=Max("completed_at"))
    for code, quiz, best, done in rows.values_list("lesson_code", "activity_id", "best", "done"):
        found.setdefault((code, quiz), []).append((best, done is not None))
    return found


def _summed(people: list[tuple[int, bool]]) -> Mapping[str, Any]:
    """
    >>> _summed([(100, True), (60, False)]), _summed([])["mean"] is None
    ({'people': 2, 'passed': 1, 'mean': 80}, True)
    """
    return {
        "people": len(people),
        "passed": sum(is_passed for _best, is_passed in people),
        "mean": sum(best for best, _is_passed in people) // len(people) if people else None,
    }


def _missed(done: Any) -> list[MissedRow]:
    """The questions missed most often (two queries)."""
    asked = QuizQuestion.objects.filter(attempt__in=done).order_by()
    counted = asked.values("item_version").annotate(given=Count("pk"), missed=Count("pk", filter=Q(marks__lt=F("max_marks"))))
    worst = list(
        counted.filter(missed__gt=0)
        .order_by((F("missed") * 1000 / F("given")).desc(), "item_version")
        .values_list("item_version", "given", "missed")[:MOST]
    )
    versions = ItemVersion.objects.select_related("item").in_bulk([pk for pk, _given, _missed in worst])
    language = get_language() or ""
    return [
        MissedRow(versions[pk].item.code, markup(versions[pk].body_in(language)["stem"]), given, missed)
        for pk, given, missed in worst
    ]
