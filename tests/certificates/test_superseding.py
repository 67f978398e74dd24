"""Superseding: the old certificate's end and the new one's beginning are one deed, whatever runs in parallel."""

import datetime as dt
import threading

import pytest
from django.db import IntegrityError

from certificates.decisions import NotAllowed, decide
from certificates.issuing import issue
from certificates.models import Certificate, CertificateEvent
from certificates.numbers import checks_out
from certificates.status import State, Status
from certificates.superseding import Change, supersede
from core.models import AuditEntry, Job
from tests.certificates.test_races import plain_issue
from tests.exams.test_races import MANY, at_once, without

CORRECTION, REQUEST, RENEWAL = (CertificateEvent.Reason[name] for name in ("CORRECTION", "REQUEST", "RENEWAL"))


@pytest.mark.django_db
def test_a_corrected_name_stands_on_a_new_certificate_and_the_old_one_keeps_the_wrong_name(certificate, administrator):
    corrected = supersede(certificate, by=administrator, reason=CORRECTION, name="林玥", public_note="姓名更正")
    certificate.refresh_from_db()
    assert (certificate.status, certificate.holder_name) == (Status.SUPERSEDED, "林悦")
    assert (corrected.status, corrected.holder_name, corrected.supersedes) == (Status.VALID, "林玥", certificate)
    assert corrected.number != certificate.number
    assert checks_out(corrected.number)
    assert corrected.subject["url"].endswith(f"/v/{corrected.number}/")
    unchanged = ("scheme", "holder", "result", "valid_from", "valid_until", "scheme_version")
    assert all(getattr(corrected, name) == getattr(certificate, name) for name in unchanged)
    assert corrected.subject["text"] == certificate.subject["text"]
    ended = certificate.events.get(kind="superseded")
    assert (ended.actor, ended.reason_code, ended.public_note) == (administrator, "correction", "姓名更正")
    assert corrected.events.get().kind == "issued"
    assert AuditEntry.objects.filter(deed="certificate.superseded", actor=administrator.pk).count() == 1


@pytest.mark.django_db
def test_a_renewal_gives_a_new_term(certificate):
    term = (dt.date(2029, 11, 24), dt.date(2032, 11, 23))
    renewed = supersede(certificate, by=None, reason=RENEWAL, change=Change(term, basis={"hours": "24"}))
    assert (renewed.valid_from, renewed.valid_until) == term
    assert renewed.decision_basis["supersedes"] == certificate.number
    assert renewed.decision_basis["hours"] == "24"


@pytest.mark.django_db
def test_a_correction_does_not_lift_a_suspension(certificate, administrator):
    decide(certificate, State.SUSPENDED, by=administrator, reason=CertificateEvent.Reason.COMPLAINT, public_note="正在核查")
    corrected = supersede(certificate, by=administrator, reason=CORRECTION, name="林玥")
    assert corrected.status == Status.SUSPENDED
    assert [event.kind for event in corrected.events.all()] == ["issued", "suspended"]
    assert corrected.events.last().public_note == "正在核查"
    decide(corrected, State.VALID, by=administrator, reason=CertificateEvent.Reason.COMPLAINT)
    assert Certificate.objects.get(pk=corrected.pk).status == Status.VALID


@pytest.mark.django_db
@pytest.mark.parametrize("end", [State.WITHDRAWN, State.CANCELLED])
def test_what_has_ended_is_not_issued_again(certificate, administrator, end):
    decide(certificate, end, by=administrator, reason=REQUEST)
    with pytest.raises(NotAllowed):
        supersede(certificate, by=administrator, reason=REQUEST)
    assert Certificate.objects.count() == 1


