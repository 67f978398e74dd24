"""The candidate's pages before the day: registering, withdrawing, the ticket, arrangements; the access code at the start."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from core.dates import now
from exams import access, seating
from exams.models import Arrangement, Registration, Sitting
from tests.cast import person
from tests.exams.making import sitting, version

pytestmark = pytest.mark.django_db
HOUR = dt.timedelta(hours=1)
OATH = {"in_person": "on", "no_copying": "on"}


def announced(**fields: Any) -> Sitting:
    of = fields.pop("of", None) or version(["single"])
    return sitting(of, **{"walk_in": False, "opens_at": now() + 24 * HOUR, "closes_at": now() + 26 * HOUR, **fields})


@pytest.fixture
def at() -> Sitting:
    return announced(venue="香洲考点", capacity=3)


@pytest.fixture
def browser(client_of: Callable[[User], Client], learner: User) -> Client:
    return client_of(learner)


def test_the_list_tells_seats_and_until_when_one_may_register(browser: Client, at: Sitting, learner: User):
    page = browser.get("/exams/").text
    for words in ("须报名", "剩3个，共3个", "报名截止", "报考条件和报名"):
        assert words in page, words
    seating.register(candidate=learner, sitting=at)
    page = browser.get("/exams/").text
    assert "剩2个，共3个" in page
    assert "我的报名" in page
    assert "我的报名" in browser.get("/learn/").text


def test_one_registers_sees_the_number_and_withdraws(browser: Client, at: Sitting, learner: User):
    page = browser.get(at.get_absolute_url()).text
    assert "in_person" not in page
    assert f"/exams/sittings/{at.pk}/registration/" in page
    answer = browser.post(f"/exams/sittings/{at.pk}/registration/", follow=True)
    held = Registration.objects.get(candidate=learner)
    assert held.admission_no in answer.text
    assert held.get_absolute_url() in answer.text
    browser.post(f"/exams/sittings/{at.pk}/withdrawal/")
    held.refresh_from_db()
    assert held.state == "withdrawn"
    assert browser.post(f"/exams/sittings/{at.pk}/withdrawal/").status_code == 404


def test_s05_a_refusal_names_the_rule_and_answers_409(browser: Client):
    at = announced(of=version(["single"], eligibility={"course": "QSO"}))
    answer = browser.post(f"/exams/sittings/{at.pk}/registration/")
    assert answer.status_code == 409
    assert "请先学完课程" in answer.text
    assert "现在还不能报名" in answer.text
    assert not Registration.objects.exists()


def test_when_all_seats_are_taken_one_joins_the_waiting_list(browser: Client, stranger: User, learner: User):
    at = announced(capacity=1)
    seating.register(candidate=stranger, sitting=at)
    assert "加入候补" in browser.get(at.get_absolute_url()).text
    page = browser.post(f"/exams/sittings/{at.pk}/registration/", follow=True).text
    assert "您在候补名单上" in page
    assert Registration.objects.get(candidate=learner).state == "applied"


def test_registering_is_a_post_of_someone_signed_in(client: Client, browser: Client, at: Sitting):
    assert browser.get(f"/exams/sittings/{at.pk}/registration/").status_code == 405
    assert client.post(f"/exams/sittings/{at.pk}/registration/").status_code == 302
    assert not Registration.objects.exists()


def test_the_ticket_is_its_candidates_alone(client_of: Callable[[User], Client], browser: Client, at: Sitting, learner: User):
    held = seating.register(candidate=learner, sitting=at)
    page = browser.get(held.get_absolute_url()).text
    for words in ("准考证", held.admission_no, "林悦", "香洲考点", "北京时间", "<svg", "60分钟"):
        assert words in page, words
    stranger = client_of(person("路人", "luren"))
    assert stranger.get(held.get_absolute_url()).status_code == 404


def test_a_cancelled_sitting_says_so_on_the_ticket(browser: Client, at: Sitting, learner: User):
    held = seating.register(candidate=learner, sitting=at)
    Sitting.objects.filter(pk=at.pk).update(state="cancelled", cancelled_because="台风")
    page = browser.get(held.get_absolute_url()).text
    assert "这场考试已取消" in page
    assert "台风" in page


def test_one_asks_for_arrangements_once(browser: Client, at: Sitting, learner: User):
    url = f"/exams/sittings/{at.pk}/arrangements/"
    asked = {"time_factor": "1.25", "extra_minutes": "10", "other": "读屏软件", "reason": "视力障碍"}
    unregistered = browser.post(url, asked)
    assert (unregistered.status_code, "请先报名" in unregistered.text) == (422, True)
    seating.register(candidate=learner, sitting=at)
    assert browser.post(url, asked, follow=True).status_code == 200
    request = Arrangement.objects.get()
    assert (str(request.time_factor), request.extra_s, request.other, request.state) == ("1.25", 600, "读屏软件", "open")
    again = browser.post(url, asked)
    assert (again.status_code, "还没有决定" in again.text) == (422, True)
    nothing = browser.post(url, {"time_factor": "1", "extra_minutes": "0", "reason": "x"})
    assert nothing.status_code == 422


def test_at_a_walk_in_sitting_asking_makes_the_admission(browser: Client, learner: User):
    at = sitting(version(["single"]))
    asked = {"time_factor": "2", "extra_minutes": "0", "other": "", "reason": "视力障碍"}
    browser.post(f"/exams/sittings/{at.pk}/arrangements/", asked)
    assert Registration.objects.get(candidate=learner).state == "admitted"


class TestTheAccessCode:
    @pytest.fixture
    def here(self, examiner: User) -> tuple[Sitting, str]:
        at = sitting(version(["single"]))
        return at, access.renew(sitting=at, by=examiner)

    def test_only_the_code_opens_and_blanks_and_case_do_not_matter(self, browser: Client, here: tuple[Sitting, str]):
        at, code = here
        assert code not in str(Sitting.objects.filter(pk=at.pk).values())
        assert "入场码" in browser.get(at.get_absolute_url()).text
        missing = browser.post(at.get_absolute_url(), OATH)
        wrong = browser.post(at.get_absolute_url(), {**OATH, "access_code": "2222-2222"})
        assert (missing.status_code, wrong.status_code) == (400, 400)
        assert "入场码不对" in wrong.text
        typed = code.lower().replace("-", " ")
        assert browser.post(at.get_absolute_url(), {**OATH, "access_code": typed}).status_code == 302

    def test_the_eleventh_guess_is_refused_even_if_right(self, browser: Client, here: tuple[Sitting, str]):
        at, code = here
        for _guess in range(access.TRIES):
            browser.post(at.get_absolute_url(), {**OATH, "access_code": "22222222"})
        answer = browser.post(at.get_absolute_url(), {**OATH, "access_code": code})
        assert answer.status_code == 429
        assert "十分钟" in answer.text
        cache.clear()
        assert browser.post(at.get_absolute_url(), {**OATH, "access_code": code}).status_code == 302

    def test_a_new_code_closes_the_old_one(self, browser: Client, here: tuple[Sitting, str], examiner: User):
        at, code = here
        access.renew(sitting=at, by=examiner)
        assert browser.post(at.get_absolute_url(), {**OATH, "access_code": code}).status_code == 400


def test_the_list_costs_the_same_with_two_registrations_and_with_twenty(browser: Client, learner: User):
    of = version(["single"])

    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert browser.get("/exams/").status_code == 200
        return len(queries)

    def add(many: int) -> None:
        for _number in range(many):
            at = announced(of=of)
            Registration.objects.create(candidate=learner, sitting=at, state="admitted", admission_no=str(at.pk)[:20])

    browser.get("/exams/")
    add(2)
    two = cost()
    add(18)
    assert cost() == two
