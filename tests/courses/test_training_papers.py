"""Matrix and hours on paper: the figures of the screen, read back by another program."""

import io
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from pypdf import PdfReader

from accounts.models import User
from core.models import AuditEntry
from courses.models import Course, TrainingTask
from courses.training import printing
from organisations.models import Membership, Organisation
from tests.courses.learning import complete, complete_all, enrol
from tests.courses.small import make_course
from tests.courses.training import assign, crowd
from tests.organisations.making import department, firm

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]


@pytest.fixture
def course(db: None) -> Course:
    return make_course(codes=[["TST-01", "TST-02"]])


@pytest.fixture
def body(course: Course, employer: User) -> Organisation:
    """Four people of one department: one is done, one has begun, two have not."""
    made = firm("甲公司", manager=employer)
    people = [row.person for row in crowd(made, 4, department=department(made, "生产部")) if row.person]
    assign(made, course, employer, members=list(Membership.objects.filter(organisation=made, department__name="生产部")))
    complete_all(enrol(people[0], "TST"))
    complete(enrol(people[1], "TST"), "TST-01")
    return made


def pages(client: Client, address: str) -> list[str]:
    answer: Any = client.post(address)
    assert answer["Content-Type"] == "application/pdf", answer
    # How a line breaks is the paper's affair.
    return ["".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(answer.getvalue())).pages]


def test_the_matrix_on_paper_has_the_figures_of_the_screen(body: Organisation, employer: User, client_of: SignIn) -> None:
    client, there = client_of(employer), f"/org/{body.slug}/training/"
    client.post(f"{there}counts/")
    screen, paper = client.get(there), "".join(pages(client, f"{there}matrix.pdf"))
    sums = screen.context["sums"]
    assert (sums.learners, sums.tasks.done, sums.tasks.on_time, sums.tasks.never) == (4, 1, 1, 2)
    for words in ("培训矩阵", "甲公司", "生产部", "课程TST", "学员00", "学员03", "25%", "4111025%".replace("1110", "1102")):
        assert words in paper, words
    for task in TrainingTask.objects.live():
        assert (task.done_on or task.due_on).isoformat() in paper
    assert AuditEntry.objects.filter(deed="training.exported").count() == 1


def test_a_filtered_matrix_says_on_paper_who_is_meant(body: Organisation, employer: User, client_of: SignIn) -> None:
    client, there = client_of(employer), f"/org/{body.slug}/training/matrix.pdf?q=学员02&state=never"
    paper = "".join(pages(client, there))
    assert "学员02" in paper
    assert "学员00" not in paper
    for words in ("仅含有此状态任务的人：未开始", "文字的人：学员02"):
        assert words in paper, words


def test_the_hours_on_paper_are_the_sum_on_the_screen(body: Organisation, employer: User, client_of: SignIn) -> None:
    client, there = client_of(employer), f"/org/{body.slug}/training/hours"
    told = client.get(f"{there}/").context["report"]
    assert told.minutes == 135
    paper = "".join(pages(client, f"{there}.pdf"))
    assert f"合计{told.minutes}{told.hours}" in paper
    for line in told.lines:
        assert f"{line.minutes}{line.hours}" in paper
    refused = client.post(f"{there}.pdf?start=2026-05-01&end=2026-04-01")
    assert refused["Content-Type"] == "application/pdf"


def test_what_a_paper_cannot_hold_is_counted_on_it_and_the_sums_stay(
    body: Organisation, employer: User, client_of: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(printing, "MOST_CELLS", 3)
    paper = "".join(pages(client_of(employer), f"/org/{body.slug}/training/matrix.pdf"))
    assert "4行超出了纸面能容纳的数量" in paper
    assert "学员00" not in paper
    assert "25%" in paper


def test_a_wide_matrix_is_printed_strip_by_strip_and_no_column_is_lost(
    body: Organisation, employer: User, client_of: SignIn
) -> None:
    for number in range(8):
        assign(body, make_course(f"W{number}", [[f"W{number}-01"]]), employer)
    paper = "".join(pages(client_of(employer), f"/org/{body.slug}/training/matrix.pdf"))
    for number in range(8):
        assert f"课程W{number}" in paper


def test_a_name_that_no_typeface_draws_makes_no_paper_and_the_character_is_named(
    body: Organisation, employer: User, client_of: SignIn
) -> None:
    Membership.objects.filter(name="学员01").update(name="学员\U0001f600")
    for there, page in (("matrix.pdf", ""), ("hours.pdf", "hours/")):
        answer = client_of(employer).post(f"/org/{body.slug}/training/{there}", follow=True)
        assert answer.redirect_chain[-1][0].partition("?")[0] == f"/org/{body.slug}/training/{page}"
        assert "\U0001f600" in answer.text
        assert "XLSX" in answer.text
    assert not AuditEntry.objects.filter(deed="training.exported").exists()
