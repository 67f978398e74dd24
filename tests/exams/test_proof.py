"""What proves afterwards which paper was set and what was done with it."""

import pytest
from django.core.management import CommandError, call_command

from core import memory
from core.dates import now
from exams import delivery, events
from exams.models import Item
from exams.paging import exam_page, paper_of
from tests.exams.making import KINDS, item, sitting


@pytest.fixture
def open_sitting(db):
    return sitting()


@pytest.fixture
def attempt(learner, open_sitting):
    return delivery.start(candidate=learner, sitting=open_sitting)


def test_a_paper_is_drawn_again_after_the_bank_has_changed(attempt, capsys):
    Item.objects.filter(kind="single").update(cleared=False)
    for number in range(5):
        item(f"new-{number}", "multiple")
    call_command("replay_paper", str(attempt.pk))
    assert "the same paper" in capsys.readouterr().out


def test_a_replay_finds_another_paper(attempt, capsys):
    other = attempt.items.first()
    other.pk, other.slot = None, 99
    other.item_version = type(other.item_version).objects.exclude(attempt_items__attempt=attempt).first()
    other.save()
    with pytest.raises(CommandError, match="differ"):
        call_command("replay_paper", str(attempt.pk))


def test_an_event_slipped_in_breaks_the_chain(attempt):
    assert events.is_intact(attempt)
    attempt.events.create(number=2, kind="submitted", at=now(), sha256="0" * 64)
    assert not events.is_intact(attempt)


def test_choices_are_shuffled_and_the_order_is_kept(attempt):
    single = attempt.items.get(item_version__item__kind="single")
    assert sorted(single.choice_order) == list("ABCD")
    assert attempt.items.get(item_version__item__kind="truefalse").choice_order == []
    assert sorted(attempt.items.get(item_version__item__kind="matching").choice_order) == list("ABCD")
    for _process in range(2):  # one that drew the paper, and one that never saw it
        shown = exam_page(attempt, paper_of(attempt), slot=single.slot).current
        assert [option.id for option in shown.options] == single.choice_order
        memory.forget_all()


def test_what_a_paper_is_built_from_holds_no_key(attempt):
    """Everything delivery reads of an item: the wording. Keys lie in a table it never joins."""
    for drawn in attempt.items.select_related("item_version"):
        assert set(drawn.item_version.body["en"]) <= {"stem", "choices", "left", "right", "parts", "unit", "blanks"}
    assert set(KINDS) >= {drawn.item_version.item.kind for drawn in attempt.items.all()}
