"""Letting go a sitting's results: once, and only what holds at that very moment."""

import pytest

from exams import releasing
from exams.models import Attempt, AttemptItem, Mark, Result
from exams.signals import result_released
from exams.superseding import supersede
from tests.exams.making import finished, sitting, version


@pytest.fixture
def marked(db, learner, stranger):
    """Two marked papers of one sitting whose results a person releases."""
    there = sitting(version(["single", "truefalse"], items=1), release="person")
    return there, finished(learner, there), finished(stranger, there)


def replace(attempt: Attempt, by) -> Result:
    """A further mark, and the result it leads to, as after a corrected key."""
    item = AttemptItem.objects.get(attempt=attempt, slot=1)
    held = item.marks.select_related("key").get()
    at = held.marked_at
    Mark.objects.create(attempt_item=item, stage=Mark.Stage.CORRECTION, marks=0, marker=by, key=held.key, marked_at=at)
    made = supersede(Attempt.objects.get(pk=attempt.pk), cause=Result.Cause.CORRECTION, by=by, at=at)
    assert made is not None
    return made


def test_a_result_replaced_while_others_go_out_is_not_released_in_its_old_form(marked, examiner):
    there, *attempts = marked
    done: list[Result] = []

    def meanwhile(sender, result, **kwargs):
        other = next(attempt for attempt in attempts if attempt.pk != result.attempt_id)
        if not done:
            done.append(replace(other, examiner))

    result_released.connect(meanwhile)
    try:
        assert releasing.release_all(sitting=there, by=examiner) == 1
    finally:
        result_released.disconnect(meanwhile)
    replaced = done[0]
    assert not Result.objects.released().filter(attempt=replaced.attempt).exists()
    assert releasing.release_all(sitting=there, by=examiner) == 1
    assert list(Result.objects.released().filter(attempt=replaced.attempt)) == [replaced]


def test_pressing_twice_releases_nothing_twice(marked, examiner):
    there, *_attempts = marked
    assert releasing.release_all(sitting=there, by=examiner) == 2
    assert releasing.release_all(sitting=there, by=examiner) == 0