@pytest.mark.django_db
def test_asked_again_for_the_same_it_gives_the_same_and_for_something_else_it_refuses(certificate, administrator):
    stale = Certificate.objects.get(pk=certificate.pk)
    first = supersede(certificate, by=administrator, reason=CORRECTION, name="林玥")
    assert supersede(stale, by=administrator, reason=CORRECTION, name="林玥") == first
    with pytest.raises(NotAllowed):
        supersede(stale, by=administrator, reason=CORRECTION, name="林月")
    with pytest.raises(NotAllowed):
        supersede(stale, by=administrator, reason=REQUEST, name="林玥")
    assert Certificate.objects.count() == 2


@pytest.mark.django_db
def test_a_name_that_cannot_be_printed_changes_nothing(certificate, administrator):
    from core.typefaces import Unprintable

    with pytest.raises(Unprintable, match=r"U\+2A6A5"):
        supersede(certificate, by=administrator, reason=CORRECTION, name="林\U0002a6a5")
    assert Certificate.objects.get().status == Status.VALID
    assert [event.kind for event in CertificateEvent.objects.all()] == ["issued"]


@pytest.mark.django_db
def test_a_number_that_is_taken_is_drawn_again(certificate, administrator):
    draws = iter([certificate.number, "QSO-26-2222-2222-22"])
    made = supersede(certificate, by=administrator, reason=REQUEST, draw=lambda scheme, year: next(draws))
    assert made.number == "QSO-26-2222-2222-22"
    assert certificate.events.filter(kind="superseded").count() == 1


@pytest.mark.django_db(transaction=True)
def test_sixteen_at_once_make_one_successor(certificate, administrator):
    def correct() -> Certificate:
        fresh = Certificate.objects.select_related("scheme", "scheme_version").get(pk=certificate.pk)
        return supersede(fresh, by=administrator, reason=CORRECTION, name="林玥")

    made = at_once(*[correct] * MANY)
    corrected = Certificate.objects.live().get()
    assert {getattr(one, "pk", one) for one in made} == {corrected.pk}
    assert Certificate.objects.count() == 2
    assert certificate.events.filter(kind="superseded").count() == 1
    assert Job.objects.filter(task="certificates.render_certificate", kwargs__certificate=str(corrected.pk)).count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_correction_a_renewal_and_a_fresh_pass_at_once_leave_one_live_certificate(
    certificate, administrator, learner, passed, time_machine
):
    time_machine.move_to(f"{certificate.valid_until.year}-12-15 10:00:00+08:00")
    result = passed(learner)
    deeds = [
        lambda: supersede(Certificate.objects.told().get(pk=certificate.pk), by=administrator, reason=CORRECTION, name="林玥"),
        lambda: supersede(Certificate.objects.told().get(pk=certificate.pk), by=None, reason=RENEWAL),
        lambda: issue(result=result),
    ]
    made = at_once(*deeds * 4)
    assert Certificate.objects.live().count() == 1
    assert all(isinstance(one, Certificate | NotAllowed) for one in made), made


def plainly(certificate: Certificate, looked: threading.Barrier, place: int) -> Certificate:
    """As code would that looks at the state first and writes then."""
    assert Certificate.objects.live().filter(pk=certificate.pk).exists()
    looked.wait(timeout=30)
    Certificate.objects.filter(pk=certificate.pk).update(state=State.SUPERSEDED)
    return plain_issue(certificate, f"QSO-26-2222-2222-{place:02}")


@pytest.mark.django_db(transaction=True)
def test_control_looking_first_and_writing_then_makes_several_successors_without_the_index(certificate):
    looked = threading.Barrier(MANY)
    without(Certificate, "certificate_one_live_uniq")
    at_once(*[lambda place=place: plainly(certificate, looked, place) for place in range(MANY)])
    assert Certificate.objects.live().count() > 1


@pytest.mark.django_db(transaction=True)
def test_looking_first_and_writing_then_is_caught_by_the_index(certificate):
    looked = threading.Barrier(MANY)
    made = at_once(*[lambda place=place: plainly(certificate, looked, place) for place in range(MANY)])
    assert sum(isinstance(one, IntegrityError) for one in made) == MANY - 1
    assert Certificate.objects.live().count() == 1
