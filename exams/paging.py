"""The exam's pages put together: the question on show, the others, the answer sheet, the look before handing in."""

from dataclasses import dataclass

from django.http import QueryDict
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from exams import layout
from exams.answers import Counted, is_blank
from exams.assessing import counted_responses
from exams.models import Attempt, AttemptItem
from exams.presentation import Question, local_clock, question
from exams.stencils import waiting
from exams.wording import clock, minutes_left

# Every question of a paper with its wording, and the answers that count.
Known = tuple[list[AttemptItem], dict[int, Counted]]


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
    # The end by the clock on the wall, and how long is left.
    ends: str
    left: str
    remaining_ms: int
    epoch: int
    current: Question
    waiting: SafeString
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


def paper_of(attempt: Attempt) -> Known:
    """Every question of the paper with its wording, and the answers that count (a query, and one for the paper once)."""
    return layout.items(attempt.pk), counted_responses(attempt)


def exam_page(attempt: Attempt, known: Known, *, slot: int, typed: QueryDict | None = None) -> ExamPage:
    """The page of `attempt` open at `slot` (the nearest there is); `known` is its paper (`paper_of`)."""
    language = get_language() or ""
    items, newest = known
    current = min(items, key=lambda item: abs(item.slot - slot))
    cells = [Cell(item.slot, _is_answered(newest.get(item.pk)), item is current) for item in items]
    return ExamPage(
        attempt=str(attempt.pk),
        exam_title=attempt.exam.title_in(language),
        ends=local_clock(attempt.deadline_at),
        left=clock(attempt.remaining_ms()),
        remaining_ms=attempt.remaining_ms(),
        epoch=attempt.session_epoch,
        current=question(current, newest.get(current.pk), language, typed),
        waiting=_waiting(items, newest, current, language),
        cells=cells,
        review=_review(attempt, cells),
    )


def _waiting(items: list[AttemptItem], newest: dict[int, Counted], current: AttemptItem, language: str) -> SafeString:
    """Every question but the one on show."""
    others = (waiting(item, newest.get(item.pk), language) for item in items if item is not current)
    return mark_safe("".join(others))  # noqa: S308 - each of them is safe


def review(attempt: Attempt) -> Review:
    """The look before handing in, as the server knows it."""
    items, newest = paper_of(attempt)
    return _review(attempt, [Cell(item.slot, _is_answered(newest.get(item.pk)), is_current=False) for item in items])


def _review(attempt: Attempt, cells: list[Cell]) -> Review:
    left = _("{n} minutes left. After handing in nothing can be changed.").format(n=minutes_left(attempt.remaining_ms()))
    return Review(left, len(cells), [cell.slot for cell in cells if not cell.answered])


def _is_answered(response: Counted | None) -> bool:
    return response is not None and not is_blank(response.value)
