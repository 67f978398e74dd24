"""Art. 26: science bases, whose visits nobody oversells, whose closed days nobody books, and which are reviewed every year."""

import contextlib
import datetime as dt
import io
import threading

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pypdf import PdfReader

from core.dates import now, today
from events import booking
from events.booking import Booker
from events.models import Event, Registration
from talents import opening, visiting
from talents.models import BaseReview, VisitReport, VisitSlot
from tests.cast import person
from tests.courses.test_races import at_once
from tests.events.making import book
from tests.reading import english, refused
from tests.talents.making import DAY, EVERY_DAY, make_base, make_slot

NAMES = (r"PDF|ICP",)


# --- hours and days (R26-3) ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "hours",
    [[], {"tuesday": "09:00-12:00"}, {"tue": "9-12"}, {"tue": "12:00-09:00"}, {"tue": "09:00"}],
    ids=["a list", "no weekday", "no time", "backwards", "half"],
)
def test_hours_that_cannot_be_read_are_refused(hours):
    with pytest.raises(opening.Malformed):
        opening.read(hours)


def test_each_open_day_of_a_span_gets_its_slots_and_closed_days_get_none(school):
    base = make_base(school, hours={"mon": "09:00-12:00"})
    first = today() + DAY
    opened = visiting.open_days(base, first=first, last=first + 6 * DAY, by=school)
    assert (len(opened.slots), len(opened.closed)) == (2, 6)
    assert {slot.day.weekday() for slot in opened.slots} == {0}
    event = opened.slots[0].event
    assert (event.seats, event.kind, event.is_published, event.host) == (10, Event.Kind.VISIT, True, school)
    again = visiting.open_days(base, first=first, last=first + 6 * DAY, by=school)
    assert again.slots == ()


def test_a_closed_day_is_refused(school):
    base, day = make_base(school), today() + 3 * DAY
    visiting.close_day(base, day=day, reason="检修", by=school)
    with pytest.raises(visiting.Refused):
        visiting.open_days(base, first=day, last=day, by=school)
    assert not VisitSlot.objects.exists()


def test_closing_a_day_calls_its_slots_off_and_nobody_registers_any_more(school, learner):
    base = make_base(school)
    slot = make_slot(base, school)
    book(learner, slot.event)
    visiting.close_day(base, day=slot.day, reason="检修", by=school)
    slot.event.refresh_from_db()
    assert slot.event.is_cancelled
    with pytest.raises(booking.Refused):
        book(school, Event.objects.get(pk=slot.event.pk))
    from notices.models import Notice

    assert "检修" in Notice.objects.get(reader=learner, code="events.cancelled").text


@pytest.mark.parametrize("first", [-1, 0], ids=["yesterday", "today"])
def test_days_are_opened_before_they_come(school, first):
    day = today() + first * DAY
    with pytest.raises(visiting.Refused):
        visiting.open_days(make_base(school), first=day, last=day + DAY, by=school)


def test_a_span_is_at_most_three_months(school):
    first = today() + DAY
    with pytest.raises(visiting.Refused):
        visiting.open_days(make_base(school), first=first, last=first + 100 * DAY, by=school)


# --- no seat twice ------------------------------------------------------------------------------------------

GROUPS, SIZE = 16, 3


def _come(slot, number):
    who = Booker(f"第{number}组", f"group{number}@example.org")
    return booking.book(event=Event.objects.get(pk=slot.event_id), by=who, persons=SIZE, group=f"{number}班")


@pytest.mark.django_db(transaction=True)
def test_sixteen_groups_at_once_never_oversell_a_slot():
    keeper = person("苏老师", "su", "school_editor")
    slot = make_slot(make_base(keeper), keeper)
    faults = at_once([lambda n=n: _come(slot, n) for n in range(GROUPS)])
    assert faults == []
    seated = Registration.objects.seated().filter(event=slot.event)
    assert sum(seated.values_list("persons", flat=True)) == 9
    assert Event.objects.get(pk=slot.event_id).taken == 9


@pytest.mark.django_db(transaction=True)
def test_without_the_guard_the_same_groups_would_oversell_it():
    """The control: each looks first and writes later, as a directory that kept its own count of places would."""
    keeper = person("苏老师", "su", "school_editor")
    slot = make_slot(make_base(keeper), keeper)
    all_have_looked = threading.Barrier(4)
    promised = []

    def look_and_promise():
        left = Event.objects.get(pk=slot.event_id).left
        all_have_looked.wait(timeout=30)
        if left is None or left >= SIZE:
            promised.append(SIZE)

    assert at_once([look_and_promise] * 4) == []
    assert sum(promised) > 10


