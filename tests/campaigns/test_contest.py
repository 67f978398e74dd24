"""The contest: without an account and without a script, timed by the server, ranked fairly, drawn so that all can check."""

import csv
import io
import re

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from campaigns import playing, ranking
from campaigns.exporting import as_csv, as_xlsx
from campaigns.models import Entry, Play, PlayAnswer, Seat
from cms import pagecache
from core.models import AuditEntry
from exams.models import Item
from organisations.models import Membership, Organisation
from tests.campaigns.making import at, cast, contest_of, played, right_value, wrong_value
from tests.cast import person
from tests.exams.making import item
from tests.exams.test_pictures import drawn, taken
from tests.exams.test_print_pictures import reword

pytestmark = pytest.mark.django_db


def begin(client, year=2026, **sent):
    return client.post(f"/quality-month/{year}/contest/tries/", sent)


def form_of(value):
    return {True: "true", False: "false"}.get(value, value) if isinstance(value, bool) else value


def answer(client, play, *, right=True):
    """Answer the question that is open, as the form does."""
    html = client.get(play.get_absolute_url()).content.decode()
    number = int(re.search(r'name="slot" value="(\d+)"', html)[1])
    slot = next(slot for slot in playing.slots(Play.objects.get(pk=play.pk)) if slot.slot == number)
    value = right_value(slot) if right else wrong_value(slot)
    return client.post(f"{play.get_absolute_url()}answers/", {"slot": number, f"q{number}": form_of(value)})


