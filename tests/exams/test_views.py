"""The exam's pages before and after the writing: who sees what, and in which words."""

import datetime as dt

import pytest
import time_machine
from django.db import connection
from django.template.loader import render_to_string
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core.dates import now
from exams import delivery, gathering
from exams.models import Attempt, Result
from tests.exams.making import answer, finished, sitting, version

DECLARED = {"in_person": "on", "no_copying": "on"}


@pytest.fixture
def there(db):
    return sitting()


@pytest.fixture
def candidate(client_of, learner):
    return client_of(learner)


@pytest.fixture
def attempt(candidate, there):
    """Started through the start page, so that this browser holds the pen."""
    candidate.post(there.get_absolute_url(), DECLARED)
    return Attempt.objects.get()


def text(response):
    return response.content.decode()


# --- the index ------------------------------------------------------------------------------------------


def test_the_index_tells_everyone_the_rules_in_words(client, there):
    page = client.get(reverse("exams:index"))
    said = text(page)
    assert page.status_code == 200
    for words in ("小考", "60<small>分钟", "12个月内可考3次。", "时间到自动交卷", "现在可考", there.get_absolute_url()):
        assert words in said
    assert "csrfmiddlewaretoken" not in said


def test_the_index_is_kept_for_the_public_and_not_for_one_who_is_signed_in(client, candidate, there):
    public = client.get(reverse("exams:index"))
    assert "public" in public["Cache-Control"]
    assert not public.cookies
    assert "public" not in candidate.get(reverse("exams:index")).get("Cache-Control", "")


def test_the_index_shows_my_attempts_and_the_way_back_into_the_open_one(candidate, attempt, client):
    said = text(candidate.get(reverse("exams:index")))
    assert "继续作答" in said
    assert attempt.get_absolute_url() in said
    assert attempt.get_absolute_url() not in text(client.get(reverse("exams:index")))


def test_the_index_asks_as_much_for_twenty_attempts_as_for_two(candidate, learner, db):
    def asked():
        with CaptureQueriesContext(connection) as queries:
            candidate.get(reverse("exams:index"))
        return len(queries)

    here = sitting(version(["single"], max_attempts=99))
    asked()  # what is asked once per process
    counts = []
    for more in (2, 18):
        for _ in range(more):
            finished(learner, here)
        counts.append(asked())
    assert counts[0] == counts[1]


# --- the start ------------------------------------------------------------------------------------------


def test_the_start_page_says_what_is_asked_and_whether_one_may(candidate, there):
    said = text(candidate.get(there.get_absolute_url()))
    for words in ("参加条件", "已满足", "诚信声明", "开始考试（60分钟）", "计时不能暂停", "林悦", "少选每个选项得0.5分"):
        assert words in said


def test_without_the_declaration_the_clock_does_not_start(candidate, there):
    page = candidate.post(there.get_absolute_url(), {"in_person": "on"})
    assert page.status_code == 400
    assert "开始之前，请勾选这一项声明。" in text(page)
    assert not Attempt.objects.exists()


def test_with_the_declaration_it_starts_and_leads_to_the_exam(candidate, there):
    page = candidate.post(there.get_absolute_url(), DECLARED, follow=True)
    assert page.redirect_chain[-1][0] == Attempt.objects.get().get_absolute_url()
    assert "第1 / 7题" in text(page)


def test_starting_twice_leads_to_the_same_attempt(candidate, there, attempt):
    candidate.post(there.get_absolute_url(), DECLARED)
    assert Attempt.objects.count() == 1
    assert "您的考试正在进行。" in text(candidate.get(there.get_absolute_url()))


def test_whoever_may_not_start_reads_which_condition_is_missing(candidate, learner, db):
    here = sitting(version(max_attempts=1))
    finished(learner, here)
    page = candidate.post(here.get_absolute_url(), DECLARED)
    assert page.status_code == 400
    assert "现在还不能开始，请看上面的条件。" in text(page)
    assert "未满足" in text(page)
    assert Attempt.objects.count() == 1


def test_a_closed_sitting_has_no_page(candidate, db):
    assert candidate.get(sitting(state="closed").get_absolute_url()).status_code == 404


# --- who may see ----------------------------------------------------------------------------------------

PAGES = ("exams:attempt", "exams:responses", "exams:review")


@pytest.mark.parametrize("name", PAGES)
def test_a_stranger_finds_nothing(client_of, stranger, attempt, name):
    assert client_of(stranger).get(reverse(name, args=[attempt.pk])).status_code == 404


@pytest.mark.parametrize("name", ["exams:responses", "exams:submission", "exams:attempt"])
def test_a_stranger_changes_nothing(client_of, stranger, attempt, name):
    assert client_of(stranger).post(reverse(name, args=[attempt.pk]), {"slot": "1", "q1": "A"}).status_code == 404
    attempt.refresh_from_db()
    assert (attempt.in_progress, attempt.session_epoch) == (True, 1)


def test_an_examiner_does_not_write_in_a_candidates_paper(client_of, examiner, attempt):
    for name in PAGES:
        assert client_of(examiner).get(reverse(name, args=[attempt.pk])).status_code == 404


def test_whoever_is_not_signed_in_is_asked_to(client, attempt, there):
    for address in (there.get_absolute_url(), *(reverse(name, args=[attempt.pk]) for name in PAGES)):
        assert client.get(address)["Location"].startswith("/account/login/")


