"""How often a part of a package may be taken and for how long: counted by the server, kept with the attempt, told in words."""

import datetime as dt

import pytest
import time_machine

from courses.models import PackageAttempt
from courses.packages import limits, manifest
from courses.packages.progress import Progress
from tests.courses import packing
from tests.courses.packing import manifest12
from tests.courses.playing import address, enrolled, opened, sent, uploaded
from tests.courses.test_sequencing import DONE, FAILED, FLOW, item, package, progress, sequencing, states

TWICE = sequencing('<imsss:limitConditions attemptLimit="2"/>')
MINUTE = sequencing('<imsss:limitConditions attemptAbsoluteDurationLimit="PT1M"/>')
BOTH = sequencing('<imsss:limitConditions attemptLimit="2" attemptAbsoluteDurationLimit="PT1M"/>')
SECOND = dt.timedelta(seconds=1)


def timed(action: str) -> str:
    limit = f"<adlcp:maxtimeallowed>0000:01:00</adlcp:maxtimeallowed><adlcp:timelimitaction>{action}</adlcp:timelimitaction>"
    return manifest12(items=f'<item identifier="i1" identifierref="r1"><title>第一课</title>{limit}</item>')


# --- the rules ----------------------------------------------------------------------------------------------


def test_limits_are_read_from_both_editions_and_nothing_is_named_as_left_out():
    outline = manifest.read(packing.manifest2004(item=BOTH).encode())
    assert (limits.seconds(outline.units[0].time_limit), outline.extra["sequencing"]["children"][0]["limit"]) == (60, 2)
    (unit,) = manifest.read(timed("exit,message").encode()).units
    assert (limits.seconds(unit.time_limit), limits.ends_at_once(unit)) == (60, True)
    assert "unsupported" not in package(item("a", TWICE) + item("b", MINUTE) + item("c")).extra


@pytest.mark.parametrize(("taken", "state"), [(0, "open"), (1, "spent"), (2, "spent")])
def test_an_attempt_counts_once_it_is_completed(taken, state):
    outline = package(item("a", TWICE) + item("b") + item("c"))
    told = Progress(outline, lambda unit: FAILED if unit == "a" else {}, taken={"a": taken})
    assert states(told)["a"] == state
    assert Progress(outline, lambda _unit: {}, taken={"a": 1}).course.states["a"] == "open"


def test_time_is_up_for_a_part_and_the_others_go_on():
    outline = package(item("a", MINUTE) + item("b") + item("c"))
    assert states(Progress(outline, lambda _unit: {}, {"a": 59}))["a"] == "open"
    told = Progress(outline, lambda _unit: {}, {"a": 60})
    assert (states(told)["a"], told.opened(0), told.opened(None)) == ("over", 0, 1)
    flows = package(item("a", MINUTE) + item("b") + item("c") + FLOW)
    assert states(Progress(flows, lambda _unit: {}, {"a": 60})) == {"a": "over", "b": "open", "c": "later"}


def test_a_limit_read_before_there_were_more_than_one_still_holds():
    outline = package(item("a", sequencing('<imsss:limitConditions attemptLimit="1"/>')) + item("b") + item("c"))
    first = outline.extra["sequencing"]["children"][0]
    first["once"] = bool(first.pop("limit"))
    assert states(progress(outline, a=DONE))["a"] == "spent"


# --- what is kept -------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_of_two_attempts_the_second_is_the_last(client_of, client, administrator, learner):
    made = uploaded(packing.scorm2004(TWICE), administrator)
    mine, reader = enrolled(learner, made), client_of(learner)
    first = opened(mine, made)
    page = reader.get(f"/learn/packages/{first.key}/1/").text
    assert "最多可学2次，这是第1次" in page
    sent(client, address(first, 0, "state"), 1, FAILED)
    second = opened(mine, made, anew=True)
    assert (second.number, second.elements("i1"), second.state["taken"]) == (2, {}, {"i1": 1})
    answer = sent(client, address(second, 0, "state"), 1, FAILED)
    assert answer.status_code == 200
    # Within this opening the package says what it has left to say.
    assert sent(client, address(second, 0, "state"), 2, {"cmi.location": "9"}).status_code == 200
    again = opened(mine, made, anew=True)
    assert (again.pk, again.number, again.opening) == (second.pk, 2, 2)
    refused = sent(client, address(again, 0, "state"), 3, DONE)
    assert (refused.status_code, refused.json()) == (410, {"reason": "limit"})
    again.refresh_from_db()
    assert again.success == "failed"
    page = reader.get(f"/learn/packages/{again.key}/2/").text
    for words in ("本部分已关闭", "已经学满课件允许的次数"):
        assert words in page, words
    assert "<iframe" not in page
    assert "开始新的一次" not in page


