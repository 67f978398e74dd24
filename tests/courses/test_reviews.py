"""Valid until: a page that is overdue says so and is listed for review."""

import datetime as dt

from core.dates import today
from courses.models import CoursePage
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
