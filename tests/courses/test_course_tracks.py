"""A track as what comes before a course: the next step named and led to, and no track that comes back to the course."""

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from courses import leading
from courses.copying import copy_course
from courses.locking import course_lock, dead_ends
from courses.models import Course, Enrolment
from tests.courses.interface import ask, token
from tests.courses.learning import complete, complete_all, enrol
from tests.courses.small import make_course, page_of
from tests.courses.test_places import make_run
from tests.courses.test_track_office import sent
from tests.courses.tracks import STAGES, make_track
from tests.organisations.making import firm

OFFICE = "/cms/snippets/courses/course/edit/{}/"
ELECTIVES = {"title": {"zh-hans": "选修"}, "steps": [{"kind": "lessons", "need": 2, "of": ["OTH-01", "OTH-02", "LST-01"]}]}


@pytest.fixture
def first(db):
    return make_course(codes=[["TST-01", "OTH-01"]])


@pytest.fixture
def track(first):
    return make_track()


@pytest.fixture
def last(track):
    """The course that asks for the track."""
    return make_course("LST", [["LST-01"]], track=track)


def rules(course, **changes):
    """What the form of a course sends as it stands."""
    sent = {"code": course.code, "minutes_per_hour": 45, "daily_cap_hours": 8, "is_self_paced": "on", "renewal_days": 90}
    return {**sent, **changes}


def test_the_next_step_of_the_track_is_named_and_led_to_until_all_is_done(last, learner, client_of):
    reader = client_of(learner)
    html = reader.get("/courses/lst/").text
    assert "按“试用路径”，请先完成：课程TST。" in html
    assert '<a class="btn btn--primary btn--wide" href="/courses/tst/">去学这门课程</a>' in html
    assert reader.post("/courses/lst/enrolment/").url == "/courses/tst/"
    mine = enrol(learner, "TST")
    html = reader.get("/courses/lst/").text
    assert 'href="/courses/tst/tst-01/">去学这一课</a>' in html
    complete_all(mine)
    html = reader.get("/courses/lst/").text
    assert "请先完成：选修：3课任选2课。" in html
    assert 'href="/lessons/oth-02/">去学这一课</a>' in html
    complete_all(enrol(learner, "OTH"))
    assert reader.post("/courses/lst/enrolment/").url == "/courses/lst/"
    assert Enrolment.objects.filter(course=last, learner=learner).exists()


def test_a_seat_is_refused_with_the_way_to_the_next_step(last, learner, client_of):
    answer = client_of(learner).post(f"/courses/lst/runs/{make_run(last).pk}/place/")
    assert answer.status_code == 409
    assert "按“试用路径”，请先完成：课程TST。" in answer.text
    assert '<a href="/courses/tst/">去学这门课程</a>' in answer.text


def test_another_course_that_asks_for_this_one_leads_along_the_track(last, learner, client_of):
    beyond = make_course("BEY", [["BEY-01"]])
    beyond.prerequisites.add(last)
    enrol(learner, "TST")
    assert leading.to(beyond, learner).url == "/courses/tst/tst-01/"
    assert 'href="/courses/tst/tst-01/"' in client_of(learner).get("/courses/bey/").text


def test_who_is_enrolled_goes_on_and_a_track_that_is_not_published_asks_for_nothing(last, track, learner, stranger):
    enrol(learner, "LST")
    assert course_lock(last, stranger)
    assert leading.to(last, learner).url == "/courses/lst/lst-01/"
    track.is_published = False
    track.save()
    assert course_lock(Course.objects.get(pk=last.pk), stranger) is None


def test_a_course_without_a_track_asks_one_query_for_its_lock(track, learner):
    with CaptureQueriesContext(connection) as asked:
        assert course_lock(Course.objects.get(code="OTH"), learner) is None
    assert len(asked) == 2  # the course itself, and what it asks for


def test_a_kept_page_forgets_a_course_its_track_leads_through(last, first, track, administrator, client_of):
    reader = Client()
    assert "请先完成：课程TST。" in reader.get("/courses/lst/").text
    page = page_of(first)
    page.title = "改名的课程"
    page.save_revision().publish()
    assert "请先完成：改名的课程。" in reader.get("/courses/lst/").text
    office = client_of(administrator)
    assert office.post(f"/cms/snippets/courses/track/edit/{track.pk}/", sent(STAGES)).status_code == 302
    assert "按“另一条路径”" in reader.get("/courses/lst/").text


# --- the office ---------------------------------------------------------------------------------------------


