"""Races about an application: two deciders, two clicks, a withdrawal in between; each with a control."""

import threading
from collections import Counter

import pytest
from django.db import transaction

from certificates import applying, granting
from certificates.applying import NotOpen
from certificates.models import Application, ApplicationStep, Certificate
from core.dates import now
from tests.certificates.applying import begun, looked_at, submitted
from tests.certificates.conftest import make_result
from tests.certificates.proceedings import officers
from tests.exams.test_races import at_once, without

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("schemes")]


def kinds(outcomes) -> Counter[type]:
    return Counter(type(one) for one in outcomes)


def test_two_deciders_at_once_make_one_decision_and_one_certificate(learner):
    marker, first, second = officers(3)
    application = looked_at(submitted(learner), marker)
    deeds = [lambda by=by: granting.grant(application=application, by=by, reasons="通过。") for by in (first, second)] * 4
    assert kinds(at_once(*deeds)) == {Certificate: 1, NotOpen: 7}
    application.refresh_from_db()
    assert application.certificate == Certificate.objects.get()
    assert application.decided_by == Certificate.objects.get().decided_by
    assert ApplicationStep.objects.filter(kind="granted").count() == 1


def test_a_grant_and_a_refusal_at_once_leave_one_of_them(learner):
    marker, first, second = officers(3)
    application = looked_at(submitted(learner), marker)
    outcomes = at_once(
        lambda: granting.grant(application=application, by=first, reasons="通过。"),
        lambda: granting.refuse(application=application, by=second, reasons="不足。"),
        lambda: applying.withdraw(application=application, by=learner),
    )
    assert kinds(outcomes)[NotOpen] == 2
    application.refresh_from_db()
    assert Certificate.objects.count() == (application.state == "granted")


def plain_refusal(application, by, looked: threading.Barrier) -> bool:
    """Decided as code without the lock would: looked at first, written then."""
    waits = Application.objects.get(pk=application.pk).state == "submitted"
    looked.wait(timeout=30)
    if waits:
        with transaction.atomic():
            number = 100 + by.pk
            ApplicationStep.objects.create(
                application=application, number=number, kind="refused", author=by, text="不足。", at=now()
            )
    return waits


def test_control_without_the_lock_two_deciders_decide_twice(learner):
    first, second = officers(2)
    application, looked = submitted(learner), threading.Barrier(2)
    outcomes = at_once(*[lambda by=by: plain_refusal(application, by, looked) for by in (first, second)])
    assert outcomes == [True, True]
    assert ApplicationStep.objects.filter(kind="refused").count() == 2


def test_sixteen_clicks_begin_one_draft(learner):
    outcomes = at_once(*[lambda: begun(learner, files=False)] * 16)
    assert {getattr(one, "pk", one) for one in outcomes} == {Application.objects.get().pk}


def test_control_without_the_index_clicks_begin_several(learner):
    application = begun(learner, files=False)
    without(Application, "application_one_open_uniq")
    looked = threading.Barrier(4)

    def plain():
        free = not Application.objects.exclude(pk=application.pk).exists()
        looked.wait(timeout=30)
        if free:
            Application.objects.create(holder=learner, scheme=application.scheme, scheme_version=application.scheme_version)

    at_once(*[plain] * 4)
    assert Application.objects.count() > 2


def test_sixteen_submissions_are_one(learner):
    make_result(learner, exam="QSD")
    application = begun(learner)
    at_once(*[lambda: applying.submit(application=application, by=learner, pledges=9)] * 16)
    assert application.steps.count() == 1
    assert application.letters.count() == 1
