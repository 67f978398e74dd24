"""Exports of reports: small ones at once, large ones by a worker, each in the history, for those whose report it is."""

import datetime as dt
import io
from collections.abc import Callable
from typing import Any

import pytest
import time_machine
from django.core.files.storage import storages
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from accounts.models import User
from core.dates import today
from core.jobs import run, sweep
from core.keeping import keep_file
from core.models import MAX_ATTEMPTS, AuditEntry, Job
from courses.exports import asking, making, tables, tasks
from courses.models import Course, CourseTeacher, ReportExport
from courses.models.exports import KEPT_DAYS, TOLD_DAYS
from organisations.models import Membership, Organisation, Role
from tests.courses.learning import complete_all, enrol
from tests.courses.small import make_course
from tests.courses.training import DAY, assign, crowd
from tests.organisations.making import firm, member

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]
Large = Callable[[], None]


@pytest.fixture
def course(db: None) -> Course:
    return make_course(codes=[["TST-01", "TST-02"]])


@pytest.fixture
def body(course: Course, employer: User) -> Organisation:
    """Three people with one course; one is done."""
    made = firm("甲公司", manager=employer)
    people = crowd(made, 3, post="=1+1")
    assign(made, course, employer, members=people)
    assert people[0].person
    complete_all(enrol(people[0].person, "TST"))
    return made


