"""After all attempts are used: a wait and further hours open a new series of as many."""

import datetime as dt
import json

import pytest
import time_machine
from django.conf import settings
from django.utils import translation

from courses import hours
from courses.models import Course, CreditEntry
from exams import delivery, papers, ruling
from exams.conditions import NotAllowed
from exams.eligibility import conditions
from exams.models import Area, Sitting
from exams.tries import attempts_left
from exams.wording import rules
from tests.exams.making import finished, sitting, version

DAY, SECOND = dt.timedelta(days=1), dt.timedelta(seconds=1)
# Half an hour after midnight in Zhuhai: in UTC it is still the day before.
FIRST = dt.datetime(2026, 12, 7, 16, 30, tzinfo=dt.UTC)
SCHEME = {"CQO": ([7, 30, 90], 8), "QSD": ([3, 14, 60], 6), "QSO": ([1, 7, 30], 4)}


@pytest.fixture(autouse=True)
def chinese():
    with translation.override("zh-hans"):
        yield


@pytest.fixture
def course(db) -> Course:
    return Course.objects.get_or_create(code="QSO")[0]


@pytest.fixture(params=list(SCHEME.values()), ids=list(SCHEME))
def rule(request):
    return request.param


def credit(learner, course, amount, at, lesson="X-1", **fields):
    """Hours of 45 minutes in the ledger."""
    given = {"reason": "completed", "rule_version": "1/45/8", "source_ref": f"lesson:{lesson}:{at:%d%H%M%S}", **fields}
    CreditEntry.objects.create(
        learner=learner, course=course, lesson_code=lesson, seconds=int(amount * 2700), at=at, day=at.date(), **given
    )


def used_up(learner, days) -> tuple[Sitting, dt.datetime]:
    """Three failures as early as may be: where, and when the last was handed in."""
    hours_asked = next(asked for waits, asked in SCHEME.values() if waits == days)
    with time_machine.travel(FIRST, tick=False):
        at = sitting(version(["single"], max_attempts=3, cooling_off_days=days, cooling_off_hours=hours_asked))
    moment = FIRST
    for wait in (0, *days[:2]):
        moment += wait * DAY
        fail(learner, at, moment)
    return at, moment


def fail(learner, at, moment):
    with time_machine.travel(moment, tick=False):
        finished(learner, at, right=False)


def unmet(learner, at, moment) -> dict[str, str]:
    with time_machine.travel(moment, tick=False):
        return {one.key: one.sentence for one in conditions(learner, at) if not one.met}


def test_the_shipped_rules_are_those_of_the_scheme():
    shipped = json.loads((settings.CONTENT_DIR / "blueprints.json").read_text(encoding="utf-8"))
    assert {code: (one["cooling_off_days"], one["cooling_off_hours"]) for code, one in shipped.items()} == SCHEME


def test_to_the_second_and_to_the_minute_of_an_hour_the_third_failure_asks_for_both(learner, course, rule):
    days, asked = rule
    at, last = used_up(learner, days)
    again = last + days[2] * DAY
    credit(learner, course, asked, last - DAY, "EARLIER")
    credit(learner, course, asked - 1, last + SECOND, "A")
    assert set(unmet(learner, at, again - SECOND)) == {"cooling_off", "hours"}
    assert set(unmet(learner, at, again)) == {"hours"}
    with time_machine.travel(again, tick=False), pytest.raises(NotAllowed):
        delivery.start(candidate=learner, sitting=at)
    credit(learner, course, 59 / 60, last + DAY, "B")
    assert unmet(learner, at, again)["hours"].endswith("还差0.1学时。")
    credit(learner, course, 1 / 60, last + 2 * DAY, "C")
    assert set(unmet(learner, at, again - SECOND)) == {"cooling_off"}
    assert unmet(learner, at, again) == {}
    with time_machine.travel(again, tick=False):
        assert attempts_left(learner, at.exam_version) == 3
        assert delivery.start(candidate=learner, sitting=at).ordinal == 4
        assert attempts_left(learner, at.exam_version) == 2


