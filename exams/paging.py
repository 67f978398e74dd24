"""The exam's pages put together: the question on show, the others, the answer sheet, the look before handing in."""

import datetime as dt
from dataclasses import dataclass

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from exams.assessing import counted_responses
from exams.models import Attempt, AttemptItem, Response
from exams.presentation import Question, question
from exams.wording import clock, minutes_left


@dataclass(frozen=True)
class Cell:
    """One cell of the answer sheet."""

    slot: int
    answered: bool
    is_current: bool

    @property
    def label(self) -> str:
        words = _("Question {n}, answered") if self.answered else _("Question {n}, not answered")
        return words.format(n=self.slot)


@dataclass(frozen=True)
class SlotList:
    """Questions that deserve a look before handing in."""

    name: str
    tone: str
    title: str
    slots: list[int]


@dataclass(frozen=True)
class Review:
    """The whole paper at a glance (检查)."""

    left: str
    total: int
    open: list[int]

    @property
    def done(self) -> int:
        return self.total - len(self.open)

    @property
    def confirm(self) -> str:
        return _("I know that {n} questions are not answered, and hand in all the same.").format(n=len(self.open))

    @property
    def lists(self) -> list[SlotList]:
        """Flags and what is not uploaded live on the candidate's device: the page fills these two itself."""
        return [
            SlotList("open", "warn", _("{n} not answered").format(n=len(self.open)), self.open),
            SlotList("flag", "brass", _("{n} flagged to look at").format(n=0), []),
            SlotList("owed", "bad", _("{n} not uploaded yet").format(n=0), []),
        ]


@dataclass(frozen=True)
class ExamPage:
    """All that the exam page shows of an attempt."""

    attempt: str
    exam_title: str
    deadline: dt.datetime
    remaining_ms: int
    epoch: int
    current: Question
    others: list[Question]
    cells: list[Cell]
    review: Review

    @property
    def total(self) -> int:
        return len(self.cells)

    @property
    def title(self) -> str:
        return _("Question {n}, exam").format(n=self.current.slot)

    @property
    def where(self) -> str:
        return _("Question {n} of {total}").format(n=self.current.slot, total=self.total)

    @property
    def answered(self) -> str:
        return _("{n} of {total} answered").format(n=self.review.done, total=self.total)

    @property
    def save_state(self) -> str:
        saved = self.current.saved_at
        return _("Saved {time}").format(time=saved) if saved else _("Not answered yet")

    @property
    def left(self) -> str:
        return clock(self.remaining_ms)

    @property
    def is_first(self) -> bool:
        return self.current.slot == self.cells[0].slot

    @property
    def attempt_url(self) -> str:
        return reverse("exams:attempt", args=[self.attempt])

    @property
    def responses_url(self) -> str:
        return reverse("exams:responses", args=[self.attempt])

    @property
    def signals_url(self) -> str:
        return reverse("exams:signals", args=[self.attempt])

    @property
    def submission_url(self) -> str:
        return reverse("exams:submission", args=[self.attempt])


def exam_page(attempt: Attempt, *, slot: int, typed: QueryDict | None = None) -> ExamPage:
    """The page of `attempt` open at `slot` (the nearest there is). Two queries, however long the paper."""
    language = get_language() or ""
    items, newest = _paper(attempt)
    slot = min((item.slot for item in items), key=lambda known: abs(known - slot))
    questions = [question(item, newest.get(item.pk), language, typed if item.slot == slot else None) for item in items]
    return ExamPage(
        attempt=str(attempt.pk),
        exam_title=attempt.exam.title_in(language),
        deadline=attempt.deadline_at,
        remaining_ms=attempt.remaining_ms(),
        epoch=attempt.session_epoch,
        current=next(q for q in questions if q.slot == slot),
        others=[q for q in questions if q.slot != slot],
        cells=[Cell(q.slot, q.is_answered, q.slot == slot) for q in questions],
        review=_review(attempt, questions),
    )


def review(attempt: Attempt) -> Review:
    """The look before handing in, as the server knows it."""
    items, newest = _paper(attempt)
    return _review(attempt, [question(item, newest.get(item.pk), get_language() or "") for item in items])


def _review(attempt: Attempt, questions: list[Question]) -> Review:
    left = _("{n} minutes left. After handing in nothing can be changed.").format(n=minutes_left(attempt.remaining_ms()))
    return Review(left, len(questions), [q.slot for q in questions if not q.is_answered])


def _paper(attempt: Attempt) -> tuple[list[AttemptItem], dict[int, Response]]:
    items = list(attempt.items.select_related("item_version__item").order_by("slot"))
    return items, counted_responses(attempt)
