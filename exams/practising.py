"""Practising (练习): the next question, and what an answer changes. From practice items only, never from the exam's."""

import datetime as dt
import zlib
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from accounts.models import User
from core.clock import now
from core.dates import local_day
from exams import marking, spacing
from exams.drawing import shuffled_choices
from exams.languages import SOURCE
from exams.models import AnswerKey, AttemptItem, Item, ItemVersion, PracticeCard

# A question that must wait longer than this is not asked today.
SOON = dt.timedelta(minutes=20)
_SHUFFLED = {"single": "choices", "multiple": "choices", "ordering": "choices", "matching": "right"}


@dataclass(frozen=True)
class Asked:
    """A question as it is put: in an item of a paper that belongs to nobody, so that it looks as it does in an exam."""

    item: Item
    version: ItemVersion
    turn: int
    card: PracticeCard | None

    def slot(self) -> AttemptItem:
        """Choices stand in another order at every turn."""
        order = choice_order(self.version, self.turn)
        return AttemptItem(slot=1, item_version=self.version, choice_order=order, max_marks=self.version.max_marks)


def choice_order(version: ItemVersion, seed: int) -> list[str]:
    """The order in which the choices of this wording stand by this seed; its item is at hand."""
    lines = version.body[SOURCE].get(_SHUFFLED.get(version.item.kind, ""), [])
    last = [line["id"] for line in lines if line.get("last")]
    return shuffled_choices([line["id"] for line in lines], seed, version.item.code, last)


@dataclass(frozen=True)
class Judged:
    """What an answer was worth, and what is right."""

    share: Decimal
    key: AnswerKey
    due_at: dt.datetime
    counted: bool

    @property
    def right(self) -> bool:
        return self.share == 1


@dataclass(frozen=True)
class Tally:
    """Where one stands: how many items there are, are due, are new, and were answered today."""

    total: int
    due: int
    new: int
    known: int
    today: int


def items(lessons: Collection[str]) -> QuerySet[Item]:
    """What may be practised for these lessons: nothing that somebody is being examined in at this moment."""
    return Item.objects.for_practice().off_papers().filter(objective__in=lessons)


def tally(learner: User, lessons: Collection[str], at: dt.datetime | None = None) -> Tally:
    """In two queries."""
    moment = at or now()
    total = items(lessons).count()
    cards = PracticeCard.objects.of(learner).filter(item__in=items(lessons)).values_list("due_at", "asked_at")
    seen = Counter[str]()
    for due_at, asked_at in cards:
        seen["all"] += 1
        seen["due"] += due_at <= moment
        seen["known"] += due_at - moment > dt.timedelta(days=7)
        seen["today"] += local_day(asked_at) == local_day(moment)
    return Tally(total, seen["due"], total - seen["all"], seen["known"], seen["today"])


def following(learner: User, lessons: Collection[str], at: dt.datetime | None = None) -> Asked | None:
    """The next question: what is due, then what is new, then what comes back in a moment; None when all is done for now.

    At most four queries. New items come in an order of one's own, so that neighbours do not read from each other.
    """
    moment = at or now()
    cards = PracticeCard.objects.of(learner).filter(item__in=items(lessons)).select_related("item")
    if card := cards.due(moment).first():
        return _ask(card.item, card)
    fresh = items(lessons).exclude(practice_cards__learner=learner).values_list("pk", flat=True)
    if chosen := min(fresh, key=lambda pk: zlib.crc32(f"{learner.pk} {pk}".encode()), default=None):
        return _ask(Item.objects.get(pk=chosen), None)
    soon = cards.filter(due_at__lte=moment + SOON).order_by("due_at").first()
    return _ask(soon.item, soon) if soon else None


def asked(learner: User, item: Item) -> Asked:
    """The question as it stands for this person now."""
    return _ask(item, PracticeCard.objects.of(learner).filter(item=item).first())


def _ask(item: Item, card: PracticeCard | None) -> Asked:
    version = ItemVersion.objects.select_related("item").get(item=item, number=item.current_number)
    return Asked(item, version, card.asked if card else 0, card)


@transaction.atomic
def answer(*, learner: User, question: Asked, value: Any, turn: int, guessed: bool = False) -> Judged:
    """Judge an answer and set when it comes back. One to an earlier `turn`, a second click, is judged and counts nothing."""
    at = now()
    key = AnswerKey.objects.filter(item_version=question.version).order_by("-revision")[:1].get()
    marks = marking.mark(key.rule, key.data, value, question.version.max_marks) or Decimal(0)
    share = marks / question.version.max_marks
    PracticeCard.objects.get_or_create(learner=learner, item=question.item, defaults={"due_at": at, "asked_at": at})
    card = PracticeCard.objects.select_for_update().get(learner=learner, item=question.item)
    if card.asked != turn:
        return Judged(share, key, card.due_at, counted=False)
    card.state, card.due_at = spacing.after(card.state, spacing.grade(share, guessed=guessed), at)
    card.asked, card.missed, card.asked_at = card.asked + 1, card.missed + (share < 1), at
    card.save()
    return Judged(share, key, card.due_at, counted=True)
