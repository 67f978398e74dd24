"""Tracks: my own state in a sentence, a way to the next step, and no rule that can never be fulfilled."""

from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from courses import leading, pathfinding
from courses.models import Track
from courses.tracks import Known, Stage, Step, faults, read
from tests.courses.learning import complete, complete_all, enrol
from tests.courses.small import make_course
from tests.courses.tracks import STAGES, make_track
from tests.reading import english


@pytest.fixture
def course(db):
    return make_course(codes=[["TST-01", "OTH-01"]])


@pytest.fixture
def track(course):
    return make_track()


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
    assert leading.along(pathfinding.way(track, learner), learner).url == "/lessons/oth-02/"


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


def test_the_shipped_tracks_can_be_walked_to_the_end(content, learner):
    assert {track.slug for track in Track.objects.all()} == {"qso", "qsd", "cqo"}
    for track in Track.objects.all():
        assert pathfinding.problems(track) == []
        assert pathfinding.way(track, learner).next
    call_command("dead_ends", stdout=StringIO())
