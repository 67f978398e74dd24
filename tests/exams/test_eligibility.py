"""Each condition in words, with where to go and from when on."""

import datetime as dt

import pytest
import time_machine
from django.utils import translation

from core.dates import now
from courses.models import Course, Enrolment, Track
from exams import delivery
from exams.conditions import NotAllowed
from exams.eligibility import conditions
from exams.models import Registration
from tests.courses.learning import complete_all, enrol
from tests.courses.small import make_course
from tests.exams.making import finished, sitting, version

START = dt.datetime(2026, 11, 2, 1, 0, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)


@pytest.fixture(autouse=True)
def chinese():
    with translation.override("zh-hans"):
        yield


@pytest.fixture
def at(db):
    with time_machine.travel(START, tick=False):
        return sitting(version(["single"], max_attempts=3, attempts_window_months=12, cooling_off_days=[1, 7, 30]))


def condition(candidate, at, key):
    return next((one for one in conditions(candidate, at) if one.key == key), None)


def fail(candidate, at, moment):
    with time_machine.travel(moment, tick=False):
        return finished(candidate, at, right=False)


def test_whoever_starts_afresh_may_start(learner, at):
    with time_machine.travel(START, tick=False):
        assert [(one.key, one.met) for one in conditions(learner, at)] == [("window", True), ("attempts", True)]
        assert condition(learner, at, "attempts").sentence == "12个月内可考3次，还剩3次。"


def test_without_the_course_the_way_leads_to_ones_learning(learner):
    at = sitting(version(["single"], eligibility={"course": "QSO"}))
    missing = condition(learner, at, "course")
    assert (missing.met, missing.sentence, missing.url) == (False, "请先学完课程。", "/learn/")
    with pytest.raises(NotAllowed):
        delivery.start(candidate=learner, sitting=at)


def test_without_the_course_the_way_leads_to_its_next_lesson(learner):
    make_course("QSO", [["QSO-01", "QSO-02"]])
    at = sitting(version(["single"], eligibility={"course": "QSO"}))
    missing = condition(learner, at, "course")
    assert (missing.sentence, missing.url) == ("请先学完课程“课程QSO”。", "/courses/qso/")
    enrol(learner, "QSO")
    missing = condition(learner, at, "course")
    assert (missing.met, missing.url) == (False, "/courses/qso/qso-01/")
    assert missing.sentence == "请先学完课程“课程QSO”，接着学“课QSO-01”这一课。"


def test_an_exam_may_ask_for_what_stands_before_it_on_a_track(learner, client_of):
    make_course("ONE", [["ONE-01"]])
    make_course("TWO", [["TWO-01"]])
    stages = [[("course", "ONE"), ("course", "TWO")], [("exam", "TST")], [("course", "LATER")]]
    told = [{"title": {}, "steps": [{"kind": kind, "code": code} for kind, code in row]} for row in stages]
    track = Track.objects.create(slug="tst", content={"title": {"zh-hans": "试用路径"}, "stages": told})
    at = sitting(version(["single"], eligibility={"track": "tst"}))
    complete_all(enrol(learner, "ONE"))
    missing = condition(learner, at, "track")
    assert (missing.met, missing.sentence) == (False, "按“试用路径”，请先完成：课程TWO。")
    assert missing.url == "/courses/two/"
    assert client_of(learner).get(missing.url).status_code == 200
    with pytest.raises(NotAllowed):
        delivery.start(candidate=learner, sitting=at)
    complete_all(enrol(learner, "TWO"))
    assert condition(learner, at, "track").met
    Track.objects.filter(pk=track.pk).update(is_published=False)
    assert condition(learner, at, "track") is None


@pytest.mark.usefixtures("content")
def test_with_the_course_the_day_is_told(learner):
    course = Course.objects.get(code="QSO")
    Enrolment.objects.create(
        learner=learner, course=course, version=course.versions.all()[0], completed_at=dt.datetime(2026, 9, 18, 20, tzinfo=dt.UTC)
    )
    at = sitting(version(["single"], eligibility={"course": "QSO"}))
    assert condition(learner, at, "course").sentence == "您已于2026年9月19日学完课程。"


def test_a_sitting_to_come_tells_when_it_opens(learner, at):
    with time_machine.travel(START - DAY, tick=False):
        early = condition(learner, at, "window")
        assert (early.met, early.allowed_from) == (False, START)
        assert early.sentence == "2026年11月2日 09:00开始。"


