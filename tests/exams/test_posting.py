"""Mails about attempts and cases: noted with the deed, sent by a job, once, in the reader's language, without marks."""

import pytest
from django.core import mail
from django.db import transaction

from core.dates import now
from exams import appealing, cases, delivery, posting
from exams.models import Attempt, Case, Letter, Mark, Result
from exams.superseding import supersede
from tests.exams.making import finished, sitting, version


@pytest.fixture
def at(db):
    return sitting(version(["single", "fillin"]), release="person")


@pytest.fixture
def posted(django_capture_on_commit_callbacks):
    """Do a deed with its jobs, and give the mails it sent."""

    def run(deed, *args, **kwargs):
        mail.outbox.clear()
        with django_capture_on_commit_callbacks(execute=True):
            deed(*args, **kwargs)
        return list(mail.outbox)

    return run


def release(attempt, examiner):
    delivery.release(result=Result.objects.get(attempt=attempt), by=examiner)


def test_handing_in_sends_the_receipt_and_where_to_check_it(learner, at, posted):
    (message,) = posted(finished, learner, at)
    attempt = Attempt.objects.get()
    assert message.to == [learner.email]
    assert message.subject == "交卷回执：小考"
    for words in (attempt.paper_sha256, attempt.receipt_sha256, "/exams/receipts/", attempt.get_absolute_url()):
        assert words in message.body, words


def test_a_job_that_runs_twice_sends_once(learner, at, posted):
    posted(finished, learner, at)
    letter = Letter.objects.get()
    assert letter.sent_at
    assert posted(posting.post, str(letter.pk)) == []
    Letter.objects.update(sent_at=None)  # the control: the record is what holds it back
    assert len(posted(posting.post, str(letter.pk))) == 1


def test_a_deed_undone_leaves_no_letter(learner, at, posted):
    attempt = delivery.start(candidate=learner, sitting=at)

    def undone():
        with transaction.atomic():
            delivery.submit(attempt=attempt)
            transaction.set_rollback(True)

    assert posted(undone) == []
    assert not Letter.objects.exists()


def test_a_released_result_is_told_without_its_marks(learner, examiner, at, posted):
    learner.preferred_language = "en"
    learner.save()
    attempt = finished(learner, at)
    (message,) = posted(release, attempt, examiner)
    assert message.subject == "Your result is there: Test"
    assert attempt.get_absolute_url() in message.body
    for word in ("4", "passed", "Passed", "100"):
        assert word not in message.body.replace(str(attempt.pk), ""), word


def test_a_correction_is_told_once_and_as_a_correction(learner, examiner, at, posted):
    attempt = finished(learner, at, right=False)
    release(attempt, examiner)
    attempt.refresh_from_db()

    def correct():
        place = attempt.items.get(slot=1)
        key = Mark.objects.get(attempt_item=place).key
        Mark.objects.create(attempt_item=place, stage="appeal", marks=2, marker=examiner, key=key, marked_at=now())
        assert supersede(attempt, cause="appeal", by=examiner, at=now())

    assert [message.subject for message in posted(correct)] == ["成绩已更正：小考"]


def test_a_decided_case_reaches_its_opener_and_an_annulled_attempt_its_candidate(learner, examiner, colleague, at, posted):
    attempt = finished(learner, at)
    case = cases.open_case(kind=Case.Kind.INTEGRITY, by=examiner, text="两人同答", attempt=attempt)
    told = posted(
        appealing.decide,
        case=case,
        by=colleague,
        decision="upheld",
        reasons="保密的理由",
        then=appealing.Consequences(annuls=True),
    )
    assert sorted((message.to[0], message.subject.partition("：")[0]) for message in told) == sorted(
        [(learner.email, "个案已有决定"), (examiner.email, "个案已有决定"), (learner.email, "作答已作废")]
    )
    assert all("保密的理由" not in message.body for message in told)
