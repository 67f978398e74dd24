"""Cycles by the clock: a new one starts before expiry and touches nothing old; waived and withdrawn with a name and a reason."""

import datetime as dt

import pytest
import time_machine
from django.db import DatabaseError, connection, transaction

from core.dates import today
from courses import completion, cycles, ledger, standing
from courses.cycle_news import CYCLE_DUE
from courses.models import CompletionRecord, CompletionWithdrawal, Course, CreditEntry, Enrolment
from notices.models import Notice
from notices.reminding import foresee, remind_due
from tests.courses.learning import answer_all, complete, complete_all, enrol
from tests.courses.small import make_course, page_of, publish

BEGUN = dt.datetime(2026, 3, 2, 9, tzinfo=dt.UTC)


@pytest.fixture
def course(db):
    return make_course(validity_months=12, renewal_days=30)


@pytest.fixture
def mine(course, learner):
    """Completed on 2 March 2026, valid until 2 March 2027."""
    with time_machine.travel(BEGUN):
        enrolment = completion.enrol(learner=learner, version=course.current)
        complete_all(enrolment)
    enrolment.refresh_from_db()
    return enrolment


def at(year, month, day):
    return time_machine.travel(dt.datetime(year, month, day, 9, tzinfo=dt.UTC))


def test_a_completion_is_valid_until_a_day(mine, learner):
    record = CompletionRecord.objects.get()
    assert (record.cycle, record.completed_at, record.valid_until) == (1, mine.completed_at, dt.date(2027, 3, 2))
    for day, holds in (((2027, 3, 2), True), ((2027, 3, 3), False)):
        with at(*day):
            assert bool(completion.completed_at(learner, "TST")) is holds


@pytest.mark.parametrize(
    ("day", "started"),
    [((2027, 1, 30), 0), ((2027, 1, 31), 1), ((2027, 9, 1), 1)],
    ids=["a day early", "on the day", "long after"],
)
def test_the_next_cycle_starts_so_many_days_before_expiry(mine, day, started):
    with at(*day):
        assert cycles.start_due() == started
        assert cycles.start_due() == 0
    assert CompletionRecord.objects.count() == 1 + started


def test_a_new_cycle_leaves_the_old_record_and_every_minute_as_they_were(mine, course, learner):
    old = CompletionRecord.objects.values().get()
    entries = list(CreditEntry.objects.order_by("pk").values())
    minutes = ledger.of(learner).minutes
    assert minutes == 4 * 45
    publish(page_of(course), [["TST-01", "TST-02"]])
    with at(2027, 2, 10):
        cycles.start_due()
        told = standing.of(learner, course)
        assert (told.syllabus.done, told.is_complete, told.version.number) == (0, False, 2)
        assert completion.completed_at(learner, "TST") == old["completed_at"]
        with pytest.raises(completion.NotYet):
            completion.complete(enrolment=Enrolment.objects.get(), lesson_code="TST-01")
    with at(2027, 2, 20):
        complete_all(Enrolment.objects.get())
    assert CompletionRecord.objects.filter(cycle=1).values().get() == old
    new = CompletionRecord.objects.get(cycle=2)
    assert (new.due_on, new.valid_until) == (dt.date(2027, 3, 2), dt.date(2028, 2, 20))
    assert list(CreditEntry.objects.order_by("pk").values())[: len(entries)] == entries
    assert ledger.of(learner).minutes >= minutes
    with at(2027, 6, 1):
        assert completion.completed_at(learner, "TST") == new.completed_at


def test_before_it_expires_its_learner_is_told_on_the_days_foreseen_until_it_is_completed_once_more(mine, learner, stranger):
    days = [dt.date(2027, 1, 31), dt.date(2027, 2, 23), dt.date(2027, 3, 2)]
    with at(2027, 1, 31):
        cycles.start_due()
        told = foresee(learner, start=days[0], end=dt.date(2027, 4, 1))
        assert [one.due.on for one in told if one.kind is CYCLE_DUE] == days
        assert not [one for one in foresee(stranger, start=days[0], end=days[-1]) if one.kind is CYCLE_DUE]
    for day in (days[0], days[0], dt.date(2027, 2, 1), days[1]):
        with time_machine.travel(dt.datetime.combine(day, dt.time(2), dt.UTC)):
            remind_due()
    notices = Notice.objects.filter(code=CYCLE_DUE.code, reader=learner)
    assert notices.count() == 2
    assert "课程TST" in notices[0].subject
    assert "有效期至" in notices[0].subject, "true weeks before, on the last day, and told a day late"
    assert notices[0].address == "/courses/tst/"
    with at(2027, 2, 24):
        complete_all(Enrolment.objects.get())
    with at(2027, 3, 2):
        remind_due()
    assert notices.count() == 2