def test_what_is_missing_and_the_earliest_day_are_named_in_local_time(learner, course):
    at, last = used_up(learner, [1, 7, 30])
    credit(learner, course, 1.5, last + DAY)
    assert last == dt.datetime(2026, 12, 15, 16, 30, tzinfo=dt.UTC)
    assert unmet(learner, at, last + 2 * DAY) == {
        "cooling_off": "未通过后须间隔30天，2027年1月15日 00:30起可以再考。",
        "hours": "2026年12月16日那次考试之后须新记入4学时，还差2.5学时。最早可以再考的时间是2027年1月15日 00:30。",
    }
    with time_machine.travel(last + 2 * DAY, tick=False):
        assert attempts_left(learner, at.exam_version) == 0


def test_a_new_series_begins_with_the_first_wait_and_asks_for_hours_of_its_own(learner, course):
    at, last = used_up(learner, [1, 7, 30])
    credit(learner, course, 4, last + DAY)
    fourth = last + 30 * DAY
    fail(learner, at, fourth)
    assert set(unmet(learner, at, fourth + DAY - SECOND)) == {"cooling_off"}
    assert unmet(learner, at, fourth + DAY) == {}
    fail(learner, at, fourth + DAY)
    fail(learner, at, fourth + 8 * DAY)
    assert set(unmet(learner, at, fourth + 38 * DAY)) == {"hours"}


def test_a_series_not_used_up_asks_for_no_hours_and_one_used_up_is_forgotten_after_the_window(learner):
    at, last = used_up(learner, [1, 7, 30])
    assert set(unmet(learner, at, last.replace(year=2027) - SECOND)) == {"hours"}
    assert unmet(learner, at, last.replace(year=2027)) == {}


def test_an_attempt_declared_void_uses_up_nothing(learner):
    at, last = used_up(learner, [1, 7, 30])
    learner.attempts.filter(ordinal=2).update(state="void")
    assert unmet(learner, at, last + 7 * DAY) == {}


def test_hours_taken_back_do_not_count_and_what_takes_back_earlier_ones_takes_none(learner, course):
    credit(learner, course, 2, FIRST - DAY, "OLD")
    credit(learner, course, 3, FIRST + DAY, "NEW")
    credit(learner, course, -2, FIRST + 2 * DAY, "OLD", reason="corrected")
    assert hours.earned_since(learner, FIRST) == 3
    credit(learner, course, -1, FIRST + 3 * DAY, "NEW", reason="corrected")
    assert hours.earned_since(learner, FIRST) == 2


def test_another_persons_hours_do_not_count(learner, stranger, course):
    credit(stranger, course, 5, FIRST + DAY)
    assert hours.earned_since(learner, FIRST) == 0


def test_nought_hours_leave_the_wait_alone(learner):
    with time_machine.travel(FIRST, tick=False):
        at = sitting(version(["single"], max_attempts=1, cooling_off_days=[30], cooling_off_hours=0))
    fail(learner, at, FIRST)
    assert set(unmet(learner, at, FIRST + 30 * DAY - SECOND)) == {"cooling_off"}
    assert unmet(learner, at, FIRST + 30 * DAY) == {}


def test_a_third_result_not_yet_released_tells_nothing(learner):
    with time_machine.travel(FIRST, tick=False):
        at = sitting(version(["single"], max_attempts=1, cooling_off_days=[30], cooling_off_hours=4), release="person")
        finished(learner, at, right=True)
    told = unmet(learner, at, FIRST + DAY)
    assert set(told) == {"cooling_off", "hours"}
    assert "未通过" not in "".join(told.values())


def test_rules_without_hours_keep_their_digest_and_those_with_differ(db, examiner, administrator):
    Area.objects.create(credential="QSO", code="S1", name={"zh-hans": "法规与岗位"}, position=1)
    made = version(["single"])
    rows = made.blueprint_rows()
    assert papers.rules_digest(made, rows) == made.content_sha256
    draft = ruling.draft(exam=made.exam, by=examiner)
    draft.cooling_off_hours = 4
    draft.save()
    published = ruling.publish(draft=draft, by=administrator)
    assert published.cooling_off_hours == 4
    assert published.content_sha256 != made.content_sha256
    assert papers.rules_digest(published, published.blueprint_rows()) == published.content_sha256
    said = rules(published, lambda code: code)
    assert "3次都未通过的，等满上述天数，并在末次考试后新得4学时，可再考3次。" in said


def test_the_ledger_is_asked_only_of_whom_it_concerns(learner, django_assert_max_num_queries):
    at, last = used_up(learner, [1, 7, 30])
    told = type(at).objects.told().get(pk=at.pk)
    with django_assert_max_num_queries(5):
        conditions(learner, told, last + DAY)