@pytest.mark.django_db(transaction=True)
def test_opening_and_closing_one_day_at_once_leaves_no_open_slot_on_a_closed_day():
    keeper = person("苏老师", "su", "school_editor")
    base, day = make_base(keeper), today() + 4 * DAY

    def open_it():
        with contextlib.suppress(visiting.Refused):
            visiting.open_days(base, first=day, last=day, by=keeper)

    assert at_once([open_it, lambda: visiting.close_day(base, day=day, reason="检修", by=keeper)]) == []
    assert not VisitSlot.objects.filter(base=base, event__cancellation=None).exists()


# --- no group too small -------------------------------------------------------------------------------------


def test_a_base_takes_no_group_smaller_than_it_says_and_tells_how_many(school, learner, client_of):
    slot = make_slot(make_base(school, group_min=4), school)
    address = reverse("events:registration", args=[slot.event.slug])
    one = client_of(learner)
    asked = one.get(address).content.decode()
    assert "4至10人" in asked
    few = one.post(address, {"persons": "3", "group": "三年二班"})
    assert few.status_code == 422
    assert "至少4人" in few.content.decode()
    with pytest.raises(booking.Refused, match="4"):
        book(learner, slot.event, 3)
    assert not Registration.objects.exists()
    assert (english(asked, *NAMES), refused(asked)) == ([], [])
    assert one.post(address, {"persons": "4", "group": "三年二班"}).status_code == 302
    assert Registration.objects.get().persons == 4


def test_a_guest_of_a_base_learns_of_a_group_too_small_before_a_letter_is_sent(school, client, mailoutbox):
    slot = make_slot(make_base(school, group_min=4), school)
    given = {"name": "张老师", "email": "zhang@example.org", "persons": "1", "group": ""}
    answer = client.post(reverse("events:registration", args=[slot.event.slug]), given)
    assert answer.status_code == 422
    assert "至少4人" in answer.content.decode()
    assert mailoutbox == []


# --- what the public reads ------------------------------------------------------------------------------------


def test_the_directory_narrows_by_place_weekday_and_age(client, db):
    make_base(name="金湾站", area="jinwan", hours={"sat": "09:00-12:00"}, age_min=7, age_max=12)
    make_base(name="香洲站", hours={"tue": "09:00-12:00"}, age_min=13, age_max=60)
    make_base(name="草稿站", published_on=None)

    def shown(query):
        html = client.get(f"/bases/?{query}").content.decode()
        return [name for name in ("金湾站", "香洲站", "草稿站") if name in html]

    assert shown("") == ["金湾站", "香洲站"]
    assert shown("area=jinwan") == ["金湾站"]
    assert shown("day=tue") == ["香洲站"]
    assert shown("age=10") == ["金湾站"]
    assert shown("area=mars&day=someday&age=-1") == ["金湾站", "香洲站"]


def test_a_base_shows_hours_closed_days_and_free_places_also_after_a_booking(client, school, learner):
    base = make_base(school, hours=EVERY_DAY | {"tue": "13:30-17:00"})
    slot = make_slot(base, school)
    visiting.close_day(base, day=slot.day + DAY, reason="检修", by=school)
    html = client.get(base.get_absolute_url()).content.decode()
    assert "13:30–17:00" in html
    assert f"{slot.day + DAY:%Y-%m-%d}" in html
    assert "余10席" in html
    assert (english(html, *NAMES), refused(html)) == ([], [])
    book(learner, slot.event)
    assert "余9席" in client.get(base.get_absolute_url()).content.decode()


def test_the_directory_costs_the_same_for_two_bases_and_for_twenty(client, db):
    def queries():
        client.get("/bases/")
        with CaptureQueriesContext(connection) as asked:
            client.get("/bases/", headers={"cookie": "messages=1"})
        return len(asked)

    for _number in range(2):
        make_base()
    few = queries()
    for _number in range(18):
        make_base()
    assert queries() == few


# --- the desk ---------------------------------------------------------------------------------------------


def test_a_keeper_works_at_the_desk_and_is_told_what_cannot_be(school, client_of):
    base, one = make_base(school), client_of(school)
    desk, day = reverse("talents:base_desk", args=[base.code]), today() + 3 * DAY
    assert one.post(reverse("talents:base_days", args=[base.code]), {"first": day, "last": day}).status_code == 302
    assert one.post(reverse("talents:base_days", args=[base.code]), {"first": today(), "last": day}).status_code == 422
    assert one.post(reverse("talents:base_days", args=[base.code]), {"first": "soon", "last": ""}).status_code == 422
    assert one.post(reverse("talents:base_closures", args=[base.code]), {"day": day, "reason": "检修"}).status_code == 302
    html = one.get(desk).content.decode()
    assert "已取消" in html
    assert (english(html, *NAMES), refused(html)) == ([], [])


