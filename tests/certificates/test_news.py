"""From the exam to the certificate: the job is noted with the result, and nothing is lost in between."""

import pytest
from django.db import transaction
from django.urls import reverse

from certificates.models import Certificate
from config.celery import app
from core import jobs
from core.models import Job
from exams import appealing, delivery
from exams.models import Attempt, Case, Exam, Result
from tests.exams.making import answer, finished, sitting, version
from tests.reading import english

pytestmark = pytest.mark.django_db


@pytest.fixture
def qso(schemes):
    """A small exam that the scheme of quality-safety officers asks for."""
    exam, _created = Exam.objects.get_or_create(code="TST", defaults={"credential": "QSO", "title": {"zh-hans": "小考"}})
    made = version(["single", "multiple"])
    from certificates.models import Scheme

    Scheme.objects.filter(code="QSO").update(exam_code=exam.code)
    return sitting(made)


@pytest.fixture
def no_worker():
    app.conf.task_always_eager = False
    yield
    app.conf.task_always_eager = True


def test_handing_in_a_pass_notes_the_job_in_the_same_transaction(qso, learner):
    attempt = delivery.start(candidate=learner, sitting=qso)
    answer(attempt)
    with transaction.atomic():
        delivery.submit(attempt=attempt)
        assert Job.objects.filter(task="certificates.issue_certificate").count() == 1
        transaction.set_rollback(True)
    assert not Job.objects.filter(task="certificates.issue_certificate").exists()
    assert not Result.objects.exists()


def test_a_failed_exam_notes_nothing(qso, learner):
    finished(learner, qso, right=False)
    assert Result.objects.get().passed is False
    assert not Job.objects.filter(task="certificates.issue_certificate").exists()


def test_a_passed_exam_ends_in_a_certificate_with_its_document(qso, learner, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        finished(learner, qso)
    certificate = Certificate.objects.get()
    assert certificate.result == Result.objects.get()
    assert certificate.pdf
    assert certificate.pdf.read().startswith(b"%PDF-")
    assert not Job.objects.open().exists()


def test_an_exam_no_scheme_asks_for_earns_no_certificate_and_no_failed_job(schemes, learner, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        finished(learner, sitting(version(["single"])))
    assert not Certificate.objects.exists()
    assert not Job.objects.open().exists()


def test_a_worker_that_was_away_issues_when_it_is_back(qso, learner, no_worker, time_machine):
    finished(learner, qso)
    assert not Certificate.objects.exists()
    for _round in range(2):
        for job in Job.objects.open():
            jobs.run(job.pk, job.attempts)
    assert Certificate.objects.get().pdf


def test_the_result_leads_to_the_certificate(qso, learner, client_of, django_capture_on_commit_callbacks):
    attempt = finished(learner, qso)
    result = attempt.results.get()
    waiting = client_of(learner).get(result.get_absolute_url()).content.decode()
    assert "证书正在颁发" in waiting
    for job in Job.objects.open():
        with django_capture_on_commit_callbacks(execute=True):
            jobs.run(job.pk, job.attempts)
    page = client_of(learner).get(result.get_absolute_url()).content.decode()
    assert "查看证书" in page
    assert Certificate.objects.get().get_absolute_url() in page


def test_the_result_names_the_character_that_cannot_be_printed(qso, learner, client_of, rename):
    rename(learner, "王\U0002a6a5")
    attempt = finished(learner, qso)
    page = client_of(learner).get(attempt.results.get().get_absolute_url()).content.decode()
    assert "U+2A6A5" in page
    assert "成绩不受影响" in page


def test_my_learning_lists_the_certificates(certificate, learner, stranger, client_of):
    page = client_of(learner).get(reverse("courses:dashboard")).content.decode()
    assert certificate.number in page
    assert certificate.get_absolute_url() in page
    assert certificate.number not in client_of(stranger).get(reverse("courses:dashboard")).content.decode()


@pytest.mark.usefixtures("content")
def test_a_course_says_which_certificate_it_leads_to_and_what_that_is_not(client):
    page = client.get("/courses/qso/").content.decode()
    for said in (
        "质量安全员培训考核合格证书，可在线查验",
        "3年",
        "到期前180天起可续期，需完成24学时继续学习",
        "不属于国家职业资格证书",
    ):
        assert said in page
    assert english(page, "QSO", "EN", "ICP", "PDCA", "SPC", "FMEA", r"GB/T\S*", r"[A-Z]{3}-\d+") == []


def test_a_pass_that_became_a_fail_asks_a_person_about_the_certificate(
    qso, learner, examiner, administrator, django_capture_on_commit_callbacks
):
    from tests.exams.test_key_revisions import apply, propose

    with django_capture_on_commit_callbacks(execute=True):
        finished(learner, qso)
    certificate = Certificate.objects.get()
    with django_capture_on_commit_callbacks(execute=True):
        apply(propose(examiner), administrator)
    case = Case.objects.get()
    assert case.subject_ref == f"certificates.certificate:{certificate.pk}"
    assert certificate.number in case.notes.get().text
    certificate.refresh_from_db()
    assert certificate.state == "valid"


def test_an_annulled_attempt_asks_a_person_about_the_certificate(qso, learner, examiner, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        attempt = finished(learner, qso)
    appealing.annul(Attempt.objects.get(pk=attempt.pk), by=examiner, reason="替考")
    assert Case.objects.get().opened_by is None


def test_a_failed_result_that_is_corrected_asks_nobody(qso, learner, examiner, administrator):
    from tests.exams.test_key_revisions import apply, propose

    finished(learner, qso, right=False)
    apply(propose(examiner, kind="full", answered=None), administrator)
    assert not Case.objects.exists()