@pytest.fixture
def large(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever is asked for is too large to be made at once."""
    monkeypatch.setattr(asking, "AT_ONCE", dict.fromkeys(asking.AT_ONCE, 0))


def matrix(client: Client, body: Organisation, kind: str = "xlsx", query: str = "") -> Any:
    return client.post(f"/org/{body.slug}/training/matrix.{kind}{query}")


def rows(data: bytes) -> list[tuple[Any, ...]]:
    return list(load_workbook(io.BytesIO(data)).worksheets[0].iter_rows(values_only=True))


def work() -> None:
    """What a worker would do."""
    for job in Job.objects.open():
        run(job.pk, job.attempts)


def test_a_small_file_comes_at_once_and_stands_in_the_history(body: Organisation, employer: User, client_of: SignIn) -> None:
    client = client_of(employer)
    answer = matrix(client, body, query="?state=done&q=学员")
    told = rows(answer.getvalue())
    assert [row[0] for row in told[1:]] == ["学员00"]
    assert answer["Content-Disposition"].startswith("attachment")
    held = ReportExport.objects.get()
    assert (held.rows, held.done, held.by, held.is_kept) == (1, 1, employer, True)
    assert not Job.objects.filter(task=tasks.make_export.name).exists()
    page = client.get(held.history).text
    assert held.get_absolute_url() in page
    assert employer.full_name in page
    assert all(fact in page for fact in held.facts)
    assert len(held.facts) == 2
    # The link leads back to the report as it was filtered.
    assert [row.member.name for row in client.get(held.source).context["rows"]] == ["学员00"]


def test_asked_twice_of_the_same_state_it_is_one_line_and_of_another_two(
    body: Organisation, employer: User, client_of: SignIn
) -> None:
    client = client_of(employer)
    first, second = matrix(client, body).getvalue(), matrix(client, body).getvalue()
    assert first == second
    kept = ReportExport.objects.get()
    assert storages["artefacts"].exists(kept.key)
    Membership.objects.filter(name="学员01").update(name="改名者")
    assert matrix(client, body).getvalue() != first
    assert ReportExport.objects.count() == 2


@pytest.mark.usefixtures("large")
def test_a_large_file_is_left_to_a_worker_and_a_second_click_finds_the_first(
    body: Organisation, employer: User, client_of: SignIn
) -> None:
    client = client_of(employer)
    answers = [matrix(client, body), matrix(client, body)]
    held = ReportExport.objects.get()
    assert [answer["Location"] for answer in answers] == [held.get_absolute_url()] * 2
    assert Job.objects.filter(task=tasks.make_export.name).count() == 1
    there = held.get_absolute_url()
    assert client.get(f"{there}progress/").json() == {"done": 0, "rows": 3, "finished": False}
    assert client.get(f"{there}file/").status_code == 410
    assert "<progress" in client.get(there).text
    work()
    assert client.get(f"{there}progress/").json() == {"done": 3, "rows": 3, "finished": True}
    assert [row[0] for row in rows(client.get(f"{there}file/").getvalue())[1:]] == ["学员00", "学员01", "学员02"]
    assert AuditEntry.objects.filter(deed="training.exported", actor_id=employer.pk).count() == 1
    assert "<progress" not in client.get(there).text
    # Done once, it is asked for anew.
    matrix(client, body)
    assert ReportExport.objects.count() == 2


@pytest.mark.usefixtures("large")
def test_the_worker_was_killed_and_the_next_one_makes_the_file(
    body: Organisation, employer: User, client_of: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It dies after it has noted where the file will lie; the job's lease runs out and the sweep sends it again."""
    matrix(client_of(employer), body)
    job, held = Job.objects.get(task=tasks.make_export.name), ReportExport.objects.get()

    def dies(*told: Any) -> str:
        keep_file(*told)
        raise SystemExit

    monkeypatch.setattr(making, "keep_file", dies)
    with pytest.raises(SystemExit):
        run(job.pk, job.attempts)
    monkeypatch.setattr(making, "keep_file", keep_file)
    held.refresh_from_db()
    assert held.is_running
    left = held.key
    assert storages["artefacts"].exists(left)
    assert not held.is_kept
    Membership.objects.filter(name="学员01").update(name="改名者")
    with time_machine.travel(dt.datetime.now(dt.UTC) + dt.timedelta(hours=1), tick=False):
        assert sweep() >= 1
        job.refresh_from_db()
        run(job.pk, job.attempts)
        held.refresh_from_db()
        assert held.is_kept
    assert held.key != left
    assert not storages["artefacts"].exists(left)
    assert not making.make(str(held.pk))


@pytest.mark.usefixtures("large")
def test_a_job_that_was_given_up_is_told_and_taken_up_by_asking_again(
    body: Organisation, employer: User, client_of: SignIn
) -> None:
    client = client_of(employer)
    matrix(client, body)
    held = ReportExport.objects.get()
    Job.objects.update(attempts=MAX_ATTEMPTS)
    for page in (held.get_absolute_url(), held.history):
        assert "<progress" not in client.get(page).text, page
    assert client.get(held.get_absolute_url()).context["is_stuck"]
    matrix(client, body)
    assert not client.get(held.get_absolute_url()).context["is_stuck"]
    work()
    held.refresh_from_db()
    assert held.is_kept


@pytest.mark.parametrize("who", ["anonymous", "stranger", "learner", "former", "manager of another", "trainer", "manager"])
def test_who_sees_the_file_of_a_body(who: str, body: Organisation, employer: User, stranger: User, client_of: SignIn) -> None:
    matrix(client_of(employer), body)
    held = ReportExport.objects.get()
    if who in ("learner", "trainer", "former"):
        row = member(body, stranger, role=Role.LEARNER if who == "learner" else Role.TRAINING_OFFICER)
        if who == "former":
            Membership.objects.filter(pk=row.pk).update(since=today() - 9 * DAY, until=today() - DAY)
    if who == "manager of another":
        firm("乙公司", manager=stranger)
    client = Client() if who == "anonymous" else client_of(employer if who == "manager" else stranger)
    wanted = {"anonymous": 302, "trainer": 200, "manager": 200}.get(who, 404)
    there = held.get_absolute_url()
    for address in (there, f"{there}progress/", f"{there}file/", held.history):
        assert client.get(address).status_code == wanted, address
        if who not in ("trainer", "manager"):
            assert held not in ReportExport.objects.visible_to(stranger)


def test_the_file_of_a_group_is_its_teachers(
    course: Course, school: User, learner: User, colleague: User, stranger: User, client_of: SignIn
) -> None:
    teaches = CourseTeacher.objects.create(course=course, person=school)
    complete_all(enrol(learner, "TST"))
    told = client_of(school).post("/learn/teaching/tst/own-pace/roster.csv").getvalue().decode("utf-8-sig").splitlines()
    assert told[1].startswith(f"{learner.full_name},{learner.email},{today()},2,2,{today()}")
    held = ReportExport.objects.get()
    there = held.get_absolute_url()
    assert client_of(school).get(f"{there}file/").status_code == client_of(school).get(held.history).status_code == 200
    assert there in client_of(school).get(held.history).text
    CourseTeacher.objects.create(course=make_course("OTH", [["OTH-01"]]), person=colleague)
    for other in (learner, colleague, stranger):
        assert client_of(other).get(f"{there}file/").status_code == client_of(other).get(held.history).status_code == 404
    CourseTeacher.objects.filter(pk=teaches.pk).update(since=today() - 9 * DAY, until=today() - DAY)
    assert client_of(school).get(f"{there}file/").status_code == 404
    assert client_of(school).post("/learn/teaching/tst/own-pace/roster.pdf").status_code == 404


def test_after_its_days_the_file_is_dropped_and_after_a_year_the_line(
    body: Organisation, employer: User, client_of: SignIn
) -> None:
    matrix(client_of(employer), body)
    held = ReportExport.objects.get()
    start = dt.datetime.now(dt.UTC)
    assert making.sweep() == 0
    with time_machine.travel(start + KEPT_DAYS * DAY + dt.timedelta(hours=1), tick=False):
        assert (making.sweep(), making.sweep()) == (1, 0)
        assert not storages["artefacts"].exists(held.key)
        later = client_of(employer)
        assert later.get(f"{held.get_absolute_url()}file/").status_code == 410
        assert held.get_absolute_url() in later.get(held.history).text
    with time_machine.travel(start + (TOLD_DAYS + 1) * DAY, tick=False):
        making.sweep()
        assert not ReportExport.objects.exists()


@pytest.mark.usefixtures("large")
def test_what_nobody_finished_is_dropped_too(body: Organisation, employer: User, client_of: SignIn) -> None:
    matrix(client_of(employer), body)
    ReportExport.objects.update(key=storages["artefacts"].save("exports/left", io.BytesIO(b"left")))
    with time_machine.travel(dt.datetime.now(dt.UTC) + (KEPT_DAYS + 1) * DAY, tick=False):
        assert making.sweep() == 1
    assert not storages["artefacts"].exists("exports/left")
    assert not ReportExport.objects.get().is_running


def test_numbers_are_numbers_and_texts_are_texts(body: Organisation, employer: User, client_of: SignIn) -> None:
    sheet: Any = load_workbook(io.BytesIO(client_of(employer).post(f"/org/{body.slug}/training/hours.xlsx").getvalue())).active
    assert (sheet["C2"].data_type, sheet["C2"].value) == ("s", "=1+1")
    assert [sheet.cell(5, column).value for column in (5, 6)] == [90, 2]
    assert sum(sheet.cell(row, 5).value for row in (2, 3, 4)) == 90


def test_a_file_is_read_and_written_in_pieces(
    body: Organisation, employer: User, client_of: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between two pieces it is told how far the file is; no more than one of them is held."""
    from courses.training import exporting

    for module in (exporting, tables):
        monkeypatch.setattr(module, "A_STEP", 2)
    told: list[int] = []
    monkeypatch.setattr(making, "_step", lambda held, done: told.append(done))
    with CaptureQueriesContext(connection) as asked:
        matrix(client_of(employer), body, "csv")
    assert told == [2]
    assert len([one for one in asked.captured_queries if 'FROM "courses_trainingtask" WHERE' in one["sql"]]) >= 2


def test_the_history_asks_as_often_for_two_as_for_twenty(body: Organisation, employer: User, client_of: SignIn) -> None:
    client, there = client_of(employer), f"/org/{body.slug}/training/exports/"

    def queries(number: int) -> int:
        for at in range(ReportExport.objects.count(), number):
            ReportExport(report="plan", kind="csv", organisation=body, by=employer, language="en", query=f"year={at}").save()
        with CaptureQueriesContext(connection) as asked:
            assert client.get(there).status_code == 200
        return len(asked)

    client.get(there)
    assert queries(2) == queries(20)
