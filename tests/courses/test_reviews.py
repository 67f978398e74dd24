"""Valid until: a page that is overdue says so and is listed for review."""

import datetime as dt

from core.dates import today
from courses.models import CoursePage
from courses.review_news import REVIEW_DUE
from notices.models import Notice
from notices.reminding import foresee, remind_due
from tests.courses.small import make_course, page_of, publish


def test_an_overdue_page_says_so_and_is_listed_for_review(db, client, administrator, client_of):
    course = make_course(codes=[["TST-01", "OTH-01"]])
    yesterday = today() - dt.timedelta(days=1)
    page = page_of(course)
    page.valid_until = yesterday
    publish(page, [["TST-01", "OTH-01"]])
    assert "应在" in client.get("/courses/tst/").content.decode()
    html = client_of(administrator).get("/cms/courses/reviews/").content.decode()
    assert "课程TST" in html
    assert "已过期" in html
    CoursePage.objects.update(valid_until=today() + dt.timedelta(days=300))
    assert "课程TST" not in client_of(administrator).get("/cms/courses/reviews/").content.decode().partition("<main")[2]


def test_whoever_keeps_the_courses_is_reminded_a_month_before_and_on_the_day(administrator, learner):
    page, first = page_of(make_course()), today()
    page.valid_until = first + dt.timedelta(days=40)
    page.save_revision().publish()
    spoken_of = [one.due.on for one in foresee(administrator, start=first, end=page.valid_until) if one.kind is REVIEW_DUE]
    assert spoken_of == [first + dt.timedelta(days=10), page.valid_until]
    assert [one for one in foresee(learner, start=first, end=page.valid_until) if one.kind is REVIEW_DUE] == []
    for on in spoken_of:
        remind_due(on)
        remind_due(on)
    told = Notice.objects.filter(code=REVIEW_DUE.code)
    assert [one.reader for one in told] == [administrator, administrator]
    assert "课程TST" in told[0].text
    assert "1" in told[0].subject
