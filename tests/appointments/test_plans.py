"""An annual plan is drafted, adopted by the head, changed with a reason, compared with the log, and reviewed once."""

import datetime as dt
from typing import Any

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from appointments import noting, reporting
from appointments.models import AnnualPlan, Appointment, PlanReview, PlanVersion
from appointments.plans import planning
from appointments.plans.planning import Refused
from core.dates import today
from tests.appointments.making import house, in_post

pytestmark = pytest.mark.django_db
SPRING = dt.datetime(2026, 3, 15, 4, tzinfo=dt.UTC)
DECEMBER = dt.datetime(2026, 12, 2, 4, tzinfo=dt.UTC)
TASKS = [
    {"quarter": 3, "kind": "audit", "text": "过程审核", "responsible": "王工", "measure": "不符合项全部关闭", "times": 2},
    {"quarter": 1, "kind": "culture", "text": "质量班前会", "responsible": "林悦", "measure": "覆盖全部班组", "times": 3},
]


@pytest.fixture(autouse=True)
def _spring() -> Any:
    with time_machine.travel(SPRING, tick=False):
        yield


@pytest.fixture
def post(employer: User, learner: User) -> Appointment:
    return in_post(house(employer, learner), learner, employer)


@pytest.fixture
def plan(post: Appointment, learner: User) -> AnnualPlan:
    made = planning.begin(organisation=post.organisation, year=2026, by=learner)
    planning.write(plan=made, goals="一次交验合格率达到99%。", tasks=TASKS, reason="", by=learner)
    return made


def sent(tasks: list[dict[str, Any]], **fields: str) -> dict[str, Any]:
    told: dict[str, Any] = {"goals": "目标", "tasks-TOTAL_FORMS": str(len(tasks)), "tasks-INITIAL_FORMS": "0", **fields}
    for number, task in enumerate(tasks):
        told |= {f"tasks-{number}-{name}": str(value) for name, value in task.items()}
    return told


def test_drafted_on_the_page_and_adopted_by_the_head(post: Appointment, employer: User, learner: User, client_of: Any) -> None:
    officer, head = client_of(learner), client_of(employer)
    officer.post(reverse("appointments:plans", args=[post.organisation.slug]), {"year": "2026"})
    plan = AnnualPlan.objects.get()
    assert officer.get(reverse("appointments:plan_draft", args=[plan.pk])).status_code == 200
    assert officer.post(reverse("appointments:plan_draft", args=[plan.pk]), sent(TASKS)).status_code == 302
    # Whoever drafts does not adopt.
    assert officer.post(reverse("appointments:plan_adoption", args=[plan.pk])).status_code == 404
    assert head.post(reverse("appointments:plan_adoption", args=[plan.pk])).status_code == 302
    version = PlanVersion.objects.get()
    assert (version.adopted_by, [task["quarter"] for task in version.tasks]) == (employer, [1, 3])
    page = head.get(plan.get_absolute_url()).content.decode()
    assert "过程审核" in page
    assert "不符合项全部关闭" in page


def test_a_row_without_its_measure_is_named_and_nothing_is_kept(plan: AnnualPlan, learner: User, client_of: Any) -> None:
    wrong = [{**TASKS[0], "measure": ""}]
    answer = client_of(learner).post(reverse("appointments:plan_draft", args=[plan.pk]), sent(wrong))
    assert answer.status_code == 422
    assert "id_tasks-0-measure-error" in answer.content.decode()
    assert len(PlanVersion.objects.get().tasks) == 2


def test_an_empty_draft_is_not_adopted(post: Appointment, employer: User) -> None:
    plan = planning.begin(organisation=post.organisation, year=2026, by=employer)
    assert planning.begin(organisation=post.organisation, year=2026, by=employer) == plan
    with pytest.raises(Refused, match="目标"):
        planning.adopt(plan=plan, by=employer)


def test_after_adoption_it_changes_by_a_version_with_its_reason_alone(plan: AnnualPlan, employer: User, learner: User) -> None:
    adopted = planning.adopt(plan=plan, by=employer)
    with pytest.raises(Refused, match="原因"):
        planning.write(plan=plan, goals="新目标", tasks=TASKS, reason="", by=learner)
    planning.write(plan=plan, goals="新目标", tasks=TASKS[:1], reason="停产一条线", by=learner)
    held = AnnualPlan.objects.prefetch_related("versions").get()
    assert held.adopted == adopted, "until the change is adopted the old version holds"
    planning.adopt(plan=plan, by=employer)
    held = AnnualPlan.objects.prefetch_related("versions").get()
    assert held.adopted is not None
    assert (held.adopted.number, held.adopted.reason) == (2, "停产一条线")
    with pytest.raises(IntegrityError), transaction.atomic():
        PlanVersion.objects.filter(number=1).update(goals="改写")


def test_planned_and_done_are_what_the_log_has(plan: AnnualPlan, post: Appointment, employer: User, learner: User) -> None:
    version = planning.adopt(plan=plan, by=employer)
    wrong = noting.note(appointment=post, kind="culture", done_on=today(), text="错", outcome="", evidence=[], by=learner)
    noting.note(appointment=post, kind="culture", done_on=today(), text="改", outcome="", evidence=[], by=learner, corrects=wrong)
    noting.note(appointment=post, kind="recall", done_on=today(), text="演练", outcome="", evidence=[], by=learner)
    told = {(one.quarter, one.kind): (one.planned, one.done, one.is_short) for one in planning.compared(plan, version)}
    assert told == {(1, "culture"): (3, 1, True), (1, "recall"): (0, 1, False), (3, "audit"): (2, 0, True)}
    assert sum(done for _planned, done, _short in told.values()) == reporting.report(post, 2026).total


def test_the_year_is_reviewed_once_at_its_end(plan: AnnualPlan, employer: User, learner: User, client_of: Any) -> None:
    planning.adopt(plan=plan, by=employer)
    address = reverse("appointments:plan_review", args=[plan.pk])
    assert client_of(employer).post(address, {"text": "早了"}).status_code == 409
    with time_machine.travel(DECEMBER, tick=False):
        assert client_of(employer).post(address, {"text": ""}).status_code == 422
        assert client_of(learner).post(address, {"text": "越权"}).status_code == 404
        assert client_of(employer).post(address, {"text": "达成九成"}).status_code == 302
        assert client_of(employer).post(address, {"text": "再来"}).status_code == 409
        with pytest.raises(Refused, match="总结"):
            planning.write(plan=plan, goals="晚了", tasks=TASKS, reason="补", by=learner)
    review = PlanReview.objects.get()
    assert review.figures[0] == {"quarter": 1, "kind": "culture", "name": "质量文化建设", "planned": 3, "done": 0}
    with pytest.raises(IntegrityError), transaction.atomic():
        PlanReview.objects.update(text="改写")


def test_the_list_of_plans_asks_as_often_for_two_as_for_twenty(plan: AnnualPlan, employer: User, client_of: Any) -> None:
    client, address = client_of(employer), reverse("appointments:plans", args=[plan.organisation.slug])

    def queries(number: int) -> int:
        while (there := AnnualPlan.objects.count()) < number:
            made = AnnualPlan.objects.create(organisation=plan.organisation, year=1990 + there, begun_by=employer)
            PlanVersion.objects.create(plan=made, number=1, written_by=employer)
        with CaptureQueriesContext(connection) as asked:
            assert client.get(address).status_code == 200
        return len(asked)

    client.get(address)
    assert queries(2) == queries(20)
