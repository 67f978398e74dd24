"""Sixteen at once: the holder's link, the day's head of the log, and the consent to a badge, each with a control."""

import threading

import pytest
from django.db import IntegrityError

from certificates import sharing, transparency
from certificates.badges import awarding
from certificates.models import Badge, BadgeConsent, Certificate, LogEntry, LogHead, ShareLink
from tests.certificates.badges.conftest import keys  # noqa: F401  # a fixture
from tests.exams.test_races import MANY, at_once, without

pytestmark = pytest.mark.django_db(transaction=True)


def test_sixteen_new_links_leave_one_open(certificate, learner):
    links = at_once(*[lambda: sharing.renew_link(certificate, by=learner)] * MANY)
    assert not [link for link in links if isinstance(link, Exception)]
    assert ShareLink.objects.open().count() == 1


def test_control_without_the_index_several_links_stay_open(certificate, learner):
    without(ShareLink, "sharelink_one_open_uniq")
    looked = threading.Barrier(4)

    def plainly():
        there = ShareLink.objects.open().filter(certificate=certificate).exists()
        looked.wait(timeout=30)
        return None if there else ShareLink.objects.create(certificate=certificate)

    at_once(*[plainly] * 4)
    assert ShareLink.objects.open().count() > 1


def test_sixteen_publications_of_a_day_are_one_and_log_each_event_once(certificate):
    heads = at_once(*[transparency.publish] * MANY)
    assert {getattr(head, "pk", head) for head in heads} == {LogHead.objects.get().pk}
    assert LogEntry.objects.count() == certificate.events.count()


def test_control_a_second_head_of_the_day_is_refused_by_the_index_alone(certificate):
    head = transparency.publish()
    with pytest.raises(IntegrityError):
        LogHead.objects.create(day=head.day, size=head.size, root_sha256=head.root_sha256)


def test_sixteen_consents_are_one_with_one_badge(certificate, learner, keys):  # noqa: F811
    badges = at_once(*[lambda: awarding.agree(Certificate.objects.get(pk=certificate.pk), by=learner)] * MANY)
    assert {getattr(badge, "pk", badge) for badge in badges} == {Badge.objects.get().pk}
    assert BadgeConsent.objects.filter(certificate=certificate).count() == 1


def test_control_without_the_index_one_person_agrees_several_times(certificate, learner, keys):  # noqa: F811
    without(BadgeConsent, "badgeconsent_ordinal_uniq")
    looked = threading.Barrier(4)

    def plainly():
        assert awarding.standing_consent(certificate) is None
        looked.wait(timeout=30)
        return BadgeConsent.objects.create(
            certificate=certificate, ordinal=1, is_given=True, version="2026-11", text_sha256="0" * 64, by=learner
        )

    at_once(*[plainly] * 4)
    assert BadgeConsent.objects.filter(certificate=certificate).count() > 1
