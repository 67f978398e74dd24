"""A day of a base that was closed by mistake is opened again by its keeper, with a reason, before it comes."""

import pytest
from django.urls import reverse

from core.dates import today
from core.models import AuditEntry
from events import arranging
from events.models import Event
from talents import visiting
from talents.models.bases import Closure, VisitSlot
from tests.events.making import book
from tests.talents.making import DAY, make_base, make_slot


def test_a_day_closed_by_mistake_is_opened_again_with_a_reason_and_new_places(school, learner, client_of):
    base, one = make_base(school), client_of(school)
    slot = make_slot(base, school)
    gone = slot.event
    book(learner, gone, 4)
    visiting.close_day(base, day=slot.day, reason="检修", by=school)
    door = reverse("talents:base_reopenings", args=[base.code])
    for sent in (
        {},
        {"day": slot.day, "reason": " "},
        {"day": slot.day + DAY, "reason": "误操作"},
        {"day": "x", "reason": "误操作"},
    ):
        assert one.post(door, sent).status_code == 422
    assert base.closures.count() == 1
    assert one.post(door, {"day": slot.day, "reason": "误操作"}).status_code == 302
    assert one.post(door, {"day": slot.day, "reason": "误操作"}).status_code == 422, "it is open"
    slot.refresh_from_db()
    noted = AuditEntry.objects.get(deed="base.reopened")
    assert (noted.actor, noted.data["was"], noted.data["reason"]) == (school, "检修", "误操作")
    assert (gone.pk != slot.event_id, Event.objects.get(pk=gone.pk).is_cancelled) == (True, True)
    assert (slot.event.starts_at, slot.event.seats, slot.event.taken, slot.event.is_published) == (gone.starts_at, 10, 0, True)
    book(learner, slot.event, 4)
    assert "已取消" not in one.get(reverse("talents:base_desk", args=[base.code])).content.decode()


def test_a_slot_that_was_called_off_by_itself_stays_off(school):
    base = make_base(school)
    slot = make_slot(base, school)
    other = VisitSlot.objects.filter(base=base, day=slot.day).exclude(pk=slot.pk).get()
    arranging.cancel(other.event, by=school, reason="讲解员生病")
    visiting.close_day(base, day=slot.day, reason="检修", by=school)
    assert visiting.reopen_day(base, day=slot.day, reason="误操作", by=school) == (slot,)
    off = {one.pk: one.event.is_cancelled for one in VisitSlot.objects.filter(base=base, day=slot.day)}
    assert off == {slot.pk: False, other.pk: True}


def test_no_day_is_reopened_once_it_has_come_or_while_visits_are_stopped(school, regulator):
    base = make_base(school)
    for day in (today(), today() - DAY):
        Closure.objects.create(base=base, day=day, reason="检修")
        with pytest.raises(visiting.Refused):
            visiting.reopen_day(base, day=day, reason="误操作", by=school)
    visiting.close_day(base, day=today() + DAY, reason="检修", by=school)
    visiting.review(base, year=today().year, outcome="stopped", text="没有安全员。", by=regulator)
    with pytest.raises(visiting.Refused):
        visiting.reopen_day(base, day=today() + DAY, reason="误操作", by=school)
    assert base.closures.count() == 3
