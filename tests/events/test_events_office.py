"""The office makes, publishes, moves and cancels events; the search finds what is published."""

from core.dates import now
from events.models import Event
from notices.models import Notice
from tests.events.making import DAY, book, make_event


def test_the_office_makes_publishes_moves_and_cancels_an_event(administrator, learner, client_of):
    office, starts = client_of(administrator), now() + 20 * DAY
    values = {
        "title": "标准讲座",
        "slug": "standards-talk",
        "kind": "lecture",
        "summary": "一小时讲清楚。",
        "text": "",
        "audience": "everybody",
        "organiser": "示例院",
        "starts_at": f"{starts:%Y-%m-%d} 09:00",
        "ends_at": f"{starts:%Y-%m-%d} 11:00",
        "area": "xiangzhou",
        "place": "报告厅",
        "link": "",
        "opens_at": "",
        "closes_at": "",
        "seats": "1",
        "has_waiting_list": "on",
        "group_least": "1",
        "group_limit": "1",
        "course": "",
        "credit_minutes": "0",
    }
    base = "/cms/snippets/events/event/"
    assert office.post(base + "add/", values | {"slug": "calendar"}).status_code == 200
    made = office.post(base + "add/", values)
    event = Event.objects.get()
    assert made.url == f"/cms/events/{event.pk}/"
    office.post(f"/cms/events/{event.pk}/publication/")
    book(learner, event)
    office.post(f"{base}edit/{event.pk}/", values | {"place": "二楼报告厅"})
    assert Notice.objects.filter(reader=learner, code="events.moved").count() == 1
    assert "二楼报告厅" in office.get(f"/cms/events/{event.pk}/").content.decode()
    office.post(f"/cms/events/{event.pk}/cancellation/", {"reason": "停电"})
    event = Event.objects.get()
    assert event.is_cancelled
    assert event.cancellation.by == administrator


def test_search_finds_what_is_published_alone_and_by_its_present_words(administrator, client_of):
    from events import arranging

    event = make_event(title="卡尺检定体验", published_at=None)
    reader = client_of(administrator)
    assert event.get_absolute_url() not in reader.get("/search/?q=卡尺检定").content.decode()
    arranging.publish(event, by=administrator)
    assert event.get_absolute_url() in reader.get("/search/?q=卡尺检定").content.decode()
    before = arranging.standing(event)
    event.title = "砝码校准体验"
    event.save()
    arranging.saved(event, before=before, by=administrator)
    html = reader.get("/search/?q=砝码校准").content.decode()
    assert event.get_absolute_url() in html
    assert "砝码" in html
