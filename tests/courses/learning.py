"""Deeds of a learner, for tests: enrol, answer rightly, complete."""

from typing import Any

from accounts.models import User
from courses import completion
from courses.checks import Check
from courses.checks import of as checks_of
from courses.models import Course, Enrolment, LessonPage

ORDER = ["QSO", "QSD", "CQO"]


def course(code: str = "QSO") -> Course:
    return Course.objects.get(code=code)


def enrol(learner: User, code: str = "QSO") -> Enrolment:
    version = course(code).current
    assert version is not None
    return completion.enrol(learner=learner, version=version)


def lesson(code: str, language: str = "zh-hans") -> LessonPage:
    return LessonPage.objects.get(code=code, locale__language_code=language)


def checks(code: str) -> list[Check]:
    return checks_of(lesson(code).checks)


def answer_all(learner: User, code: str) -> None:
    """Answer every self-check of a lesson rightly."""
    for check in checks(code):
        completion.answer(learner=learner, lesson_code=code, check=check, given=right_answer(check), revision_id=None)


def complete(enrolment: Enrolment, code: str) -> None:
    answer_all(enrolment.learner, code)
    completion.complete(enrolment=enrolment, lesson_code=code)


def complete_all(enrolment: Enrolment) -> None:
    for code in enrolment.version.codes:
        complete(enrolment, code)


def right_answer(check: Check) -> Any:
    match check.kind:
        case "numeric":
            return check.key["value"]
        case "fillin":
            return [check.key["accept"][0]]
        case "short":
            return "一句话"
        case _:
            return check.key


def form_of(check: Check, given: Any) -> dict[str, Any]:
    """What a browser sends for an answer."""
    fields: dict[str, Any] = {"check": check.id}
    match check.kind:
        case "truefalse":
            fields["answer"] = "true" if given else "false"
        case "ordering":
            fields |= {f"place-{key}": str(place) for place, key in enumerate(given, start=1)}
        case "matching":
            fields |= {f"match-{key}": value for key, value in given.items()}
        case _:
            fields["answer"] = given
    return fields
