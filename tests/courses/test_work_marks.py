"""Marking practical tasks: by the rubric, returned or accepted, in the order of waiting, once."""

import datetime as dt

import pytest
import time_machine
from wagtail.blocks.stream_block import StreamBlockValidationError

from core.dates import now
from courses import completion, working
from courses.models import ActivityEvidence, ActivityProgress, Course, CourseTeacher, Enrolment, Work, WorkMark
from courses.works import handing, marking
from notices.models import Notice
from tests.cast import person
from tests.courses.activities import course_of, lesson_page
from tests.courses.meeting import run_of
from tests.courses.test_races import at_once
from tests.courses.works import DEEDS, FACTS, FULL, PAGE, TASK, activity, course_with_task, file_of, hand_in, jpeg, task, upload


@pytest.fixture
def course(db):
    return course_with_task()


@pytest.fixture
def run(course, school, learner):
    return run_of(course, school, learner)


@pytest.fixture
def mine(run, learner):
    return Enrolment.objects.select_related("learner", "course", "version", "run").get(learner=learner)


def test_returned_with_a_comment_done_better_accepted_and_the_lesson_completes(mine, school, learner, client_of):
    work, teacher = hand_in(mine), client_of(school)
    door = work.get_absolute_url() + "mark/"
    assert teacher.post(door, {"verdict": "returned", f"points-{FACTS}": "3", f"points-{DEEDS}": "1"}).status_code == 409
    told = {"verdict": "returned", "comment": "请补上风险等级", f"points-{FACTS}": "3", f"points-{DEEDS}": "1"}
    assert teacher.post(door, told).status_code == 302
    assert "请补上风险等级" in client_of(learner).get("/courses/tsk/tsk-01/").content.decode()
    again = hand_in(mine, jpeg("blue"))
    assert again.number == 2
    told = {"verdict": "accepted", "comment": "", f"points-{FACTS}": "6", f"points-{DEEDS}": "3"}
    assert teacher.post(again.get_absolute_url() + "mark/", told).status_code == 302
    assert WorkMark.objects.get(work=again).score == 90
    assert working.done(learner, "TSK-01") == {TASK}
    assert [one.deed for one in ActivityEvidence.objects.order_by("pk")] == ["handed_in", "returned", "handed_in", "marked"]
    codes = list(
        Notice.objects.filter(reader=learner, code__startswith="courses.work").order_by("made_at").values_list("code", flat=True)
    )
    assert codes == ["courses.work_returned", "courses.work_accepted"]
    assert completion.complete(enrolment=mine, lesson_code="TSK-01").completed_at
    assert client_of(learner).post(PAGE, {"files": [upload(jpeg("white"))]}).status_code == 422


@pytest.mark.parametrize(
    "points",
    [{}, {FACTS: "7", DEEDS: "1"}, {FACTS: "-1", DEEDS: "1"}, {FACTS: "六", DEEDS: "1"}, {FACTS: "6"}],
    ids=["none", "too many", "negative", "no figure", "one missing"],
)
def test_points_that_cannot_be_are_told_by_criterion_and_what_was_typed_stays(mine, school, client_of, points):
    work = hand_in(mine)
    told = {"verdict": "accepted", "comment": "写得好"} | {f"points-{key}": value for key, value in points.items()}
    answer = client_of(school).post(work.get_absolute_url() + "mark/", told)
    assert answer.status_code == 422
    assert "写得好" in answer.content.decode()
    assert not WorkMark.objects.exists()


def test_by_a_scored_rule_too_few_points_are_not_accepted(school, learner):
    course_of(lesson_page([task(by="scored", at_least=80)], code="TSK-01"), code="TSK")
    run_of(Course.objects.get(), school, learner)
    mine = Enrolment.objects.get()
    work = hand_in(mine)
    with pytest.raises(handing.Refused, match="70"):
        marking.mark(work=work, by=school, verdict="accepted", points={FACTS: 4, DEEDS: 3})
    marking.mark(work=work, by=school, verdict="accepted", points={FACTS: 5, DEEDS: 3})
    assert ActivityProgress.objects.get().score == 80


def test_what_is_completed_no_later_rule_takes_back(mine, school, learner, course):
    marking.mark(work=hand_in(mine), by=school, verdict="accepted", points=FULL)
    page = course.pages.get()
    page.save_revision().publish()
    assert working.done(learner, "TSK-01") == {TASK}
    with pytest.raises(handing.Refused):
        marking.mark(work=Work.objects.get(), by=school, verdict="returned", points=FULL, comment="再想想")


def test_who_waits_longest_stands_first(run, course, school, client_of):
    names = []
    for n in range(3):
        somebody = person(f"学员{n}", f"w{n}")
        from courses import places

        places.take(learner=somebody, run=run)
        with time_machine.travel(now() - dt.timedelta(days=n)):
            hand_in(Enrolment.objects.get(learner=somebody))
        names.append(somebody.full_name)
    html = client_of(school).get("/learn/works/").content.decode()
    assert [html.index(name) for name in reversed(names)] == sorted(html.index(name) for name in names)


def test_in_a_later_cycle_the_task_is_done_anew(mine, school, learner):
    CourseTeacher.objects.update(since="2020-01-01")
    with time_machine.travel(now() - dt.timedelta(days=400)):
        marking.mark(work=hand_in(mine), by=school, verdict="accepted", points=FULL)
    Enrolment.objects.update(counts_from=now() - dt.timedelta(days=1))
    mine.refresh_from_db()
    assert working.done(learner, "TSK-01", mine.counts_from) == set()
    again = hand_in(mine, jpeg("blue"))
    assert again.number == 2
    marking.mark(work=again, by=school, verdict="accepted", points=FULL)
    assert working.done(learner, "TSK-01", mine.counts_from) == {TASK}


@pytest.mark.django_db(transaction=True)
def test_handed_in_and_marked_many_times_at_once_it_is_once(mine, school, learner):
    asked = {"enrolment": mine, "lesson_code": "TSK-01", "activity": activity(mine)}
    handing.put_in(**asked, file=file_of())
    assert at_once([lambda: handing.hand_in(**asked)] * 8) == []
    work = Work.objects.get()

    def judge(verdict):
        try:
            marking.mark(work=work, by=school, verdict=verdict, points=FULL, comment="看过")
        except handing.Refused:
            return

    assert at_once([lambda n=n: judge("accepted" if n % 2 else "returned") for n in range(8)]) == []
    assert WorkMark.objects.count() == 1
    assert ActivityEvidence.objects.filter(deed__in=["marked", "returned"]).count() == 1


@pytest.mark.django_db(transaction=True)
def test_without_the_lock_a_task_is_handed_in_twice(mine, learner):
    """The control: look whether a round waits, then begin one, each in his own time."""
    import threading

    looked = threading.Barrier(8)

    def careless(n):
        waits = Work.objects.exclude(handed_in_at=None).exists()
        looked.wait(timeout=30)
        if not waits:
            Work.objects.create(
                learner=learner, course=mine.course, lesson_code="TSK-01", activity_id=TASK, number=n + 1, handed_in_at=now()
            )

    assert at_once([lambda n=n: careless(n) for n in range(8)]) == []
    assert Work.objects.count() > 1


def test_a_score_without_a_rubric_is_refused_when_the_lesson_is_saved(db):
    from courses.models import LessonPage

    stream = LessonPage._meta.get_field("body").stream_block
    value = stream.to_python([task(by="scored", at_least=60, rubric=False)])
    with pytest.raises(StreamBlockValidationError) as told:
        stream.clean(value)
    assert "没有评分标准" in str(told.value.as_json_data())
