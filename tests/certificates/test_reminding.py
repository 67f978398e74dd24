"""Reminders before the end: each once, and after days without a worker only the newest."""

import pytest

from certificates import reminding
from certificates.decisions import decide
from certificates.models import CertificateEvent, RenewalReminder
from certificates.status import State
from tests.certificates.learning import in_window

pytestmark = pytest.mark.django_db


def days():
    return sorted(RenewalReminder.objects.values_list("days", flat=True), reverse=True)


def test_each_is_written_and_sent_once_on_its_day(certificate, time_machine, mailoutbox, django_capture_on_commit_callbacks):
    for left in (181, 180, 179, 90, 30, 8, 7, 0, -1):
        time_machine.move_to(in_window(certificate, left))
        for _twice in range(2):
            with django_capture_on_commit_callbacks(execute=True):
                reminding.remind_due()
    assert days() == [180, 90, 30, 7]
    assert len(mailoutbox) == 4
    assert "还差24学时" in mailoutbox[0].body
    assert not reminding.post(str(RenewalReminder.objects.first().pk))


def test_after_days_without_a_worker_only_the_newest_is_written(certificate, time_machine):
    time_machine.move_to(in_window(certificate, 20))
    assert reminding.remind_due() == 1
    assert days() == [30]


def test_what_is_suspended_or_ended_is_not_reminded_of(certificate, administrator, time_machine):
    decide(certificate, State.SUSPENDED, by=administrator, reason=CertificateEvent.Reason.COMPLAINT)
    time_machine.move_to(in_window(certificate, 20))
    assert reminding.remind_due() == 0
