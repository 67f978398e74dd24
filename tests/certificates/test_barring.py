"""After a withdrawal: no new certificate for a while, longer after deceit, not at all when the withdrawal did not stand."""

import datetime as dt

import pytest

from certificates import superseding, verdicts
from certificates.bars import barred_until, before_exam
from certificates.decisions import decide
from certificates.issuing import Barred, issue
from certificates.models import CertificateEvent, Scheme, SchemeVersion
from certificates.status import State
from core.dates import now
from exams import delivery, seating
from exams.conditions import NotAllowed
from tests.exams.making import sitting, version

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


def test_nobody_registers_for_the_exam_before_the_bar_is_over(
    certificate, administrator, learner, stranger, client_of, time_machine
):
    withdraw(certificate, administrator, Reason.COMPLAINT, time_machine)
    during, after = sitting_on("2028-01-04 10:00+08:00"), sitting_on("2028-01-05 10:00+08:00")
    with pytest.raises(NotAllowed) as refusal:
        seating.register(candidate=learner, sitting=during)
    (bar,) = refusal.value.conditions
    assert (bar.key, bar.allowed_from) == ("bar", dt.datetime.fromisoformat("2028-01-05 00:00+08:00"))
    page = client_of(learner).get(during.get_absolute_url()).content.decode()
    assert "您有一张证书被撤销，2028年1月5日起可以再次参加本考试。" in page
    assert seating.register(candidate=stranger, sitting=during)
    assert seating.register(candidate=learner, sitting=after)


def test_nobody_starts_the_exam_before_the_bar_is_over(certificate, administrator, learner, time_machine):
    withdraw(certificate, administrator, Reason.COMPLAINT, time_machine)
    at = sitting_on("2027-01-06 10:00+08:00", walk_in=True)
    time_machine.move_to("2027-01-06 10:30:00+08:00")
    with pytest.raises(NotAllowed) as refusal:
        delivery.start(candidate=learner, sitting=at)
    assert [one.key for one in refusal.value.conditions] == ["bar"]
    superseding.restore(certificate, by=administrator)
    assert delivery.start(candidate=learner, sitting=at).in_progress


def test_an_exam_of_another_scheme_is_open_and_asking_costs_one_query_where_nothing_was_withdrawn(
    certificate, administrator, learner, time_machine, django_assert_num_queries
):
    other = version(["single"])
    with django_assert_num_queries(1):
        assert before_exam(learner, other, now()) is None
    withdraw(certificate, administrator, Reason.EVIDENCE, time_machine)
    with django_assert_num_queries(2):
        assert before_exam(learner, other, now()) is None


def sitting_on(opens, **changes):
    """A sitting of a small exam that the scheme QSO now rests on."""
    of = version(["single"])
    Scheme.objects.filter(code="QSO").update(exam_code=of.exam.code)
    opens_at = dt.datetime.fromisoformat(opens)
    ends = opens_at + dt.timedelta(hours=8)
    return sitting(of, **{"walk_in": False, "opens_at": opens_at, "closes_at": ends, **changes})
