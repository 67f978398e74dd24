"""Cases: one subject, a course that cannot be rewritten, and a decision by someone who had no part in it."""

import datetime as dt

import pytest
import time_machine
from django.db import DatabaseError, IntegrityError, transaction

from core.dates import now
from core.models import AuditEntry
from exams import cases, delivery
from exams.models import Case, CaseNote
from exams.signals import case_decided, case_opened
from tests.cast import person
from tests.exams.making import finished, hand_in, sitting, version


@pytest.fixture
def attempt(learner):
    return finished(learner, sitting(version(["single"])))


@pytest.fixture
def other_examiner(db):
    return person("吴考官", "wu", "examiner")


def appeal(attempt, by, **fields):
    return cases.open_case(kind="appeal", by=by, text="第三题有两个正确答案。", attempt=attempt, **fields)


def test_a_case_is_about_exactly_one_thing(attempt, learner):
    for subject in ({}, {"attempt": attempt, "sitting": attempt.sitting}, {"attempt": attempt, "subject_ref": "x:1"}):
        with pytest.raises(IntegrityError, match="case_one_subject"), transaction.atomic():
            cases.open_case(kind="complaint", by=learner, text="…", **subject)
    for subject in ({"attempt": attempt}, {"sitting": attempt.sitting}, {"subject_ref": "certificates.certificate:1"}):
        cases.open_case(kind="complaint", by=learner, text="…", **subject)


def test_opening_a_case_is_noted_audited_and_told(attempt, learner):
    heard = []

    def listen(case, **kwargs):
        heard.append(case)

    case_opened.connect(listen)
    try:
        case = appeal(attempt, learner)
    finally:
        case_opened.disconnect(listen)
    note = case.notes.get()
    assert (note.kind, note.author, note.text) == ("opened", learner, "第三题有两个正确答案。")
    assert heard == [case]
    assert AuditEntry.objects.filter(deed="case.appeal_opened").exists()


def test_a_case_opened_by_rule_has_no_opener_and_is_decided_by_a_person(attempt, examiner):
    case = cases.open_case(kind="integrity", by=None, text="切换窗口 14 次。", attempt=attempt)
    assert cases.decide(case=case, by=examiner, decision="dismissed", reasons="考场停电。").state == "decided"


def test_it_is_due_on_the_twentieth_working_day_holidays_left_out(attempt, learner):
    with time_machine.travel(dt.datetime(2026, 9, 18, 2, tzinfo=dt.UTC)):
        case = appeal(attempt, learner)
    # 20 September is worked, 25 September and 1 to 7 October are free, 10 October is worked.
    assert case.due_at.astimezone(dt.timezone(dt.timedelta(hours=8))).date() == dt.date(2026, 10, 22)


def test_whoever_opened_it_had_marked_or_released_does_not_decide(learner, examiner, other_examiner, stranger):
    held = sitting(version(["single"]), release="person")
    attempt = delivery.start(candidate=learner, sitting=held)
    delivery.release(result=hand_in(attempt), by=examiner)
    case = appeal(attempt, learner)
    for refused in (examiner, stranger, learner):
        with pytest.raises(cases.NotImpartial):
            cases.decide(case=case, by=refused, decision="upheld", reasons="是。")
        with pytest.raises(cases.NotImpartial):
            cases.assign(case=case, to=refused, by=examiner)
    assert cases.decide(case=case, by=other_examiner, decision="dismissed", reasons="评分无误。").decided_by == other_examiner


def test_whoever_decided_one_case_does_not_decide_the_next_of_the_same_attempt(attempt, learner, examiner, other_examiner):
    cases.decide(case=appeal(attempt, learner), by=examiner, decision="dismissed", reasons="评分无误。")
    second = appeal(attempt, learner)
    with pytest.raises(cases.NotImpartial):
        cases.decide(case=second, by=examiner, decision="dismissed", reasons="同上。")
    cases.decide(case=second, by=other_examiner, decision="upheld", reasons="有误。")


def test_the_database_too_refuses_the_opener_as_decider(attempt, examiner):
    case = appeal(attempt, examiner)
    with pytest.raises(IntegrityError, match="case_decider_not_opener"), transaction.atomic():
        Case.objects.filter(pk=case.pk).update(
            decided_by=examiner, decided_at=now(), decision="upheld", reasons="是。", state="decided"
        )


def test_the_database_refuses_a_decision_without_reasons(attempt, learner, examiner):
    case = appeal(attempt, learner)
    for gap in ({"reasons": ""}, {"decision": ""}, {"decided_at": None}, {"decided_by": None}):
        fields = {"decided_by": examiner, "decided_at": now(), "decision": "upheld", "reasons": "是。", "state": "decided"}
        with pytest.raises(IntegrityError, match="case_decided_with_reasons"), transaction.atomic():
            Case.objects.filter(pk=case.pk).update(**{**fields, **gap})


def test_one_appeal_at_a_time_about_an_attempt(attempt, learner, examiner):
    first = appeal(attempt, learner)
    with pytest.raises(IntegrityError), transaction.atomic():
        appeal(attempt, learner)
    cases.decide(case=first, by=examiner, decision="dismissed", reasons="无误。")
    appeal(attempt, learner)


def test_a_case_is_decided_once(attempt, learner, examiner, other_examiner):
    case, heard = appeal(attempt, learner), []

    def listen(case, **kwargs):
        heard.append(case.decision)

    case_decided.connect(listen)
    try:
        cases.decide(case=case, by=examiner, decision="partly", reasons="第二题成立。")
        with pytest.raises(cases.NotPending):
            cases.decide(case=case, by=other_examiner, decision="upheld", reasons="都成立。")
    finally:
        case_decided.disconnect(listen)
    assert heard == ["partly"]


def test_notes_are_numbered_kept_and_end_with_the_closing(attempt, learner, examiner):
    case = appeal(attempt, learner)
    cases.assign(case=case, to=examiner, by=examiner)
    cases.add_note(case=case, by=learner, text="补充说明。")
    cases.close(case=case, by=learner, text="撤回。")
    with pytest.raises(cases.NotPending):
        cases.add_note(case=case, by=learner, text="还有。")
    assert list(case.notes.values_list("number", "kind")) == [(1, "opened"), (2, "assigned"), (3, "note"), (4, "closed")]


@pytest.mark.parametrize(
    "change", [{"kind": "incident"}, {"due_at": dt.datetime(2030, 1, 1, tzinfo=dt.UTC)}, {"opened_by": None}]
)
def test_what_a_case_began_with_is_never_rewritten(attempt, learner, change):
    case = appeal(attempt, learner)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        Case.objects.filter(pk=case.pk).update(**change)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        CaseNote.objects.update(text="别的")
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        CaseNote.objects.all()._raw_delete("default")


def test_who_sees_a_case(attempt, learner, examiner, administrator, stranger, regulator):
    case = appeal(attempt, learner)
    held_against = cases.open_case(kind="integrity", by=examiner, text="…", attempt=attempt)
    incident = cases.open_case(kind="incident", by=examiner, text="停电", attempt=attempt)
    assert set(Case.objects.visible_to(learner)) == {case, held_against}
    assert set(Case.objects.visible_to(examiner)) == set(Case.objects.visible_to(administrator)) == {case, held_against, incident}
    assert not Case.objects.visible_to(stranger).exists()
    assert not Case.objects.visible_to(regulator).exists()