@pytest.mark.poppler
def test_the_sheet_lists_the_groups_on_paper(school, client_of):
    slot = make_slot(make_base(school), school)
    for number in range(2):
        _come(slot, number)
    answer = client_of(school).get(reverse("talents:base_sheet", args=[slot.base.code, slot.pk]))
    assert answer["Content-Type"] == "application/pdf"
    (page,) = PdfReader(io.BytesIO(answer.content)).pages
    told = "".join(page.extract_text().split())
    day = f"{slot.day.year}年{slot.day.month}月{slot.day.day}日"
    for words in ("第0组", "第1组", "0班", "1班", day, slot.base.safety_post):
        assert words in told


def test_a_report_is_written_once_a_slot_is_over_and_stays(school, client_of):
    slot, one = make_slot(make_base(school), school), client_of(school)
    address = reverse("talents:base_report", args=[slot.base.code, slot.pk])
    given = {"came": 9, "done": "量了课桌。", "incidents": ""}
    assert one.post(address, given).status_code == 422
    with time_machine.travel(now() + dt.timedelta(days=6)):
        later = client_of(school)
        assert later.post(address, given).status_code == 302
        later.post(address, given | {"came": 1})
        assert "量了课桌" in later.get(address).content.decode()
    assert VisitReport.objects.get().came == 9


def test_of_a_slot_that_was_called_off_nothing_is_reported(school, client_of):
    base = make_base(school)
    slot = make_slot(base, school)
    visiting.close_day(base, day=slot.day, reason="检修", by=school)
    with time_machine.travel(now() + dt.timedelta(days=6)):
        answer = client_of(school).post(
            reverse("talents:base_report", args=[base.code, slot.pk]), {"came": 9, "done": "量了课桌。", "incidents": ""}
        )
    assert answer.status_code == 422
    assert "已取消" in answer.content.decode()
    assert not VisitReport.objects.exists()


def test_the_department_reviews_a_base_once_a_year_and_nobody_his_own(school, regulator, client, client_of):
    base, year = make_base(school), today().year
    visiting.review(base, year=year, outcome="passed", text="有安全员，有记录。", by=regulator)
    for by, when in ((regulator, year), (school, year - 1), (regulator, year - 5)):
        with pytest.raises(visiting.Refused):
            visiting.review(base, year=when, outcome="passed", text="再看一次。", by=by)
    own = make_base(regulator)
    with pytest.raises(visiting.Refused):
        visiting.review(own, year=year, outcome="passed", text="自己看自己。", by=regulator)
    assert BaseReview.objects.count() == 1
    assert f"{year}</span> 评议通过" in client.get(base.get_absolute_url()).content.decode()


def test_a_base_whose_visits_were_stopped_opens_no_days(school, regulator):
    base = make_base(school)
    visiting.review(base, year=today().year, outcome="stopped", text="没有安全员。", by=regulator)
    with pytest.raises(visiting.Refused):
        make_slot(base, school)


@pytest.mark.parametrize("who", ["keeper", "another", "regulator", "stranger", "administrator"])
def test_each_finds_the_doors_of_a_base_that_are_his(who, school, learner, stranger, regulator, administrator, client_of):
    base = make_base(school)
    slot = make_slot(base, school)
    make_base(learner)
    cast = {"keeper": school, "another": learner, "regulator": regulator, "stranger": stranger, "administrator": administrator}
    one, keeps = client_of(cast[who]), who in ("keeper", "administrator")

    def door(name, *more):
        return reverse(f"talents:{name}", args=[base.code, *more])

    assert one.get(door("base_desk")).status_code == (200 if keeps or who == "regulator" else 404)
    for name, more in (("base_report", [slot.pk]), ("base_sheet", [slot.pk])):
        assert one.get(door(name, *more)).status_code == (200 if keeps else 404)
    for name in ("base_days", "base_closures", "base_reopenings"):
        assert one.post(door(name), {}).status_code == (422 if keeps else 404)
    assert one.post(door("base_reviews"), {}).status_code == (422 if who == "regulator" else 404)
    assert one.get(reverse("talents:base_desks")).status_code == (403 if who == "stranger" else 200)
