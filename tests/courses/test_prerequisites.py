"""What comes before a course or a lesson: named, and led to, past what is locked itself."""

import pytest
from django.test import Client
from django.utils import translation

from courses import completion, leading, standing
from courses.models import Course, Enrolment
from tests.courses.learning import answer_all, complete, complete_all, enrol
from tests.courses.small import lesson, make_course, page_of
from tests.courses.test_places import make_run
from tests.courses.tracks import make_track


@pytest.fixture
def course(db):
    return make_course(codes=[["TST-01", "OTH-01"]])


@pytest.fixture
def track(course):
    return make_track()


def test_a_locked_course_says_why_and_leads_to_the_first_unmet_one(track, course, learner, client_of):
    other = Course.objects.get(code="OTH")
    other.prerequisites.add(course)
    reader = client_of(learner)
    html = reader.get("/courses/oth/").content.decode()
    assert "请先学完课程“课程TST”" in html
    assert 'href="/courses/tst/"' in html
    assert reader.post("/courses/oth/enrolment/").url == "/courses/tst/"
    assert not Enrolment.objects.filter(course=other).exists()
    complete_all(enrol(learner, "TST"))
    assert reader.post("/courses/oth/enrolment/").url == "/courses/oth/"


def test_a_lock_leads_past_what_is_locked_itself_to_the_first_thing_one_can_do(track, course, learner, client_of):
    other, third = Course.objects.get(code="OTH"), make_course("THI", [["THI-01"]])
    other.prerequisites.add(course)
    third.prerequisites.add(other)
    with translation.override("zh-hans"):
        assert leading.to(third, learner).url == "/courses/tst/"
        enrol(learner, "TST")
        lock = leading.to(third, learner)
    assert (lock.url, lock.sentence) == ("/courses/tst/tst-01/", "请先学完课程“课程TST”，接着学“课TST-01”这一课。")
    html = client_of(learner).get("/courses/thi/").content.decode()
    assert lock.sentence in html
    assert "去学这一课" in html


def test_a_kept_page_forgets_a_course_or_lesson_it_names_several_steps_away(course):
    """The pages anybody reads are kept: what they name is renamed on them, too."""
    other, third = make_course("OTH", [["OTH-02"]]), make_course("THI", [["THI-01"]])
    other.prerequisites.add(course)
    third.prerequisites.add(other)
    waiting = lesson("THI-01")
    waiting.after = "TST-01"
    waiting.save_revision().publish()
    reader = Client()
    assert "课程TST" in reader.get("/courses/thi/").text
    page, named = page_of(course), lesson("TST-01")
    page.title, named.title = "改名的课程", "改名的课"
    page.save_revision().publish()
    named.save_revision().publish()
    html = reader.get("/courses/thi/").text
    assert "改名的课程" in html
    assert "改名的课”" in html


def test_courses_that_ask_for_each_other_end_the_search(course, learner):
    other = make_course("OTH", [["OTH-02"]])
    course.prerequisites.add(other)
    other.prerequisites.add(course)
    assert leading.to(course, learner).url == "/courses/oth/"


def test_a_seat_in_a_locked_course_is_refused_with_the_way_to_the_first_unmet_one(track, course, learner, client_of):
    other = Course.objects.get(code="OTH")
    other.prerequisites.add(course)
    run = make_run(other)
    answer = client_of(learner).post(f"/courses/oth/runs/{run.pk}/place/")
    assert answer.status_code == 409
    assert '<a href="/courses/tst/">去学这门课程</a>' in answer.text


def test_a_lesson_that_waits_for_one_of_another_course_leads_to_it(track, course, learner, client_of):
    page = lesson("TST-01")
    page.after = "OTH-02"
    page.save_revision().publish()
    mine, reader = enrol(learner, "TST"), client_of(learner)
    answer_all(learner, "TST-01")
    html = reader.get("/courses/tst/tst-01/").content.decode()
    assert html.count('<a href="/lessons/oth-02/">') == 1
    assert "先要学完另一课" in html
    assert "学完本课</button>" not in html
    assert reader.get("/lessons/oth-02/").url == "/courses/oth/oth-02/"
    syllabus = reader.get("/courses/tst/").content.decode()
    assert "学完“课OTH-02”之后才能学完" in syllabus
    assert '<a href="/lessons/oth-02/">' in syllabus
    complete(mine, "OTH-01")
    with translation.override("en"):
        assert leading.to(course, learner).url == "/en/lessons/oth-02/"


def test_who_is_enrolled_goes_on_when_a_prerequisite_is_added(track, course, learner, client_of):
    enrol(learner, "OTH")
    Course.objects.get(code="OTH").prerequisites.add(course)
    assert "请先学完课程" not in client_of(learner).get("/courses/oth/").content.decode()


def test_a_locked_lesson_is_read_but_completed_after_the_other(course, learner, client_of):
    page = lesson("OTH-01")
    page.after = "TST-01"
    page.save_revision().publish()
    mine = enrol(learner, "TST")
    answer_all(learner, "OTH-01")
    with pytest.raises(completion.Locked) as locked:
        completion.complete(enrolment=mine, lesson_code="OTH-01")
    assert locked.value.codes == ["TST-01"]
    reader = client_of(learner)
    html = reader.get("/courses/tst/oth-01/").content.decode()
    assert "/courses/tst/tst-01/" in html
    assert "学完“课TST-01”之后才能学完" in html
    assert "请先学完“课TST-01”这一课" in reader.post("/courses/tst/oth-01/completion/", follow=True).content.decode()
    assert standing.of(learner, course).syllabus.next.code == "TST-01"
    complete(mine, "TST-01")
    complete(mine, "OTH-01")
    assert completion.completed_at(learner, "TST")
