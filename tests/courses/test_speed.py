"""A lesson's page is cheap: few queries once it is warm, its text from memory, and not much to send."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from courses import working
from courses.activities import of as frozen
from courses.models import LessonPage
from tests.courses import activities, small
from tests.courses.learning import enrol

HERE = "/courses/act/act-01/"
MOST_QUERIES, MOST_BYTES = 8, 60_000


@pytest.fixture
def mine(learner, db):
    """A lesson with sections, an activity and a note, completed."""
    heading = {"type": "heading", "value": "第一节", "id": "0b7d0c9e-0000-4000-8000-000000000001"}
    page = activities.lesson_page([heading, activities.reading()])
    page.checks = page.checks.stream_block.to_python(small.checks("ACT-01"))
    page.save_revision().publish()
    enrolment = activities.enrol(learner, activities.course_of(page))
    [reading] = frozen(enrolment.version.lesson("ACT-01") or {})
    working.note(learner=learner, lesson_code="ACT-01", activity=reading, deed="read")
    return enrolment


@pytest.fixture(autouse=True)
def no_new_span(monkeypatch):
    """What is remembered is forgotten every five minutes; that moment may not fall between warming and counting."""
    monkeypatch.setattr("courses.texts.time", lambda: 1_800_000_000.0)


def asked(client):
    for _time in range(2):
        client.get(HERE)
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(HERE)
    assert answer.status_code == 200
    assert len(answer.content) < MOST_BYTES
    return len(queries)


def test_a_warm_lesson_asks_at_most_eight_queries_before_and_after_it_is_completed(mine, client_of):
    client = client_of(mine.learner)
    assert asked(client) <= MOST_QUERIES
    check = LessonPage.objects.get(code="ACT-01").checks[0]
    client.post(HERE + "answers/", {"check": check.id, "answer": "true"})
    client.post(HERE + "completion/")
    assert "本课已学完" in client.get(HERE).content.decode()
    assert asked(client) <= MOST_QUERIES


def test_the_longest_lessons_that_are_shipped_are_as_light(content, learner, client_of):
    client = client_of(learner)
    version = enrol(learner, "CQO").version
    found = LessonPage.objects.filter(code__in=version.codes, locale__language_code="zh-hans")
    longest = sorted(found, key=lambda page: len(str(page.body.raw_data)) + len(str(page.checks.raw_data)))[-3:]
    for page in longest:
        answer = client.get(f"/courses/cqo/{page.slug}/")
        assert answer.status_code == 200
        assert len(answer.content) < MOST_BYTES, page.code


def test_what_is_published_is_read_at_once_by_who_has_it(mine, client_of, learner, stranger):
    """The control for the memory: a remembered page and text make way for the new ones."""
    client = client_of(learner)
    asked(client)
    page = LessonPage.objects.get(code="ACT-01")
    page.title = "改过的课"
    page.save_revision().publish()
    assert "改过的课" not in client.get(HERE).content.decode(), "a learner stays on his version"
    activities.enrol(stranger, mine.course)
    assert "改过的课" in client_of(stranger).get(HERE).content.decode()


def test_a_course_that_is_taken_down_is_not_shown_from_memory(mine, client_of):
    client = client_of(mine.learner)
    asked(client)
    small.page_of(mine.course).unpublish()
    assert client.get(HERE).status_code == 404


def test_a_page_not_all_may_read_is_not_remembered(mine, client_of, learner):
    from wagtail.models import PageViewRestriction

    page = small.page_of(mine.course)
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.GROUPS)
    client = client_of(learner)
    assert [client.get(HERE).status_code for _time in range(2)] != [200, 200]