def test_a_sitting_with_an_end_tells_it_and_after_it_is_closed(learner):
    with time_machine.travel(START, tick=False):
        at = sitting(version(["single"]), closes_at=START + DAY)
        assert condition(learner, at, "window").sentence == "2026年11月3日 09:00前可以开始。"
    with time_machine.travel(START + DAY, tick=False):
        assert not condition(learner, at, "window").met


def test_a_sitting_by_registration_admits_who_is_registered_once(learner, stranger):
    at = sitting(version(["single"]), walk_in=False)
    assert not condition(learner, at, "admission").met
    Registration.objects.create(candidate=learner, sitting=at, admission_no="A", state="admitted")
    assert condition(learner, at, "admission").met
    assert not condition(stranger, at, "admission").met
    finished(learner, at)
    assert not condition(learner, at, "admission").met


def test_after_each_failure_the_wait_is_longer(learner, at):
    fail(learner, at, START)
    with time_machine.travel(START + DAY - dt.timedelta(seconds=1), tick=False):
        waiting = condition(learner, at, "cooling_off")
        assert (waiting.met, waiting.allowed_from) == (False, START + DAY)
        assert waiting.sentence == "未通过后须间隔1天，2026年11月3日 09:00起可以再考。"
        with pytest.raises(NotAllowed) as caught:
            delivery.start(candidate=learner, sitting=at)
        assert [one.key for one in caught.value.conditions] == ["cooling_off"]
    fail(learner, at, START + DAY)
    with time_machine.travel(START + 7 * DAY, tick=False):
        assert condition(learner, at, "cooling_off").allowed_from == START + 8 * DAY
    with time_machine.travel(START + 8 * DAY, tick=False):
        assert condition(learner, at, "cooling_off").met


def test_s05_the_attempts_are_counted_within_the_window_and_it_tells_when_one_falls_out(learner, at):
    for days in (0, 1, 8):
        fail(learner, at, START + days * DAY)
    with time_machine.travel(START + 60 * DAY, tick=False):
        used = condition(learner, at, "attempts")
        assert (used.met, used.allowed_from) == (False, START.replace(year=2027))
        assert used.sentence == "12个月内的3次机会已用完，2027年11月2日起可以再考。"
    with time_machine.travel(START.replace(year=2027), tick=False):
        assert condition(learner, at, "attempts").sentence == "12个月内可考3次，还剩1次。"
        assert delivery.start(candidate=learner, sitting=at).ordinal == 4


def test_a_void_attempt_counts_for_nothing(learner, at):
    fail(learner, at, START)
    learner.attempts.update(state="void")
    with time_machine.travel(START, tick=False):
        assert condition(learner, at, "attempts").sentence.endswith("还剩3次。")
        assert condition(learner, at, "cooling_off") is None


def test_a_pass_is_a_note_and_ends_the_waiting(learner, at):
    fail(learner, at, START)
    with time_machine.travel(START + DAY, tick=False):
        finished(learner, at)
        note = condition(learner, at, "passed")
        assert (note.met, note.note, note.sentence) == (True, True, "您已于2026年11月3日通过这个考试。")
        assert condition(learner, at, "cooling_off") is None


def test_a_pass_that_has_run_out_is_no_note_any_more(learner):
    with time_machine.travel(START, tick=False):
        at = sitting(version(["single"], eligibility={"validity_months": 36}))
        finished(learner, at)
        assert condition(learner, at, "passed") is not None
    with time_machine.travel(START.replace(year=2029), tick=False):
        assert condition(learner, at, "passed") is None


def test_a_pass_not_yet_released_shows_in_no_condition(learner):
    """Neither as a pass nor by the waiting time falling away."""
    at = sitting(version(["single"], cooling_off_days=[1]), release="person")
    finished(learner, at)
    assert condition(learner, at, "passed") is None
    waiting = condition(learner, at, "cooling_off")
    assert not waiting.met
    assert waiting.sentence.startswith("上次考试还没有公布成绩")


def test_conditions_cost_the_same_however_many_attempts_there_were(learner, at, django_assert_max_num_queries):
    fail(learner, at, START)
    for days in (1, 8):
        fail(learner, at, START + days * DAY)
    told = type(at).objects.told().get(pk=at.pk)
    with django_assert_max_num_queries(4):
        conditions(learner, told, now())
