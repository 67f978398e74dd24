"""Mails about registrations: written with the deed, sent once, found again when their job is lost."""

import datetime as dt
import threading
import time

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.db import IntegrityError, connection, transaction

from certificates.models import RenewalReminder
from certificates.posting import post as post_about_certificate
from core import jobs, letters
from core.dates import now
from core.models import MAX_ATTEMPTS, Job
from exams import letters as exam_letters
from exams import posting, seating, sittings, tasks
from exams.models import Letter, Registration
from tests.exams.making import sitting, version

HOUR = dt.timedelta(hours=1)


class Killed(BaseException):
    """What a worker's end looks like from inside: nothing after it is done."""


class Deadly(EmailBackend):
    """The worker dies when the mail is to leave."""

    def send_messages(self, messages):
        raise Killed


class Slow(EmailBackend):
    """A mail server that takes its time."""

    def send_messages(self, messages):
        time.sleep(0.4)
        return super().send_messages(messages)


@pytest.fixture
def at(db):
    return sitting(version(["single"]), walk_in=False, capacity=1, opens_at=now() + 48 * HOUR, closes_at=now() + 50 * HOUR)


@pytest.fixture
def posted(django_capture_on_commit_callbacks):
    """Do a deed with its jobs, and give the mails it sent."""

    def run(deed, *args, **kwargs):
        mail.outbox.clear()
        with django_capture_on_commit_callbacks(execute=True):
            deed(*args, **kwargs)
        return list(mail.outbox)

    return run


def subjects(messages):
    return [(message.to[0], message.subject) for message in messages]


def test_from_registering_to_moving_up_each_is_told(at, learner, stranger, posted):
    assert subjects(posted(seating.register, candidate=learner, sitting=at)) == [(learner.email, "您已报名：小考")]
    assert subjects(posted(seating.register, candidate=stranger, sitting=at)) == [(stranger.email, "您在候补名单上：小考")]
    held = Registration.objects.get(candidate=learner)
    assert subjects(posted(seating.withdraw, registration=held, by=learner)) == [(stranger.email, "您有座位了：小考")]
    assert posted(seating.register, candidate=stranger, sitting=at) == []  # registered before: nothing new


def test_whoever_is_registered_by_the_office_learns_of_it(at, learner, examiner, posted):
    (message,) = posted(seating.register, candidate=learner, sitting=at, by=examiner)
    held = Registration.objects.get()
    assert held.admission_no in message.body
    assert held.get_absolute_url() in message.body


def test_registering_anew_is_told_anew(at, learner, posted):
    held = seating.register(candidate=learner, sitting=at)
    seating.withdraw(registration=held, by=learner)
    assert len(posted(seating.register, candidate=learner, sitting=at)) == 1
    assert Letter.objects.filter(news="registered").count() == 2


def test_the_mail_task_run_twice_sends_once(at, learner, posted):
    posted(seating.register, candidate=learner, sitting=at)
    letter = Letter.objects.get()
    assert posted(tasks.post_letter, str(letter.pk)) == []
    Letter.objects.update(sent_at=None)  # the control: the record is what holds it back
    assert len(posted(tasks.post_letter, str(letter.pk))) == 1


def test_a_deed_told_twice_is_one_letter(at, learner, posted):
    held = seating.register(candidate=learner, sitting=at)
    for _ in range(2):
        tasks.tell_candidate(held.pk, "moved_up")
    assert Letter.objects.filter(news="moved_up").count() == 1
    assert posting.about_registration(held, Letter.News.MOVED_UP, occasion="another")


@pytest.mark.django_db(transaction=True)
def test_a_worker_killed_before_the_mail_left_is_made_up_for(at, learner, settings, time_machine):
    settings.EMAIL_BACKEND = f"{__name__}.Deadly"
    with pytest.raises(Killed), transaction.atomic():
        held = seating.register(candidate=learner, sitting=at)
    letter = Letter.objects.get()
    assert (letter.registration, letter.sent_at, mail.outbox) == (held, None, [])
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    # Control: while the dead worker's lease holds, nobody takes the job over.
    assert (jobs.sweep(), len(mail.outbox)) == (0, 0)
    time_machine.move_to(now() + HOUR)
    assert (jobs.sweep(), len(mail.outbox)) == (1, 1)
    assert posting.sweep() == 0


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("job", ["lost", "given up"])
def test_a_letter_whose_job_is_no_more_is_swept(at, learner, settings, time_machine, job):
    settings.EMAIL_BACKEND = f"{__name__}.Deadly"
    with pytest.raises(Killed):
        seating.register(candidate=learner, sitting=at)
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    time_machine.move_to(now() + HOUR)
    assert posting.sweep() == 0  # a job still has it in hand
    if job == "lost":
        Job.objects.all().delete()
    else:
        Job.objects.update(attempts=MAX_ATTEMPTS)
    assert (jobs.sweep(), len(mail.outbox)) == (0, 0)  # control: the jobs' own sweep knows nothing of it
    assert posting.sweep() == 1
    jobs.sweep()
    assert len(mail.outbox) == 1
    assert Letter.objects.get().sent_at
    assert (Job.objects.parked().count(), posting.sweep()) == (0, 0)


