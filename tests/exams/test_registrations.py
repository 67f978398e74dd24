"""What the exam office does: enlisting by e-mail, refusing, deciding on arrangements, a spot check in two clicks."""

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from core.dates import now
from exams import arranging, delivery, enlisting, seating
from exams.models import Arrangement, Exam, Registration, Sitting, TimeGrant
from tests.cast import person
from tests.exams.making import sitting, version

pytestmark = pytest.mark.django_db
HOUR = dt.timedelta(hours=1)


@pytest.fixture
def at() -> Sitting:
    return sitting(version(["single"]), walk_in=False, capacity=2, opens_at=now() + 24 * HOUR, closes_at=now() + 26 * HOUR)


@pytest.fixture
def office(client_of: Callable[[User], Client], examiner: User) -> Client:
    return client_of(examiner)


def test_only_whoever_runs_exams_finds_these_pages(
    client_of: Callable[[User], Client], at: Sitting, learner: User, stranger: User, employer: User
):
    held = seating.register(candidate=learner, sitting=at)
    asked = Arrangement.objects.create(registration=held, reason="视力障碍")
    invigilator = person("孙老师", "sun", "invigilator")
    at.invigilators.add(invigilator)
    pages = (
        f"/exams/sittings/{at.pk}/registrations/",
        f"/exams/admissions/{held.admission_no}/refusal/",
        f"/exams/arrangements/{asked.pk}/decision/",
        "/exams/spot-checks/",
    )
    for who in (learner, stranger, employer, invigilator, person("吴老师", "wu", "second_marker")):
        for page in pages:
            assert client_of(who).get(page).status_code == 404, (who, page)
            assert client_of(who).post(page).status_code == 404, (who, page)
    assert Client().get(pages[0]).status_code == 302


def test_a_pasted_list_is_reported_on_line_by_line(office: Client, at: Sitting, learner: User, stranger: User, employer: User):
    seating.register(candidate=employer, sitting=at)
    pasted = f"林悦 <{learner.email.upper()}>\n{stranger.email}；{learner.email}\nnobody@example.org\n没有邮箱\n{employer.email}"
    page = office.post(f"/exams/sittings/{at.pk}/registrations/", {"addresses": pasted}).text
    for words in (
        "已报名：TST",
        "座位已满，列入候补",
        "与上面某行相同",
        "没有用这个邮箱注册的账号",
        "不是邮箱地址",
        "此前已报名",
    ):
        assert words in page, words
    states = dict(Registration.objects.values_list("candidate__email", "state"))
    assert states == {employer.email: "admitted", learner.email: "admitted", stranger.email: "applied"}


def test_a_line_that_may_not_be_names_the_rule_and_holds_no_other_up(office: Client, learner: User, examiner: User):
    at = sitting(
        version(["single"], eligibility={"role": "examiner"}), walk_in=False, opens_at=now() + HOUR, closes_at=now() + 2 * HOUR
    )
    lines = enlisting.enlist(sitting=at, text=f"{learner.email}\n{examiner.email}", by=examiner)
    assert [line.tone for line in lines] == ["is-bad", "is-ok"]
    assert "考官" in lines[0].said


def test_too_long_a_list_is_refused_whole(office: Client, at: Sitting, learner: User):
    text = "\n".join([learner.email] * (enlisting.MOST + 1))
    answer = office.post(f"/exams/sittings/{at.pk}/registrations/", {"addresses": text})
    assert (answer.status_code, Registration.objects.count()) == (422, 0)


def test_refusing_asks_for_a_reason_and_lets_the_next_move_up(office: Client, at: Sitting, learner: User, stranger: User):
    Sitting.objects.filter(pk=at.pk).update(capacity=1)
    held, waiting = (seating.register(candidate=who, sitting=at) for who in (learner, stranger))
    page = f"/exams/admissions/{held.admission_no}/refusal/"
    assert office.post(page, {"because": ""}).status_code == 422
    office.post(page, {"because": "材料不全"})
    held.refresh_from_db()
    waiting.refresh_from_db()
    assert (held.state, held.refused_because, waiting.state) == ("refused", "材料不全", "admitted")
    assert "材料不全" in office.get(f"/exams/sittings/{at.pk}/registrations/").text


