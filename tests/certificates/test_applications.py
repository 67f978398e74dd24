"""Applications: a draft kept, a checker, submitted once, returned with what is missing, decided once by somebody else."""

import datetime as dt

import pytest
from django.core import mail
from django.core.files.storage import storages
from django.db import IntegrityError, connection, transaction

from certificates import applying, granting
from certificates.applying import Incomplete, NotOpen, Written
from certificates.impartiality import NotImpartial, Tie
from certificates.models import Application, Certificate, CertificateEvent, Evidence, SchemeVersion
from certificates.models.schemes import TERMS
from certificates.status import State, Status
from core.dates import add_months, now, today
from core.models import AuditEntry
from tests.certificates.applying import begun, file, granted, looked_at, scheme, submitted
from tests.certificates.conftest import make_result
from tests.certificates.proceedings import officers

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("schemes")]


def newer(code: str = "QSD") -> SchemeVersion:
    """A further version in force from today."""
    last = scheme(code).versions.first()
    values = {name: getattr(last, name) for name in TERMS}
    return SchemeVersion.objects.create(scheme=last.scheme, number=last.number + 1, **values)


def test_a_draft_is_kept_and_written_on(learner):
    application = begun(learner, files=False, entry=None)
    again = applying.write(holder=learner, scheme=scheme(), written=Written(1, "在岗三年", {"work": [file()]}))
    assert again == application
    assert (again.entry, again.statement, again.state) == (1, "在岗三年", "draft")
    assert [one.code for one in again.evidence.all()] == ["work"]


def test_the_same_file_sent_twice_is_kept_once_and_the_sixth_is_refused(learner):
    application = begun(learner, files=False)
    for _ in range(2):
        applying.write(holder=learner, scheme=scheme(), written=Written(0, "", {"work": [file("a")]}))
    assert application.evidence.count() == 1
    with pytest.raises(ValueError, match="5个"):
        applying.write(holder=learner, scheme=scheme(), written=Written(0, "", {"work": [file(str(n)) for n in range(5)]}))
    assert application.evidence.count() == 1


def test_the_checker_names_each_thing_that_is_missing(learner):
    application = begun(learner, files=False, entry=None)
    with pytest.raises(Incomplete) as refusal:
        applying.submit(application=application, by=learner, pledges=9)
    assert list(refusal.value.codes) == ["education", "work", "equivalent", "month_file"]
    assert len(refusal.value.faults) == 2, "no pass and no entry requirement"
    application.refresh_from_db()
    assert application.state == "draft"


def test_without_every_pledge_nothing_is_submitted(learner):
    make_result(learner, exam="QSD")
    with pytest.raises(Incomplete) as refusal:
        applying.submit(application=begun(learner), by=learner, pledges=0)
    assert "承诺" in refusal.value.faults[0]


def test_what_was_submitted_rests_on_a_pass_and_has_a_day(learner):
    application = submitted(learner)
    assert (application.state, application.route, application.result.total) == ("submitted", "examined", 91)
    assert application.due_at.date() > today()
    assert [step.kind for step in application.steps.all()] == ["submitted"]
    assert not application.evidence.filter(kept_at=None).exists()
    assert AuditEntry.objects.filter(deed="application.submitted", actor_id=learner.pk).exists()


def test_submitting_twice_changes_nothing(learner):
    application = submitted(learner)
    assert applying.submit(application=application, by=learner, pledges=9) == application
    assert application.steps.count() == 1
    with pytest.raises(NotOpen):
        begun(learner)


def test_who_is_trained_need_not_prove_equal_learning(learner):
    from courses.models import Course, CourseVersion, CreditEntry, Enrolment

    course = Course.objects.create(code="QSD")
    version = CourseVersion.objects.create(
        course=course, number=1, minutes=1080, structure={"modules": [{"title": {}, "lessons": [{"code": "A", "checks": []}]}]}
    )
    enrolment = Enrolment.objects.create(learner=learner, course=course, version=version)
    CreditEntry.objects.create(
        learner=learner,
        course=course,
        lesson_code="A",
        seconds=24 * 45 * 60,
        reason="completed",
        rule_version="1",
        source_ref="a",
    )
    assert submitted(learner).route == "examined", "the course is not complete"
    other = begun_anew(learner, enrolment)
    assert other.route == "trained"
    assert "equivalent" not in [one.code for one in other.requirements]


def begun_anew(learner, enrolment):
    applying.withdraw(application=Application.objects.get(holder=learner), by=learner)
    enrolment.completed_at = enrolment.enrolled_at
    enrolment.save()
    return begun(learner)


