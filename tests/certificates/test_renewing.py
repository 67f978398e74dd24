"""Renewing a certificate: who may, from when to when, and what the new one is."""

import datetime as dt

import pytest

from certificates.crediting import reverse
from certificates.decisions import decide
from certificates.issuing import issue
from certificates.models import Certificate, CertificateEvent, SchemeVersion
from certificates.renewing import NotRenewable, Refusal, position_of, positions, renew
from certificates.status import State, Status
from certificates.superseding import supersede
from core.dates import today
from core.models import AuditEntry
from exams.models import Case
from tests.certificates.learning import credited, enough, in_window, lesson

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


@pytest.fixture
def learned(certificate, time_machine):
    """A holder who has learned enough, a hundred days before the end."""
    enough(certificate)
    time_machine.move_to(in_window(certificate))
    return certificate


def refused(certificate, by):
    with pytest.raises(NotRenewable) as refusal:
        renew(certificate, by=by)
    assert not Certificate.objects.filter(supersedes=certificate).exists()
    return refusal.value.refusal


def test_an_early_renewal_is_valid_at_once_and_loses_no_day(learned, learner):
    renewed = renew(learned, by=learner)
    assert (renewed.valid_from, renewed.status) == (today(), Status.VALID)
    assert renewed.valid_until == learned.valid_until.replace(year=learned.valid_until.year + 3)
    learned.refresh_from_db()
    assert (learned.status, renewed.supersedes, renewed.number != learned.number) == (Status.SUPERSEDED, learned, True)
    assert learned.events.last().reason_code == CertificateEvent.Reason.RENEWAL
    assert AuditEntry.objects.filter(deed="certificate.renewed", actor_id=learner.pk).count() == 1


def test_it_says_on_what_it_rests(learned, learner):
    basis = renew(learned, by=learner).decision_basis
    assert (basis["rule"], basis["renewal"]["rules"]) == ("continuing-education", "QSO/1")
    assert len(basis["renewal"]["used"]) == 6
    assert basis["renewal"]["counted_seconds"] >= 24 * 45 * 60


def test_asked_again_it_is_the_same_certificate(learned, learner, time_machine):
    first = renew(learned, by=learner)
    time_machine.shift(2 * DAY)
    assert renew(learned, by=learner) == first
    assert Certificate.objects.count() == 2


def test_a_late_renewal_is_valid_from_its_day_and_gains_none(certificate, learner, time_machine):
    enough(certificate)
    time_machine.move_to(in_window(certificate, days=-180))
    assert certificate.status == Status.EXPIRED
    renewed = renew(certificate, by=learner)
    assert renewed.valid_from == certificate.valid_until + 180 * DAY
    assert renewed.valid_until == certificate.valid_until.replace(year=certificate.valid_until.year + 3)


@pytest.mark.parametrize(
    ("days", "refusal"),
    [(181, Refusal.EARLY), (-181, Refusal.EXAM), (-365, Refusal.EXAM), (-367, Refusal.OVER)],
)
def test_outside_its_time_the_refusal_names_the_rule(days, refusal, certificate, learner, time_machine):
    enough(certificate)
    time_machine.move_to(in_window(certificate, days=days))
    assert refused(certificate, learner) == refusal


def test_who_has_not_learned_enough_is_refused_and_told_what_is_missing(certificate, learner, time_machine):
    credited(learner, 10, today() + 10 * DAY)
    time_machine.move_to(in_window(certificate))
    assert refused(certificate, learner) == Refusal.INCOMPLETE
    told = {(one.need.value, one.of): one.seconds / 2700 for one in position_of(certificate).standing.missing}
    assert told == {("total", ""): 14, ("year", "2"): 6, ("year", "3"): 6}


@pytest.mark.parametrize(
    ("state", "refusal"),
    [(State.SUSPENDED, Refusal.SUSPENDED), (State.WITHDRAWN, Refusal.ENDED), (State.CANCELLED, Refusal.ENDED)],
)
def test_what_was_decided_is_not_undone_by_a_renewal(state, refusal, learned, learner, administrator):
    decide(learned, state, by=administrator, reason=CertificateEvent.Reason.COMPLAINT)
    assert refused(learned, learner) == refusal


