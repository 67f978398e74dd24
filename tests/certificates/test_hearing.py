"""Measures against a certificate: announced, answered, decided by somebody else, appealed to a third."""

import datetime as dt

import pytest
from django.utils.timezone import localdate

from certificates import cancelling, hearing
from certificates.models import Certificate, CertificateEvent, Proceeding
from certificates.status import State, Status
from certificates.superseding import supersede
from core.models import AuditEntry
from tests.certificates.proceedings import REASONS, announced, answered, decided, mailed, status, steps

pytestmark = pytest.mark.django_db
NONE, SUSPENDED, WITHDRAWN = (Proceeding.Decision[name] for name in ("NONE", "SUSPENDED", "WITHDRAWN"))


# --- announcing -----------------------------------------------------------------------------------------


def test_a_measure_that_is_announced_changes_nothing_yet_and_the_holder_is_told(certificate, intended, learner):
    assert status(certificate) == Status.VALID
    assert steps(intended) == ["noticed"]
    letter = mailed()[-1]
    assert letter.to == [learner.email]
    assert certificate.number in letter.subject
    assert f"/certificates/proceedings/{intended.pk}/" in letter.body
    assert REASONS not in letter.body


def test_the_holder_has_ten_working_days(certificate, office, time_machine):
    # A Friday; the National Day holidays of 2026 run from 1 to 7 October, and the Saturday after is worked.
    time_machine.move_to("2026-09-25 10:00:00+08:00", tick=False)
    assert localdate(announced(certificate, office[0]).answer_by) == dt.date(2026, 10, 15)


def test_a_scheme_may_give_more_days(certificate, office, time_machine):
    time_machine.move_to("2026-11-02 10:00:00+08:00", tick=False)
    certificate.scheme_version.requirements["measures"] = {"answer_days": 15}
    assert localdate(announced(certificate, office[0]).answer_by) == dt.date(2026, 11, 23)


@pytest.mark.parametrize("who", ["learner", "stranger", "examiner", "regulator"])
def test_nobody_without_the_office_announces_a_measure(request, certificate, who):
    with pytest.raises(hearing.NotImpartial):
        announced(certificate, request.getfixturevalue(who))


def test_an_officer_handles_nothing_about_an_own_certificate(passed, office):
    from certificates.issuing import issue

    own = issue(result=passed(office[0]))
    with pytest.raises(hearing.NotImpartial):
        announced(own, office[0])
    with pytest.raises(hearing.NotImpartial):
        decided(announced(own, office[1]), office[0])


def test_one_measure_at_a_time(certificate, intended, office):
    with pytest.raises(hearing.NotPossible):
        announced(certificate, office[1])


def test_what_has_ended_is_not_proceeded_against(certificate, office):
    Certificate.objects.update(state=State.CANCELLED)
    with pytest.raises(hearing.NotPossible):
        announced(certificate, office[0])


# --- suspended at once ----------------------------------------------------------------------------------


def test_where_waiting_would_do_harm_it_is_suspended_at_once_with_reasons(certificate, office):
    proceeding = announced(certificate, office[0], at_once="证书正被用于投标。")
    assert status(certificate) == Status.SUSPENDED
    assert steps(proceeding) == ["noticed", "suspended"]
    assert [letter.subject for letter in mailed()[-2:]] == [
        f"拟对您的证书{certificate.number}作出处理",
        f"您的证书{certificate.number}已先行暂停",
    ]


def test_it_can_be_suspended_at_once_later_too_but_not_twice(certificate, intended, office):
    hearing.suspend_at_once(proceeding=intended, by=office[1], reasons="有人投诉。")
    assert status(certificate) == Status.SUSPENDED
    with pytest.raises(hearing.NotPossible):
        hearing.suspend_at_once(proceeding=intended, by=office[1], reasons="有人投诉。")


def test_where_the_scheme_forbids_it_nothing_is_suspended_at_once(certificate, office):
    certificate.scheme_version.requirements["measures"] = {"allows_urgent": False}
    with pytest.raises(hearing.NotPossible):
        announced(certificate, office[0], at_once="证书正被用于投标。")
    assert not Proceeding.objects.exists()


def test_without_a_measure_what_was_suspended_at_once_is_reinstated(certificate, office):
    proceeding = announced(certificate, office[0], at_once="证书正被用于投标。")
    decided(proceeding, office[1], NONE, reasons="投诉不实。")
    assert status(certificate) == Status.VALID
    assert certificate.events.last().reason_code == "cured"


# --- hearing and deciding -------------------------------------------------------------------------------


def test_nothing_is_decided_before_the_holder_has_answered_or_had_the_time(certificate, intended, office, time_machine):
    with pytest.raises(hearing.NotHeardYet):
        hearing.decide(proceeding=intended, by=office[1], decision=WITHDRAWN, reasons="核实无误。")
    assert status(certificate) == Status.VALID
    time_machine.move_to(intended.answer_by + dt.timedelta(seconds=1))
    hearing.decide(proceeding=intended, by=office[1], decision=WITHDRAWN, reasons="逾期未答复，核实无误。")
    assert status(certificate) == Status.WITHDRAWN


