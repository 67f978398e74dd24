"""What a package says is kept once and in order, by the newest opening alone, and completes its activity for good."""

import datetime as dt
import json
from uuid import uuid4

import pytest
import time_machine
from django.test import Client

from courses.models import ActivityEvidence, ActivityProgress, PackageAttempt, PackageStatement
from courses.packages import saving, tickets
from tests.courses import packing
from tests.courses.packing import manifest12
from tests.courses.playing import ACTIVITY, address, enrolled, opened, sent, uploaded

pytestmark = pytest.mark.django_db
STATUS, RAW, NOTE, PLACE = "cmi.core.lesson_status", "cmi.core.score.raw", "cmi.suspend_data", "cmi.core.lesson_location"


@pytest.fixture
def package(administrator):
    return uploaded(packing.scorm12(), administrator)


@pytest.fixture
def mine(learner, package):
    return enrolled(learner, package)


@pytest.fixture
def attempt(mine, package):
    return opened(mine, package)


def progress(learner) -> ActivityProgress:
    return ActivityProgress.objects.get(learner=learner, activity_id=ACTIVITY)


def told(client, attempt) -> dict[str, str]:
    """What the package is told when it is opened now."""
    attempt.refresh_from_db()
    page = client.get(address(attempt, 0, "files/index.html")).content.decode()
    raw = page[page.index('data-setup="{') + 12 :].split('"')[0]
    return json.loads(raw.replace("&quot;", '"').replace("&#x27;", "'").replace("&amp;", "&"))["elements"]


def test_what_was_saved_is_told_again_on_any_device(client, attempt, mine, package):
    assert told(client, attempt)["cmi.core.entry"] == "ab-initio"
    assert sent(client, address(attempt, 0, "state"), 1, {PLACE: "3", NOTE: "笔记" * 9000}).json()["kept"] == 1
    later = opened(mine, package)
    kept = told(Client(), later)
    assert (kept[PLACE], kept[NOTE], kept["cmi.core.entry"]) == ("3", "笔记" * 9000, "resume")
    assert kept["cmi.core.student_name"] == "林悦"


def test_a_late_or_repeated_save_changes_nothing(client, attempt):
    where = address(attempt, 0, "state")
    sent(client, where, 10, {PLACE: "5"})
    for late in (10, 9, 1):
        assert sent(client, where, late, {PLACE: "2"}).json()["kept"] == 10
    attempt.refresh_from_db()
    assert attempt.elements("i1") == {PLACE: "5"}
    sent(client, where, 11, {PLACE: "6"})
    attempt.refresh_from_db()
    assert attempt.elements("i1") == {PLACE: "6"}


def test_the_newest_opening_takes_over_and_the_older_one_is_told(client, attempt, mine, package):
    older = address(attempt, 0, "state")
    newer = address(opened(mine, package), 0, "state")
    answer = sent(client, older, 99, {PLACE: "9"})
    assert (answer.status_code, answer.json()) == (409, {"reason": "taken-over"})
    assert sent(client, newer, 1, {PLACE: "1"}).status_code == 200
    attempt.refresh_from_db()
    assert attempt.elements("i1") == {PLACE: "1"}


@pytest.mark.parametrize(
    ("rule", "elements", "complete"),
    [
        ({"by": "finished"}, {"cmi.core.session_time": "99:00:00"}, False),
        ({"by": "finished"}, {STATUS: "incomplete"}, False),
        ({"by": "finished"}, {STATUS: "completed"}, True),
        ({"by": "passed"}, {STATUS: "completed"}, False),
        ({"by": "passed"}, {STATUS: "passed"}, True),
        ({"by": "scored", "at_least": 80}, {STATUS: "passed", RAW: "79"}, False),
        ({"by": "scored", "at_least": 80}, {RAW: "80"}, True),
    ],
    ids=["time", "incomplete", "completed", "not passed", "passed", "79", "80"],
)
def test_the_rule_decides_what_completes_the_activity(client, learner, package, rule, elements, complete):
    attempt = opened(enrolled(learner, package, **rule), package)
    sent(client, address(attempt, 0, "state"), 1, elements)
    assert (progress(learner).completed_at is not None) is complete


