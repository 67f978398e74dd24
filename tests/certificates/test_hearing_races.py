"""Measures at once: one notice, one decision, and never a notice beside a cancellation; with a control."""

import threading

import pytest

from certificates import cancelling, hearing
from certificates.models import Certificate, Proceeding, Step
from certificates.status import Status
from tests.certificates.proceedings import REASONS, announced, answered, status
from tests.exams.test_races import MANY, at_once, without

pytestmark = pytest.mark.django_db(transaction=True)
NONE, WITHDRAWN = Proceeding.Decision.NONE, Proceeding.Decision.WITHDRAWN


def test_sixteen_decisions_at_once_are_one(certificate, intended, office):
    answered(intended)
    deeds = [
        lambda place=place: hearing.decide(
            proceeding=intended, by=office[1 + place % 2], decision=(NONE, WITHDRAWN)[place % 2], reasons="核实。"
        )
        for place in range(MANY)
    ]
    outcomes = at_once(*deeds)
    assert sum(isinstance(one, Proceeding) for one in outcomes) == 1
    assert sum(isinstance(one, hearing.NotPossible) for one in outcomes) == MANY - 1
    assert intended.steps.filter(kind="decided").count() == 1


def test_sixteen_notices_at_once_are_one(certificate, office):
    outcomes = at_once(*[lambda: announced(Certificate.objects.told().get(pk=certificate.pk), office[0])] * MANY)
    assert sum(isinstance(one, Proceeding) for one in outcomes) == 1
    assert Step.objects.count() == 1


def test_control_without_lock_and_index_several_notices_stand(certificate, office):
    without(Proceeding, "proceeding_one_open_uniq")
    looked = threading.Barrier(MANY)
    row = {"measure": "withdrawn", "ground": "evidence", "reasons": REASONS, "opened_by": office[0]}

    def plainly() -> None:
        free = not Proceeding.objects.exists()
        looked.wait(timeout=30)
        if free:
            Proceeding.objects.create(certificate=certificate, answer_by=certificate.issued_at, **row)

    at_once(*[plainly] * MANY)
    assert Proceeding.objects.count() > 1


def test_a_notice_and_a_cancellation_at_once_do_not_both_happen(certificate, office, learner):
    outcomes = at_once(
        lambda: announced(Certificate.objects.told().get(pk=certificate.pk), office[0]),
        lambda: cancelling.cancel(Certificate.objects.told().get(pk=certificate.pk), by=learner),
    )
    assert sum(isinstance(one, Exception) for one in outcomes) == 1
    assert Proceeding.objects.exists() != (status(certificate) == Status.CANCELLED)
