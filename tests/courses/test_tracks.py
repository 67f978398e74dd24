"""Tracks, prerequisites and locks: my own state in a sentence, a way to the first unmet step, and no dead ends."""

import datetime as dt
from io import StringIO

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from wagtail.test.utils.form_data import nested_form_data, streamfield

from core.dates import today
from courses import completion, leading, pathfinding, standing
from courses.locking import course_faults, dead_ends
from courses.models import Course, CoursePage, Enrolment, LessonPage, Track
from courses.tracks import Known, Stage, Step, faults, read
from tests.courses.learning import answer_all, complete, complete_all, enrol
from tests.courses.small import lesson, make_course, page_of, publish
from tests.courses.test_places import make_run
from tests.reading import english

STAGES = [
    {"title": {"zh-hans": "岗位课程"}, "steps": [{"kind": "course", "code": "TST"}]},
    {
        "title": {"zh-hans": "选修"},
        "steps": [{"kind": "lessons", "need": 2, "of": ["OTH-01", "OTH-02", "OTH-03"]}, {"kind": "course", "code": "OTH"}],
    },
]


@pytest.fixture
def course(db):
    return make_course(codes=[["TST-01", "OTH-01"]])


@pytest.fixture
def track(course):
    make_course("OTH", [["OTH-01", "OTH-02", "OTH-03"]])
    return Track.objects.create(slug="tst", content={"title": {"zh-hans": "试用路径"}, "stages": STAGES})


def states(track, user):
    return [[(one.state, one.sentence) for one in row] for _title, row in pathfinding.way(track, user).stages]


def test_a_shared_lesson_counts_in_both_and_the_next_step_is_named(track, learner, client_of):
    mine = enrol(learner, "TST")
    complete(mine, "OTH-01")
    (first,), (electives, second) = states(track, learner)
    assert first == ("open", "2课中已学完1课，在哪门课程学的都算。")
    assert electives == ("open", "还需学完1课。")
    assert second == ("locked", "完成“课程TST”后开放。")
    html = client_of(learner).get("/paths/tst/").content.decode()
    assert "去下一步" in html
    # Both the lock and the button lead to the lesson one goes on with.
    assert html.count('href="/courses/tst/tst-01/"') == 2
    complete(mine, "TST-01")
    way = pathfinding.way(track, learner)
    assert [[one.state for one in row] for _title, row in way.stages] == [["met"], ["open", "open"]]
    assert way.next.title == "选修：3课任选2课"


def test_the_next_step_of_electives_is_the_first_one_not_done(track, learner):
    complete_all(enrol(learner, "TST"))
    assert pathfinding.way(track, learner).lead.url == "/lessons/oth-02/"


def test_a_track_is_public_and_speaks_chinese(track, client):
    html = client.get("/paths/tst/").content.decode()
    assert english(html, r"TST[-\w]*", r"OTH[-\w]*", r"ICP") == []
    assert client.get("/paths/nothing/").status_code == 404
    Track.objects.update(is_published=False)
    assert client.get("/en/paths/tst/").status_code == 404


def test_a_track_asks_as_many_queries_whatever_it_holds(track, learner):
    counts = []
    for many in (1, 15):
        track.content["stages"] = STAGES * many
        with CaptureQueriesContext(connection) as asked:
            pathfinding.way(track, learner)
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_rules_that_can_never_be_fulfilled_are_named(course):
    wrong = read(
        {
            "stages": [
                {
                    "title": {},
                    "steps": [
                        {"kind": "lessons", "need": 3, "of": ["A", "B"]},
                        {"kind": "course", "code": "X"},
                        {"kind": "exam", "code": "Y"},
                        {"kind": "course", "code": "X"},
                        {"kind": "lessons", "need": 0, "of": ["A"]},
                    ],
                }
            ]
        }
    )
    known = Known(lessons=frozenset("AB"))
    assert {kind for kind, _about in faults(wrong, known)} == {
        "more_than_there_are",
        "unknown_course",
        "unknown_exam",
        "twice",
        "none_needed",
    }
    assert list(faults([Stage({}, ())], known)) == [("empty", "")]
    assert list(faults([Stage({}, (Step("lessons", need=1, of=("A", "C")),))], known)) == [("unknown_lesson", "C")]


