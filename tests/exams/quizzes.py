"""Quizzes of lessons for tests: a course with one, questions open to practice, an attempt answered."""

from typing import Any

from courses import completion
from courses.activities import of as activities_of
from courses.models import Course, Enrolment
from exams.models import Item, QuizAttempt
from exams.quizzes import pages, trying
from tests.courses.activities import block, course_of, lesson_page, rule
from tests.exams.making import KINDS, item

QUIZ = "6f1b2c34-0000-4000-8000-00000000a1a1"
LESSON, HERE = "QUZ-01", "/courses/quz/quz-01/"
DOOR = f"/exams/quizzes/quz/quz-01/{QUIZ}/"


def practice_items(count: int = 6, kind: str = "single", lesson: str = LESSON, **fields: Any) -> list[Item]:
    made = (f"{kind}-{lesson}-{n}" for n in range(count))
    return [item(code, kind, **{"purpose": "practice", "objective": lesson, **fields}) for code in made]


def quiz(*, at_least: int | None = 60, required: bool = True, **asked: Any) -> dict[str, Any]:
    """The block as the editor keeps it."""
    value: dict[str, Any] = {"title": "第一单元测验", "draw_from": [LESSON], "kinds": [], "easiest": 1, "hardest": 5, "count": 5}
    value |= {"attempts": None, "wait_days": None, "explain": "each", **asked}
    value["draw_from"] = [{"type": "item", "value": one, "id": f"from-{n}"} for n, one in enumerate(value["draw_from"])]
    return block("quiz", {**value, "rule": rule("scored", at_least, required=required)}, QUIZ)


def course_with_quiz(**asked: Any) -> Course:
    return course_of(lesson_page([quiz(**asked)], code=LESSON), code="QUZ")


def enrolled(learner: Any, course: Course) -> Enrolment:
    assert course.current is not None
    return completion.enrol(learner=learner, version=course.current)


def begin(mine: Enrolment) -> QuizAttempt:
    [activity] = activities_of(mine.version.lesson(LESSON) or {})
    return trying.begin(enrolment=mine, lesson_code=LESSON, activity=activity)


def codes(attempt: QuizAttempt) -> list[str]:
    return [one.item_version.item.code for one in pages.questions_of(attempt)]


def answered(attempt: QuizAttempt, right: int) -> QuizAttempt:
    """Handed in with so many right answers; the others are wrong."""
    given = {one.slot: KINDS[one.item_version.item.kind][3 if one.slot <= right else 4] for one in pages.questions_of(attempt)}
    trying.save(pk=attempt.pk, given=given, seen=attempt.saves)
    return trying.hand_in(attempt)


def form(attempt: QuizAttempt, right: int) -> dict[str, Any]:
    """What a browser without a script sends: single choices alone."""
    letters = {f"q{one.slot}": "B" if one.slot <= right else "A" for one in pages.questions_of(attempt)}
    return {"seen": attempt.saves, **letters}