def test_once_the_holder_has_answered_somebody_else_decides(certificate, intended, office, learner):
    answered(intended)
    with pytest.raises(hearing.NotImpartial):
        hearing.decide(proceeding=intended, by=office[0], decision=WITHDRAWN, reasons="核实无误。")
    hearing.decide(proceeding=intended, by=office[1], decision=WITHDRAWN, reasons="核实无误。", public_note="材料不实")
    assert status(certificate) == Status.WITHDRAWN
    event = certificate.events.get(kind="withdrawn")
    assert (event.actor, event.reason_code, event.public_note) == (office[1], "evidence", "材料不实")
    assert steps(intended) == ["noticed", "stated", "decided"]
    letter = mailed()[-1]
    assert letter.to == [learner.email]
    assert "撤销" in letter.body
    deeds = AuditEntry.objects.filter(subject=f"certificates.proceeding:{intended.pk}").order_by("pk")
    assert [entry.deed for entry in deeds] == ["proceeding.announced", "proceeding.answered", "proceeding.decided"]


def test_a_lighter_measure_may_be_decided_but_never_a_heavier_one(certificate, office):
    decided(announced(certificate, office[0], "withdrawn"), office[1], SUSPENDED)
    assert status(certificate) == Status.SUSPENDED
    second = announced(certificate, office[0], "suspended")
    with pytest.raises(hearing.NotPossible):
        decided(second, office[1], WITHDRAWN)


def test_only_the_holder_answers_and_only_until_the_decision(intended, office, stranger):
    with pytest.raises(hearing.NotImpartial):
        hearing.answer(proceeding=intended, by=stranger, text="与我有关。")
    decided(intended, office[1], NONE)
    with pytest.raises(hearing.NotPossible):
        answered(intended)


def test_a_correction_in_between_does_not_take_the_holder_out_of_the_measure(certificate, intended, office):
    corrected = supersede(certificate, by=office[2], reason=CertificateEvent.Reason.CORRECTION, name="林玥")
    decided(intended, office[1])
    assert status(corrected) == Status.WITHDRAWN
    assert status(certificate) == Status.SUPERSEDED


def test_a_holder_under_a_measure_cannot_escape_it_by_cancelling(certificate, intended, office, learner):
    with pytest.raises(cancelling.NotPossible):
        cancelling.cancel(certificate, by=learner)
    decided(intended, office[1], NONE)
    cancelling.cancel(certificate, by=learner)
    assert status(certificate) == Status.CANCELLED
    assert mailed()[-1].subject == f"您的证书{certificate.number}已注销"


def test_a_stranger_cancels_nothing(certificate, stranger, administrator):
    for who in (stranger, administrator):
        with pytest.raises(cancelling.NotPossible):
            cancelling.cancel(certificate, by=who)


# --- a suspension's life --------------------------------------------------------------------------------


def test_a_suspension_has_an_end_and_is_prolonged_once(suspended, office):
    assert suspended.suspended_until > localdate() + dt.timedelta(days=80)
    first = suspended.suspended_until
    again = hearing.prolong(proceeding=suspended, by=office[1], reasons="整改尚未完成。", months=3)
    assert again.suspended_until > first
    with pytest.raises(hearing.NotPossible):
        hearing.prolong(proceeding=suspended, by=office[1], reasons="整改尚未完成。", months=1)


@pytest.mark.parametrize("months", [7, -1])
def test_a_suspension_is_never_longer_than_the_scheme_says(certificate, office, months):
    with pytest.raises(hearing.NotPossible):
        decided(announced(certificate, office[0], "suspended"), office[1], months=months)


def test_it_is_overdue_when_its_time_has_run_and_nobody_has_done_anything(suspended, time_machine):
    assert not Proceeding.objects.overdue().exists()
    time_machine.move_to(suspended.due_at + dt.timedelta(seconds=1))
    assert Proceeding.objects.overdue().get().is_overdue


def test_once_its_ground_is_gone_the_certificate_is_reinstated(certificate, suspended, office, learner):
    hearing.reinstate(proceeding=suspended, by=office[0], reasons="学时已补足。", public_note="已补足学时")
    assert status(certificate) == Status.VALID
    assert steps(suspended)[-1] == "reinstated"
    assert mailed()[-1].subject == f"您的证书{certificate.number}已恢复"
    with pytest.raises(hearing.NotPossible):
        hearing.reinstate(proceeding=suspended, by=office[0], reasons="学时已补足。")


def test_a_withdrawal_ends_the_suspension_that_was_not_cured(certificate, suspended, office):
    decided(announced(certificate, office[0], "withdrawn"), office[1])
    suspended.refresh_from_db()
    assert (suspended.state, suspended.due_at) == (Proceeding.State.CLOSED, None)
    with pytest.raises(hearing.NotPossible):
        hearing.reinstate(proceeding=suspended, by=office[0], reasons="学时已补足。")