def test_a_draft_follows_the_version_in_force_and_what_was_submitted_keeps_its_own(learner, stranger):
    draft, sent = begun(learner), submitted(stranger)
    version = newer()
    assert applying.write(holder=learner, scheme=scheme(), written=Written(0, "", {})).scheme_version == version
    granting.give_back(application=sent, by=officers(1)[0], codes=["work"], text="缺少起止时间。")
    kept = applying.write(holder=stranger, scheme=scheme(), written=Written(0, "", {"work": [file("new")]}))
    assert kept.scheme_version.number == version.number - 1
    assert draft.scheme_version.number == version.number - 1


def test_returning_after_a_year_finds_the_draft_and_its_files(learner, time_machine):
    begun(learner)
    time_machine.move_to(now() + dt.timedelta(days=370))
    assert applying.write(holder=learner, scheme=scheme(), written=Written(0, "", {})).evidence.count() == 4


def test_a_draft_is_thrown_away_with_its_files(learner, django_capture_on_commit_callbacks):
    application = begun(learner)
    keys = [one.key for one in application.evidence.all()]
    with django_capture_on_commit_callbacks(execute=True):
        assert applying.withdraw(application=application, by=learner) is None
    assert not Application.objects.exists()
    assert not any(storages["artefacts"].exists(key) for key in keys)


def test_what_was_submitted_is_taken_back_and_stays_in_the_record(learner):
    application = applying.withdraw(application=submitted(learner), by=learner)
    assert application
    assert application.state == "withdrawn"
    with pytest.raises(NotOpen):
        applying.withdraw(application=application, by=learner)
    assert begun(learner).pk != application.pk


def test_a_file_taken_out_before_is_gone_and_after_it_is_only_marked(learner):
    application = begun(learner)
    work = application.evidence.get(code="work")
    applying.remove(file=work, by=learner)
    assert not Evidence.objects.filter(pk=work.pk).exists()
    applying.write(holder=learner, scheme=scheme(), written=Written(0, "", {"work": [file("again")]}))
    make_result(learner, exam="QSD")
    sent = applying.submit(application=application, by=learner, pledges=9)
    kept = sent.evidence.get(code="work")
    with pytest.raises(NotOpen):
        applying.remove(file=kept, by=learner)
    granting.give_back(application=sent, by=officers(1)[0], codes=["work"], text="看不清。")
    applying.remove(file=kept, by=learner)
    kept.refresh_from_db()
    assert kept.removed_at
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM certificates_evidence")


def test_it_is_returned_with_what_is_missing_and_submitted_again(learner):
    officer, decider = officers(2)
    application = looked_at(submitted(learner), officer)
    granting.give_back(application=application, by=officer, codes=["work"], text="缺少起止时间。")
    returned = Application.objects.get()
    assert (returned.state, returned.due_at) == ("returned", None)
    assert returned.steps.last().codes == ["work"]
    applying.write(holder=learner, scheme=scheme(), written=Written(0, "", {"work": [file("with dates")]}))
    again = applying.submit(application=returned, by=learner, pledges=9)
    assert "work" not in granting.findings(again), "its files changed, so it is looked at anew"
    with pytest.raises(granting.NotReady) as refusal:
        granting.grant(application=again, by=decider, reasons="齐全。")
    assert (list(refusal.value.wanting), list(refusal.value.unseen)) == ([], ["work"])


def test_a_grant_issues_the_certificate_with_who_decided(learner):
    marker, decider = officers(2)
    application = submitted(learner)
    certificate = granted(application, marker, decider)
    application.refresh_from_db()
    assert (application.state, application.certificate, application.decided_by) == ("granted", certificate, decider)
    assert certificate.decided_by == decider
    assert certificate.decision_basis["application"] == str(application.pk)
    assert certificate.decision_basis["rule"] == "application"
    assert certificate.events.get().actor == decider
    assert certificate.status == Status.VALID
    with pytest.raises(NotOpen):
        granting.refuse(application=application, by=marker, reasons="改主意。")
    with pytest.raises(IntegrityError), transaction.atomic():
        Application.objects.update(reasons="另写")


def test_it_is_not_granted_while_something_is_wanting_and_may_be_refused(learner):
    marker, decider = officers(2)
    application = looked_at(submitted(learner), marker)
    granting.find(application=application, by=marker, code="month_file", met=False, note="只有两周的记录。")
    with pytest.raises(granting.NotReady):
        granting.grant(application=application, by=decider, reasons="通过。")
    granting.refuse(application=application, by=decider, reasons="履职记录不足一个月。")
    application.refresh_from_db()
    assert (application.state, application.reasons) == ("refused", "履职记录不足一个月。")
    assert not Certificate.objects.exists()


