"""Races (并发): sixteen at once, on whichever database the suite runs. Each has a control that shows the race is real.

The control does the same deed the plain way, check then write, and with the constraint that would catch it dropped.
The test's house is put back afterwards.
"""

import random
import threading
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import Model

from core.dates import now
from exams import delivery
from exams.models import Attempt, AttemptItem, Mark, Registration, Response, Result
from tests.exams.making import hand_in, sitting, version

MANY = 16
pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*deeds: Callable[[], Any]) -> list[Any]:
    """Do all deeds in threads that set off together; what each returned, or the exception it raised."""
    barrier, outcomes = threading.Barrier(len(deeds)), [None] * len(deeds)

    def run(place: int) -> None:
        try:
            connection.ensure_connection()
            barrier.wait(timeout=30)
            outcomes[place] = deeds[place]()
        except Exception as fault:
            outcomes[place] = fault  # type: ignore[call-overload]  # told to the test, which expects none
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(place,)) for place in range(len(deeds))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=120)
    return outcomes


def without(model: type[Model], name: str) -> None:
    """Take a constraint out of the database. SQLite makes the table anew, from what the model then says."""
    meta, dropped = model._meta, next(known for known in model._meta.constraints if known.name == name)
    kept = meta.constraints
    try:
        meta.constraints = [constraint for constraint in kept if constraint is not dropped]
        with connection.schema_editor() as editor:
            editor.remove_constraint(model, dropped)
    finally:
        meta.constraints = kept


@pytest.fixture
def person(learner):
    return learner


@pytest.fixture
def at(person):
    return sitting(version(["single", "multiple"]))


# --- start ----------------------------------------------------------------------------------------------


def test_sixteen_starts_make_one_attempt(person, at):
    attempts = at_once(*[lambda: delivery.start(candidate=person, sitting=at)] * MANY)
    assert {getattr(attempt, "pk", attempt) for attempt in attempts} == {Attempt.objects.get().pk}
    assert Registration.objects.count() == 1
    assert AttemptItem.objects.count() == 2


def test_without_the_lock_the_index_alone_lets_one_through(person, at):
    attempt = delivery.start(candidate=person, sitting=at)
    outcomes = at_once(*[lambda place=place: plain_start(attempt, place) for place in range(MANY)])
    assert Counter(type(outcome) for outcome in outcomes) == {IntegrityError: MANY}
    Attempt.objects.update(state="submitted", submitted_at=now())
    outcomes = at_once(*[lambda place=place: plain_start(attempt, place) for place in range(MANY)])
    assert Counter(type(outcome) for outcome in outcomes) == {Attempt: 1, IntegrityError: MANY - 1}


def test_control_check_then_insert_starts_several(person, at):
    attempt = delivery.start(candidate=person, sitting=at)
    Attempt.objects.update(state="submitted", submitted_at=now())
    without(Attempt, "attempt_one_open_uniq")
    looked = threading.Barrier(MANY)

    def plain(place: int) -> Any:
        free = not Attempt.objects.open().exists()
        looked.wait(timeout=30)
        return plain_start(attempt, place) if free else None

    at_once(*[lambda place=place: plain(place) for place in range(MANY)])
    assert Attempt.objects.open().count() > 1


def plain_start(like: Attempt, place: int) -> Attempt:
    """Put a further open attempt in, as code without a lock would."""
    copied = (
        "candidate_id",
        "exam_id",
        "exam_version_id",
        "sitting_id",
        "seed",
        "pool_id",
        "started_at",
        "deadline_at",
        "paper_sha256",
    )
    return Attempt.objects.create(ordinal=place + 2, **{name: getattr(like, name) for name in copied})


# --- submit ---------------------------------------------------------------------------------------------


def test_r20_sixteen_submissions_make_one_result(person, at):
    attempt = delivery.start(candidate=person, sitting=at)
    results = at_once(*[lambda: delivery.submit(attempt=attempt)] * MANY)
    assert {getattr(result, "pk", result) for result in results} == {Result.objects.get().pk}
    assert Mark.objects.count() == 2
    assert attempt.events.filter(kind="submitted").count() == 1


def test_r20_a_submission_racing_the_sweep_makes_one_result(person, at):
    import time_machine

    attempt = delivery.start(candidate=person, sitting=at)
    with time_machine.travel(attempt.deadline_at.timestamp() + 60):
        deeds = [lambda: delivery.submit(attempt=attempt), delivery.finalise_due] * 4
        outcomes = at_once(*deeds)
    assert not [outcome for outcome in outcomes if isinstance(outcome, Exception)]
    assert Result.objects.count() == 1


def test_control_look_then_mark_makes_several_results(person, at):
    attempt = delivery.start(candidate=person, sitting=at)
    without(Result, "result_revision_uniq")
    looked = threading.Barrier(MANY)

    def plain() -> None:
        free = Attempt.objects.get(pk=attempt.pk).in_progress
        looked.wait(timeout=30)
        if free:
            Attempt.objects.filter(pk=attempt.pk).update(state="submitted", submitted_at=now())
            Result.objects.create(attempt=attempt, total=0, maximum=4, passed=False, computed_at=now())

    at_once(*[plain] * MANY)
    assert Result.objects.count() > 1


# --- save -----------------------------------------------------------------------------------------------


