"""Sixteen clicks on “renew” at once make one certificate; the control shows that looking first is not enough."""

import threading

import pytest

from certificates.models import Certificate
from certificates.renewing import renew
from tests.certificates.learning import enough, in_window
from tests.certificates.test_races import plain_issue
from tests.exams.test_races import MANY, at_once, without

pytestmark = pytest.mark.django_db(transaction=True)


def test_sixteen_renewals_at_once_make_one_certificate(certificate, learner, time_machine):
    enough(certificate)
    time_machine.move_to(in_window(certificate))
    made = at_once(*[lambda: renew(Certificate.objects.get(pk=certificate.pk), by=learner)] * MANY)
    assert {getattr(one, "pk", one) for one in made} == {Certificate.objects.live().get().pk}
    assert certificate.events.filter(kind="superseded").count() == 1


def test_control_looking_first_and_writing_then_makes_several(certificate):
    without(Certificate, "certificate_one_live_uniq")
    looked = threading.Barrier(MANY)

    def plainly(place: int) -> None:
        free = Certificate.objects.live().count() == 1
        looked.wait(timeout=30)
        if free:
            plain_issue(certificate, f"QSO-26-2222-2222-{place:02}")

    at_once(*[lambda place=place: plainly(place) for place in range(MANY)])
    assert Certificate.objects.live().count() > 2
