"""What the large bench seeds (`run.py bench scale`), at a thousandth of its size: whole rows that the site can read."""

import pytest
from django.db import DatabaseError, connection, transaction

from accounts.models import User
from certificates.models import Certificate
from courses.models import CreditEntry
from exams.models import Attempt, Registration, Response, Result
from tests.load import multitude

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]


def test_a_thousandth_of_a_hundred_thousand_learners(content):
    seeded = multitude.Multitude(multitude.one_learner(), multitude.of(100))
    added = seeded.seed()
    assert (added["accounts.User"], added["courses.CreditEntry"], added["certificates.Certificate"]) == (100, 1000, 50)
    assert added["exams.Response"] >= 5000
    assert multitude.checked(seeded.tables) == []
    learner = User.objects.get(email="s7@scale.invalid")
    attempt = Attempt.objects.get(candidate=learner)
    assert Response.objects.filter(attempt_item__attempt=attempt).count() >= 50
    assert attempt.registration.candidate == learner
    assert Result.objects.current().get(attempt=attempt).total > 0
    assert CreditEntry.objects.filter(learner=learner).values("lesson_code").distinct().count() > 1
    assert Certificate.objects.filter(holder__email="s8@scale.invalid").count() == 1
    # Who comes next gets a number of their own, and triggers watch again.
    assert User.objects.create_user("next@example.org").pk > learner.pk
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM exams_response")


def test_control_a_row_that_leads_nowhere_is_seen(content):
    seeded = multitude.Multitude(multitude.one_learner(), multitude.of(2))
    seeded.seed()
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute("DELETE FROM accounts_user WHERE email = 's1@scale.invalid'")
    assert "exams.Attempt.candidate" in multitude.checked({Attempt, Registration})