def test_old_news_is_not_swept(at, learner, time_machine):
    seating.register(candidate=learner, sitting=at)
    Job.objects.all().delete()
    assert posting.sweep() == 0  # too fresh: its job may be on its way
    time_machine.move_to(now() + letters.STALE + HOUR)
    assert posting.sweep() == 0


def together(deed):
    """Twice at the same moment."""
    barrier = threading.Barrier(2)

    def one():
        barrier.wait()
        try:
            deed()
        finally:
            connection.close()

    threads = [threading.Thread(target=one) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


@pytest.mark.django_db(transaction=True)
def test_two_jobs_at_the_same_moment_send_one_letter(at, learner, settings):
    settings.EMAIL_BACKEND = f"{__name__}.Slow"
    seating.register(candidate=learner, sitting=at)
    Letter.objects.update(sent_at=None)
    mail.outbox.clear()
    pk = str(Letter.objects.get().pk)
    together(lambda: posting.post(pk))
    assert len(mail.outbox) == 1


@pytest.mark.django_db(transaction=True)
def test_control_without_the_lock_two_jobs_send_two(at, learner, settings):
    settings.EMAIL_BACKEND = f"{__name__}.Slow"
    seating.register(candidate=learner, sitting=at)
    Letter.objects.update(sent_at=None)
    mail.outbox.clear()

    def hasty():
        letter = Letter.objects.told().get()
        if letter.sent_at is None:
            exam_letters.send(letter)
            Letter.objects.update(sent_at=now())

    together(hasty)
    assert len(mail.outbox) == 2


def test_a_letter_is_about_exactly_one_thing(at, learner):
    held = seating.register(candidate=learner, sitting=at)
    for wrong in ({"news": "registered"}, {"news": "released", "registration": held}, {"news": "decided", "registration": held}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Letter.objects.create(reader=learner, occasion="x", **wrong)


def test_a_changed_time_or_place_is_told_to_those_who_planned_by_it(at, learner, stranger, posted):
    for who in (learner, stranger):
        seating.register(candidate=who, sitting=at)
    at.venue = "二号楼"
    at.save()
    told = posted(sittings.tell_change, at, occasion=7)
    assert {message.to[0] for message in told} == {learner.email, stranger.email}
    assert all("二号楼" in message.body for message in told)
    assert posted(sittings.tell_change, at, occasion=7) == []
    assert len(posted(sittings.tell_change, at, occasion=8)) == 2


def test_a_reminder_is_sent_the_day_before_once_and_again_when_the_day_moves(at, learner, stranger, posted, time_machine):
    for who in (learner, stranger):
        seating.register(candidate=who, sitting=at)
    assert posted(tasks.remind_due) == []
    time_machine.move_to(at.opens_at - 20 * HOUR)
    (message,) = posted(tasks.remind_due)  # not who waits for a seat
    assert message.to == [learner.email]
    assert posted(tasks.remind_due) == []
    at.opens_at, at.closes_at = at.opens_at + 24 * HOUR, at.closes_at + 24 * HOUR
    at.save()
    time_machine.move_to(at.opens_at - 20 * HOUR)
    assert len(posted(tasks.remind_due)) == 1


def test_who_registers_on_the_last_day_needs_no_reminder(at, learner, posted, time_machine):
    time_machine.move_to(at.opens_at - 2 * HOUR)
    registered = sitting(version(["single"]), walk_in=False, opens_at=at.opens_at, closes_at=at.closes_at)
    seating.register(candidate=learner, sitting=registered)
    assert posted(tasks.remind_due) == []


def test_reminding_asks_the_same_number_of_questions_for_two_and_for_none_new(
    at, learner, time_machine, django_assert_max_num_queries
):
    seating.register(candidate=learner, sitting=at)
    time_machine.move_to(at.opens_at - 20 * HOUR)
    posting.remind_due()
    with django_assert_max_num_queries(2):
        assert posting.remind_due() == 0


def test_certificates_letters_stand_on_the_same_ground(db):
    from certificates import posting as of_certificates
    from certificates.models import CertificateLetter

    assert issubclass(CertificateLetter, letters.AbstractLetter)
    assert issubclass(RenewalReminder, letters.SentOnce)
    assert of_certificates.sweep() == 0
    assert not post_about_certificate("00000000-0000-0000-0000-000000000000")