def test_no_hour_renews_two_certificates(learned, learner, time_machine):
    lesson(learner, 45, today(), "SAF-01")
    renewed = renew(learned, by=learner)
    credited(learner, 5, today(), source_ref="event:later-that-day")
    time_machine.shift(DAY)
    assert position_of(renewed).standing.counted == 5 * 45 * 60
    time_machine.move_to(in_window(renewed))
    assert refused(renewed, learner) == Refusal.INCOMPLETE


def test_a_corrected_name_starts_no_new_cycle(certificate, learner, administrator, time_machine):
    enough(certificate)
    corrected = supersede(certificate, by=administrator, reason=CertificateEvent.Reason.CORRECTION, name="林跃")
    time_machine.move_to(in_window(certificate))
    renewed = renew(corrected, by=learner)
    again = supersede(renewed, by=administrator, reason=CertificateEvent.Reason.CORRECTION, name="林悦")
    assert position_of(again).cycle == position_of(renewed).cycle
    assert position_of(again).standing.counted == 0


def test_the_old_certificate_that_was_corrected_is_not_renewed(certificate, learner, administrator, time_machine):
    enough(certificate)
    supersede(certificate, by=administrator, reason=CertificateEvent.Reason.CORRECTION, name="林跃")
    time_machine.move_to(in_window(certificate))
    with pytest.raises(NotRenewable) as refusal:
        renew(certificate, by=learner)
    assert refusal.value.refusal == Refusal.ENDED


def test_the_rules_of_the_day_of_issue_judge_and_the_new_one_is_issued_under_those_in_force(learned, learner):
    later = SchemeVersion.objects.get(scheme__code="QSO")
    later.pk, later.number, later.validity_months, later.renewal = None, 2, 24, {"hours": 99}
    later.save(force_insert=True)
    renewed = renew(learned, by=learner)
    assert (renewed.scheme_version, renewed.valid_until.year) == (later, learned.valid_until.year + 2)
    assert position_of(renewed).rules.total == 99 * 45 * 60


def test_where_the_rules_ask_for_the_exam_a_pass_in_the_window_is_needed(certificate, learner, passed, time_machine):
    asking = SchemeVersion.objects.get(scheme__code="QSO")
    asking.pk, asking.number, asking.renewal = None, 2, {"hours": 24, "exam": True}
    asking.save(force_insert=True)
    examined = supersede_under(certificate, asking)
    enough(examined)
    time_machine.move_to(in_window(examined))
    assert refused(examined, learner) == Refusal.INCOMPLETE
    assert [one.need.value for one in position_of(examined).standing.missing] == ["exam"]
    passed(learner)
    assert renew(examined, by=learner).status == Status.VALID


def supersede_under(certificate, version):
    from certificates.superseding import Change

    return supersede(certificate, by=None, reason=CertificateEvent.Reason.REQUEST, change=Change(version=version))


def test_a_certificate_without_an_end_needs_no_renewal(schemes, learner, passed):
    endless = issue(result=passed(learner))
    endless.valid_until = None
    assert positions([endless]) == {}


def test_hours_taken_back_before_the_renewal_do_not_count(certificate, learner, administrator, time_machine):
    enough(certificate)
    reverse(learner.education_credits.first(), by=administrator, reason="证明材料不实")
    time_machine.move_to(in_window(certificate))
    assert refused(certificate, learner) == Refusal.INCOMPLETE


def test_hours_taken_back_after_the_renewal_open_a_case_about_it(learned, learner, administrator):
    credit = learner.education_credits.first()
    renewed = renew(learned, by=learner)
    reverse(credit, by=administrator, reason="证明材料不实")
    reverse(credit, by=administrator, reason="证明材料不实")
    case = Case.objects.get()
    assert (case.kind, case.subject_ref) == (Case.Kind.INTEGRITY, f"certificates.certificate:{renewed.pk}")
    assert position_of(renewed).standing.counted == 0


def test_the_position_of_twenty_costs_as_much_as_that_of_two(passed, schemes, django_assert_num_queries):
    from tests.cast import person

    held = [issue(result=passed(person("林悦", f"box{n}"))) for n in range(20)]
    for one in held:
        credited(one.holder, 4, today() + DAY)
    for some in (held[:2], held):
        told = Certificate.objects.filter(pk__in=[one.pk for one in some]).told()
        with django_assert_num_queries(5):
            positions(told)
