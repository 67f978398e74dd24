"""A live course is edited at random: who has finished keeps 100% and the date, who is half-way keeps every minute."""

import random

import pytest
from django.db import DatabaseError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from courses import completion, hours, moving, standing
from courses.models import Course, CourseRun, CourseVersion, CreditEntry, LessonProgress, VersionDecision
from courses.publishing import NotACorrection, Publication, published_as
from tests.cast import person
from tests.courses.learning import complete
from tests.courses.small import lesson, make_course, page_of, publish
from tests.courses.test_places import make_run


def row(code, minutes=45, checks=()):
    return {
        "code": code,
        "slug": code.lower(),
        "key": code,
        "minutes": minutes,
        "title": {"zh-hans": code},
        "revisions": {"zh-hans": 1},
        "checks": list(checks),
    }


def version(course, rows) -> CourseVersion:
    """The next version, straight from what it holds."""
    number = (course.current.number if course.current else 0) + 1
    structure = {"modules": [{"title": {"zh-hans": "单元"}, "lessons": rows}]}
    minutes = sum(one["minutes"] for one in rows)
    return CourseVersion.objects.create(course=course, number=number, structure=structure, minutes=minutes)


def edited(rows, chance: random.Random, fresh: str):
    """The lessons after one edit: one added, deleted, moved, lengthened, or asked more of."""
    rows = [dict(one) for one in rows]
    place = chance.randrange(len(rows))
    match chance.choice(["add", "delete", "move", "minutes", "check"]):
        case "add":
            rows.insert(place, row(fresh))
        case "delete" if len(rows) > 1:
            del rows[place]
        case "move":
            rows.insert(chance.randrange(len(rows)), rows.pop(place))
        case "minutes":
            rows[place]["minutes"] = chance.randrange(5, 90)
        case _:
            rows[place]["checks"] = [*rows[place]["checks"], f"{fresh}-c"]
    return rows


class RandomEdits(TestCase):
    @settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow])
    @given(seed=st.integers(0, 10**6), edits=st.integers(1, 8))
    def test_nobody_loses_anything(self, seed, edits):
        chance = random.Random(seed)
        course = Course.objects.create(code="RND", daily_cap_hours=200)
        rows = [row(f"R{n}") for n in range(6)]
        first = version(course, rows)
        editor, done, halfway = (person(f"人{n}", f"r{n}") for n in range(3))
        finished = completion.enrol(learner=done, version=first)
        for code in first.codes:
            completion.complete(enrolment=finished, lesson_code=code)
        begun = completion.enrol(learner=halfway, version=first)
        for code in chance.sample(first.codes, 3):
            completion.complete(enrolment=begun, lesson_code=code)
        finished.refresh_from_db()
        date, entries = finished.completed_at, list(CreditEntry.objects.order_by("pk").values())
        had, credited = standing.of(halfway, course), hours.total(halfway, "RND")
        assert date
        for number in range(edits):
            rows = edited(rows, chance, f"N{number}")
            version(course, rows)
            decide = chance.choice([moving.move, moving.keep])
            decide(course=course, run=None, by=editor, because="试讲后调整")
            mine, theirs = standing.of(done, course), standing.of(halfway, course)
            assert (mine.syllabus.percent, mine.enrolment.completed_at, mine.version) == (100, date, first)
            assert theirs.syllabus.done + theirs.carried >= had.syllabus.done
            assert hours.total(halfway, "RND") >= credited
            assert theirs.seconds >= had.seconds
            assert list(CreditEntry.objects.order_by("pk").values()) == entries
        assert LessonProgress.objects.filter(learner=halfway, completed_at=None).count() == 0


@pytest.fixture
def course(db):
    return make_course(codes=[["TST-01", "TST-02"], ["TST-03"]])


def test_a_run_is_moved_by_a_named_person_and_others_are_left_where_they_are(course, learner, stranger, employer, administrator):
    run = make_run(course)
    old = course.current
    in_run = completion.enrol(learner=learner, version=old, run=run)
    alone = completion.enrol(learner=stranger, version=old)
    publish(page_of(course), [["TST-01", "TST-04"], ["TST-03"]])
    decided = moving.move(course=course, run=run, by=administrator, because="第二课改用新标准")
    in_run.refresh_from_db()
    alone.refresh_from_db()
    assert (in_run.version.number, alone.version.number, decided.moved) == (2, 1, 1)
    assert completion.enrol(learner=employer, version=CourseRun.objects.get().version, run=run).version.number == 2
    assert VersionDecision.objects.get().because == "第二课改用新标准"
    with pytest.raises(moving.Refused):
        moving.move(course=course, run=None, by=administrator, because="  ")


def test_a_lesson_the_new_version_lacks_keeps_its_hours_and_is_told(course, learner, administrator, client_of):
    mine = completion.enrol(learner=learner, version=course.current)
    complete(mine, "TST-02")
    publish(page_of(course), [["TST-01"], ["TST-03"]])
    moving.move(course=course, run=None, by=administrator, because="删去一课")
    told = standing.of(learner, course)
    assert (told.carried, told.hours, str(hours.total(learner, "TST"))) == (1, "1.0", "1.0")
    assert "另有1课" in client_of(learner).get("/courses/tst/").content.decode()


def test_who_has_all_that_the_new_version_asks_completes_by_being_moved(course, learner, administrator):
    mine = completion.enrol(learner=learner, version=course.current)
    for code in ("TST-01", "TST-02"):
        complete(mine, code)
    publish(page_of(course), [["TST-01", "TST-02"]])
    moving.move(course=course, run=None, by=administrator, because="删去一课")
    assert completion.completed_at(learner, "TST")


def test_a_correction_reaches_everybody_in_place_and_moves_no_goal(course, learner, stranger, administrator):
    first = completion.enrol(learner=learner, version=course.current)
    complete(first, "TST-01")
    publish(page_of(course), [["TST-01", "TST-02"], ["TST-03", "TST-05"]])
    second = completion.enrol(learner=stranger, version=course.current)
    page = lesson("TST-02")
    page.title = "改正错字"
    with published_as(Publication(by=administrator, note="错字", is_correction=True)):
        page.save_revision().publish()
    for mine, label, total in ((first, "v1.1", 3), (second, "v2.1", 4)):
        mine.refresh_from_db()
        assert (mine.version.label, len(mine.version.codes)) == (label, total)
        assert mine.version.lesson("TST-02")["title"]["zh-hans"] == "改正错字"
        assert (mine.version.note, mine.version.published_by) == ("错字", administrator)
    assert standing.of(learner, course).syllabus.done == 1


def test_a_correction_may_not_add_a_lesson(course, administrator):
    number = CourseVersion.objects.count()
    wrong = Publication(by=administrator, is_correction=True)
    with pytest.raises(NotACorrection), transaction.atomic(), published_as(wrong):
        publish(page_of(course), [["TST-01", "TST-02"], ["TST-03", "TST-06"]])
    assert CourseVersion.objects.count() == number


@pytest.mark.parametrize("deed", ["UPDATE {table} SET because = 'x'", "DELETE FROM {table}"], ids=["update", "delete"])
def test_a_decision_is_kept_for_good(course, administrator, deed):
    from django.db import connection

    moving.keep(course=course, run=None, by=administrator, because="本期不变")
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(deed.format(table=VersionDecision._meta.db_table))
