"""What a device may keep for reading without a network: one's own lessons, their text alone, while they are one's own."""

import pytest
from django.utils import translation

from courses import offline
from courses.models import CoursePage, Note
from tests.courses import activities, packing, small
from tests.courses.playing import enrolled, uploaded

HERE = "/learn/offline/act/act-01/"
CONTENTS = "/learn/offline/act/contents.json"


@pytest.fixture
def mine(learner, db):
    page = activities.lesson_page([activities.reading(block_id="0b7d0c9e-0000-4000-8000-000000000001")])
    page.checks = page.checks.stream_block.to_python(small.checks("ACT-01"))
    page.save_revision().publish()
    return activities.enrol(learner, activities.course_of(page))


def test_a_lesson_is_told_with_its_text_and_nothing_of_the_person(mine, learner, client_of):
    html = client_of(learner).get(HERE).content.decode()
    assert "首席质量官对质量安全有一票否决权" in html
    assert "离线阅读不计学时" in html
    assert learner.full_name not in html
    assert "csrfmiddlewaretoken" not in html
    assert "<form" not in html
    assert learner.full_name not in client_of(learner).get("/learn/offline/").content.decode()


def test_ones_own_notes_stand_below_the_text_and_nobody_elses(mine, learner, stranger, client_of):
    activities.enrol(stranger, mine.course)
    for who, text in ((learner, "先看第九条<b>"), (stranger, "别人的笔记")):
        Note.objects.create(learner=who, course=mine.course, lesson_code="ACT-01", text=text)
    Note.objects.create(learner=learner, course=mine.course, lesson_code="ACT-02", text="另一课的笔记")
    html = client_of(learner).get(HERE).content.decode()
    assert "先看第九条&lt;b&gt;" in html
    assert "别人的笔记" not in html
    assert "另一课的笔记" not in html
    assert "<form" not in html


def test_what_a_device_cannot_play_says_that_it_needs_a_network(learner, administrator, client_of):
    enrolled(learner, uploaded(packing.scorm12(), administrator), instead="同样的话写成文字")
    html = client_of(learner).get(HERE).content.decode()
    assert "课件包需要联网" in html
    assert "选课后可以打开" not in html
    assert "同样的话写成文字" in html
    assert "<form" not in html


def test_anothers_lessons_are_not_found_and_who_is_not_signed_in_is_sent_to_sign_in(mine, stranger, client, client_of):
    for address in (HERE, CONTENTS):
        assert client_of(stranger).get(address).status_code == 404
        assert client.get(address).url.startswith("/account/login/")
    assert client.get("/learn/offline/").url.startswith("/account/login/")
    assert client.post(HERE).status_code == 405


def test_contents_name_the_lessons_asked_for_and_the_edition(mine, learner, client_of):
    told = client_of(learner).get(CONTENTS, {"unit": 1}).json()
    assert told["lessons"] == [{"title": "活动课", "slug": "act-01", "address": HERE}]
    assert (told["edition"], told["films"], told["title"]) == ("1.0", [], "活动课程")
    assert client_of(learner).get(CONTENTS, {"lesson": "act-01"}).json() == told
    assert client_of(learner).get(CONTENTS, {"lesson": "other"}).json()["lessons"] == []
    assert client_of(learner).get(CONTENTS, {"unit": "x"}).json()["lessons"] == []


def test_a_device_learns_whose_it_is_and_what_holds(mine, learner, stranger, client, client_of):
    address = "/learn/offline/editions.json"
    assert client.get(address).json() == {"person": "", "courses": {}}
    one, other = client_of(learner).get(address).json(), client_of(stranger).get(address).json()
    assert one == {"person": offline.person_key(learner), "courses": {"act": "1.0"}}
    assert other["person"] not in ("", one["person"])
    assert other["courses"] == {}
    CoursePage.objects.get(course=mine.course).unpublish()
    assert client_of(learner).get(address).json()["courses"] == {}


def test_as_many_queries_for_two_courses_as_for_ten(learner, django_assert_num_queries, db):
    for many in (2, 8):
        for n in range(many):
            activities.enrol(learner, small.make_course(f"C{many}{n}", [[f"C{many}{n}-01"]]))
        with django_assert_num_queries(2):
            offline.editions(learner)


def test_the_worker_may_serve_its_own_folder_alone(client):
    for prefix in ("", "/en"):
        answer = client.get(f"{prefix}/learn/offline/worker.js")
        assert answer["Service-Worker-Allowed"] == f"{prefix}/learn/offline/"
        assert answer["Content-Type"].startswith("text/javascript")


def test_the_control_stands_on_ones_own_lesson_and_units_hidden_until_a_script_shows_it(mine, learner, client, client_of):
    own = client_of(learner)
    lesson, course = own.get("/courses/act/act-01/").content.decode(), own.get("/courses/act/").content.decode()
    assert f'data-keep="{CONTENTS}?lesson=act-01"' in lesson
    assert f'data-keep="{CONTENTS}?unit=1"' in course
    assert "保存到本机离线阅读" in lesson
    assert "data-keep" not in client.get("/courses/act/act-01/").content.decode()


def test_a_lesson_one_no_longer_has_is_not_found(mine, learner, client_of):
    with translation.override("zh-hans"):
        mine.version = small.make_course("NEW", [["NEW-01"]]).current
    mine.save()
    assert client_of(learner).get(HERE).status_code == 404
