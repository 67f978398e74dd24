"""Events that others submit: seen by nobody until another publishes them."""

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from core.dates import now
from events.models import Event, Submission
from notices.models import Notice
from tests.events.making import DAY
from tests.events.pages import words


def filled(**fields: str) -> dict[str, str]:
    starts = now() + 30 * DAY
    values = {
        "title": "企业开放参观",
        "kind": "visit",
        "summary": "看一条装配线。",
        "text": "",
        "audience": "everybody",
        "organiser": "示例电器厂",
        "starts_at": f"{starts:%Y-%m-%dT09:00}",
        "ends_at": f"{starts:%Y-%m-%dT11:00}",
        "area": "jinwan",
        "place": "一号门",
        "link": "",
        "seats": "20",
        "group_limit": "5",
        "closes_at": "",
    }
    return values | fields


def test_a_submitted_event_is_seen_by_nobody_until_another_publishes_it(employer, regulator, client_of, client):
    mine, office = client_of(employer), client_of(regulator)
    assert words(mine.get("/events/submit/"))
    assert "等待审核" in words(mine.post("/events/submit/", filled(), follow=True))
    event, submission = Event.objects.get(), Submission.objects.get()
    assert client.get(event.get_absolute_url()).status_code == 404
    assert "企业开放参观" not in client.get("/events/").content.decode()
    assert "企业开放参观" in office.get("/cms/events/submissions/").content.decode()
    office.post(f"/cms/events/submissions/{submission.pk}/decision/", {"decision": "publish"})
    assert client.get(event.get_absolute_url()).status_code == 200
    assert Notice.objects.filter(reader=employer, code="events.published").exists()
    submission.refresh_from_db()
    assert submission.decided_by == regulator


def test_a_returned_event_says_what_to_mend_and_comes_again(employer, regulator, client_of):
    mine, office = client_of(employer), client_of(regulator)
    mine.post("/events/submit/", filled())
    event, first = Event.objects.get(), Submission.objects.get()
    office.post(f"/cms/events/submissions/{first.pk}/decision/", {"decision": "return", "reason": ""})
    first.refresh_from_db()
    assert first.decided_at is None
    office.post(f"/cms/events/submissions/{first.pk}/decision/", {"decision": "return", "reason": "写清集合地点"})
    assert "写清集合地点" in words(mine.get("/events/mine/"))
    assert "写清集合地点" in words(mine.get(f"/events/submit/{event.slug}/"))
    mine.post(f"/events/submit/{event.slug}/", filled(place="二号门"))
    event.refresh_from_db()
    assert (event.place, event.submissions.count(), event.is_published) == ("二号门", 2, False)


def test_nobody_decides_on_what_he_submitted_himself(administrator, client_of):
    office = client_of(administrator)
    office.post("/events/submit/", filled())
    submission = Submission.objects.get()
    office.post(f"/cms/events/submissions/{submission.pk}/decision/", {"decision": "publish"})
    office.post(f"/cms/events/{submission.event_id}/publication/")
    submission.refresh_from_db()
    assert submission.decided_at is None
    assert not Event.objects.public().exists()
    with pytest.raises(IntegrityError), transaction.atomic():
        Submission.objects.filter(pk=submission.pk).update(decided_at=now(), decided_by=administrator, is_accepted=True)


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"starts_at": "2020-01-01T09:00", "ends_at": "2020-01-01T11:00"}, "已经过去"),
        ({"starts_at": "2099-01-01T09:00", "ends_at": "2099-01-01T11:00"}, "请核对年份"),
        ({"place": ""}, "请填写具体地点"),
        ({"area": "online", "link": ""}, "参加活动的链接"),
        ({"area": "online", "link": "javascript:alert(1)"}, "link"),
        ({"seats": "0"}, "seats"),
    ],
    ids=["past", "far future", "no place", "online without a link", "a link that is a script", "no seats"],
)
def test_a_faulty_submission_is_told_and_nothing_is_kept(employer, client_of, fields, said):
    html = words(client_of(employer).post("/events/submit/", filled(**fields)), 422)
    assert said in html
    assert not Event.objects.exists()


def test_another_cannot_mend_it_nor_decide_without_the_duty(employer, stranger, learner, client_of):
    client_of(employer).post("/events/submit/", filled())
    event, submission = Event.objects.get(), Submission.objects.get()
    assert client_of(stranger).get(f"/events/submit/{event.slug}/").status_code == 404
    answer = client_of(learner).post(f"/cms/events/submissions/{submission.pk}/decision/", {"decision": "publish"})
    assert answer.status_code in (302, 403)
    assert Client().get("/events/submit/")["Location"].startswith("/account/login/")
    submission.refresh_from_db()
    assert submission.decided_at is None