def test_what_was_granted_stays_whatever_the_package_says_later(client, attempt, mine, package, learner):
    sent(client, address(attempt, 0, "state"), 1, {STATUS: "completed", RAW: "90"})
    day = progress(learner).completed_at
    sent(client, address(attempt, 0, "state"), 2, {STATUS: "incomplete", RAW: "10"})
    again = opened(mine, package, anew=True)
    sent(client, address(again, 0, "state"), 1, {STATUS: "failed", RAW: "20"})
    assert again.number == 2
    assert (progress(learner).completed_at, progress(learner).score) == (day, 90)
    assert [row.deed for row in ActivityEvidence.objects.filter(learner=learner)] == ["scored", "finished"]


def test_a_new_attempt_begins_only_when_the_last_is_complete(client, attempt, mine, package):
    assert opened(mine, package, anew=True).number == 1
    attempt.refresh_from_db()
    sent(client, address(attempt, 0, "state"), 1, {STATUS: "completed"})
    second = opened(mine, package, anew=True)
    assert (second.number, second.state) == (2, {})


def test_an_attempt_stays_with_the_version_it_was_begun_with(attempt, mine, package, administrator, client):
    newer = uploaded(packing.scorm2004(), administrator, replaces=package)
    assert opened(mine, newer).package == package
    attempt.refresh_from_db()
    sent(client, address(attempt, 0, "state"), 1, {STATUS: "completed"})
    assert opened(mine, newer, anew=True).package == newer


def test_time_is_counted_by_the_servers_clock_and_never_more_than_a_minute_at_once(client, attempt):
    where = address(attempt, 0, "state")
    start = attempt.opened_at
    for number, second in enumerate((30, 60, 60 + 3600, 60 + 3600 + 20), start=1):
        with time_machine.travel(start + dt.timedelta(seconds=second), tick=False):
            sent(client, where, number, {"cmi.core.session_time": "99:00:00"})
    attempt.refresh_from_db()
    assert attempt.seconds == 30 + 30 + 60 + 20


def test_several_units_are_kept_apart_and_complete_together(client, learner, administrator):
    items = "".join(f'<item identifier="i{n}" identifierref="r{n}"><title>{n}</title></item>' for n in (1, 2))
    kinds = (("r1", "sco", "a.html"), ("r2", "asset", "b.pdf"))
    resources = "".join(f'<resource identifier="{one}" adlcp:scormtype="{kind}" href="{href}"/>' for one, kind, href in kinds)
    data = packing.packed({"imsmanifest.xml": manifest12(items=items, resources=resources), "a.html": "a", "b.pdf": "%PDF"})
    package = uploaded(data, administrator)
    attempt = opened(enrolled(learner, package), package)
    sent(client, address(attempt, 0, "state"), 1, {STATUS: "completed"})
    assert progress(learner).completed_at is None
    sent(client, address(attempt, 1, "state"), 2, {"opened": "1"})
    assert progress(learner).completed_at is not None
    assert client.get(address(attempt, 2)).status_code == 404


def test_h5p_statements_are_kept_once_and_complete_the_activity(client, learner, administrator):
    package = uploaded(packing.h5p(), administrator)
    attempt = opened(enrolled(learner, package, by="scored", at_least=60), package)
    where = address(attempt, 0, "state")
    known = "11111111-2222-4333-8444-555555555555"
    statement = {
        "id": known, "verb": {"id": "http://adlnet.gov/expapi/verbs/completed"}, "object": {"id": "x"},
        "result": {"completion": True, "success": True, "score": {"scaled": 0.75}},
    }  # fmt: skip
    for number in (1, 2):
        assert sent(client, where, number, {"h5p.state": '{"a":1}'}, statements=[statement]).status_code == 200
    attempt.refresh_from_db()
    assert PackageStatement.objects.get().statement == statement
    assert (attempt.completion, attempt.success, attempt.percent) == ("completed", "passed", 75)
    assert progress(learner).completed_at is not None