def test_r21_sixteen_saves_keep_the_highest_number(person, at):
    attempt = delivery.start(candidate=person, sitting=at)
    numbers = list(range(1, MANY + 1))
    random.Random(7).shuffle(numbers)
    slot = attempt.items.get(item_version__item__kind="single").slot

    def save(seq: int) -> delivery.Ack:
        return delivery.save(attempt=attempt, slot=slot, value=f"{seq}", seq=seq, epoch=1)

    acks = at_once(*[lambda seq=seq: save(seq) for seq in numbers])
    newest = Response.objects.order_by("-seq").first()
    assert newest is not None
    assert (newest.seq, newest.value) == (MANY, str(MANY))
    # Whoever was acknowledged is stored; whoever came too late was told so and with what stands.
    stored = set(Response.objects.values_list("seq", flat=True))
    assert {seq for seq, ack in zip(numbers, acks, strict=True) if not ack.stale} == stored
    assert all(ack.seq >= seq for seq, ack in zip(numbers, acks, strict=True))


def test_sixteen_saves_of_one_number_store_it_once(person, at):
    attempt = delivery.start(candidate=person, sitting=at)
    acks = at_once(*[lambda: delivery.save(attempt=attempt, slot=1, value="A", seq=1, epoch=1)] * MANY)
    kind = attempt.items.select_related("item_version__item").get(slot=1).item_version.item.kind
    assert kind == "single"
    assert [ack.stale for ack in acks] == [False] * MANY
    assert Response.objects.count() == 1


def test_control_compare_then_write_keeps_a_lower_number(person, at):
    """The same answer in one mutable row, compared and written without a lock: the slow writer's old answer wins."""
    registration = Registration.objects.create(candidate=person, sitting=at, admission_no="0", other_arrangements="0")
    compared = threading.Barrier(2)
    written = threading.Event()

    def plain(seq: int) -> None:
        newer = seq > int(Registration.objects.get(pk=registration.pk).other_arrangements)
        compared.wait(timeout=30)
        if seq == 1:
            written.wait(timeout=30)
        if newer:
            Registration.objects.filter(pk=registration.pk).update(other_arrangements=str(seq))
        if seq == 2:
            written.set()

    at_once(lambda: plain(1), lambda: plain(2))
    registration.refresh_from_db()
    assert registration.other_arrangements == "1"


# --- save against submit --------------------------------------------------------------------------------


@pytest.mark.parametrize("turn", range(6))
def test_r20_an_answer_acknowledged_as_in_time_is_in_the_result(person, at, turn):
    attempt = delivery.start(candidate=person, sitting=at)
    slot = attempt.items.get(item_version__item__kind="single").slot

    def save() -> delivery.Ack:
        return delivery.save(attempt=attempt, slot=slot, value="B", seq=1, epoch=1)

    deeds = [save, lambda: delivery.submit(attempt=attempt)]
    ack, _result = at_once(*deeds) if turn % 2 else reversed(at_once(*reversed(deeds)))
    assert hand_in(attempt).total == (0 if ack.late else 2)
    assert Response.objects.get().late == ack.late


def test_control_an_answer_saved_past_the_lock_is_acknowledged_and_lost(person, at):
    """Looked at while open, written after the result: "in time", yet in no result. This is what the lock is for."""
    attempt = delivery.start(candidate=person, sitting=at)
    item = attempt.items.get(item_version__item__kind="single")
    looked, submitted = threading.Event(), threading.Event()

    def plain_save() -> None:
        late = not Attempt.objects.get(pk=attempt.pk).in_progress
        looked.set()
        submitted.wait(timeout=30)
        Response.objects.create(attempt_item=item, seq=1, value="B", epoch=1, received_at=now(), late=late)

    def submit() -> None:
        looked.wait(timeout=30)
        hand_in(attempt)
        submitted.set()

    at_once(plain_save, submit)
    assert not Response.objects.get().late
    assert Result.objects.get().total == 0


def test_a_take_over_racing_saves_leaves_no_answer_under_a_lost_pen(person, at):
    attempt = delivery.start(candidate=person, sitting=at)
    saves = [lambda seq=seq: delivery.save(attempt=attempt, slot=2, value=["A"], seq=seq, epoch=1) for seq in range(1, 9)]
    outcomes = at_once(*saves, lambda: delivery.take_over(attempt=attempt))
    taken = attempt.events.get(kind="taken_over")
    assert not Response.objects.filter(received_at__gt=taken.at).exists()
    told = sum(outcome.taken_over for outcome in outcomes[:-1])
    assert told == attempt.events.filter(kind="refused_taken_over").count()


def test_sixteen_releases_tell_the_news_once(person, examiner):
    from exams.signals import result_released

    held = sitting(version(["single"]), release="person")
    attempt = delivery.start(candidate=person, sitting=held)
    result, heard = hand_in(attempt), []

    def listen(sender: Any, **kwargs: Any) -> None:
        heard.append(transaction.get_connection().in_atomic_block)

    result_released.connect(listen)
    try:
        outcomes = at_once(*[lambda: delivery.release(result=result, by=examiner)] * MANY)
    finally:
        result_released.disconnect(listen)
    assert Counter(outcomes) == {True: 1, False: MANY - 1}
    assert heard == [True]
