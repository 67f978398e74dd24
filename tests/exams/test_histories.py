"""R22: random histories of an attempt against a model of a few lines. Whatever order things happen in, both say the same."""

import datetime as dt
import random
from dataclasses import dataclass, field
from typing import Any

import pytest
import time_machine
from django.db import transaction

from core.dates import now
from exams import delivery
from exams.models import Attempt, Response, Result
from tests.cast import person
from tests.exams.making import sitting, version

STEPS, SLOTS = 100, 3
ORDER = ("in_progress", "submitted", "marked", "released")


class Killed(Exception):
    """The process ended before it had committed."""


@dataclass
class Model:
    """What an attempt is meant to be."""

    open: bool = True
    epoch: int = 1
    counts: dict[int, Any] = field(default_factory=dict)
    seqs: dict[int, int] = field(default_factory=dict)

    def save(self, slot: int, value: Any, seq: int, epoch: int, *, in_time: bool) -> bool:
        """Whether it is stored so that it counts."""
        if (self.open and epoch != self.epoch) or seq <= self.seqs.get(slot, 0):
            return False
        self.seqs[slot] = seq
        if self.open and in_time:
            self.counts[slot] = value
        return self.open and in_time


class History:
    """One attempt, and everything that happens to it."""

    def __init__(self, seed: int, at: Any) -> None:
        self.chance, self.model = random.Random(seed), Model()
        self.attempt = delivery.start(candidate=person("考生", f"history-{seed}"), sitting=at)
        self.moment, self.rank = now(), 0
        self.result: Result | None = None
        self.end = self.attempt.deadline_at + self.attempt.exam_version.grace

    def step(self) -> None:
        # Now and then nothing comes for long; the whole lasts about as long as the exam.
        self.moment += dt.timedelta(seconds=self.chance.expovariate(1 / 45))
        deeds, weights = (self.save, self.killed, self.take_over, self.hand_in), (85, 8, 5, 1)
        with time_machine.travel(self.moment, tick=False):
            self.chance.choices(deeds, weights)[0]()
        self.same()

    def save(self, *, killed: bool = False) -> None:
        slot, value = self.chance.randint(1, SLOTS), self.chance.choice(["A", "B", None])
        seq = max(1, self.model.seqs.get(slot, 0) + self.chance.choice([1, 1, 1, 2, 0, -1]))
        epoch = max(1, self.model.epoch - self.chance.choice([0, 0, 0, 0, 1]))
        try:
            with transaction.atomic():
                ack = delivery.save(attempt=Attempt.objects.get(pk=self.attempt.pk), slot=slot, value=value, seq=seq, epoch=epoch)
                if killed:
                    raise Killed
        except Killed:
            return
        counted = self.model.save(slot, value, seq, epoch, in_time=self.moment <= self.end)
        fine = not (ack.late or ack.stale or ack.taken_over)
        assert fine or not counted
        # What is acknowledged counts, sent for the first time or again.
        assert not fine or ack.seq != seq or self.model.counts[slot] == value
        self.over()

    def killed(self) -> None:
        self.save(killed=True)

    def take_over(self) -> None:
        self.model.epoch += self.model.open
        assert delivery.take_over(attempt=self.attempt).session_epoch == self.model.epoch

    def hand_in(self) -> None:
        result = delivery.submit(attempt=Attempt.objects.get(pk=self.attempt.pk))
        assert self.result in (None, result)
        self.result, self.model.open = result, False

    def over(self) -> None:
        """Whoever comes after the end closes the attempt."""
        if self.moment > self.end:
            self.model.open = False

    def same(self) -> None:
        """The database and the model."""
        there = Attempt.objects.get(pk=self.attempt.pk)
        assert there.in_progress == self.model.open
        assert ORDER.index(there.state) >= self.rank  # never back
        self.rank = ORDER.index(there.state)
        counting = Response.objects.filter(attempt_item__attempt=there, late=False).order_by("seq")
        assert dict(counting.values_list("attempt_item__slot", "value")) == self.model.counts
        assert there.results.count() == (not self.model.open)


def lived(seed: int) -> History:
    """A whole history."""
    history = History(seed, sitting(version(["single"], items=SLOTS, count=SLOTS)))
    for _ in range(STEPS):
        history.step()
    return history


@pytest.mark.parametrize("seed", range(5))
def test_r22_random_histories_are_as_the_model_has_them(db, seed):
    assert lived(seed).model.counts


def test_control_a_model_that_forgets_who_holds_the_pen_is_found_out(db, monkeypatch):
    right = Model.save

    def wrong(self: Model, slot: int, value: Any, seq: int, epoch: int, *, in_time: bool) -> bool:
        return right(self, slot, value, seq, self.epoch, in_time=in_time)

    monkeypatch.setattr(Model, "save", wrong)
    with pytest.raises(AssertionError):
        lived(1)
