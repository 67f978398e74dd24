"""Spot checks (监督抽考): thirty questions in thirty minutes, nine in ten right; no certificate, no attempt used up."""

import pytest

from certificates.models import Certificate
from exams import eligibility, keys, sittings
from exams.delivery import Answer, start, submit
from exams.models import Exam, ExamVersion, Sitting
from exams.overview import offers
from exams.tries import attempts_left
from tests.exams.making import sitting

pytestmark = pytest.mark.usefixtures("content")


def rules(code: str) -> ExamVersion:
    return ExamVersion.objects.select_related("exam").get(exam__code=code)


@pytest.mark.parametrize("code", ["QSD-SPOT", "QSO-SPOT"])
def test_thirty_questions_thirty_minutes_ninety_per_cent_all_marked_by_machine(code):
    version = rules(code)
    cells = list(version.blueprint.all())
    assert version.exam.kind == Exam.Purpose.SPOT_CHECK
    assert (sum(cell.count for cell in cells), version.duration_s, str(version.cut_score)) == (30, 1800, "27.00")
    assert sum(cell.count * cell.marks_each for cell in cells) == 30
    assert version.is_machine_marked
    sittings.check(version)


@pytest.mark.parametrize("code", ["QSD", "QSO"])
def test_the_questions_are_apportioned_as_in_the_credentials_own_exam(code):
    """No area is more than one question away from its share."""
    own, spot = rules(code).blueprint.exclude(item_kinds=["case"]), rules(f"{code}-SPOT").blueprint.all()
    whole = sum(cell.count for cell in own)
    for area in {cell.area for cell in own}:
        share = 30 * sum(cell.count for cell in own if cell.area == area) / whole
        assert abs(sum(cell.count for cell in spot if cell.area == area) - share) < 1, area


def test_nobody_walks_in_and_nobody_is_shown_one_that_is_not_announced(learner):
    assert not Sitting.objects.filter(exam_version__exam__kind=Exam.Purpose.SPOT_CHECK).exists()
    assert not [offer for offer in offers() if offer.rules.code.endswith("SPOT")]
    sitting(rules("QSO-SPOT"))
    assert [offer.rules.title for offer in offers() if offer.rules.code.endswith("SPOT")] == ["质量安全员监督抽考"]


def test_a_pass_earns_no_certificate_and_uses_up_no_attempt(learner, django_capture_on_commit_callbacks):
    at = sitting(rules("QSO-SPOT"))
    before = attempts_left(learner, rules("QSO"))
    assert not [condition for condition in eligibility.conditions(learner, at) if not condition.met]
    with django_capture_on_commit_callbacks(execute=True):
        attempt = start(candidate=learner, sitting=at)
        right = []
        for item in attempt.items.select_related("item_version"):
            key = item.item_version.keys.get()
            right.append(Answer(item.slot, keys.model_answer(key.rule, key.data)))
        result = submit(attempt=attempt, pending=right)
    assert result is not None
    assert (result.passed, str(result.total)) == (True, "30.00")
    assert not Certificate.objects.exists()
    assert attempts_left(learner, rules("QSO")) == before
