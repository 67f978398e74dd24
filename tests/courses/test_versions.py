"""A published course is frozen (课程版本): nobody's goal moves, and the database itself refuses changes."""

from copy import deepcopy

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.utils import DatabaseError

from courses import completion, moving, standing
from courses.models import CheckAnswer, CompletionRecord, CoursePage, CourseVersion, CreditEntry, Enrolment
from courses.reading import lesson_page
from tests.courses.learning import answer_all, complete, complete_all, course, enrol, lesson


def page_of(code="QSO"):
    return CoursePage.objects.get(course__code=code, locale__language_code="zh-hans")


def publish(page, modules):
    page.modules = page.modules.stream_block.to_python(modules)
    page.save_revision().publish()


def without_last_lesson(page):
    """Publish the course with its last lesson taken out."""
    modules = deepcopy(list(page.modules.raw_data))
    modules[-1]["value"]["lessons"] = modules[-1]["value"]["lessons"][:-1]
    publish(page, modules)


def test_publishing_what_did_not_change_makes_no_version(content):
    page_of().save_revision().publish()
    assert CourseVersion.objects.filter(course__code="QSO").count() == 1


def test_publishing_another_structure_makes_the_next_version(content):
    without_last_lesson(page_of())
    versions = CourseVersion.objects.filter(course__code="QSO")
    assert [(version.number, len(version.codes)) for version in versions] == [(2, 19), (1, 20)]


def test_publishing_a_lesson_anew_makes_a_version_of_each_course_that_shows_it(content):
    page = lesson("DAY-08")
    page.title = "改过的课题"
    page.save_revision().publish()
    assert [course(code).current.number for code in ("QSO", "QSD", "CQO")] == [2, 2, 1]
    assert course("QSO").current.lesson("DAY-08")["title"]["zh-hans"] == "改过的课题"


def test_who_is_enrolled_keeps_his_version_and_its_very_text(content, learner):
    mine = enrol(learner)
    page = lesson("OFF-05")
    page.title, page.objective = "改过的课题", "改过的目标"
    page.save_revision().publish()
    without_last_lesson(page_of())
    told = standing.of(learner, course())
    assert told is not None
    assert told.version == mine.version
    assert told.syllabus.total == 20
    assert told.is_behind_current
    assert lesson_page(told, "OFF-05").title == "日检查实操：人机料法环测"
    assert enrol(learner).version == mine.version


def test_a_newcomer_gets_the_newest_version(content, learner, stranger):
    enrol(learner)
    without_last_lesson(page_of())
    assert enrol(stranger).version.number == 2


def test_a_completion_keeps_its_date_when_the_course_grows(content, learner, administrator):
    whole = deepcopy(list(page_of().modules.raw_data))
    without_last_lesson(page_of())
    mine = enrol(learner)
    complete_all(mine)
    before = completion.completed_at(learner, "QSO")
    record = CompletionRecord.objects.values().get()
    assert before is not None
    publish(page_of(), whole)
    assert (len(mine.version.codes), len(course().current.codes)) == (19, 20)
    moving.move(course=course(), run=None, by=administrator, because="加一课")
    completion.settle(learner)
    again = enrol(learner)
    assert completion.completed_at(learner, "QSO") == before
    assert standing.of(learner, course()).syllabus.percent == 100
    assert again.version == mine.version
    assert CompletionRecord.objects.values().get() == record


def test_a_lesson_deleted_since_is_read_as_it_is_elsewhere_or_not_found(content, learner, client_of):
    mine = enrol(learner)
    complete(mine, "OFF-05")
    lesson("OFF-05").delete()
    assert client_of(learner).get("/courses/qso/off-05/").status_code == 404
    assert client_of(learner).get("/courses/qso/").status_code == 200
    assert client_of(learner).get("/learn/hours/").status_code == 200


@pytest.mark.parametrize("model", [CourseVersion, CheckAnswer, CreditEntry])
@pytest.mark.parametrize("deed", ["UPDATE {table} SET id = id + 1000", "DELETE FROM {table}"])
def test_the_database_refuses_to_rewrite(content, learner, model, deed):
    complete(enrol(learner), "OFF-05")
    before = model.objects.count()
    assert before
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(deed.format(table=model._meta.db_table))
    assert model.objects.count() == before


def test_an_enrolment_is_one_per_person_and_course(content, learner):
    mine = enrol(learner)
    with pytest.raises(IntegrityError), transaction.atomic():
        Enrolment.objects.create(learner=learner, course=mine.course, version=mine.version)


def test_answers_given_before_a_new_version_still_count(content, learner):
    mine = enrol(learner)
    answer_all(learner, "OFF-05")
    page = lesson("OFF-05")
    page.title = "改"
    page.save_revision().publish()
    completion.complete(enrolment=mine, lesson_code="OFF-05")
    assert standing.of(learner, course()).syllabus.done == 1
