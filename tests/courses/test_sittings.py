"""Watching through the doors: beats, one countable sitting per person, the equal path, refused minutes in the ledger."""

import json
import re
from html import unescape

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from courses import completion, hours, ledger, viewing, working
from courses.keeping import forget_course
from courses.models import ActivityEvidence, ActivityProgress, CreditEntry, WatchSession
from tests.courses.activities import course_of, enrol, lesson_page
from tests.courses.films import LENGTH, medium, video

FILM = "6f6a1d8e-0000-4000-8000-0000000000aa"
HERE = "/courses/act/act-01/"
DOOR = f"{HERE}activities/{FILM}/sittings/"


@pytest.fixture
def clock(monkeypatch):
    """The server's clock, moved by hand: `clock(15)` lets 15 seconds go by."""
    told = [1_700_000_000_000]
    monkeypatch.setattr(viewing, "clock", lambda: told[0])

    def goes_by(seconds):
        told[0] += int(seconds * 1000)

    return goes_by


@pytest.fixture
def mine(learner):
    return enrol(learner, course_of(lesson_page([video(medium(), block_id=FILM)])))


@pytest.fixture
def browser(mine, client_of):
    return client_of(mine.learner)


def opens(browser, **kwargs):
    answer = browser.post(DOOR, "{}", content_type="application/json", **kwargs)
    assert answer.status_code == 201, answer.content
    return answer.json()


def beats(browser, sitting, number, *ranges, position=None, **extra):
    played = [[int(start * 1000), int(end * 1000)] for start, end in ranges]
    stands = position if position is not None else max((end for _start, end in played), default=0)
    told = {"number": number, "ranges": played, "position": stands} | extra
    return browser.post(f"/learn/sittings/{sitting}/beats/", json.dumps(told), content_type="application/json")


def watch(browser, clock, *pieces):
    """An honest player: one range each, at its own speed."""
    sitting = opens(browser)["sitting"]
    for number, (start, end) in enumerate(pieces, start=1):
        clock(end - start)
        answer = beats(browser, sitting, number, (start, end))
        assert answer.status_code == 200, answer.content
    return answer.json()


def test_watching_to_the_rule_completes_the_film(mine, browser, clock):
    told = watch(browser, clock, (0, 15), (15, 30), (30, 44))
    assert (told["percent"], told["is_complete"]) == (89, False)
    assert told["sentence"] == "已观看89%，还需1%。"
    told = watch(browser, clock, (44, 49))
    assert (told["percent"], told["is_complete"], told["sentence"]) == (100, True, "已完成。")
    assert completion.complete(enrolment=mine, lesson_code="ACT-01").completed_at
    assert ActivityEvidence.objects.get().data["rule"] == "1"


def test_the_first_half_twice_is_half(mine, browser, clock):
    assert watch(browser, clock, (0, 12), (12, 24.5), (0, 12), (12, 24.5))["percent"] == 50


def test_a_forged_end_is_nothing(mine, browser, clock):
    sitting = opens(browser)["sitting"]
    told = beats(browser, sitting, 1, position=LENGTH).json()
    assert (told["percent"], told["is_complete"]) == (0, False)
    told = beats(browser, sitting, 2, (0, LENGTH / 1000)).json()
    assert told["percent"] == 0
    assert not ActivityProgress.objects.exclude(completed_at=None).exists()


def test_a_beat_sent_twice_or_late_changes_nothing(mine, browser, clock):
    sitting = opens(browser)["sitting"]
    clock(15)
    first = beats(browser, sitting, 2, (0, 15)).json()
    version = ActivityProgress.objects.get().version
    for number, piece in [(2, (0, 15)), (2, (15, 30)), (1, (30, 45))]:
        assert beats(browser, sitting, number, piece).json()["percent"] == first["percent"]
    assert ActivityProgress.objects.get().version == version


def test_a_second_device_takes_over_and_says_so(mine, client_of, clock):
    phone, desk = client_of(mine.learner), client_of(mine.learner)
    at_desk = opens(desk, headers={"user-agent": "Windows Chrome/1"})
    assert not at_desk["took_over"]
    on_phone = opens(phone, headers={"user-agent": "iPhone MicroMessenger/8"})
    assert on_phone["took_over"]
    assert "另一台设备" in on_phone["note"]
    clock(15)
    late = beats(desk, at_desk["sitting"], 1, (0, 15))
    assert late.status_code == 409
    assert "这里不再计时" in late.json()["problem"]
    assert ActivityProgress.objects.get().percent == 0
    assert beats(phone, on_phone["sitting"], 1, (0, 15)).status_code == 200
    assert WatchSession.objects.filter(ended_at=None).count() == 1


def test_one_watches_one_film_at_a_time_whatever_course_it_is_of(mine, client_of, clock):
    """Two films in two tabs would earn two minutes a minute."""
    other = lesson_page([video(medium(), block_id=FILM)], code="ACT-02")
    enrol(mine.learner, course_of(other, code="TWO"))
    here = client_of(mine.learner)
    first = opens(here)["sitting"]
    second = here.post(f"/courses/two/act-02/activities/{FILM}/sittings/", "{}", content_type="application/json").json()
    assert not second["took_over"], "the same device need not be told"
    clock(15)
    assert beats(here, first, 1, (0, 15)).status_code == 409
    assert beats(here, second["sitting"], 1, (0, 15)).json()["percent"] == 30
    assert {row.lesson_code: row.percent for row in ActivityProgress.objects.all()} == {"ACT-01": 0, "ACT-02": 30}


