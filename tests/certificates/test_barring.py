"""After a withdrawal: no new certificate for a while, longer after deceit, not at all when the withdrawal did not stand."""

import datetime as dt

import pytest

from certificates import superseding, verdicts
from certificates.bars import barred_until
from certificates.decisions import decide
from certificates.issuing import Barred, issue
from certificates.models import CertificateEvent, SchemeVersion
from certificates.status import State

pytestmark = pytest.mark.django_db
Reason = CertificateEvent.Reason


def withdraw(certificate, by, reason, time_machine):
    time_machine.move_to("2027-01-05 10:00:00+08:00")
    decide(certificate, State.WITHDRAWN, by=by, reason=reason)


@pytest.mark.parametrize(
    ("reason", "last"),
    [(Reason.COMPLAINT, dt.date(2028, 1, 4)), (Reason.EVIDENCE, dt.date(2030, 1, 4)), (Reason.CONDUCT, dt.date(2030, 1, 4))],
    ids=["other", "untruthful", "rules-broken"],
)
def test_nothing_is_issued_until_the_bar_is_over(certificate, administrator, learner, passed, time_machine, reason, last):
    withdraw(certificate, administrator, reason, time_machine)
    assert barred_until(learner.pk, certificate.scheme_version) == last
    time_machine.move_to(dt.datetime.combine(last, dt.time(15, 59), dt.UTC))  # one minute before midnight here
    result = passed(learner)
    with pytest.raises(Barred):
        issue(result=result)
    time_machine.shift(dt.timedelta(minutes=2))
    assert issue(result=result).pk != certificate.pk


def test_another_persons_withdrawal_and_another_scheme_bar_nobody(
    certificate, administrator, learner, stranger, passed, time_machine
):
    withdraw(certificate, administrator, Reason.EVIDENCE, time_machine)
    assert issue(result=passed(stranger))
    assert barred_until(learner.pk, SchemeVersion.objects.filter(scheme__code="QSD").latest("number")) is None


def test_a_withdrawal_that_did_not_stand_bars_nobody_and_its_page_leads_to_the_new_one(
    certificate, administrator, learner, client, time_machine
):
    withdraw(certificate, administrator, Reason.EVIDENCE, time_machine)
    assert "successor" not in " ".join(advice.url for advice in verdicts.on(certificate.number).advice)
    new = superseding.restore(certificate, by=administrator)
    assert barred_until(learner.pk, certificate.scheme_version) is None
    assert f"/v/{new.number}/" in [advice.url for advice in verdicts.on(certificate.number).advice]
