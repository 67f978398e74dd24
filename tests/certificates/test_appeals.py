"""Appeals: decided by a third person, within their time, once."""

import datetime as dt

import pytest

from certificates import hearing, objecting
from certificates.models import Certificate, Proceeding
from certificates.status import Status
from tests.certificates.proceedings import announced, appealed, decided, status, steps

pytestmark = pytest.mark.django_db
UPHELD, DISMISSED = Proceeding.Outcome.UPHELD, Proceeding.Outcome.DISMISSED


def test_an_appeal_is_decided_by_a_third_person(certificate, suspended, office):
    appealed(suspended)
    for who in office[:2]:
        with pytest.raises(hearing.NotImpartial):
            objecting.decide_appeal(proceeding=suspended, by=who, outcome=UPHELD, reasons="更名属实。")
    objecting.decide_appeal(proceeding=suspended, by=office[2], outcome=UPHELD, reasons="更名属实。")
    assert status(certificate) == Status.VALID
    assert certificate.events.last().reason_code == "appeal"
    assert steps(suspended)[-2:] == ["appealed", "appeal"]


def test_whoever_suspended_at_once_decides_no_appeal(certificate, office):
    proceeding = announced(certificate, office[0], "suspended")
    hearing.suspend_at_once(proceeding=proceeding, by=office[2], reasons="有人投诉。")
    decided(proceeding, office[1])
    appealed(proceeding)
    assert not objecting.may_decide_appeal(proceeding, office[2])


def test_a_withdrawal_that_does_not_stand_is_made_good_by_a_new_certificate(certificate, intended, office, learner):
    decided(intended, office[1])
    appealed(intended)
    objecting.decide_appeal(proceeding=intended, by=office[2], outcome=UPHELD, reasons="更名属实。", public_note="撤销决定已改变")
    fresh = Certificate.objects.live().get()
    assert status(certificate) == Status.WITHDRAWN
    assert (fresh.status, fresh.supersedes, fresh.valid_until) == (Status.VALID, certificate, certificate.valid_until)
    assert (fresh.events.get().reason_code, fresh.events.get().public_note) == ("appeal", "撤销决定已改变")
    assert certificate.newest() == fresh


def test_a_dismissed_appeal_leaves_the_measure_and_is_not_made_twice(certificate, suspended, office):
    appealed(suspended)
    objecting.decide_appeal(proceeding=suspended, by=office[2], outcome=DISMISSED, reasons="理由不成立。")
    assert status(certificate) == Status.SUSPENDED
    with pytest.raises(hearing.NotPossible):
        appealed(suspended)
    hearing.reinstate(proceeding=suspended, by=office[0], reasons="学时已补足。")
    assert status(certificate) == Status.VALID


def test_an_appeal_has_fifteen_working_days(suspended, time_machine):
    time_machine.move_to(suspended.appeal_by + dt.timedelta(seconds=1))
    with pytest.raises(objecting.TooLate):
        appealed(suspended)


def test_nobody_else_appeals(suspended, stranger, office):
    for who in (stranger, office[2]):
        with pytest.raises(hearing.NotImpartial):
            objecting.appeal(proceeding=suspended, by=who, text="不公平。")