def test_what_was_learned_in_another_course_since_counts_in_the_new_cycle(mine, learner):
    make_course("OTH", [["TST-01"]])
    with at(2027, 2, 10):
        cycles.start_due()
        again = enrol(learner, "OTH")
        answer_all(learner, "TST-01")
        completion.complete(enrolment=Enrolment.objects.get(course__code="TST"), lesson_code="TST-01")
        assert standing.of(learner, mine.course).syllabus.done == 1
    again.refresh_from_db()
    assert again.completed_at


def test_without_a_validity_nothing_expires(learner):
    make_course("PLN")
    complete_all(enrol(learner, "PLN"))
    with at(2046, 1, 1):
        assert cycles.start_due() == 0
        assert completion.completed_at(learner, "PLN")


def test_a_cycle_is_waived_by_a_named_person_with_a_reason(course, learner, administrator):
    enrolment = completion.enrol(learner=learner, version=course.current)
    with pytest.raises(cycles.Refused):
        cycles.waive(enrolment=enrolment, by=administrator, because=" ")
    record = cycles.waive(enrolment=enrolment, by=administrator, because="同等学历")
    assert (record.waived_by, record.waived_because, record.valid_until is not None) == (administrator, "同等学历", True)
    assert completion.completed_at(learner, "TST")
    with pytest.raises(cycles.Refused):
        cycles.waive(enrolment=enrolment, by=administrator, because="再来")


def test_a_completion_is_withdrawn_by_a_named_person_alone_and_stays_on_record(mine, learner, administrator):
    record = CompletionRecord.objects.get()
    before = CompletionRecord.objects.values().get()
    cycles.withdraw(completion=record, by=administrator, because="代学")
    assert completion.completed_at(learner, "TST") is None
    assert CompletionRecord.objects.filter(cycle=1).values().get() == before
    assert standing.of(learner, mine.course).syllabus.done == 0
    completion.settle(learner)
    assert completion.completed_at(learner, "TST") is None
    with pytest.raises(cycles.Refused):
        cycles.withdraw(completion=record, by=administrator, because="再来")


@pytest.mark.parametrize("table", [CompletionRecord, CompletionWithdrawal], ids=["record", "withdrawal"])
@pytest.mark.parametrize("deed", ["UPDATE {table} SET id = id + 1000", "DELETE FROM {table}"], ids=["update", "delete"])
def test_the_database_refuses_to_rewrite_a_completed_cycle(mine, administrator, table, deed):
    cycles.withdraw(completion=CompletionRecord.objects.get(), by=administrator, because="代学")
    CompletionRecord.objects.filter(completed_at=None).delete()
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(deed.format(table=table._meta.db_table))


def test_no_edit_and_no_rule_takes_a_completion_back(mine, course, learner):
    date = mine.completed_at
    publish(page_of(course), [["TST-09"]])
    Course.objects.update(validity_months=1, renewal_days=7)
    with time_machine.travel(BEGUN + dt.timedelta(days=200)):
        assert today().year == 2026
        assert completion.completed_at(learner, "TST") == date
        assert cycles.start_due() == 0


def test_lessons_are_worked_on_once_more_in_the_next_cycle(mine, learner, client_of):
    with at(2027, 2, 10):
        cycles.start_due()
        page = client_of(learner).get("/courses/tst/tst-01/").content.decode()
        assert "本课还没有学完" in page
        complete(Enrolment.objects.get(), "TST-01")
        assert "2027年2月10日" in client_of(learner).get("/courses/tst/tst-01/").content.decode()
