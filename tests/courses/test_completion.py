"""Completing (学完): every check right once, the person's own word, and what was granted stays."""

import pytest

from core.models import AuditEntry
from courses import completion
from courses.models import CheckAnswer, Enrolment, LessonProgress
from courses.signals import course_completed
from tests.courses.learning import answer_all, checks, complete, complete_all, course, enrol, right_answer


def answer(learner, code, check, given):
    return completion.answer(learner=learner, lesson_code=code, check=check, given=given, revision_id=None)


def test_a_lesson_with_an_open_check_cannot_be_completed(content, learner):
    mine = enrol(learner)
    first, *rest = checks("OFF-05")
    for check in rest:
        answer(learner, "OFF-05", check, right_answer(check))
    answer(learner, "OFF-05", first, ["A"])
    with pytest.raises(completion.NotYet) as raised:
        completion.complete(enrolment=mine, lesson_code="OFF-05")
    assert raised.value.open_checks == [first.id]
    assert not LessonProgress.objects.exclude(completed_at=None).exists()


def test_once_right_stays_right(content, learner):
    mine = enrol(learner)
    answer_all(learner, "OFF-05")
    answer(learner, "OFF-05", checks("OFF-05")[0], ["A"])
    assert completion.complete(enrolment=mine, lesson_code="OFF-05").completed_at
    assert CheckAnswer.objects.count() == 4


def test_completing_again_keeps_the_first_date(content, learner):
    mine = enrol(learner)
    complete(mine, "OFF-05")
    first = LessonProgress.objects.get().completed_at
    assert completion.complete(enrolment=mine, lesson_code="OFF-05").completed_at == first


def test_a_course_is_complete_when_its_last_lesson_is(content, learner):
    heard = []

    def listener(sender, enrolment, **kwargs):
        heard.append(enrolment)

    course_completed.connect(listener)
    try:
        mine = enrol(learner)
        *most, last = mine.version.codes
        for code in most:
            complete(mine, code)
        assert completion.completed_at(learner, "QSO") is None
        complete(mine, last)
    finally:
        course_completed.disconnect(listener)
    assert completion.completed_at(learner, "QSO") is not None
    assert heard == [mine]
    assert AuditEntry.objects.filter(deed="course.completed").count() == 1


def test_lessons_learned_elsewhere_count_from_the_day_one_enrols(content, learner):
    complete_all(enrol(learner, "CQO"))
    other = enrol(learner, "QSO")
    shared = set(course("QSO").current.codes) & set(course("CQO").current.codes)
    assert shared
    assert LessonProgress.objects.filter(lesson_code__in=shared).exclude(completed_at=None).count() == len(shared)
    for code in other.version.codes:
        if code not in shared:
            complete(other, code)
    assert completion.completed_at(learner, "QSO") is not None


def test_enrolling_twice_is_enrolling_once(content, learner):
    assert enrol(learner) == enrol(learner)
    assert Enrolment.objects.count() == 1
    assert AuditEntry.objects.filter(deed="course.enrolled").count() == 1


def test_a_lesson_of_another_course_is_refused(content, learner):
    with pytest.raises(LookupError):
        completion.complete(enrolment=enrol(learner), lesson_code="STR-01")


def test_who_is_not_enrolled_has_no_completion(content, learner):
    assert completion.completed_at(learner, "QSO") is None
