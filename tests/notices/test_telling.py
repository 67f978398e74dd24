"""Telling: once for an occasion, in the reader's language, as the reader wants it, and never a flood."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.core import mail
from django.db import connection, transaction
from django.utils.translation import override

from accounts.models import User
from notices import posting
from notices.kinds import Delivery, Unknown
from notices.models import Notice
from notices.preferring import Owed, prefer
from notices.telling import MOST_AN_HOUR, tell, tell_all
from tests.cast import person
from tests.notices.kinds import FACTS, LETTER, NEWS, SEAT, VERDICT

pytestmark = pytest.mark.usefixtures("trial_kinds")
Commits = Any  # django_capture_on_commit_callbacks


def told(code: str, reader: User, occasion: object, commits: Commits) -> bool:
    with commits(execute=True):
        return tell(code, reader, occasion=occasion, facts=FACTS, address="/learn/")


def test_one_occasion_is_told_once(learner: User, django_capture_on_commit_callbacks: Commits) -> None:
    assert told("trial.seat", learner, 1, django_capture_on_commit_callbacks)
    assert not told("trial.seat", learner, 1, django_capture_on_commit_callbacks)
    assert told("trial.seat", learner, 2, django_capture_on_commit_callbacks)
    assert Notice.objects.visible_to(learner).count() == len(mail.outbox) == 2


def test_the_mail_names_its_rule_the_page_and_the_way_to_stop_it(
    learner: User, django_capture_on_commit_callbacks: Commits
) -> None:
    told("trial.seat", learner, 1, django_capture_on_commit_callbacks)
    sent = mail.outbox[0]
    assert sent.subject == "A seat for 质量"
    assert "Goes when a seat is free." in sent.body
    assert "/learn/" in sent.body
    assert "/notices/stop/" in sent.body
    assert "2026年12月1日" in sent.body
    assert sent.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_it_speaks_the_language_of_its_reader(learner: User, django_capture_on_commit_callbacks: Commits) -> None:
    learner.preferred_language = "en"
    learner.save()
    told("trial.seat", learner, 1, django_capture_on_commit_callbacks)
    assert mail.outbox[0].subject == "A seat for Quality"
    with override("zh-hans"):
        assert Notice.objects.get().subject == "A seat for 质量"


def test_nothing_is_told_when_the_deed_fails(learner: User) -> None:
    def a_deed_that_fails() -> None:
        with transaction.atomic():
            tell("trial.seat", learner, occasion=1, facts=FACTS)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        a_deed_that_fails()
    assert not Notice.objects.exists()
    assert not mail.outbox


def test_a_job_that_runs_twice_sends_one_mail(learner: User, django_capture_on_commit_callbacks: Commits) -> None:
    told("trial.seat", learner, 1, django_capture_on_commit_callbacks)
    assert posting.post_occasion("trial.seat", "1") == 0
    # The control: without its note of having gone it would go again.
    Notice.objects.update(mailed_at=None)
    assert posting.post_occasion("trial.seat", "1") == 1
    assert len(mail.outbox) == 2


def test_a_lost_job_is_found_by_the_sweep(learner: User, time_machine: Any) -> None:
    time_machine.move_to("2026-11-02T09:00:00+08:00", tick=False)
    with transaction.atomic():
        tell("trial.seat", learner, occasion=1, facts=FACTS)  # the test's own transaction never commits: no job runs
    assert posting.post_unsent() == 0, "what is young belongs to its own job"
    time_machine.move_to("2026-11-02T09:04:00+08:00", tick=False)
    assert posting.post_unsent() == 1
    assert posting.post_unsent() == 0


def test_past_six_mails_an_hour_the_rest_waits_for_the_days_mail(
    learner: User, django_capture_on_commit_callbacks: Commits
) -> None:
    for occasion in range(MOST_AN_HOUR + 3):
        told("trial.seat", learner, occasion, django_capture_on_commit_callbacks)
    assert len(mail.outbox) == MOST_AN_HOUR
    told("trial.verdict", learner, 1, django_capture_on_commit_callbacks)
    assert len(mail.outbox) == MOST_AN_HOUR + 1, "what is owed comes all the same"
    assert posting.post_digest(learner.pk) == 3


def test_the_days_mail_holds_what_waits_and_goes_once(learner: User, django_capture_on_commit_callbacks: Commits) -> None:
    for occasion in (1, 2, 3):
        told("trial.news", learner, occasion, django_capture_on_commit_callbacks)
    assert not mail.outbox
    Notice.objects.get(occasion="3").read()
    with django_capture_on_commit_callbacks(execute=True):
        assert posting.post_digests() == 1
    assert len(mail.outbox) == 1, "one mail"
    assert mail.outbox[0].body.count("News of 质量") == 2, "what was read meanwhile is no news"
    assert posting.post_digests() == 0


def test_a_choice_holds_for_what_comes_later_and_for_what_waits(
    learner: User, django_capture_on_commit_callbacks: Commits
) -> None:
    told("trial.news", learner, 1, django_capture_on_commit_callbacks)
    prefer(learner, NEWS, Delivery.OFF)
    told("trial.news", learner, 2, django_capture_on_commit_callbacks)
    assert posting.post_digest(learner.pk) == 0
    prefer(learner, SEAT, Delivery.DIGEST)
    told("trial.seat", learner, 1, django_capture_on_commit_callbacks)
    assert not mail.outbox
    assert Notice.objects.visible_to(learner).count() == 3, "the inbox keeps all"


def test_what_is_owed_cannot_be_switched_off(learner: User, django_capture_on_commit_callbacks: Commits) -> None:
    for kind in (VERDICT, LETTER):
        with pytest.raises(Owed):
            prefer(learner, kind, Delivery.OFF)
    told("trial.verdict", learner, 1, django_capture_on_commit_callbacks)
    assert len(mail.outbox) == 1
    assert "/notices/stop/" not in mail.outbox[0].body


def test_a_letter_stands_in_the_inbox_and_is_mailed_by_its_own_room(
    learner: User, django_capture_on_commit_callbacks: Commits
) -> None:
    told("trial.letter", learner, 1, django_capture_on_commit_callbacks)
    assert Notice.objects.get().delivery == Delivery.LETTER
    assert not mail.outbox


def test_an_account_switched_off_gets_no_mail(learner: User, django_capture_on_commit_callbacks: Commits) -> None:
    learner.is_active = False
    learner.save()
    told("trial.seat", learner, 1, django_capture_on_commit_callbacks)
    assert not mail.outbox


def test_a_kind_nobody_registered_is_refused(learner: User) -> None:
    with pytest.raises(Unknown):
        tell("trial.nothing", learner, occasion=1)


def test_telling_a_hundred_takes_as_many_queries_as_telling_two(
    db: None, django_assert_max_num_queries: Any, django_assert_num_queries: Any
) -> None:
    people = [person(f"学员{n:03}", f"many{n}") for n in range(40)]
    with django_assert_num_queries(5):
        assert tell_all("trial.seat", people[:2], occasion=1, facts=FACTS) == 2
    with django_assert_num_queries(5):
        assert tell_all("trial.seat", people, occasion=2, facts=FACTS) == 40
    assert tell_all("trial.seat", people, occasion=1, facts=FACTS) == 38


@pytest.mark.django_db(transaction=True)
def test_two_who_tell_the_same_at_once_tell_it_once(learner: User) -> None:
    def go(_n: int) -> None:
        try:
            tell("trial.seat", learner, occasion="race", facts=FACTS)
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(go, range(6)))
    assert Notice.objects.count() == 1
    assert len(mail.outbox) == 1
