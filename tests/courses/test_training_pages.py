"""The pages of a firm's training: who may open which, what they say, and as many queries for two people as for twenty."""

import datetime as dt
from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from accounts.models import User
from core.dates import today
from courses.models import Course, CreditEntry, TrainingAssignment, TrainingReminder, TrainingTask
from courses.training import hours_report, news, planning, reminding
from courses.training.planning import Wish
from courses.training.urls import urlpatterns
from notices.kinds import worded
from notices.models import Notice
from notices.reminding import remind_due
from organisations.models import Membership, Organisation, Role
from tests.cast import person
from tests.courses.learning import complete, complete_all, enrol
from tests.courses.small import make_course
from tests.courses.training import DAY, assign, crowd
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
    wish = Wish(today().month, task.course or Course.objects.get())
    line = planning.add(organisation=body, year=today().year, wish=wish, by=made.by)
    of: dict[str, list[Any]] = {
        "member": [task.membership_id],
        "task": [task.pk],
        "recall": [made.pk],
        "matrix_file": ["xlsx"],
        "hours_file": ["xlsx"],
        "plan_file": ["xlsx"],
        "plan_removal": [line.pk],
        "plan_assignment": [line.pk],
    }
    found = {str(one.name): reverse(f"training:{one.name}", args=[body.slug, *of.get(str(one.name), [])]) for one in urlpatterns}
    return found | {"reminders": f"{found['reminders']}?member={task.membership_id}"}


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
        if name in ("member", "task", "recall", "plan_removal", "plan_assignment"):
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
            assert english(answer.text, r"TST", r"ICP", "XLSX", "CSV", "PDF") == [], name
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
    assert "已学完1，按期进行1，逾期1，未开始1" in client.get(f"/org/{body.slug}/training/assignments/").text.replace(" ", "")


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


def test_a_reminder_is_previewed_sent_once_and_not_again_within_three_days(body, course, employer, learner, client_of):
    row, there = member(body, learner), f"/org/{body.slug}/training/reminders/"
    assign(body, course, employer)
    client, sent = client_of(employer), {"member": str(row.pk)}
    assert "课程TST" in client.get(there, sent).text
    assert not TrainingReminder.objects.exists()
    assert "已提醒1人" in client.post(there, sent, follow=True).text
    assert "没有需要提醒的人" in client.post(there, sent, follow=True).text
    assert TrainingReminder.objects.count() == 1
    assert Notice.objects.filter(code="courses.training_reminded", reader=learner).count() == 1
    with time_machine.travel(dt.datetime.now(dt.UTC) + dt.timedelta(days=4), tick=False):
        assert reminding.remind(organisation=body, members=[row], by=employer) == 1


def test_the_date_reminds_by_itself_once_and_a_week_later_the_manager_reads_how_many_are_late(body, course, employer, learner):
    member(body, learner)
    made = assign(body, course, employer, days=20)
    for days in news.SPOKEN_OF:
        told = list(news.tasks_near(made.due_on + days * DAY, made.due_on + days * DAY, learner))
        assert [due.reader for due in told] == [learner], days
        assert ("已过" in worded(news.DUE.text, told[0].facts)) is (days > 0), (
            "only then has the day passed, however late it is told"
        )
    assert not list(news.tasks_near(made.due_on + DAY, made.due_on + 5 * DAY, learner))
    week = made.due_on + 7 * DAY
    assert [(due.reader, due.facts["n"]) for due in news.people_late(week, week, None)] == [(employer, 2)]
    remind_due(made.due_on)
    remind_due(made.due_on)
    assert Notice.objects.filter(code="courses.training_due", reader=learner).count() == 1


def test_hours_are_the_ledgers_sum_for_what_was_assigned_since_joining(body, course, employer, learner, client_of):
    make_course("OTH", [["OTH-01"]])
    row = member(body, learner)
    assign(body, course, employer, members=[row])
    complete_all(enrol(learner, "TST"))
    complete_all(enrol(learner, "OTH"))
    found = hours_report.report(body, [row], today(), today())
    entries = CreditEntry.objects.filter(learner=learner, lesson_code__startswith="TST")
    assert found.seconds == sum(entry.seconds for entry in entries) == 90 * 60
    Membership.objects.filter(pk=row.pk).update(joined_on=today() + DAY)
    row.refresh_from_db()
    assert hours_report.report(body, [row], today(), today()).seconds == 0


@pytest.mark.skipif(connection.vendor != "sqlite", reason="another database plans by what its tables hold")
def test_each_entry_of_the_ledger_asks_for_one_members_task(body, course, employer, learner):
    """With any other index each of 200,000 entries reads every task of its course: the page took minutes."""
    assign(body, course, employer, members=[member(body, learner)])
    with CaptureQueriesContext(connection) as asked:
        hours_report.report(body, Membership.objects.filter(organisation=body), today(), today())
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {asked.captured_queries[-1]['sql']}")
        steps = [str(row[-1]) for row in cursor.fetchall()]
    looks = [step for step in steps if "trainingtask" in step]
    assert looks, steps
    assert [step for step in looks if "trainingtask_assigned (membership_id=? AND course_id=?" not in step] == []


def test_a_file_holds_the_figures_of_the_screen_and_no_formula(body, course, employer, learner, client_of):
    row = member(body, learner, post="=1+1", name="@林悦")
    assign(body, course, employer, members=[row])
    client = client_of(employer)
    cells = client.post(f"/org/{body.slug}/training/matrix.csv").getvalue().decode("utf-8-sig").splitlines()[1].split(",")
    assert (cells[0], cells[2]) == ("'@林悦", "'=1+1")
    assert cells[-1].startswith("未开始")
    sheet = load_workbook(BytesIO(client.post(f"/org/{body.slug}/training/matrix.xlsx").getvalue())).active
    assert sheet["C2"].data_type == "s"
    assert sheet["C2"].value == "=1+1"
    complete_all(enrol(learner, "TST"))
    told = client.post(f"/org/{body.slug}/training/hours.csv").getvalue().decode("utf-8-sig").splitlines()[-1]
    assert told.endswith(",90,2.0")
    assert '<td class="num c2" data-th="已计分钟">90</td>' in client.get(f"/org/{body.slug}/training/hours/").text
    assert client.post(f"/org/{body.slug}/training/matrix.exe").status_code == 404
