"""Small Quality Months for tests."""

import datetime as dt
from typing import Any

import time_machine
from django.conf import settings

from accounts.models import User
from campaigns import playing
from campaigns.models import CampaignIndexPage, CampaignPage, Contest, Play
from campaigns.seasons import ZONE
from cms import tree
from core.dates import now
from exams.models import AttemptItem, Item
from tests.cast import person
from tests.exams.making import KINDS, item


def page_of(year: int = 2026, language: str = settings.LANGUAGE_CODE, **values: Any) -> CampaignPage:
    """A published page of a year."""
    home = tree.home(tree.locale(language))
    shelf = CampaignIndexPage.objects.child_of(home).first()
    if shelf is None:
        shelf = home.add_child(instance=CampaignIndexPage(title="质量月", slug="quality-month", locale=home.locale))
    values = {"title": f"{year}年质量月", "slug": str(year), "year": year, "locale": home.locale} | values
    page = shelf.add_child(instance=CampaignPage(**values))
    page.save_revision().publish()
    return page


def at(month: int, day: int, hour: int = 12, minute: int = 0, second: int = 0, year: int = 2026) -> dt.datetime:
    """A moment in Shanghai."""
    return dt.datetime(year, month, day, hour, minute, second, tzinfo=ZONE)


def contest_of(year: int = 2026, items: int = 6, **values: Any) -> Contest:
    """A contest open in September with a bank of its own, three questions a try."""
    for number in range(items):
        if not Item.objects.filter(code=f"CON-{number}").exists():
            item(f"CON-{number}", "single" if number % 2 else "truefalse", purpose=Item.Purpose.CONTEST)
    fields: dict[str, Any] = {
        "opens_at": at(9, 10, 0, year=year),
        "closes_at": at(9, 29, 0, year=year),
        "questions": 3,
        "seats": 5,
    }
    return Contest.objects.get_or_create(year=year, defaults=fields | values)[0]


def right_value(slot: AttemptItem) -> Any:
    return KINDS[slot.item_version.item.kind][3]


def wrong_value(slot: AttemptItem) -> Any:
    return KINDS[slot.item_version.item.kind][4]


def played(contest: Contest, person: User, *, right: int = 3, seconds: int = 60, body: Any = None) -> Play:
    """A finished try, `right` of its answers right, the last one after so many seconds; time must be frozen."""
    start = now()
    play = playing.admit(playing.ask(contest=contest, who=f"u:{person.pk}", person=person, body=body))
    slots = playing.slots(play)
    for place, slot in enumerate(slots):
        with time_machine.travel(start + dt.timedelta(seconds=seconds), tick=False):
            playing.answer(play=play, slot=slot, value=right_value(slot) if place < right else wrong_value(slot))
    play.refresh_from_db()
    return play


def cast(many: int) -> list[User]:
    """So many people, each with a name of his own."""
    return [person(f"{chr(0x738B + n)}明", f"p{n}") for n in range(many)]