def test_a_question_on_the_way_is_answered_once_on_any_device_and_after_a_reload(learner, client_of, clock):
    mine = enrol(learner, course_of(lesson_page([video(medium(), asked_at="0:28", block_id=FILM)])))
    desk, phone = client_of(learner), client_of(learner)
    (check,) = mine.version.lesson("ACT-01")["activities"][0]["facts"]["checkpoints"]
    told = unescape(phone.get(HERE).content.decode())
    assert f'"moments": {{"{check}": 28000}}' in told
    assert "checked" not in told.partition("随堂题")[2].partition("</section>")[0]
    watch(desk, clock, (0, 28))
    desk.post(f"{HERE}answers/", {"check": check, "answer": "A"})
    for device in (desk, phone):
        told = unescape(device.get(HERE).content.decode())
        assert '"moments": {}' in told, "the film does not stop for it again"
        assert re.search(r'value="A"[^>]* checked', told.partition(f'id="check-{check}"')[2].partition("</section>")[0])
        assert 'data-start="28"' in told


def test_between_two_moments_each_learner_has_his_own_and_keeps_it(client_of, django_user_model):
    course = course_of(lesson_page([video(medium(), asked_at="0:05", until="0:45", block_id=FILM)]))
    told = []
    for number in range(6):
        learner = django_user_model.objects.create_user(email=f"watcher{number}@example.org", full_name="看片人")
        enrol(learner, course)
        pages = [unescape(client_of(learner).get(HERE).content.decode()) for _device in range(2)]
        (moment,) = {re.findall(r'"moments": {"[^"]+": (\d+)}', page)[0] for page in pages}
        told.append(int(moment))
    assert all(5_000 <= moment <= 45_000 for moment in told)
    assert len(set(told)) > 1


def test_a_course_says_after_how_many_minutes_its_films_ask(learner, client_of, settings):
    mine = enrol(learner, course_of(lesson_page([video(medium(), block_id=FILM)])))
    here = client_of(learner)
    assert f'data-idle="{settings.WATCH_IDLE_MINUTES}"' in here.get(HERE).content.decode()
    mine.course.idle_minutes = 3
    mine.course.save()
    forget_course(mine.course)
    assert 'data-idle="3"' in here.get(HERE).content.decode()


def test_the_other_device_goes_on_at_the_very_second(mine, client_of, clock):
    watch(client_of(mine.learner), clock, (0, 15), (15, 27.4))
    other = client_of(mine.learner)
    html = other.get(HERE).content.decode()
    assert 'data-start="27"' in html
    assert "#t=27" in html
    assert opens(other)["position"] == 27_400
    assert "已观看55%，还需35%" in html


def test_an_address_opens_the_film_at_its_second(mine, browser, client):
    for who in (browser, client):
        html = who.get(f"{HERE}?t=21").content.decode()
        assert 'data-start="21"' in html
        assert 'data-second="21" aria-current="true"' in html
    for odd in ("x", "-1", "9999999", "１２", ""):
        assert browser.get(f"{HERE}?t={odd}").status_code == 200


def test_leaving_the_page_ends_the_sitting(mine, browser, clock):
    sitting = opens(browser)["sitting"]
    clock(8)
    form = {"beat": json.dumps({"number": 1, "ranges": [[0, 8000]], "position": 8000, "is_last": True})}
    assert browser.post(f"/learn/sittings/{sitting}/beats/", form).status_code == 200
    assert (ActivityProgress.objects.get().percent, WatchSession.objects.get().end) == (16, "closed")
    assert beats(browser, sitting, 2, (8, 12)).status_code == 409


def test_a_beat_costs_four_statements(mine, browser, clock):
    sitting = opens(browser)["sitting"]
    clock(15)
    beats(browser, sitting, 1, (0, 15))
    clock(15)
    with CaptureQueriesContext(connection) as told:
        assert beats(browser, sitting, 2, (15, 30)).status_code == 200
    assert len(told) <= 4, [one["sql"] for one in told]


def test_the_doors_are_shut_to_others(mine, browser, client, client_of, stranger):
    sitting = opens(browser)["sitting"]
    assert client_of(stranger).post(DOOR).status_code == 404
    assert beats(client_of(stranger), sitting, 1, (0, 5)).status_code == 404
    assert client.post(DOOR).status_code == 401
    assert beats(client, sitting, 1, (0, 5)).status_code == 401
    assert browser.get(DOOR).status_code == 405
    assert browser.get(f"/learn/sittings/{sitting}/beats/").status_code == 405
    guarded = Client(enforce_csrf_checks=True)
    guarded.force_login(mine.learner, backend="django.contrib.auth.backends.ModelBackend")
    assert guarded.post(DOOR).status_code == 403