@pytest.mark.django_db
def test_a_part_taken_as_often_as_may_be_keeps_what_was_reached_in_the_next_attempt(administrator, learner, client):
    once = sequencing('<imsss:limitConditions attemptLimit="1"/>')
    items = item("a", once) + item("b")
    made = uploaded(_two(items), administrator)
    mine = enrolled(learner, made)
    first = opened(mine, made)
    sent(client, address(first, 0, "state"), 1, DONE)
    sent(client, address(first, 1, "state"), 2, FAILED)
    second = opened(mine, made, anew=True)
    assert (second.number, second.elements("a"), second.elements("b")) == (2, DONE, {})
    assert states(second.progress) == {"a": "spent", "b": "open"}
    sent(client, address(second, 1, "state"), 1, DONE)
    second.refresh_from_db()
    assert (second.completion, second.success) == ("completed", "passed")


def _two(items: str) -> bytes:
    resources = "".join(
        f'<resource identifier="r-{name}" type="webcontent" adlcp:scormType="sco" href="{name}.html"/>' for name in "ab"
    )
    head = packing.manifest2004().partition("<organizations")[0]
    text = (
        f'{head}<organizations default="o"><organization identifier="o"><title>两部分</title>{items}</organization>'
        f"</organizations><resources>{resources}</resources></manifest>"
    )
    return packing.packed({"imsmanifest.xml": text, "a.html": "<p>甲</p>", "b.html": "<p>乙</p>"})


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("action", "word", "late", "again"),
    [("exit,message", "up", 410, True), ("continue,message", "over", 200, False), ("continue,no message", "", 200, False)],
    ids=["exit", "continue", "silent"],
)
def test_time_by_the_servers_clock_closes_a_part_or_lets_people_go_on(
    action, word, late, again, client_of, client, administrator, learner
):
    start = dt.datetime(2026, 11, 20, 10, 0, tzinfo=dt.UTC)
    with time_machine.travel(start, tick=False) as clock:
        made = uploaded(packing.scorm12(timed(action)), administrator)
        mine, reader = enrolled(learner, made), client_of(learner)
        attempt = opened(mine, made)
        told = []
        for beat in range(1, 5):
            clock.shift(30 * SECOND)
            told.append(sent(client, address(attempt, 0, "state"), beat, {"cmi.suspend_data": str(beat)}))
        assert [one.json().get("time") for one in told[:2]] == ["", word]
        # The last word of a part that closes still arrives, within a minute; then no more.
        assert told[2].status_code == 200
        clock.shift(30 * SECOND)
        assert sent(client, address(attempt, 0, "state"), 9, {"cmi.suspend_data": "late"}).status_code == late
        attempt.refresh_from_db()
        assert (attempt.elements("i1")["cmi.suspend_data"] == "late") is (late == 200)
        later = opened(mine, made)
        page = reader.get(f"/learn/packages/{later.key}/2/").text
        assert ("本部分已关闭" in page) is again
        assert ("<iframe" in page) is not again
        assert "本部分最多1分钟" in page


@pytest.mark.django_db
def test_who_is_out_of_time_may_begin_a_new_attempt_with_all_of_it(administrator, learner, client):
    made = uploaded(packing.scorm2004(MINUTE), administrator)
    mine = enrolled(learner, made)
    attempt = opened(mine, made)
    PackageAttempt.objects.update(state={"seconds": {"i1": 60}})
    closed = opened(mine, made)
    assert closed.state["closed"] == ["i1"]
    assert sent(client, address(closed, 0, "state"), 1, DONE).status_code == 410
    fresh = opened(mine, made, anew=True)
    assert (fresh.number, fresh.seconds_in("i1"), fresh.state) == (attempt.number + 1, 0, {})


@pytest.mark.django_db
def test_a_new_cycle_begins_with_all_attempts(administrator, learner, client):
    made = uploaded(packing.scorm2004(sequencing('<imsss:limitConditions attemptLimit="1"/>')), administrator)
    mine = enrolled(learner, made)
    first = opened(mine, made)
    sent(client, address(first, 0, "state"), 1, DONE)
    assert opened(mine, made, anew=True).pk == first.pk
    PackageAttempt.objects.update(begun_at=dt.datetime(2020, 1, 1, tzinfo=dt.UTC))
    mine.counts_from = dt.datetime(2021, 1, 1, tzinfo=dt.UTC)
    second = opened(mine, made)
    assert (second.number, second.state) == (2, {})