def test_the_office_chooses_a_track_by_its_title(track, administrator, client_of):
    other, office = Course.objects.get(code="OTH"), client_of(administrator)
    track.content = {**track.content, "stages": STAGES[:1]}
    track.save()
    assert "试用路径 (初级)" in office.get(OFFICE.format(other.pk)).text
    answer = office.post(OFFICE.format(other.pk), rules(other, track=track.pk))
    assert answer.status_code == 302, answer.context["form"].errors
    other.refresh_from_db()
    assert other.track == track
    assert office.post(OFFICE.format(other.pk), rules(other, track="")).status_code == 302
    other.refresh_from_db()
    assert other.track is None


def test_a_track_through_the_course_itself_is_refused(track, first, administrator, client_of):
    office = client_of(administrator)
    choices = office.get(OFFICE.format(first.pk)).context["form"].fields["prerequisites"].choices
    assert [label for _value, label in choices] == ["OTH 课程OTH"], "by its title, and never the course itself"
    page = office.post(OFFICE.format(first.pk), rules(first, track=track.pk)).text
    assert "“试用路径”要经过本课程，谁也无法开始。" in page
    first.refresh_from_db()
    assert first.track is None


def test_a_track_that_comes_back_by_another_course_or_by_its_electives_is_refused(last, track, first, administrator, client_of):
    office = client_of(administrator)
    page = office.post(OFFICE.format(first.pk), rules(first, prerequisites=[last.pk])).text
    assert "谁也无法开始这门课程：LST" in page
    assert not first.prerequisites.exists()
    # Two of three electives are to be had elsewhere; once all three are needed, one stands in the course itself.
    need_all = {**ELECTIVES, "steps": [{**ELECTIVES["steps"][0], "need": 3}]}
    address = f"/cms/snippets/courses/track/edit/{track.pk}/"
    assert "LST。谁也无法开始" in office.post(address, sent([need_all])).text
    assert office.post(address, sent([ELECTIVES])).status_code == 302
    last.track = None
    last.save()
    assert office.post(address, sent([need_all])).status_code == 302
    assert "谁也无法开始这门课程：“另一条路径”" in office.post(OFFICE.format(last.pk), rules(last, track=track.pk)).text


def test_a_track_that_asks_for_nothing_or_cannot_be_followed_is_refused(track, administrator, client_of):
    third = make_course("THI", [["THI-01"]])
    office, address = client_of(administrator), OFFICE.format(third.pk)
    track.is_published = False
    track.save()
    assert "这条路径没有发布" in office.post(address, rules(third, track=track.pk)).text
    track.is_published = True
    track.content["stages"][0]["steps"].append({"kind": "exam", "code": "NONE"})
    track.save()
    assert "这条路径谁也走不完：没有代码为NONE的考试" in office.post(address, rules(third, track=track.pk)).text


def test_a_track_that_is_asked_for_is_not_withdrawn_nor_led_through_who_asks(last, track, administrator, client_of):
    office, address = client_of(administrator), f"/cms/snippets/courses/track/edit/{track.pk}/"
    assert "LST要求学完这条路径" in office.post(address, sent(STAGES, is_published="")).text
    through = {"title": {"zh-hans": "又一段"}, "steps": [{"kind": "course", "code": "LST"}]}
    assert "LST。谁也无法开始" in office.post(address, sent([*STAGES, through])).text
    # An optional step holds nobody back: it may come after all that is required.
    optional = {**through, "steps": [{**through["steps"][0], "optional": "on"}]}
    assert office.post(address, sent([*STAGES, optional])).status_code == 302


def test_the_command_finds_a_track_that_comes_back(last, track):
    assert dead_ends() == []
    track.content["stages"] = [*STAGES, {"title": {"zh-hans": "又一段"}, "steps": [{"kind": "course", "code": "LST"}]}]
    track.save()
    assert "LST" in dead_ends()[0]
    with pytest.raises(CommandError):
        call_command("dead_ends", verbosity=0)


# --- elsewhere ----------------------------------------------------------------------------------------------


def test_a_copy_asks_for_the_same(last, first, track, administrator):
    last.prerequisites.add(first)
    made = copy_course(course=last, code="LS2", title="又一门", days=0, by=administrator)
    assert (made.track, list(made.prerequisites.all())) == (track, [first])


def test_programs_are_told_of_the_track(last, employer):
    text = token(firm(manager=employer), employer)
    told = {one["code"]: one["track"] for one in ask(text, "courses/").json()["items"]}
    assert told == {"LST": "tst", "OTH": None, "TST": None}


def test_a_lesson_learned_elsewhere_counts_on_the_way(last, learner):
    complete(enrol(learner, "OTH"), "OTH-01")
    lock = course_lock(last, learner)
    assert lock is not None
    assert (lock.url, lock.kind) == ("/courses/tst/", "course")
