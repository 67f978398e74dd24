"""Rows of the statute map that no other test holds (docs/statute-rows.md)."""

import pytest

from accounts.models import User
from appointments import reporting
from appointments.models import DutyEntry
from appointments.wording import posts_offered
from core.dates import today
from organisations.models import Industry
from organisations.models.organisation import Organisation
from tests.appointments.making import house, in_post

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("size", "first"), [("micro", "qsd"), ("small", "qsd"), ("medium", "cqo"), ("large", "cqo"), ("", "cqo")], ids=str
)
def test_each_size_is_offered_every_post_its_own_first(size: str, first: str) -> None:
    offered = posts_offered(Organisation(size=size))
    assert offered[0].post == first
    assert {one.post for one in offered} == {"cqo", "qsd", "qso"}
    assert not [one for one in offered if "必须" in one.sentence]


def test_the_report_has_a_line_for_each_kind_of_duty(employer: User, learner: User) -> None:
    post = in_post(house(employer, learner), learner, employer)
    lines = [line.kind for line in reporting.report(post, today().year).lines]
    assert lines == list(DutyEntry.Kind.values)
    assert len(lines) == 12
    assert lines[0] == "culture"


def test_manufacturing_is_the_first_stage_and_an_operator_moves_the_others() -> None:
    stages = dict(Industry.objects.values_list("code", "stage"))
    first = [code for code, stage in stages.items() if stage == Industry.Stage.FIRST]
    assert first == ["manufacturing"]
    moved = Industry.objects.exclude(code="manufacturing").order_by("place").first()
    assert moved is not None
    moved.stage = Industry.Stage.FIRST
    moved.full_clean()
    moved.save()
    assert Industry.objects.filter(stage=Industry.Stage.FIRST).count() == 2
