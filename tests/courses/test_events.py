"""The events log: one row a deed, none a beat, nothing changed afterwards, and statements that name nobody."""

import datetime as dt
import io
import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, transaction
from django.urls import reverse
from jsonschema import Draft202012Validator

from courses import cycles, statements, viewing, working
from courses.activities import Activity, Reached, Rule
from courses.activities import of as frozen
from courses.models import LearningEvent
from courses.watching import Beat
from tests.courses import activities, learning, small
from tests.courses.films import medium, video

FILM = "6f6a1d8e-0000-4000-8000-0000000000aa"
SCHEMA = Draft202012Validator(json.loads((Path(__file__).parent / "statement.schema.json").read_text()))


def verbs(**of):
    return list(LearningEvent.objects.filter(**of).order_by("pk").values_list("verb", flat=True))


def told(**span):
    found = [json.loads(line) for line in statements.lines(statements.span(**span))]
    for one in found:
        SCHEMA.validate(one)
    return found


@pytest.fixture
def enrolment(db, learner):
    return activities.enrol(learner, small.make_course("TST", [["TST-01"]]))


def test_a_course_from_enrolment_to_completion_is_told_deed_by_deed(enrolment):
    learning.complete(enrolment, "TST-01")
    assert verbs() == ["initialized", "answered", "completed", "completed"]
    last = told()[-1]
    assert last["object"]["id"].endswith("/xapi/courses/TST")
    assert last["result"] == {"completion": True}


def test_no_statement_holds_a_name_or_an_address_of_its_person(enrolment, stranger):
    learning.complete(enrolment, "TST-01")
    activities.enrol(stranger, enrolment.course)
    text = "".join(statements.lines(statements.span()))
    assert not any(word in text for word in (enrolment.learner.full_name, enrolment.learner.email, "example.org/people"))
    assert len({one["actor"]["account"]["name"] for one in told()}) == 2


def test_a_deed_in_an_activity_says_whether_it_completed_passed_or_failed(learner, db):
    page = activities.lesson_page([activities.reading()])
    mine = activities.enrol(learner, activities.course_of(page))
    here = mine.version.lesson("ACT-01")
    [reading] = frozen(here or {})
    working.note(learner=learner, lesson_code="ACT-01", activity=reading, deed="read")
    scored = Activity("quiz", "package", Rule("scored", 60), True)
    for score in (40, 80):
        working.note(learner=learner, lesson_code="ACT-01", activity=scored, deed="scored", reached=Reached(score=score))
    assert verbs(activity_id=reading.id) == ["initialized", "completed"]
    assert verbs(activity_id="quiz") == ["initialized", "failed", "passed"]
    assert [one["result"]["score"]["scaled"] for one in told() if "score" in one.get("result", {})] == [0.4, 0.8]


def test_a_waived_cycle_is_told_as_waived(enrolment, administrator):
    cycles.waive(enrolment=enrolment, by=administrator, because="已在别处学过")
    assert verbs() == ["initialized", "waived"]


def test_beats_write_no_event_and_the_end_of_a_sitting_tells_what_was_played_and_wound(learner, db, monkeypatch):
    clock = [1_700_000_000_000]
    monkeypatch.setattr(viewing, "clock", lambda: clock[0])
    mine = activities.enrol(learner, activities.course_of(activities.lesson_page([video(medium(), block_id=FILM)])))
    [film] = frozen(mine.version.lesson("ACT-01") or {})
    sitting = viewing.open_session(enrolment=mine, lesson_code="ACT-01", activity=film, device="手机").session
    before = LearningEvent.objects.count()
    for number, (start, end) in enumerate([(0, 10_000), (10_000, 20_000), (40_000, 45_000)], start=1):
        clock[0] += 15_000
        viewing.beat(learner=learner, key=sitting.key, beat=Beat(number, ((start, end),), end))
    assert LearningEvent.objects.count() == before
    viewing.close_session(learner=learner, key=sitting.key)
    viewing.close_session(learner=learner, key=sitting.key)
    assert verbs(activity_id=FILM) == ["initialized", "played", "seeked", "terminated"]
    wound, ended = (one["result"]["extensions"] for one in told()[-2:])
    assert {name.rpartition("/")[2]: at for name, at in wound.items()} == {"time-from": 20.0, "time-to": 40.0}
    assert ended["https://w3id.org/xapi/video/extensions/played-segments"] == "0[.]20[,]40[.]45"
    viewing.open_session(enrolment=mine, lesson_code="ACT-01", activity=film, device="手机")
    assert "seeks" not in working.start(learner, "ACT-01", film).data


def test_the_log_cannot_be_changed(enrolment):
    for deed in (lambda: LearningEvent.objects.update(verb="passed"), lambda: LearningEvent.objects.all().delete()):
        with pytest.raises(DatabaseError), transaction.atomic():
            deed()


def test_a_span_takes_its_days_and_its_course_alone(enrolment, learner):
    other = activities.enrol(learner, small.make_course("OTH", [["OTH-01"]]))
    learning.complete(enrolment, "TST-01")
    at = dt.datetime(2026, 9, 1, 12, tzinfo=dt.UTC)
    LearningEvent.objects.create(learner=learner, verb="progressed", course_code="TST", at=at)
    assert len(told(course=other.course)) == 1
    assert {one["verb"]["display"]["en"] for one in told(course=enrolment.course)} >= {"answered", "progressed"}
    assert len(told(since=at.date(), until=at.date())) == 1
    assert told(since=at.date() + dt.timedelta(days=1), until=at.date() + dt.timedelta(days=1)) == []


def test_exporting_many_events_asks_once(enrolment, learner, django_assert_num_queries):
    rows = [LearningEvent(learner=learner, verb="progressed", course_code="TST") for _n in range(300)]
    LearningEvent.objects.bulk_create(rows)
    with django_assert_num_queries(1):
        assert len(list(statements.lines(statements.span()))) == 301


def test_the_office_sees_the_log_and_takes_it_along(enrolment, administrator, learner, client_of, client):
    page, export = reverse("courses_office:events"), reverse("courses_office:statements")
    html = client_of(administrator).get(page).content.decode()
    assert "1个事件" in html
    answer = client_of(administrator).get(export, {"since": "2020-01-01", "until": "", "course": enrolment.course.pk})
    assert answer["Content-Type"].startswith("application/x-ndjson")
    assert [json.loads(line)["verb"]["display"]["en"] for line in answer.getvalue().decode().splitlines()] == ["initialized"]
    backwards = {"since": "2026-02-01", "until": "2026-01-01"}
    assert client_of(administrator).get(export, backwards).status_code == 422
    for address in (page, export):
        assert client_of(learner).get(address).status_code in (302, 403)
        assert client.get(address).status_code == 302
        assert client_of(administrator).post(address).status_code == 405


def test_the_command_writes_lines_and_names_an_unknown_course(enrolment):
    out = io.StringIO()
    call_command("learning_events", course="tst", stdout=out)
    assert len(out.getvalue().splitlines()) == 1
    with pytest.raises(CommandError, match="NIX"):
        call_command("learning_events", course="NIX")