def test_reading_sets_no_cookie_playing_sets_one_signed(contest, client):
    for path in ("contest/", "contest/ranking/", "contest/draw/"):
        answered = client.get(f"/quality-month/2026/{path}")
        assert answered.status_code == 200
        assert not answered.cookies
    cookie = begin(client).cookies["contest"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"


def test_a_stranger_plays_from_the_first_question_to_the_explanations(contest, client):
    play_at = begin(client)["Location"]
    play = Play.objects.get()
    assert client.get(play_at).status_code == 200
    assert [answer(client, play, right=right).status_code for right in (True, False, True)] == [302, 302, 302]
    html = client.get(play_at).content.decode()
    play.refresh_from_db()
    assert (play.right, play.entry) == (2, None)
    assert html.count("因为") == 3
    assert "不计入排名" in html


def test_a_picture_stands_with_its_question_and_costs_the_page_no_query(contest, client, examiner, september):
    def page(at):
        with CaptureQueriesContext(connection) as asked:
            html = client.get(at).content.decode()
        return html, len(asked)

    plain = Play.objects.get(pk=begin(client)["Location"].split("/")[-2])
    client.get(plain.get_absolute_url())  # led in
    without, few = page(plain.get_absolute_url())
    for _question in range(3):
        answer(client, plain)
    picture = taken(drawn(), examiner)
    for code in Item.objects.filter(purpose=Item.Purpose.CONTEST).values_list("code", flat=True):
        reword(code, **{"zh-hans": {"picture": picture.shown_as("排列图")}})
    september.shift(24 * 3600)
    shown = f'<img src="{picture.get_absolute_url()}" alt="排列图" width="40" height="30"'
    play = Play.objects.get(pk=begin(client)["Location"].split("/")[-2])
    client.get(play.get_absolute_url())
    with_picture, many = page(play.get_absolute_url())
    assert (shown in without, shown in with_picture, many) == (False, True, few)
    for _question in range(3):
        answer(client, play)
    assert client.get(play.get_absolute_url()).content.decode().count(shown) == 3, "looked back at"
    day = client.get("/quality-month/quiz/")["Location"]
    pagecache.clear()
    for address in (day, f"{day}?q1=B"):
        assert client.get(address).content.decode().count(shown) == 6
    assert client.get(picture.get_absolute_url()).status_code == 200


def test_the_cookie_of_another_device_opens_no_try(contest, client):
    address = begin(client)["Location"]
    begin(other := Client())
    assert other.get(address).status_code == 404
    assert Client().get(address).status_code == 404
    forged = Client()
    forged.cookies["contest"] = "00000000-0000-0000-0000-000000000000:x:y"
    assert forged.get(address).status_code == 404
    assert other.post(f"{address}answers/", {"slot": 1}).status_code == 404


def test_tries_are_limited_a_day_and_come_back_the_next(contest, learner, client_of, september):
    client = client_of(learner)
    begin(client)
    play = Play.objects.get()
    client.get(play.get_absolute_url())
    again = begin(client)
    assert again["Location"] == play.get_absolute_url()  # a second click costs no try
    for _question in range(3):
        answer(client, play)
    refused = begin(client)
    assert refused.status_code == 409
    assert "明天再来" in refused.content.decode()
    september.move_to(at(9, 16, 0, 0, 0))
    assert begin(client).status_code == 302
    assert Play.objects.count() == 2


@pytest.mark.parametrize("moment", [at(9, 9, 23, 59, 59), at(9, 29, 0, 0, 0)], ids=["before", "after"])
def test_a_closed_contest_takes_nobody(contest, client, september, moment):
    september.move_to(moment)
    assert begin(client).status_code == 409
    assert not Play.objects.exists()


def test_the_deadline_is_the_servers(contest, client, september):
    begin(client)
    play = Play.objects.get()
    client.get(play.get_absolute_url())
    answer(client, play)
    september.move_to(at(9, 15, 12, 15, 0))
    late = client.post(f"{play.get_absolute_url()}answers/", {"slot": 2, "q2": "B"})
    assert late.status_code == 302
    assert "您的成绩" in client.get(play.get_absolute_url()).content.decode()
    play.refresh_from_db()
    assert (play.right, play.ms, play.answers.count()) == (1, 15 * 60 * 1000, 1)


def test_an_answer_given_stands_also_in_the_database(contest, client):
    begin(client)
    play = Play.objects.get()
    client.get(play.get_absolute_url())
    answer(client, play, right=False)
    first = PlayAnswer.objects.get()
    for value in ("A", "B", "true", "false"):
        client.post(f"{play.get_absolute_url()}answers/", {"slot": first.slot, f"q{first.slot}": value})
    assert PlayAnswer.objects.get().value == first.value
    with pytest.raises(DatabaseError), transaction.atomic():
        PlayAnswer.objects.update(is_right=True)


@pytest.mark.parametrize("sent", [{}, {"slot": "x"}, {"slot": "99"}, {"slot": "1" * 50}, {"slot": "²"}], ids=range(5))
def test_a_question_that_is_not_there_is_404(contest, client, sent):
    begin(client)
    play = Play.objects.get()
    client.get(play.get_absolute_url())
    assert client.post(f"{play.get_absolute_url()}answers/", sent).status_code == 404


@pytest.mark.parametrize("value", [None, "Z", "<script>"], ids=["none", "unknown", "script"])
def test_no_answer_is_asked_for_again(contest, client, value):
    begin(client)
    play = Play.objects.get()
    client.get(play.get_absolute_url())
    sent = {"slot": 1} | ({"q1": value} if value else {})
    answered = client.post(f"{play.get_absolute_url()}answers/", sent)
    assert answered.status_code == 422
    assert 'role="alert"' in answered.content.decode()
    assert not PlayAnswer.objects.exists()


def test_no_exam_item_is_ever_drawn(contest):
    for number in range(30):
        item(f"EX-{number}", purpose=Item.Purpose.EXAM)
        item(f"PR-{number}", purpose=Item.Purpose.PRACTICE)
    item("CON-X", purpose=Item.Purpose.CONTEST, cleared=False)
    for seed in range(20):
        drawn = {row["version"] for row in playing.draw(seed, 100)}
        codes = set(Item.objects.filter(versions__in=drawn).values_list("code", flat=True))
        assert codes == {f"CON-{number}" for number in range(6)}


def test_the_same_seed_draws_the_same_try(contest):
    assert playing.draw(7, 3) == playing.draw(7, 3)
    assert playing.draw(7, 6) != playing.draw(8, 6)


def test_who_comes_when_all_seats_are_taken_waits_and_is_led_in(db, september):
    contest_of(seats=1)
    first, second = Client(), Client()
    here = begin(first)["Location"]
    first.get(here)
    september.shift(1)
    there = begin(second)["Location"]
    waiting = second.get(there)
    assert waiting.status_code == 202
    assert waiting["Refresh"] == waiting["Retry-After"]
    assert "正在排队" in waiting.content.decode()
    play = Play.objects.get(started_at__isnull=False)
    for _question in range(3):
        answer(first, play)
    assert second.get(there).status_code == 200
    assert Play.objects.exclude(started_at=None).count() == 2


def test_a_seat_left_behind_frees_itself_at_the_deadline(db, september):
    contest_of(seats=1)
    Client().get("/")
    gone, next_one = Client(), Client()
    gone.get(begin(gone)["Location"])
    there = begin(next_one)["Location"]
    assert next_one.get(there).status_code == 202
    september.shift(15 * 60)
    assert next_one.get(there).status_code == 200
    assert Seat.objects.count() == 1


def test_first_come_first_served_and_who_went_away_holds_nobody_up(db, september):
    contest = contest_of(seats=1)
    clients = [Client() for _ in range(3)]
    places = []
    for client in clients:
        places.append(begin(client)["Location"])
        september.shift(1)
    clients[0].get(places[0])
    september.shift(16 * 60)  # the first has lost the seat, the second its patience
    clients[2].get(places[2])
    assert clients[2].get(places[2]).status_code == 200
    assert contest.plays.filter(started_at=None).count() == 1


def test_ranking_is_by_right_then_time_and_equals_share_a_place(contest):
    people = cast(4)
    for who, (right, seconds) in zip(people, [(2, 30), (3, 90), (3, 60), (2, 30)], strict=True):
        played(contest, who, right=right, seconds=seconds)
    rows = ranking.by_person(contest)
    assert [(row.place, row.right, row.seconds) for row in rows] == [(1, 3, 60), (2, 3, 90), (3, 2, 30), (3, 2, 30)]
    assert [ranking.place_of(Entry.objects.get(person=who)) for who in people] == [3, 2, 1, 3]
    html = Client().get("/quality-month/2026/contest/ranking/").content.decode()
    for who in people:
        assert who.full_name not in html
        assert f"{who.full_name[0]}*" in html


def test_the_best_try_counts_whichever_day_it_was(contest, learner, september):
    for day, (right, seconds) in enumerate([(2, 60), (3, 200), (3, 100), (1, 5)], 15):
        september.move_to(at(9, day))
        played(contest, learner, right=right, seconds=seconds)
    entry = Entry.objects.get()
    assert (entry.best_right, entry.best_ms) == (3, 100_000)


def test_bodies_rank_by_their_means_from_three_people_on(contest):
    big, small = (Organisation.objects.create(slug=slug, name=name) for slug, name in (("big", "大厂"), ("small", "小厂")))
    for number, who in enumerate(cast(5)):
        body = big if number < 3 else small
        Membership.objects.create(organisation=body, person=who, since=at(9, 15).date())
        played(contest, who, right=3 if number >= 3 else number, body=body)
    rows = ranking.by_body(contest)
    assert [(row.name, row.right, row.people) for row in rows] == [("大厂", 1.0, 3)]


def test_one_plays_only_for_a_body_one_belongs_to(contest, learner, client_of):
    foreign = Organisation.objects.create(slug="foreign", name="别家")
    for sent in (str(foreign.pk), "x", "1 OR 1=1"):
        begin(client_of(learner), body=sent)
    assert Entry.objects.get().organisation is None


def test_the_ranking_costs_the_same_for_two_and_for_twenty(contest):
    def queries():
        Client().get("/quality-month/2026/contest/ranking/")
        pagecache.clear()
        with CaptureQueriesContext(connection) as caught:
            Client().get("/quality-month/2026/contest/ranking/")
        return len(caught)

    people = cast(20)
    for who in people[:2]:
        played(contest, who)
    few = queries()
    for who in people[2:]:
        played(contest, who)
    assert queries() == few


def test_what_nobody_came_back_to_is_finished_by_the_clock(contest, learner, september):
    play = playing.admit(playing.ask(contest=contest, who=f"u:{learner.pk}", person=learner))
    september.shift(3600)
    assert [playing.finish_due(), playing.finish_due()] == [1, 0]
    play.refresh_from_db()
    assert (play.right, Entry.objects.get().best_right) == (0, 0)


def test_the_export_is_text_in_every_cell_and_noted(contest, administrator, client_of):
    who = person('=HYPERLINK("http://x")', "formula")
    played(contest, who)
    row = list(csv.reader(io.StringIO(as_csv(contest).decode("utf-8-sig"))))[1]
    assert row[2].startswith("'=")
    cells = load_workbook(io.BytesIO(as_xlsx(contest))).active[2]
    assert "f" not in {cell.data_type for cell in cells}
    assert cells[2].value.startswith("'=")
    client = client_of(administrator)
    for ending in ("csv", "xlsx"):
        assert client.get(f"/cms/snippets/campaigns/contest/export/{contest.pk}/{ending}/").status_code == 200
    assert AuditEntry.objects.filter(deed="contest.exported").count() == 2


@pytest.mark.parametrize("door", ["drawing/{}/", "export/{}/csv/"])
def test_others_neither_draw_nor_export(contest, examiner, client_of, door):
    answered = client_of(examiner).get(f"/cms/snippets/campaigns/contest/{door.format(contest.pk)}")
    assert answered.status_code in (302, 403)


def test_the_quiz_keeps_nothing_and_works_by_address_alone(contest, client):
    day = client.get("/quality-month/quiz/")["Location"]
    asked = client.get(day)
    assert not asked.cookies
    assert asked.content.decode().count("<fieldset") == 6
    done = client.get(day, {"q1": "B", "q2": "<script>alert(1)</script>"})
    assert not done.cookies
    assert "<script>alert" not in done.content.decode()
    assert done.content.decode().count("因为") == 6
    assert not Play.objects.exists()
    assert client.get("/quality-month/quiz/51/").status_code == 404
    for number in range(6, 14):
        item(f"CON-{number}", purpose=Item.Purpose.CONTEST)
    assert client.get(f"{day}?fresh").content.decode().count("<fieldset") == 10
