"""Issuing: the one certificate a released pass earns."""

import datetime as dt

import pytest

from certificates import numbers
from certificates.decisions import decide
from certificates.facts import Unprintable
from certificates.issuing import NoNumber, NotEarned, issue
from certificates.models import Certificate, CertificateEvent
from certificates.status import State, Status
from core.dates import now
from core.models import AuditEntry, Job
from courses.models import Course, CourseVersion, CreditEntry, Enrolment

pytestmark = pytest.mark.django_db


def test_a_released_pass_earns_a_certificate(certificate, learner):
    assert certificate.holder == learner
    assert certificate.holder_name == "林悦"
    assert certificate.subject["title"] == "质量安全员培训考核合格证书"
    assert numbers.checks_out(certificate.number)
    assert certificate.number.startswith(f"QSO-{certificate.valid_from:%y}-")
    assert certificate.status == Status.VALID
    assert certificate.valid_until.year == certificate.valid_from.year + 3
    assert [event.kind for event in certificate.events.all()] == ["issued"]
    assert AuditEntry.objects.filter(deed="certificate.issued", subject__endswith=str(certificate.pk)).exists()
    assert Job.objects.filter(task="certificates.render_certificate", kwargs={"certificate": str(certificate.pk)}).exists()


def test_asking_again_gives_the_same_certificate(certificate):
    again = issue(result=certificate.result)
    assert again == certificate
    assert Certificate.objects.count() == 1
    assert certificate.events.count() == 1


def test_passing_twice_still_leaves_one_certificate(certificate, learner, passed):
    assert issue(result=passed(learner)) == certificate


@pytest.mark.parametrize("trait", [{"passed": False}, {"released": False}])
def test_s05_a_failed_or_unreleased_result_earns_nothing(learner, passed, trait):
    with pytest.raises(NotEarned):
        issue(result=passed(learner, **trait))
    assert not Certificate.objects.exists()


def test_a_replaced_result_earns_nothing(learner, passed):
    first = passed(learner)
    type(first).objects.create(
        attempt=first.attempt, revision=2, total=60, maximum=100, passed=False, computed_at=first.computed_at, supersedes=first
    )
    with pytest.raises(NotEarned):
        issue(result=first)


def test_an_exam_without_a_scheme_earns_nothing(learner, passed):
    with pytest.raises(NotEarned):
        issue(result=passed(learner, exam="DRILL"))


def test_a_withdrawn_certificate_is_not_issued_anew_for_the_same_result(certificate, administrator):
    decide(certificate, State.WITHDRAWN, by=administrator, reason=CertificateEvent.Reason.RESULT)
    assert issue(result=certificate.result) == certificate
    assert certificate.status == Status.WITHDRAWN


def test_after_a_withdrawal_a_new_pass_earns_a_new_certificate(certificate, administrator, learner, passed, time_machine):
    decide(certificate, State.WITHDRAWN, by=administrator, reason=CertificateEvent.Reason.RESULT)
    time_machine.move_to(now() + dt.timedelta(days=1100))  # the bar is over (barring)
    assert issue(result=passed(learner)) != certificate


def test_a_suspended_holder_cannot_get_round_it_by_passing_again(certificate, administrator, learner, passed):
    decide(certificate, State.SUSPENDED, by=administrator, reason=CertificateEvent.Reason.COMPLAINT)
    assert issue(result=passed(learner)) == certificate


def test_a_new_pass_replaces_a_certificate_that_has_run_out(certificate, learner, passed, time_machine):
    time_machine.move_to(f"{certificate.valid_until.year + 1}-01-15 10:00:00+08:00")
    renewed = issue(result=passed(learner))
    certificate.refresh_from_db()
    assert renewed.supersedes == certificate
    assert certificate.status == Status.SUPERSEDED
    assert [event.kind for event in certificate.events.all()] == ["issued", "superseded"]
    assert renewed.result
    assert issue(result=renewed.result) == renewed


def test_a_taken_number_is_drawn_again(certificate, stranger, passed):
    drawn = iter([certificate.number, certificate.number, "QSO-26-2345-6789-AB"])
    issued = issue(result=passed(stranger), draw=lambda scheme, year: next(drawn))
    assert issued.number == "QSO-26-2345-6789-AB"
    assert issued.public_url.endswith("/v/QSO-26-2345-6789-AB/")


def test_after_eight_taken_numbers_it_gives_up_and_says_so(certificate, stranger, passed):
    drawn = []

    def unlucky(scheme, year):
        drawn.append(year)
        return certificate.number

    with pytest.raises(NoNumber):
        issue(result=passed(stranger), draw=unlucky)
    assert len(drawn) == 8
    assert not Certificate.objects.held_by(stranger).exists()


def test_an_uncovered_character_blocks_the_issue_and_is_named(learner, passed, rename):
    rename(learner, "王\U0002a6a5")
    result = passed(learner)
    with pytest.raises(Unprintable, match=r"U\+2A6A5") as refusal:
        issue(result=result)
    assert refusal.value.characters == ("\U0002a6a5",)
    assert not Certificate.objects.exists()


@pytest.mark.parametrize(
    ("minutes", "text"),
    [
        (16 * 45, "完成“质量安全员课程”16学时的学习，考试成绩合格，特发此证。"),
        (17 * 45, "完成“质量安全员课程”16学时的学习，考试成绩合格，特发此证。"),
        (15 * 45, "完成“质量安全员课程”的学习，考试成绩合格，特发此证。"),
    ],
)
def test_hours_are_named_only_when_all_that_are_asked_for_are_credited(learner, passed, minutes, text):
    course = Course.objects.create(code="QSO")
    structure = {"modules": [{"title": {"zh-hans": "一"}, "lessons": [{"code": "DAY-01"}]}]}
    version = CourseVersion.objects.create(course=course, number=1, structure=structure, minutes=minutes)
    Enrolment.objects.create(learner=learner, course=course, version=version, completed_at=now())
    entry = {"lesson_code": "DAY-01", "seconds": minutes * 60, "reason": "completed", "rule_version": "1", "source_ref": "x"}
    CreditEntry.objects.create(learner=learner, course=course, **entry)
    assert issue(result=passed(learner)).subject["text"] == text


def test_without_the_course_only_the_examination_is_certified(certificate):
    assert "学时" not in certificate.subject["text"]
    assert certificate.subject["text_en"] == "has passed the Quality Safety Officer examination."


def test_a_change_of_name_leaves_the_certificate_as_it_was_issued(certificate, learner):
    learner.full_name = "林月"
    learner.save()
    assert Certificate.objects.get().holder_name == "林悦"