@pytest.mark.parametrize("deed", ["grant", "refuse"], ids=str)
def test_nothing_is_decided_without_reasons(learner, deed):
    marker, decider = officers(2)
    application = looked_at(submitted(learner), marker)
    with pytest.raises(granting.NoReason):
        getattr(granting, deed)(application=application, by=decider, reasons="  ")


def test_a_pass_that_no_longer_holds_earns_nothing(learner):
    marker, decider = officers(2)
    application = looked_at(submitted(learner), marker)
    first = application.result
    type(first).objects.create(
        attempt=first.attempt, revision=2, total=60, maximum=100, passed=False, computed_at=first.computed_at, supersedes=first
    )
    with pytest.raises(granting.NotEarnedAnyMore):
        granting.grant(application=application, by=decider, reasons="通过。")
    application.refresh_from_db()
    assert application.state == "submitted"


def test_after_a_withdrawal_one_waits_before_applying_again(learner, time_machine):
    from certificates.decisions import decide

    marker, decider = officers(2)
    certificate = granted(submitted(learner), marker, decider)
    decide(certificate, State.WITHDRAWN, by=decider, reason=CertificateEvent.Reason.COMPLAINT)
    make_result(learner, exam="QSD")
    again = begun(learner)
    with pytest.raises(Incomplete) as refusal:
        applying.submit(application=again, by=learner, pledges=9)
    free = add_months(today(), 12)
    assert f"{free - dt.timedelta(days=1):%Y年%-m月%-d日}之后" in refusal.value.faults[0]
    time_machine.move_to(dt.datetime.combine(free, dt.time(4), dt.UTC))
    assert applying.submit(application=again, by=learner, pledges=9).state == "submitted"


def test_who_holds_the_certificate_does_not_apply_for_another(learner):
    marker, decider = officers(2)
    certificate = granted(submitted(learner), marker, decider)
    make_result(learner, exam="QSD")
    with pytest.raises(Incomplete, match=r".*") as refusal:
        applying.submit(application=begun(learner), by=learner, pledges=9)
    assert certificate.number in refusal.value.faults[0]


def test_only_the_applicant_and_the_office_see_it_and_only_the_applicant_a_draft(learner, stranger, examiner, administrator):
    draft, sent = begun(learner, "CQO"), submitted(stranger)
    for user, seen in ((learner, {draft}), (stranger, {sent}), (examiner, set()), (administrator, {sent})):
        assert set(Application.objects.visible_to(user)) == seen, user
        assert {one.application for one in Evidence.objects.visible_to(user)} == seen, user


def test_nobody_decides_about_oneself(administrator):
    application = submitted(administrator)
    for deed in (granting.refuse, granting.grant):
        with pytest.raises(NotImpartial) as refusal:
            deed(application=application, by=administrator, reasons="通过。")
        assert refusal.value.ties == [Tie.SELF]


@pytest.mark.parametrize("who", ["stranger", "examiner", "regulator"], ids=str)
def test_whoever_does_not_handle_applications_does_nothing(learner, who, request):
    application, user = submitted(learner), request.getfixturevalue(who)
    with pytest.raises(NotImpartial):
        granting.find(application=application, by=user, code="work", met=True)
    with pytest.raises(NotImpartial):
        granting.give_back(application=application, by=user, codes=[], text="缺。")


def test_a_mail_tells_each_turn_once_and_no_grounds(learner, django_capture_on_commit_callbacks):
    marker, decider = officers(2)
    with django_capture_on_commit_callbacks(execute=True):
        application = submitted(learner)
        granting.give_back(application=application, by=marker, codes=["work"], text="缺少起止时间。")
        applying.write(holder=learner, scheme=scheme(), written=Written(0, "", {"work": [file("with dates")]}))
        applying.submit(application=application, by=learner, pledges=9)
        granting.refuse(application=application, by=decider, reasons="履职记录不足一个月。")
    subjects = [one.subject for one in mail.outbox]
    assert len(subjects) == 4
    assert "质量安全总监培训考核合格证书" in subjects[0]
    for one in mail.outbox:
        assert str(application.pk) in one.body
        assert "规则" in one.body
        assert "起止时间" not in one.body
        assert "不足一个月" not in one.body