def test_a_package_cannot_fill_the_table(client, learner, administrator, monkeypatch):
    """Statements without end, and much in each of many parts: what is over the room is not kept, and what was stays."""
    monkeypatch.setattr(saving, "MOST_KEPT", 2)
    monkeypatch.setattr(saving, "LARGEST_WHOLE", 100)
    package = uploaded(packing.h5p(), administrator)
    attempt = opened(enrolled(learner, package), package)
    where = address(attempt, 0, "state")
    verb = {"verb": {"id": "http://adlnet.gov/expapi/verbs/interacted"}, "object": {"id": "x"}}
    for number in range(1, 5):
        answer = sent(client, where, number, statements=[{"id": str(uuid4()), **verb}])
        assert answer.status_code == 200
    assert PackageStatement.objects.count() == 2
    assert sent(client, where, 5, {"h5p.state": "x" * 80}).status_code == 200
    assert sent(client, where, 6, {"h5p.state": "x" * 120}).status_code == 422
    attempt.refresh_from_db()
    assert attempt.elements("H5P.Klick") == {"h5p.state": "x" * 80}


@pytest.mark.parametrize(
    "body",
    [
        b"", b"[]", b"{", b"\xff", b'{"sequence":"1"}', b'{"sequence":true}', b'{"sequence":0}', b'{"sequence":1,"elements":[]}',
        b'{"sequence":1,"elements":{"cmi.suspend_data":5}}', b'{"sequence":1,"statements":[{}]}',
        json.dumps({"sequence": 1, "elements": {NOTE: "x" * 250_001}}).encode(),
        b'{"sequence":1,"x":"' + b"x" * 1_100_000 + b'"}',
        b"[" * 100_000,
    ],
    ids=["nothing", "list", "half", "bytes", "text", "true", "nought", "elements", "figure", "statement", "long", "huge", "deep"],
)  # fmt: skip
def test_what_no_frame_of_ours_sends_is_refused_and_changes_nothing(client, attempt, body):
    answer = client.post(address(attempt, 0, "state"), body, content_type="text/plain")
    assert answer.status_code == 422
    attempt.refresh_from_db()
    assert (attempt.state, attempt.sequence) == ({}, 0)


def test_what_the_platform_tells_a_package_it_cannot_tell_the_platform(client, attempt):
    forged = {
        "cmi.core.student_name": "别人",
        "cmi.student_data.mastery_score": "1",
        "__proto__": "x",
        "cmi.a b": "x",
        PLACE: "2\0",
    }
    sent(client, address(attempt, 0, "state"), 1, forged)
    attempt.refresh_from_db()
    assert attempt.elements("i1") == {PLACE: "2"}


def test_a_ticket_is_for_one_attempt_half_a_day_and_a_learner_who_may_still_learn(client, attempt, learner):
    key, ticket = tickets.to_attempt(attempt)
    forged = [ticket[:-1] + ("A" if ticket[-1] != "A" else "B"), ticket.replace("1.", "2.", 1), "x"]
    for wrong in forged:
        assert client.get(f"/package/{key}/{wrong}/0/files/index.html").status_code == 404
    assert client.get(f"/package/{attempt.pk:032x}/{ticket}/0/files/index.html").status_code == 404
    where = address(attempt, 0, "files/index.html")
    with time_machine.travel(attempt.opened_at + dt.timedelta(hours=13)):
        assert client.get(where).status_code == 404
    learner.is_active = False
    learner.save()
    assert client.get(where).status_code == 404
    assert sent(client, address(attempt, 0, "state"), 1).status_code == 404


def test_a_look_plays_and_keeps_nothing(client, package):
    key, ticket = tickets.to_look(package)
    assert client.get(f"/package/{key}/{ticket}/0/files/index.html").status_code == 200
    assert sent(client, f"/package/{key}/{ticket}/0/state", 1, {PLACE: "2"}).status_code == 404
    assert not PackageAttempt.objects.exists()
