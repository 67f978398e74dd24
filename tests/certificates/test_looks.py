"""Whoever is shown another person's record is written down, and the person is told."""

import pytest
from django.urls import reverse

from accounts.models import Look
from certificates.issuing import issue
from organisations.models import Membership
from tests.appointments.houses import house
from tests.certificates.conftest import make_result

pytestmark = pytest.mark.django_db


def told(person):
    return [(look.by, look.what) for look in Look.objects.filter(person=person).order_by("what")]


def test_a_manager_who_opens_a_member_is_written_down_once_a_day(client_of):
    there = house()
    manager, holder = there.people["manager_a"], there.people["holder_a"]
    row = Membership.objects.get(organisation=there.firm, person=holder)
    for page in ("organisations:member", "training:member"):
        for _ in range(2):
            assert client_of(manager).get(reverse(page, args=[there.firm.slug, row.pk])).status_code == 200
    assert told(holder) == [(manager, "member"), (manager, "training")]
    assert manager.full_name in client_of(holder).get(reverse("accounts:my_data")).content.decode()


def test_the_office_is_written_down_too_and_nobody_who_looks_at_his_own(schemes, learner, administrator, client_of):
    result = make_result(learner)
    held = issue(result=result)
    office = client_of(administrator)
    assert office.get(reverse("wagtailsnippets_certificates_certificate:inspect", args=[held.pk])).status_code == 200
    assert office.get(reverse("exams:timeline", args=[result.attempt_id])).status_code == 200
    client_of(learner).get(held.get_absolute_url())
    assert told(learner) == [(administrator, "certificate"), (administrator, "exam")]


def test_who_is_refused_has_seen_nothing(client_of):
    there = house()
    row = Membership.objects.get(organisation=there.firm, person=there.people["holder_a"])
    stranger = there.people["manager_b"]
    assert client_of(stranger).get(reverse("organisations:member", args=[there.firm.slug, row.pk])).status_code == 404
    assert not Look.objects.exists()