@pytest.mark.parametrize(
    "sent", ["", "[]", "{", '{"number": 0, "ranges": [], "position": 0}'], ids=["empty", "list", "cut", "zero"]
)
def test_what_is_no_report_is_refused(mine, browser, sent):
    sitting = opens(browser)["sitting"]
    answer = browser.post(f"/learn/sittings/{sitting}/beats/", sent, content_type="application/json")
    assert answer.status_code == 422
    assert "播放器" in answer.json()["problem"]


def test_only_seen_parts_are_open_until_it_is_completed(learner, client_of, clock):
    enrol(learner, course_of(lesson_page([video(medium(), at_least=50, forward=True, block_id=FILM)])))
    browser = client_of(learner)
    assert "data-only-forward" in browser.get(HERE).content.decode()
    sitting = opens(browser)["sitting"]
    clock(15)
    assert beats(browser, sitting, 1, (30, 45)).json()["percent"] == 0
    clock(15)
    assert beats(browser, sitting, 2, (0, 15)).json()["percent"] == 30
    clock(15)
    assert beats(browser, sitting, 3, (15, 30)).json()["is_complete"]
    clock(9)
    assert beats(browser, sitting, 4, (40, 49)).json()["percent"] == 79
    assert "data-only-forward" not in browser.get(HERE).content.decode()


# --- the equal path


def test_reading_the_transcript_counts_as_much_once_the_questions_are_answered(learner, client_of):
    mine = enrol(learner, course_of(lesson_page([video(medium(), asked_at="0:28", block_id=FILM)])))
    browser = client_of(learner)
    html = browser.get(HERE).content.decode()
    assert "再答对1道随堂题后" in html
    assert "我已读完" not in html
    browser.post(f"{HERE}activities/{FILM}/", {"deed": "read"})
    assert not ActivityProgress.objects.exists()
    (check,) = mine.version.lesson("ACT-01")["activities"][0]["facts"]["checkpoints"]
    assert browser.post(f"{HERE}answers/", {"check": check, "answer": "B"}).status_code == 302
    assert not ActivityProgress.objects.exists()
    answer = browser.post(f"{HERE}answers/", {"check": check, "answer": "A"}, headers={"x-requested-with": "fetch"})
    assert "换了料批要不要重做首件" in answer.content.decode()
    assert ActivityProgress.objects.get().deeds == ["answered"]
    assert "我已读完" in browser.get(HERE).content.decode()
    browser.post(f"{HERE}activities/{FILM}/", {"deed": "read"})
    assert ActivityProgress.objects.get().completed_at
    completion.complete(enrolment=mine, lesson_code="ACT-01")
    assert CreditEntry.objects.get().seconds == 1800


# --- the ledger


def test_minutes_that_were_not_believed_stand_in_the_ledger_with_their_reason(mine, browser, clock, learner):
    sitting = opens(browser)["sitting"]
    for number in range(1, 4):
        clock(1)
        beats(browser, sitting, number, (0, 49))
    opens(browser)
    entry = CreditEntry.objects.get()
    assert (entry.seconds, entry.reason) == (0, "too_fast")
    assert entry.refused_seconds == 140
    told = ledger.of(learner)
    assert (told.minutes, told.open_minutes) == (0, 0)
    html = browser.get("/learn/hours/").content.decode()
    assert "播放快于实际时间" in html
    assert not hours.outstanding(learner)
    working.note(learner=learner, lesson_code="ACT-01", activity=_film(mine), deed="read")
    completion.complete(enrolment=mine, lesson_code="ACT-01")
    assert ledger.of(learner).minutes == 30 == sum(one.seconds for one in CreditEntry.objects.all()) // 60
    # As a word: the random keys of forms may hold the digits.
    assert not re.search(r"\b140\b", browser.get(HERE).content.decode().split('id="finish"')[1])


def _film(mine):
    from courses.activities import of

    return of(mine.version.lesson("ACT-01"))[0]


# --- at once


def test_two_writers_of_one_row_lose_nothing(mine, browser, clock, monkeypatch):
    """Somebody writes between reading and writing: the second reads again. The control: without the version one is lost."""
    sitting = opens(browser)["sitting"]
    clock(20)
    real = viewing._write
    calls: list[int] = []

    def interrupted(progress, watched, seek):
        if not calls:
            calls.append(1)
            ActivityProgress.objects.filter(pk=progress.pk).update(version=progress.version + 1, percent=77)
        return real(progress, watched, seek)

    monkeypatch.setattr(viewing, "_write", interrupted)
    beats(browser, sitting, 1, (0, 20))
    row = ActivityProgress.objects.get()
    assert (row.percent, row.data["watch"]["ranges"]) == (77, [[0, 20000]])


# --- found by what is said


def test_a_hit_in_a_transcript_opens_the_film_at_that_second(content, client):
    html = client.get("/search/?q=扭力读数在卡定范围内；不在").content.decode()
    assert "/courses/qso/off-05/?t=14#activity-" in html or "/courses/qsd/off-05/?t=14#activity-" in html
    plain = client.get("/search/?q=走线卡").content.decode()
    assert "/off-05/" in plain
    assert "?t=" not in plain