def sent(stages, **more):
    """What the form of a track sends."""
    rows = [
        {
            "title_zh_hans": one["title"]["zh-hans"],
            "title_zh_hant": "",
            "title_en": "",
            "steps": streamfield([(row["kind"], plainly(row)) for row in one["steps"]]),
        }
        for one in stages
    ]
    words = dict.fromkeys(("title_zh_hant", "title_en", "summary_zh_hans", "summary_zh_hant", "summary_en"), "")
    plain = {"slug": "tst", "level": "basic", "place": 0, "is_published": "on", "title_zh_hans": "另一条路径"}
    return nested_form_data({**plain, **words, **more, "stages": streamfield([("stage", row) for row in rows])})


def plainly(step):
    """A step as its fields send it: several choices under one name."""
    return {name: tuple(value) if isinstance(value, list) else value for name, value in step.items() if name != "kind"}


def test_the_office_writes_a_track_as_a_form_and_sees_it_again(track, administrator, client_of):
    address, office = f"/cms/snippets/courses/track/edit/{track.pk}/", client_of(administrator)
    page = office.get(address).text
    assert "试用路径" in page
    assert "OTH-03 " in page  # to choose from
    stages = [STAGES[0], {"title": {"zh-hans": "选修"}, "steps": [{**STAGES[1]["steps"][0], "need": 3, "optional": "on"}]}]
    answer = office.post(address, sent(stages, summary_en="Two stages"))
    assert answer.status_code == 302, answer.context["form"].errors
    track.refresh_from_db()
    assert track.content["title"] == {"zh-hans": "另一条路径"}
    assert track.content["summary"] == {"en": "Two stages"}
    electives = {**STAGES[1]["steps"][0], "need": 3, "optional": True}
    assert track.content["stages"] == [STAGES[0], {"title": {"zh-hans": "选修"}, "steps": [electives]}]


def test_the_office_cannot_save_a_track_that_leads_nowhere(track, administrator, client_of):
    address = f"/cms/snippets/courses/track/edit/{track.pk}/"
    stages = [{"title": {"zh-hans": "错"}, "steps": [{"kind": "exam", "code": "NO"}, {**STAGES[1]["steps"][0], "need": 9}]}]
    page = client_of(administrator).post(address, sent(stages)).text
    assert "没有代码为NO的考试" in page
    assert "9/3" in page
    track.refresh_from_db()
    assert track.content["title"]["zh-hans"] == "试用路径"


# --- prerequisites ----------------------------------------------------------------------------------------


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


def test_circles_and_absent_lessons_are_refused_at_save(course):
    first, second = lesson("TST-01"), lesson("OTH-01")
    second.after = "TST-01"
    second.save_revision().publish()
    first.after = "OTH-01"
    with pytest.raises(ValidationError, match="TST-01"):
        first.full_clean()
    first.after = "NIX-01"
    with pytest.raises(ValidationError, match="NIX-01"):
        first.full_clean()
    other = make_course("OTH", [["OTH-02"]])
    other.prerequisites.add(course)
    assert course_faults(course, [other])
    assert course_faults(other, [course]) == []


def test_the_command_finds_dead_ends(course):
    said = StringIO()
    call_command("dead_ends", stdout=said)
    LessonPage.objects.filter(code="TST-01").update(after="GONE-01")
    publish(page_of(course), [["TST-01", "OTH-01"]])
    assert len(dead_ends()) == 1
    with pytest.raises(CommandError):
        call_command("dead_ends", stdout=said)
    assert "GONE-01" in said.getvalue()


# --- valid until ------------------------------------------------------------------------------------------


def test_an_overdue_page_says_so_and_is_listed_for_review(course, client, administrator, client_of):
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


def test_the_shipped_tracks_can_be_walked_to_the_end(content, learner):
    assert {track.slug for track in Track.objects.all()} == {"qso", "qsd", "cqo"}
    for track in Track.objects.all():
        assert pathfinding.problems(track) == []
        assert pathfinding.way(track, learner).next
    call_command("dead_ends", stdout=StringIO())