@pytest.mark.parametrize(
    ("name", "method"),
    [
        ("exams:index", "post"),
        ("exams:sitting", "put"),
        ("exams:attempt", "delete"),
        ("exams:responses", "put"),
        ("exams:review", "post"),
        ("exams:submission", "get"),
        ("exams:result", "post"),
    ],
)
def test_each_address_takes_its_own_methods_only(candidate, attempt, there, name, method):
    subject = {"exams:index": [], "exams:sitting": [there.pk]}.get(name, [attempt.pk])
    assert getattr(candidate, method)(reverse(name, args=subject)).status_code == 405


def test_pages_of_a_person_are_stored_nowhere(candidate, attempt, there):
    for address in (there.get_absolute_url(), attempt.get_absolute_url(), reverse("exams:review", args=[attempt.pk])):
        assert "no-store" in candidate.get(address)["Cache-Control"]


# --- one device writes ------------------------------------------------------------------------------------


def test_a_second_device_reads_that_another_writes_and_can_take_the_pen(client_of, learner, candidate, attempt):
    second = client_of(learner)
    page = second.get(attempt.get_absolute_url())
    assert "这场考试已在另一台设备上打开" in text(page)
    assert "data-exam=" not in text(page)
    assert "data-exam=" in text(second.post(attempt.get_absolute_url(), follow=True))
    assert "这场考试已在另一台设备上打开" in text(candidate.get(attempt.get_absolute_url()))


def test_looking_from_a_second_device_takes_nothing(client_of, learner, candidate, attempt):
    client_of(learner).get(attempt.get_absolute_url())
    assert "data-exam=" in text(candidate.get(attempt.get_absolute_url()))


def test_a_second_device_cannot_hand_in_what_it_does_not_write(client_of, learner, attempt):
    client_of(learner).post(reverse("exams:submission", args=[attempt.pk]), {"confirm": "yes"})
    attempt.refresh_from_db()
    assert attempt.in_progress


# --- the result -------------------------------------------------------------------------------------------


def test_a_pass_says_so_with_its_marks_and_its_scale(candidate, learner, there):
    done = finished(learner, there)
    said = text(candidate.get(done.get_absolute_url(), follow=True))
    for words in (
        "合格，14分",
        "合格线8.4分",
        "各领域得分",
        "14 / 14",
        "申请复核",
        "15个工作日",
        done.receipt_sha256,
        "（已合格，无需再考）",
    ):
        assert words in said
    assert 'aria-label="得分14，合格线8.4"' in said


def test_a_fail_says_what_was_missing_and_when_one_may_try_again(candidate, learner, db):
    here = sitting(version(floors={"S1": 60}, cooling_off_days=[1, 7]))
    done = finished(learner, here, right=False)
    said = text(candidate.get(done.get_absolute_url(), follow=True))
    for words in ("未通过，0分", "还差8.4分", "有领域未达最低要求", "未达60%", "建议复习", "下次考试的条件", "2次", "再次考试"):
        assert words in said


def test_a_second_result_shows_the_last_one_beside_it(candidate, learner, there):
    finished(learner, there, right=False)
    done = finished(learner, there)
    assert "上次0" in text(candidate.get(done.get_absolute_url(), follow=True))


def test_an_unreleased_result_is_no_page_and_the_receipt_says_when_it_comes(candidate, learner, db):
    done = finished(learner, sitting(release="person"))
    result = Result.objects.get()
    page = candidate.get(done.get_absolute_url())
    assert page.status_code == 200
    for words in ("已交卷", "5个工作日内", done.receipt_sha256):
        assert words in text(page)
    assert candidate.get(result.get_absolute_url()).status_code == 404


def test_a_result_is_its_owners(client_of, stranger, examiner, learner, there):
    finished(learner, there)
    address = Result.objects.get().get_absolute_url()
    assert client_of(stranger).get(address).status_code == 404
    assert Client().get(address)["Location"].startswith("/account/login/")
    assert client_of(examiner).get(address).status_code == 200


def test_time_that_ran_out_closes_the_attempt_for_whoever_looks(candidate, learner, attempt):
    answer(attempt)
    with time_machine.travel(now() + dt.timedelta(hours=2)):
        candidate.force_login(learner, backend="django.contrib.auth.backends.ModelBackend")
        said = text(candidate.get(attempt.get_absolute_url(), follow=True))
    assert "合格，14分" in said


def test_rooms_above_can_add_to_a_result(candidate, learner, there, monkeypatch):
    from exams import presentation

    monkeypatch.setattr(presentation, "result_extras", [lambda result: None])
    monkeypatch.setattr("exams.views.results.result_extras", presentation.result_extras)
    done = finished(learner, there)
    assert candidate.get(done.get_absolute_url(), follow=True).status_code == 200


def test_the_dashboard_and_the_course_tell_of_the_exam(rf, attempt):
    def shown(section):
        return render_to_string(section["template"], section["context"], request=rf.get("/"))

    mine = gathering.on_dashboard(attempt.candidate)
    assert "小考" in shown(mine)
    assert attempt.get_absolute_url() in shown(mine)
    urgent = gathering.urgent(attempt.candidate)
    assert urgent is not None
    assert urgent.url == attempt.get_absolute_url()
    delivery.submit(attempt=attempt)
    assert gathering.urgent(attempt.candidate) is None
    assert "60<small>分钟" in shown(gathering.on_course("TST", attempt.candidate))
    assert gathering.on_course("NONE", attempt.candidate) is None
