"""The pages of a firm's training: who may open which, what they say, and as many queries for two people as for twenty."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from core.dates import today
from courses.models import TrainingAssignment, TrainingTask
from courses.training.urls import urlpatterns
from organisations.models import Membership, Organisation, Role
from tests.cast import person
from tests.courses.learning import complete, complete_all, enrol
from tests.courses.small import make_course
from tests.courses.training import assign, crowd
from tests.organisations.making import department, firm, member
from tests.reading import english, refused

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]


@pytest.fixture
def course(db):
    return make_course(codes=[["TST-01", "TST-02"]])


@pytest.fixture
def body(employer):
    return firm("甲公司", manager=employer)


def addresses(body: Organisation) -> dict[str, str]:
    """Every address of the training of a body, with an object of its own."""
    task, made = TrainingTask.objects.filter(organisation=body).first(), TrainingAssignment.objects.get(organisation=body)
    assert task
    of: dict[str, list[Any]] = {
        "member": [task.membership_id],
        "task": [task.pk],
        "recall": [made.pk],
        "matrix_file": ["xlsx"],
        "hours_file": ["xlsx"],
    }
    return {str(one.name): reverse(f"training:{one.name}", args=[body.slug, *of.get(str(one.name), [])]) for one in urlpatterns}


@pytest.mark.parametrize("role", ["anonymous", "stranger", "colleague", "former", "regulator", "other"])
def test_who_does_not_look_after_the_training_finds_no_page(role, body, course, employer, client_of):
    asking = person("来人", "lairen", "regulator" if role == "regulator" else "")
    if role in ("colleague", "former"):
        member(body, asking, role=Role.MANAGER if role == "former" else Role.LEARNER)
    if role == "former":
        Membership.objects.filter(person=asking).update(until="2026-11-01", since="2026-10-01")
    if role == "other":
        firm("乙公司", manager=asking)
    assign(body, course, employer)
    client = Client() if role == "anonymous" else client_of(asking)
    before = list(TrainingTask.objects.order_by("pk").values())
    for name, there in addresses(body).items():
        for answer in (client.get(there), client.post(there, {"because": "闯入"})):
            allowed = (302, 405) if role == "anonymous" else (404, 405)
            assert answer.status_code in allowed, name
            assert "课程TST" not in answer.content.decode(), name
    assert list(TrainingTask.objects.order_by("pk").values()) == before


def test_an_object_of_another_firm_is_not_reached_through_ones_own(body, course, employer, client_of):
    other = person("乙经理", "yi")
    mine = firm("乙公司", manager=other)
    assign(body, course, employer)
    for name, there in addresses(body).items():
        if name in ("member", "task", "recall"):
            client = client_of(other)
            there = there.replace(body.slug, mine.slug)  # noqa: PLW2901 - one's own door, the other's object
            assert {client.get(there).status_code, client.post(there, {"because": "x"}).status_code} <= {404, 405}, name
    assert TrainingAssignment.objects.standing().count() == 1
    theirs = Membership.objects.get(organisation=body)
    assert client_of(other).get(f"/org/{mine.slug}/training/assignments/new/?member={theirs.pk}").status_code == 404


@pytest.mark.parametrize("role", [Role.MANAGER, Role.TRAINING_OFFICER], ids=["manager", "officer"])
def test_manager_and_training_officer_read_every_page_in_chinese(role, body, course, employer, client_of):
    asking = person("负责人", "fuze")
    member(body, asking, role=role)
    assert "还没有指派任何内容" in client_of(asking).get(f"/org/{body.slug}/training/").text
    assign(body, course, employer)
    for name, there in addresses(body).items():
        answer = client_of(asking).get(there)
        assert answer.status_code in (200, 405), name
        if answer.status_code == 200 and answer["Content-Type"].startswith("text/html"):
            assert english(answer.text, r"TST", r"ICP", "Excel", "PDF", "CSV") == [], name
            assert refused(answer.text) == [], name


def test_the_matrix_tells_the_four_states_in_words_and_its_sums_are_those_of_its_cells(body, course, employer, client_of):
    part = department(body, "生产部")
    done, begun, late, _never = (row.person for row in crowd(body, 4, department=part) if row.person)
    assign(body, course, employer, department=part)
    for who in (begun, late):
        complete(enrol(who, "TST"), "TST-01")
    complete_all(enrol(done, "TST"))
    TrainingTask.objects.filter(membership__person=late).update(due_on="2026-01-31")
    client = client_of(employer)
    client.post(f"/org/{body.slug}/training/counts/")
    page = client.get(f"/org/{body.slug}/training/").text
    table = page.partition("training__matrix")[2].partition("</table>")[0]
    assert [
        table.count(f">{word}</span>") or table.count(f"{word}</span>") for word in ("已学完", "按期进行", "逾期", "未开始")
    ] == [1, 1, 1, 1]
    assert "1/4" in table
    assert "25%" in page
    for state, name in (("done", done), ("on_time", begun), ("late", late), ("never", _never), ("overdue", late)):
        rows = client.get(f"/org/{body.slug}/training/?state={state}").text.partition("<tbody>")[2].partition("</tbody>")[0]
        assert [one for one in (done, begun, late, _never) if one.full_name in rows] == [name], state


def test_the_matrix_is_filtered_by_department_words_and_column_and_odd_addresses_mean_all(body, course, employer, client_of):
    part, other = department(body, "生产部"), department(body, "采购部")
    crowd(body, 2, department=part)
    member(body, person("采购甲", "caigou"), department=other)
    assign(body, course, employer)
    client, there = client_of(employer), f"/org/{body.slug}/training/"

    def names(query: str) -> set[str]:
        rows = client.get(there + query).text.partition("<tbody>")[2].partition("</tbody>")[0]
        return {name for name in ("学员00", "学员01", "采购甲") if name in rows}

    assert names(f"?department={part.pk}") == {"学员00", "学员01"}
    assert names("?q=采购") == {"采购甲"}
    assert names(f"?subject=c{course.pk}&q=01") == {"学员01"}
    assert names("?department=99999999") == names("?subject=c0") == names("?subject=x") == set()
    assert names("?state=maybe&page=99&department=abc") == {"学员00", "学员01", "采购甲"}


@pytest.mark.parametrize("page", ["", "assignments/", "?state=never"], ids=["matrix", "assignments", "filtered"])
def test_as_many_queries_for_two_people_as_for_twenty(page, body, course, employer, client_of):
    people = crowd(body, 20)
    make_course("OTH", [["OTH-01"]])
    assign(body, course, employer, members=people[:2])
    client, there = client_of(employer), f"/org/{body.slug}/training/{page}"
    client.get(there)
    with CaptureQueriesContext(
        connection,
    ) as two:
        client.get(there)
    assign(body, course, employer, days=40, members=people[2:])
    client.get(there)
    with CaptureQueriesContext(connection) as twenty:
        client.get(there)
    assert len(two) == len(twenty)


def test_assigning_by_the_form_tells_what_is_wrong_and_then_does_it(body, course, employer, client_of):
    client, there = client_of(employer), f"/org/{body.slug}/training/assignments/new/"
    answer = client.post(there, {"subject": f"c{course.pk}", "due_on": "2020-01-01", "reason": "年检", "newcomer_days": "30"})
    assert answer.status_code == 422
    assert "已经过去" in answer.text
    assert client.post(there, {"subject": "c999999", "due_on": "soon"}).status_code == 422
    sent = {"subject": f"c{course.pk}", "due_on": "2030-01-01", "reason": "年检", "newcomer_days": "30"}
    assert "1人有了新任务" in client.post(there, sent, follow=True).text
    assert "没有变化" in client.post(there, sent, follow=True).text
    made = TrainingAssignment.objects.get()
    recall = f"/org/{body.slug}/training/assignments/{made.pk}/recall/"
    assert "请写明原因" in client.post(recall, {}, follow=True).text
    assert "已撤回" in client.post(recall, {"because": "改期"}, follow=True).text
    assert not TrainingTask.objects.live().exists()


def test_who_has_left_is_not_shown_any_more(body, course, employer, learner, client_of):
    row = member(body, learner)
    assign(body, course, employer)
    task = TrainingTask.objects.get(membership=row)
    client = client_of(employer)
    client.post(f"/org/{body.slug}/members/{row.pk}/leaving/", {"on": today().isoformat()})
    for page in ("", f"members/{row.pk}/", f"tasks/{task.pk}/"):
        answer = client.get(f"/org/{body.slug}/training/{page}")
        assert "林悦" not in answer.text, page
