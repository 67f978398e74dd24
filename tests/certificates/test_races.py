"""Races: sixteen at once, on whichever database the suite runs, each with a control that shows the race is real."""

import threading
from collections import Counter

import pytest
from django.core.files.storage import storages
from django.db import IntegrityError

from certificates.decisions import decide
from certificates.issuing import issue
from certificates.models import Artefact, Certificate, CertificateEvent
from certificates.printing import make_pdf
from certificates.status import State
from config.celery import app
from core.models import Job
from tests.certificates.test_printing import stored
from tests.exams.test_races import MANY, at_once, without

pytestmark = pytest.mark.django_db(transaction=True)


def test_sixteen_issues_make_one_certificate(learner, passed):
    result = passed(learner)
    issued = at_once(*[lambda: issue(result=result)] * MANY)
    certificate = Certificate.objects.get()
    assert {getattr(one, "pk", one) for one in issued} == {certificate.pk}
    assert [event.kind for event in CertificateEvent.objects.all()] == ["issued"]
    assert Job.objects.filter(task="certificates.render_certificate").count() == 1
    assert stored() == {Artefact.objects.get().key}


def test_sixteen_passes_of_one_person_make_one_certificate(learner, passed):
    results = [passed(learner) for _ in range(MANY)]
    issued = at_once(*[lambda result=result: issue(result=result) for result in results])
    assert {getattr(one, "pk", one) for one in issued} == {Certificate.objects.get().pk}


def test_sixteen_renewals_replace_a_certificate_once(certificate, learner, passed, time_machine):
    time_machine.move_to(f"{certificate.valid_until.year + 1}-01-15 10:00:00+08:00")
    result = passed(learner)
    renewed = at_once(*[lambda: issue(result=result)] * MANY)
    assert {getattr(one, "pk", one) for one in renewed} == {Certificate.objects.live().get().pk}
    assert certificate.events.filter(kind="superseded").count() == 1


def plain_issue(like: Certificate, number: str) -> Certificate:
    """A further certificate put in as code without the loop would."""
    names = ("scheme_id", "scheme_version_id", "holder_id", "holder_name", "subject", "valid_from", "valid_until")
    return Certificate.objects.create(number=number, **{name: getattr(like, name) for name in names})


def plain(like: Certificate, looked: threading.Barrier, place: int) -> Certificate | None:
    free = not Certificate.objects.live().exists()
    looked.wait(timeout=30)
    return plain_issue(like, f"QSO-26-2222-2222-{place:02}") if free else None


def race_plainly(certificate: Certificate) -> Counter[type]:
    """Sixteen that look first and write then, where nobody holds a certificate yet."""
    Certificate.objects.update(state=State.CANCELLED)
    looked = threading.Barrier(MANY)
    outcomes = at_once(*[lambda place=place: plain(certificate, looked, place) for place in range(MANY)])
    return Counter(type(outcome) for outcome in outcomes)


def test_check_then_insert_is_caught_by_the_index(certificate):
    assert race_plainly(certificate) == {Certificate: 1, IntegrityError: MANY - 1}


def test_control_without_the_index_check_then_insert_issues_several(certificate):
    without(Certificate, "certificate_one_live_uniq")
    race_plainly(certificate)
    assert Certificate.objects.live().count() > 1


@pytest.fixture
def no_worker():
    """Jobs are noted and wait, as they do while no worker runs."""
    app.conf.task_always_eager = False
    yield
    app.conf.task_always_eager = True


def test_sixteen_renderings_leave_one_file_with_the_recorded_digest(no_worker, certificate):
    assert not Artefact.objects.exists()
    made = at_once(*[lambda: make_pdf(Certificate.objects.get(pk=certificate.pk))] * MANY)
    artefact = Artefact.objects.get()
    assert {getattr(one, "pk", one) for one in made} == {artefact.pk}
    assert artefact.read()
    assert stored() == {artefact.key}


def test_control_without_the_constraint_several_files_are_recorded(no_worker, certificate):
    without(Artefact, "artefact_kind_uniq")
    looked = threading.Barrier(MANY)

    def record(place: int) -> None:
        free = not Artefact.objects.exists()
        looked.wait(timeout=30)
        if free:
            Artefact.objects.create(certificate=certificate, key=f"{place}", sha256="0" * 64, size=1, template_version=1)

    at_once(*[lambda place=place: record(place) for place in range(MANY)])
    assert Artefact.objects.count() > 1


def test_sixteen_withdrawals_are_one_decision(certificate, administrator):
    def withdraw():
        fresh = Certificate.objects.get(pk=certificate.pk)
        return decide(fresh, State.WITHDRAWN, by=administrator, reason=CertificateEvent.Reason.RESULT).pk

    assert len(set(at_once(*[withdraw] * MANY))) == 1
    assert CertificateEvent.objects.filter(kind="withdrawn").count() == 1


@pytest.fixture(autouse=True)
def _empty_store():
    for key in stored():
        storages["artefacts"].delete(key)