def test_the_list_costs_the_same_for_two_and_for_twenty(office: Client, at: Sitting):
    def add(first: int, many: int) -> None:
        for number in range(first, first + many):
            who = User.objects.create(email=f"c{number}@example.org", full_name="考生")
            one = Registration.objects.create(candidate=who, sitting=at, state="admitted", admission_no=f"N{number}")
            Arrangement.objects.create(registration=one, reason="视力障碍")

    def cost(page: str) -> int:
        with CaptureQueriesContext(connection) as queries:
            assert office.get(page).status_code == 200
        return len(queries)

    pages = (f"/exams/sittings/{at.pk}/registrations/", "/exams/desk/")
    add(0, 2)
    few = [cost(page) for page in (*pages, *pages)][2:]
    add(2, 18)
    assert [cost(page) for page in pages] == few


class TestArrangements:
    def decision(self, **changes: Any) -> dict[str, Any]:
        return {
            "granted": "yes",
            "time_factor": "1.5",
            "extra_minutes": "10",
            "other": "读屏软件",
            "reasons": "有残疾证",
            **changes,
        }

    @pytest.fixture
    def asked(self, at: Sitting, learner: User) -> Arrangement:
        seating.register(candidate=learner, sitting=at)
        return arranging.ask(candidate=learner, sitting=at, time_factor=Decimal(2), extra_s=0, other="", reason="左眼视力零点一")

    def test_granted_after_time_ran_out_it_reopens_nothing_and_is_decided_all_the_same(
        self, examiner: User, asked: Arrangement, learner: User
    ):
        registration = asked.registration
        registration.checked_in_at = now()
        registration.save()
        with time_machine.travel(registration.sitting.opens_at + dt.timedelta(minutes=1), tick=False):
            attempt = delivery.start(candidate=learner, sitting=registration.sitting)
        with time_machine.travel(attempt.deadline_at + dt.timedelta(minutes=1), tick=False):
            arranging.decide(
                request=asked, granted=True, time_factor=Decimal(2), extra_s=0, other="", reasons="有残疾证", by=examiner
            )
        asked.refresh_from_db()
        attempt.refresh_from_db()
        assert asked.state == Arrangement.State.GRANTED
        assert not attempt.time_grants.exists()

    def test_granted_it_stands_on_the_registration_the_ticket_and_the_record(
        self,
        office: Client,
        client_of: Callable[[User], Client],
        asked: Arrangement,
        learner: User,
        django_capture_on_commit_callbacks: Any,
    ):
        assert "林悦" in office.get("/exams/desk/").text
        with django_capture_on_commit_callbacks(execute=True):
            office.post(f"/exams/arrangements/{asked.pk}/decision/", self.decision())
        held = Registration.objects.get()
        assert (held.time_factor, held.extra_s, held.other_arrangements) == (Decimal("1.5"), 600, "读屏软件")
        ticket = client_of(learner).get(held.get_absolute_url()).text
        for words in ("100分钟", "时间延长为1.5倍", "另加10分钟", "读屏软件"):
            assert words in ticket, words
        assert "有残疾证" in client_of(learner).get(f"/exams/sittings/{held.sitting_id}/arrangements/").text
        assert mail.outbox[0].to == [learner.email]

    def test_the_reasons_are_not_for_invigilators(self, office: Client, client_of: Callable[[User], Client], asked: Arrangement):
        office.post(f"/exams/arrangements/{asked.pk}/decision/", self.decision())
        held, invigilator = Registration.objects.get(), person("孙老师", "sun", "invigilator")
        held.sitting.invigilators.add(invigilator)
        for page in (f"/exams/admissions/{held.admission_no}/invigilation/", f"/exams/sittings/{held.sitting_id}/record/"):
            text = client_of(invigilator).get(page).text
            assert "时间延长为1.5倍" in text
            assert "左眼" not in text
            assert "残疾证" not in text

    def test_it_is_decided_once_and_never_by_whoever_asked(
        self, office: Client, client_of: Callable[[User], Client], asked: Arrangement, examiner: User, at: Sitting
    ):
        page = f"/exams/arrangements/{asked.pk}/decision/"
        office.post(page, self.decision(granted="no"))
        office.post(page, self.decision())
        asked.refresh_from_db()
        assert (asked.state, Registration.objects.get().time_factor) == ("refused", Decimal(1))
        own = seating.register(candidate=examiner, sitting=at)
        mine = Arrangement.objects.create(registration=own, reason="视力障碍")
        assert office.get(f"/exams/arrangements/{mine.pk}/decision/").status_code == 404

    @pytest.mark.parametrize(
        ("field", "value"), [("time_factor", "4.01"), ("time_factor", "0.99"), ("reasons", " "), ("extra_minutes", "-1")]
    )
    def test_what_cannot_be_granted_is_refused_with_its_field(self, office: Client, asked: Arrangement, field: str, value: str):
        answer = office.post(f"/exams/arrangements/{asked.pk}/decision/", self.decision(**{field: value}))
        assert answer.status_code == 422
        assert f'id="id_{field}-error"' in answer.text
        asked.refresh_from_db()
        assert asked.state == "open"

    def test_whoever_writes_already_gets_the_difference_as_a_grant(self, learner: User, examiner: User):
        at = sitting(version(["single"], duration_s=3600))
        asked = arranging.ask(candidate=learner, sitting=at, time_factor=Decimal("1.25"), extra_s=0, other="", reason="阅读困难")
        attempt = delivery.start(candidate=learner, sitting=at)
        before = attempt.deadline_at
        arranging.decide(
            request=asked, granted=True, time_factor=Decimal("1.25"), extra_s=60, other="", reasons="同意", by=examiner
        )
        attempt.refresh_from_db()
        assert attempt.deadline_at - before == dt.timedelta(minutes=16)
        assert TimeGrant.objects.get().seconds == 960


