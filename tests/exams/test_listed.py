"""A long list is worked through where one is: every deed, and the page of one candidate, lead back to that place."""

import html
import re
from collections.abc import Callable

import pytest
from django.test import Client, RequestFactory

from accounts.models import User
from core.dates import now
from exams import delivery, printing, sheets, watching
from exams.models import Arrangement, Registration, Sitting
from exams.views import listed, registrations
from tests.exams.making import answer, sitting, version

pytestmark = pytest.mark.django_db
HERE = "?q=N0&page=2"


@pytest.fixture
def room(examiner: User, monkeypatch: pytest.MonkeyPatch) -> Sitting:
    """Six candidates, two on a sheet: N01 to N05, and N10, who has another number."""
    for module in (watching, registrations, sheets):
        monkeypatch.setattr(module, "ROOMFUL", 2)
    at = sitting(version(["single"]), mode="on_site", walk_in=False, opens_at=now())
    for number in ("N01", "N02", "N03", "N04", "N05", "N10"):
        who = User.objects.create(email=f"{number}@example.org", full_name=f"考生{number[1:]}")
        Registration.objects.create(candidate=who, sitting=at, state="admitted", admission_no=number)
    return at


def numbers(page: str) -> list[str]:
    return sorted(set(re.findall(r"N\d\d\b", page)))


def ways(page: str, *to: str) -> set[str]:
    """Where links and forms of the page that go to these nouns lead."""
    found = {html.unescape(one) for one in re.findall(r'(?:href|action)="([^"]+)"', page)}
    return {one for one in found if any(f"/{noun}/" in one for noun in to)}


def test_the_words_narrow_each_list_and_its_news(room: Sitting, examiner: User, client_of: Callable[[User], Client]):
    office, base = client_of(examiner), f"/exams/sittings/{room.pk}"
    printing.draw_form(sitting=room, by=examiner)
    for list_of in ("invigilation", "registrations", "sheets"):
        assert numbers(office.get(f"{base}/{list_of}/{HERE}").text) == ["N03", "N04"], list_of
        assert numbers(office.get(f"{base}/{list_of}/?q=考生10").text) == ["N10"], list_of
        assert "<table" not in office.get(f"{base}/{list_of}/?q=王").text
    assert list(office.get(f"{base}/invigilation/state/{HERE}").json()["rows"]) == ["N03", "N04"]


def test_every_way_from_the_screen_and_from_a_candidate_keeps_the_place(
    room: Sitting, examiner: User, client_of: Callable[[User], Client]
):
    office, screen = client_of(examiner), f"/exams/sittings/{room.pk}/invigilation/{HERE}"
    shown = office.get(screen).text
    found = ways(shown, "check-in", "grants", "incidents", "state", "admissions")
    # Two candidates with a page and a check-in each, and what concerns the whole room.
    assert len([one for one in found if one.endswith(HERE)]) == len(found) == 6
    one = f"/exams/admissions/N03/invigilation/{HERE}"
    page = office.get(one).text
    assert f'href="{html.escape(screen)}"' in page, "the way back"
    assert {way for way in ways(page, "check-in", "absence", "incidents") if not way.endswith(HERE)} == set()
    assert office.post(f"/exams/admissions/N03/check-in/{HERE}", {"from": "screen"})["Location"] == screen
    assert office.post(f"/exams/admissions/N04/check-in/{HERE}")["Location"] == one.replace("N03", "N04")
    for address, sent in (("incidents", {"text": "停电"}), ("grants", {"minutes": "5", "reason": "停电"}), ("grants", {})):
        assert office.post(f"/exams/sittings/{room.pk}/{address}/{HERE}", sent)["Location"] == screen
    attempt = delivery.start(candidate=Registration.objects.get(admission_no="N03").candidate, sitting=room)
    answer(attempt)
    for noun, sent in (
        ("grants", {"minutes": "5", "reason": "停电"}),
        ("incidents", {"text": "停电"}),
        ("ending", {"reason": "结束", "confirmed": "on"}),
    ):
        assert f"/{noun}/{html.escape(HERE)}" in office.get(one).text, noun
        assert office.post(f"/exams/admissions/N03/{noun}/{HERE}", sent)["Location"] == one, noun


def test_what_the_office_does_about_registrations_keeps_the_place(
    room: Sitting, examiner: User, client_of: Callable[[User], Client]
):
    office, there = client_of(examiner), f"/exams/sittings/{room.pk}/registrations/{HERE}"
    held = Registration.objects.get(admission_no="N05")
    asked = Arrangement.objects.create(registration=held, extra_s=600, reason="腕伤")
    decided = {"granted": "no", "time_factor": "1", "extra_minutes": "0", "reasons": "材料不足"}
    page = office.get(there).text
    found = ways(page, "refusal", "seat-return", "decision")
    assert len(found) == 5
    assert all(one.endswith(HERE) for one in found)
    deeds = {
        f"/exams/admissions/N03/refusal/{HERE}": {"because": "材料不符"},
        f"/exams/arrangements/{asked.pk}/decision/{HERE}": decided,
    }
    for address, sent in deeds.items():
        assert f'href="{html.escape(there)}"' in office.get(address).text
        assert office.post(address, sent).get("Location") == there, address
    assert office.post(f"/exams/admissions/N04/seat-return/{HERE}")["Location"] == there


@pytest.mark.parametrize(
    ("asked", "kept"),
    [
        ("", ""),
        ("page=1", ""),
        ("page=x", ""),
        ("page=-3", ""),
        ("page=9999999999", ""),
        ("q=%20", ""),
        ("page=3&x=1", "?page=3"),
    ],
)
def test_only_what_is_a_place_is_kept(rf: RequestFactory, asked: str, kept: str):
    assert listed.place(rf.get(f"/?{asked}")) == kept


def test_nothing_from_the_address_becomes_markup(rf: RequestFactory):
    assert not set('"<>/:') & set(listed.place(rf.get("/", {"q": '"><script>//evil.example:', "page": "2"})))
