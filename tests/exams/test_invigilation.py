"""The invigilators' screen: who may see it, what it shows, and that each deed does what it says and is on record."""

import datetime as dt
import re
from collections.abc import Callable
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from accounts.models import User
from core.dates import now
from exams import closing, contact, delivery, invigilating, protocol, seating, sheets, watching
from exams.conditions import NotAllowed
from exams.models import Attempt, Case, Registration, Sitting, SittingEntry, TimeGrant
from exams.views import registrations
from tests.cast import person
from tests.exams.making import answer, sitting, version

pytestmark = pytest.mark.django_db
HOUR, MINUTE = dt.timedelta(hours=1), dt.timedelta(minutes=1)
START = dt.datetime(2026, 12, 7, 1, 0, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def chinese():
    with translation.override("zh-hans"):
        yield


@pytest.fixture
def invigilator() -> User:
    return person("孙老师", "sun", "invigilator")


@pytest.fixture
def at(invigilator: User) -> Sitting:
    """A sitting on site, open now, with someone to watch it."""
    made = sitting(
        version(["single", "multiple"]), mode="on_site", walk_in=False, opens_at=now() - MINUTE, closes_at=now() + 2 * HOUR
    )
    made.invigilators.add(invigilator)
    return made


@pytest.fixture
def held(at: Sitting, learner: User, examiner: User) -> Registration:
    return seating.register(candidate=learner, sitting=at, by=examiner)


def started(held: Registration, by: User) -> Attempt:
    invigilating.check_in(registration=held, by=by)
    return delivery.start(candidate=held.candidate, sitting=held.sitting)


def key(held: Registration) -> str:
    return watching.row(Registration.objects.told().get(pk=held.pk)).key


class TestWhoMaySee:
    def test_its_invigilators_examiners_and_administrators(
        self, client_of: Callable[[User], Client], at: Sitting, invigilator: User, examiner: User, administrator: User
    ):
        for who in (invigilator, examiner, administrator):
            for page in ("invigilation/", "invigilation/state/", "record/", "record.csv", "record.xlsx"):
                assert client_of(who).get(f"/exams/sittings/{at.pk}/{page}").status_code == 200, (who, page)

    def test_a_colleague_who_is_not_assigned_finds_nothing(
        self, client_of: Callable[[User], Client], at: Sitting, held: Registration, learner: User, stranger: User
    ):
        for who in (person("钱老师", "qian", "invigilator"), person("吴老师", "wu", "second_marker"), learner, stranger):
            browser = client_of(who)
            for page in ("invigilation/", "invigilation/state/", "record/", "record.csv"):
                assert browser.get(f"/exams/sittings/{at.pk}/{page}").status_code == 404, (who, page)
            assert browser.get(f"/exams/admissions/{held.admission_no}/invigilation/").status_code == 404
            for deed in ("check-in", "absence", "grants", "ending", "incidents"):
                assert browser.post(f"/exams/admissions/{held.admission_no}/{deed}/").status_code == 404, (who, deed)
            assert browser.post(f"/exams/sittings/{at.pk}/grants/").status_code == 404
        assert not SittingEntry.objects.exclude(kind="registered").exists()

    def test_a_deed_is_a_post(self, client_of: Callable[[User], Client], held: Registration, invigilator: User):
        for deed in ("check-in", "grants", "ending", "incidents"):
            assert client_of(invigilator).get(f"/exams/admissions/{held.admission_no}/{deed}/").status_code == 405

    def test_the_ticket_scanned_by_an_invigilator_leads_to_the_candidate(
        self, client_of: Callable[[User], Client], held: Registration, invigilator: User
    ):
        answer = client_of(invigilator).get(held.get_absolute_url())
        assert answer.headers["Location"] == f"/exams/admissions/{held.admission_no}/invigilation/"


class TestCheckingIn:
    def test_on_site_nobody_starts_unseen(self, at: Sitting, held: Registration, learner: User, invigilator: User):
        with pytest.raises(NotAllowed) as refusal:
            delivery.start(candidate=learner, sitting=at)
        assert [condition.key for condition in refusal.value.conditions] == ["check_in"]
        invigilating.check_in(registration=held, by=invigilator)
        assert delivery.start(candidate=learner, sitting=at).in_progress

    def test_twice_is_once_and_a_mistake_is_taken_back(self, held: Registration, invigilator: User):
        for _time in range(2):
            invigilating.check_in(registration=held, by=invigilator)
        assert SittingEntry.objects.filter(kind="checked_in", by=invigilator).count() == 1
        invigilating.undo_check_in(registration=held, by=invigilator)
        assert key(held) == "expected"
        invigilating.mark_absent(registration=held, by=invigilator)
        assert key(held) == "absent"
        invigilating.undo_absence(registration=held, by=invigilator)
        assert key(held) == "expected"

    def test_whoever_writes_is_neither_absent_nor_unseen(self, held: Registration, invigilator: User):
        started(held, invigilator)
        for deed in (invigilating.undo_check_in, invigilating.mark_absent):
            with pytest.raises(invigilating.NotPossible):
                deed(registration=held, by=invigilator)

    def test_from_the_screen_with_one_button(self, client_of: Callable[[User], Client], held: Registration, invigilator: User):
        browser = client_of(invigilator)
        page = browser.get(f"/exams/sittings/{held.sitting_id}/invigilation/").text
        assert f"/exams/admissions/{held.admission_no}/check-in/" in page
        browser.post(f"/exams/admissions/{held.admission_no}/check-in/", {"from": "screen"})
        held.refresh_from_db()
        assert held.checked_in_at is not None


class TestTheScreen:
    def test_it_tells_answers_time_contact_and_signals(
        self, client_of: Callable[[User], Client], at: Sitting, held: Registration, invigilator: User
    ):
        with time_machine.travel(now(), tick=False) as clock:
            attempt = started(held, invigilator)
            answer(attempt)
            clock.shift(20)
            told = client_of(invigilator).get(f"/exams/sittings/{at.pk}/invigilation/state/").json()
            row = told["rows"][held.admission_no]
            assert (row["state"], row["answered"], row["left"], row["contact"]) == ("作答中", "2/2", "59:40", "20秒前")
            assert told["counts"]["writing"] == 1

    def test_after_two_calls_missed_the_connection_is_lost_and_a_call_brings_it_back(
        self, client_of: Callable[[User], Client], held: Registration, invigilator: User
    ):
        with time_machine.travel(now(), tick=False) as clock:
            attempt = started(held, invigilator)
            clock.shift(150)
            assert key(held) == "writing"
            clock.shift(1)
            assert key(held) == "lost"
            client_of(held.candidate).get(
                f"/exams/attempts/{attempt.pk}/responses/?epoch=1", headers={"Accept": "application/json"}
            )
            assert contact.last([attempt.pk]) == {attempt.pk: now()}
            assert key(held) == "writing"

    def test_two_hundred_candidates_cost_as_many_queries_as_two(
        self, client_of: Callable[[User], Client], at: Sitting, invigilator: User
    ):
        browser = client_of(invigilator)

        def add(first: int, many: int) -> None:
            for number in range(first, first + many):
                one = Registration.objects.create(
                    candidate=User.objects.create(email=f"c{number}@example.org", full_name="考生"),
                    sitting=at,
                    state="admitted",
                    admission_no=f"N{number}",
                    checked_in_at=now(),
                )
                if number % 20 == 0:
                    answer(delivery.start(candidate=one.candidate, sitting=at))

        def cost(page: str) -> int:
            with CaptureQueriesContext(connection) as queries:
                assert browser.get(f"/exams/sittings/{at.pk}/{page}").status_code == 200
            return len(queries)

        pages = ("invigilation/", "invigilation/state/", "record/")
        add(0, 2)
        few = [cost(page) for page in (*pages, *pages)][3:]  # the first look of a process also reads the site
        add(2, 198)
        assert [cost(page) for page in pages] == few

    def test_more_than_a_room_are_told_on_several_pages_and_taken_along_whole(
        self, client_of: Callable[[User], Client], at: Sitting, examiner: User, monkeypatch: pytest.MonkeyPatch
    ):
        for module in (watching, protocol, registrations, sheets):
            monkeypatch.setattr(module, "ROOMFUL", 2)
        for number in range(5):
            somebody = User.objects.create(email=f"c{number}@example.org", full_name="考生")
            Registration.objects.create(candidate=somebody, sitting=at, state="admitted", admission_no=f"N{number}")
        browser = client_of(examiner)

        def told(page: str) -> list[str]:
            return sorted(set(re.findall(r"N\d\b", browser.get(f"/exams/sittings/{at.pk}/{page}").content.decode())))

        assert [told(f"invigilation/?page={page}") for page in (1, 2, 3)] == [["N0", "N1"], ["N2", "N3"], ["N4"]]
        assert told("invigilation/state/?page=2") == ["N2", "N3"]
        assert "invigilation/state/?page=2" in browser.get(f"/exams/sittings/{at.pk}/invigilation/?page=2").text
        assert [told(f"record/?page={page}") for page in (1, 3)] == [["N0", "N1"], ["N4"]]
        assert told("record.csv") == ["N0", "N1", "N2", "N3", "N4"]
        assert [len(page.object_list) for page in sheets.pages(at)] == [2, 2, 1]
        assert [len(told(f"registrations/?page={page}")) for page in (1, 2, 3)] == [2, 2, 1]


class TestMoreTime:
    def test_one_candidate_gets_it_at_once_with_its_reason(
        self, client_of: Callable[[User], Client], held: Registration, invigilator: User
    ):
        attempt = started(held, invigilator)
        page = f"/exams/admissions/{held.admission_no}/grants/"
        assert client_of(invigilator).post(page, {"minutes": "10", "reason": ""}).status_code == 422
        client_of(invigilator).post(page, {"minutes": "10", "reason": "电脑重启"})
        before, grant = attempt.deadline_at, TimeGrant.objects.get()
        attempt.refresh_from_db()
        assert (grant.seconds, grant.reason, grant.granted_by) == (600, "电脑重启", invigilator)
        assert attempt.deadline_at - before == 10 * MINUTE
        said = client_of(held.candidate).get(
            f"/exams/attempts/{attempt.pk}/responses/?epoch=1", headers={"Accept": "application/json"}
        )
        assert said.json()["remaining_ms"] > 3_600_000

    def test_all_get_it_or_none(self, at: Sitting, invigilator: User, examiner: User, learner: User, stranger: User):
        attempts = [started(seating.register(candidate=who, sitting=at, by=examiner), invigilator) for who in (learner, stranger)]
        assert invigilating.extend(attempts=attempts, minutes=5, reason="停电", by=invigilator) == 2
        delivery.submit(attempt=attempts[0])
        with pytest.raises(invigilating.NotPossible):
            invigilating.extend(attempts=attempts, minutes=5, reason="停电", by=invigilator)
        assert TimeGrant.objects.count() == 2

    def test_a_paper_handed_in_gets_none(self, held: Registration, invigilator: User):
        attempt = started(held, invigilator)
        delivery.submit(attempt=attempt)
        with pytest.raises(delivery.NotRunning):
            delivery.grant_time(attempt=attempt, seconds=60, reason="停电", by=invigilator)
        assert not TimeGrant.objects.exists()


class TestEndingAndIncidents:
    def test_ending_asks_for_a_reason_and_a_tick_and_hands_in_what_is_saved(
        self, client_of: Callable[[User], Client], held: Registration, invigilator: User
    ):
        attempt, browser = started(held, invigilator), client_of(invigilator)
        answer(attempt)
        page = f"/exams/admissions/{held.admission_no}/ending/"
        assert browser.post(page, {"reason": "替考"}).status_code == 422
        attempt.refresh_from_db()
        assert attempt.in_progress
        browser.post(page, {"reason": "替考", "confirmed": "on"})
        attempt.refresh_from_db()
        assert (attempt.submit_reason, bool(attempt.receipt_sha256)) == ("invigilator", True)
        assert "早已结束" in browser.post(page, {"reason": "替考", "confirmed": "on"}, follow=True).text

    def test_an_incident_opens_a_case_about_the_attempt_or_the_sitting(
        self, client_of: Callable[[User], Client], at: Sitting, held: Registration, invigilator: User
    ):
        browser = client_of(invigilator)
        browser.post(f"/exams/sittings/{at.pk}/incidents/", {"text": "停电十分钟"})
        attempt = started(held, invigilator)
        browser.post(f"/exams/admissions/{held.admission_no}/incidents/", {"text": "身体不适"})
        cases = Case.objects.filter(kind="incident").order_by("opened_at")
        assert [(case.sitting_id, case.attempt_id) for case in cases] == [(at.pk, None), (None, attempt.pk)]
        assert [note.text for case in cases for note in case.notes.all()] == ["停电十分钟", "身体不适"]
        assert "停电十分钟" in browser.get(f"/exams/sittings/{at.pk}/record/").text


class TestTheRecord:
    def test_it_tells_who_came_when_and_what_was_done(
        self, client_of: Callable[[User], Client], at: Sitting, held: Registration, invigilator: User
    ):
        attempt = started(held, invigilator)
        invigilating.extend(attempts=[attempt], minutes=5, reason="停电", by=invigilator)
        page = client_of(invigilator).get(f"/exams/sittings/{at.pk}/record/").text
        for words in ("林悦", held.admission_no, "孙老师", "签到，已核验身份", "停电", "监考人签字"):
            assert words in page, words

    def test_a_name_that_is_a_formula_stays_text(
        self, client_of: Callable[[User], Client], at: Sitting, held: Registration, invigilator: User
    ):
        import io

        from openpyxl import load_workbook

        User.objects.filter(pk=held.candidate_id).update(full_name="=HYPERLINK(1)")
        plain = client_of(invigilator).get(f"/exams/sittings/{at.pk}/record.csv").content.decode("utf-8-sig")
        assert "'=HYPERLINK(1)" in plain
        sent = client_of(invigilator).get(f"/exams/sittings/{at.pk}/record.xlsx").content
        cell: Any = load_workbook(io.BytesIO(sent)).active["B2"]
        assert (cell.data_type, cell.value) == ("s", "'=HYPERLINK(1)")

    def test_whoever_did_not_come_is_told_absent_before_the_sweep_and_looking_writes_nothing(
        self, client_of: Callable[[User], Client], at: Sitting, held: Registration, invigilator: User
    ):
        Sitting.objects.filter(pk=at.pk).update(state=Sitting.State.CLOSED)
        lines = SittingEntry.objects.count()
        assert "缺考" in client_of(invigilator).get(f"/exams/sittings/{at.pk}/record/").text
        assert "缺考" in client_of(invigilator).get(f"/exams/sittings/{at.pk}/record.csv").content.decode("utf-8-sig")
        held.refresh_from_db()
        assert (held.state, SittingEntry.objects.count()) == ("admitted", lines)
        assert closing.mark_absent_due() == 1
        held.refresh_from_db()
        assert held.state == "absent"