class TestSpotChecks:
    @pytest.fixture(autouse=True)
    def exam(self) -> Exam:
        of = version(["single"])
        Exam.objects.filter(pk=of.exam_id).update(kind="spot_check")
        return of.exam

    def test_two_clicks_open_one_with_its_code_told_once(self, office: Client, exam: Exam, examiner: User):
        assert "/exams/spot-checks/" in office.get("/exams/desk/").text
        assert 'value="2"' in office.get("/exams/spot-checks/").text
        page = office.post(
            "/exams/spot-checks/",
            {"exam": exam.pk, "venue": "横琴一厂", "hours": "2", "capacity": "", "resit_days": "15"},
            follow=True,
        )
        made = Sitting.objects.get(resit_of=None)
        assert (made.walk_in, made.mode, made.state, made.venue) == (True, "on_site", "open", "横琴一厂")
        assert made.closes_at
        assert made.closes_at - made.opens_at == 2 * HOUR
        assert made.has_access_code
        assert list(made.invigilators.all()) == [examiner]
        assert "入场码（只显示一次）" in page.text
        assert "入场码（只显示一次）" not in office.get(f"/exams/sittings/{made.pk}/invigilation/").text

    def test_one_for_which_no_paper_can_be_drawn_does_not_open(self, office: Client, exam: Exam):
        from exams.models import Item

        Item.objects.update(cleared=False)
        answer = office.post("/exams/spot-checks/", {"exam": exam.pk, "hours": "2", "resit_days": "15"})
        assert (answer.status_code, Sitting.objects.count()) == (422, 0)
        assert "无法组卷" in answer.text
