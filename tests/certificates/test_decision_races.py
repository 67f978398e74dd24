"""Suspending, withdrawing and renewing at once: the register tells one story, whoever was first; with a control."""

import threading

import pytest

from certificates.decisions import NotAllowed, decide
from certificates.models import Certificate, CertificateEvent
from certificates.renewing import renew
from certificates.status import State
from tests.certificates.learning import enough, in_window
from tests.exams.test_races import MANY, at_once

pytestmark = pytest.mark.django_db(transaction=True)
Kind, Reason = CertificateEvent.Kind, CertificateEvent.Reason
_LEADS_TO = {Kind.SUSPENDED: State.SUSPENDED, Kind.WITHDRAWN: State.WITHDRAWN, Kind.SUPERSEDED: State.SUPERSEDED}


def deciding(certificate, state, by):
    return lambda: decide(Certificate.objects.get(pk=certificate.pk), state, by=by, reason=Reason.COMPLAINT)


def told(certificate):
    """The decisions in their order, and whether the last of them is the state the register shows."""
    kinds = [kind for kind in certificate.events.order_by("pk").values_list("kind", flat=True) if kind in _LEADS_TO]
    return kinds, _LEADS_TO[kinds[-1]] == Certificate.objects.get(pk=certificate.pk).state


def test_suspended_and_withdrawn_at_once_ends_withdrawn_with_each_said_once(certificate, administrator):
    half = MANY // 2
    outcomes = at_once(
        *[deciding(certificate, State.SUSPENDED, administrator)] * half,
        *[deciding(certificate, State.WITHDRAWN, administrator)] * half,
    )
    kinds, agrees = told(certificate)
    assert agrees
    assert kinds in ([Kind.WITHDRAWN], [Kind.SUSPENDED, Kind.WITHDRAWN])
    assert all(isinstance(one, CertificateEvent) for one in outcomes[half:])
    # Whoever would have suspended what was withdrawn already is told so.
    assert all(isinstance(one, CertificateEvent | NotAllowed) for one in outcomes[:half])


def test_control_who_looks_first_and_writes_then_leaves_a_register_that_contradicts_its_events(certificate, administrator):
    looked, wrote = threading.Barrier(2), threading.Event()

    def plainly(state: str, kind: str) -> None:
        free = Certificate.objects.get(pk=certificate.pk).state == State.VALID
        looked.wait(timeout=30)
        if kind == Kind.SUSPENDED:
            wrote.wait(timeout=30)
        if free:
            Certificate.objects.filter(pk=certificate.pk).update(state=state)
            CertificateEvent.objects.create(
                certificate=certificate, kind=kind, at=certificate.issued_at, reason_code=Reason.COMPLAINT
            )
        wrote.set()

    at_once(
        lambda: plainly(State.SUSPENDED, Kind.SUSPENDED),
        lambda: plainly(State.WITHDRAWN, Kind.WITHDRAWN),
    )
    kinds, _agrees = told(certificate)
    assert kinds == [Kind.WITHDRAWN, Kind.SUSPENDED]  # what was withdrawn for good came back as suspended


def test_renewed_and_withdrawn_at_once_is_one_of_both(certificate, learner, administrator, time_machine):
    enough(certificate)
    time_machine.move_to(in_window(certificate))
    half = MANY // 2
    at_once(
        *[lambda: renew(Certificate.objects.get(pk=certificate.pk), by=learner)] * half,
        *[deciding(certificate, State.WITHDRAWN, administrator)] * half,
    )
    kinds, agrees = told(certificate)
    assert agrees
    assert kinds in ([Kind.WITHDRAWN], [Kind.SUPERSEDED])
    live = list(Certificate.objects.live())
    assert [one.supersedes for one in live] == ([certificate] if kinds == [Kind.SUPERSEDED] else [])
