"""How a firm looks at itself: the head assesses a post once a year, the firm its maturity; nobody else reads it."""

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from accounts.models import User
from appointments.appointing import Refused
from appointments.duties import assessing, maturing
from appointments.duties.assessing import Mark
from appointments.duties.maturity_words import STATEMENTS
from appointments.duties.models import (
    Assessment,
    AssessmentMark,
    Maturity,
)
from appointments.models import Appointment
from core.dates import today
from tests.appointments.duty import Works
from tests.organisations.making import firm, member

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_a_friday")]


def all_marks(level: int = 4) -> dict[str, Mark]:
    return {criterion: Mark(level, "见记录") for criterion in AssessmentMark.Criterion.values}


def test_the_head_assesses_once_a_year_and_the_assessed_answers_once(there: Works) -> None:
    post = Appointment.objects.get(person=there.officer)
    year = today().year

    def assess(by: User = there.head, on: Appointment = post) -> Assessment:
        return assessing.assess(appointment=on, year=year, marks=all_marks(), advice="", by=by)

    with pytest.raises(Refused, match="主要负责人"):
        assess(by=there.director)
    with pytest.raises(Refused, match="五项"):
        assessing.assess(appointment=post, year=year, marks={}, advice="", by=there.head)
    with pytest.raises(Refused, match="任职"):
        assessing.assess(appointment=post, year=year + 1, marks=all_marks(), advice="", by=there.head)
    made = assess()
    with pytest.raises(Refused, match="已经"):
        assess()
    with pytest.raises(Refused, match="本人"):
        assessing.answer(assessment=made, text="好", by=there.head)
    assessing.answer(assessment=made, text="供方已换，请看第3季度记录。", by=there.officer)
    with pytest.raises(Refused, match="已经"):
        assessing.answer(assessment=made, text="再", by=there.officer)
    with transaction.atomic(), pytest.raises(IntegrityError):
        Assessment.objects.create(appointment=post, assessed=there.officer, assessed_by=there.officer, year=2025)


def test_an_assessment_is_seen_by_the_head_and_the_person_alone(client: Client, there: Works, stranger: User) -> None:
    post = Appointment.objects.get(person=there.officer)
    member(there.firm, stranger)
    path = reverse("appointments:assessment", args=[post.pk, today().year])
    for user, status in ((there.head, 200), (there.officer, 200), (there.director, 404), (stranger, 404)):
        client.force_login(user)
        assert client.get(path).status_code == status, user
    client.force_login(there.head)
    filled = {f"level_{one}": "4" for one in AssessmentMark.Criterion.values}
    reasons = {f"reason_{one}": "见记录" for one in AssessmentMark.Criterion.values}
    assert client.post(path, filled).status_code == 422
    assert client.post(path, filled | reasons).status_code == 302
    client.force_login(there.officer)
    assert "见记录" in client.get(path).content.decode()
    assert client.post(path, filled | reasons).status_code == 409
    assert client.post(path + "answer/", {"text": "同意"}).status_code == 302


def test_maturity_is_the_mean_of_nine_levels_and_compared_with_the_own_past(
    client: Client, there: Works, stranger: User, regulator: User
) -> None:
    low = dict.fromkeys((one.code for one in STATEMENTS), 2)
    assert len(low) == 9
    first = maturing.assess(standing=there.standing(there.director), levels=low)
    second = maturing.assess(standing=there.standing(there.head), levels=low | {"lead": 4})
    assert (maturing.score(first.levels), maturing.score(second.levels)) == (2, 20 / 9)
    assert (maturing.score(dict.fromkeys(low, 1)), maturing.score(dict.fromkeys(low, 5))) == (1, 5)
    assert next((line.level, line.before) for line in maturing.lines(second, first)) == (4, 2)
    with pytest.raises(Refused, match="1到5"):
        maturing.assess(standing=there.standing(there.head), levels=low | {"lead": 6})
    with pytest.raises(Refused, match="评估"):
        maturing.assess(standing=there.standing(there.officer), levels=low)
    with transaction.atomic(), pytest.raises(Exception, match="append-only"):
        Maturity.objects.update(levels={})
    client.force_login(there.head)
    for name in ("maturity", "maturity_new"):
        assert client.get(reverse(f"appointments:{name}", args=[there.firm.slug])).status_code == 200
    assert client.get(second.get_absolute_url()).status_code == 200
    assert "2.2" in client.get(second.get_absolute_url()).content.decode()
    firm("乙公司", manager=stranger)
    for who in (stranger, regulator):
        client.force_login(who)
        assert client.get(second.get_absolute_url()).status_code == 404
        assert client.get(reverse("appointments:maturity", args=[there.firm.slug])).status_code == 404
    client.force_login(there.head)
    given = {one.code: "3" for one in STATEMENTS}
    assert client.post(reverse("appointments:maturity_new", args=[there.firm.slug]), given).status_code == 302
