"""The bank as the quizzes of lessons know it (courses/quizzes/bank.py), and what it shows of a quiz in its lesson."""

from collections.abc import Sequence
from dataclasses import dataclass

from courses.dashboard import Section
from courses.quizzes.bank import Choices, Fit
from courses.quizzes.draw import Draw, Turn
from courses.showing import Shown
from exams.models import QuizAttempt
from exams.quizzes import pages, stock, trying


@dataclass(frozen=True)
class Place:
    """Where a learner stands with one quiz in his present cycle."""

    done: list[QuizAttempt]
    open: QuizAttempt | None
    turn: Turn

    @property
    def best(self) -> QuizAttempt | None:
        """The attempt that counts; of equal ones the earliest."""
        counting = [one for one in self.done if not one.is_void]
        return max(counting, key=lambda one: (one.score or 0, -one.number), default=None)

    @property
    def sentence(self) -> str:
        """The attempt that counts, in words."""
        return pages.result(self.best) if self.best else ""

    @property
    def why_not(self) -> str:
        """Why no other attempt may be begun; empty when one may, or is open."""
        return "" if self.open or self.turn.is_open else trying.why(self.turn)


class ExamBank:
    """The bank of this room."""

    def sources(self) -> Sequence[tuple[str, Choices]]:
        return stock.sources()

    def kinds(self) -> Choices:
        return stock.kinds()

    def fit(self, draw: Draw) -> Fit:
        return stock.fit(draw)

    def panel(self, shown: Shown, draw: Draw) -> Section:
        """One query for who is enrolled, none for others."""
        return {"template": "exams/quiz_panel.html", "context": {"place": place(shown, draw)}}


def place(shown: Shown, draw: Draw) -> Place | None:
    """Where the reader stands; None for who is not enrolled."""
    if shown.learner is None:
        return None
    mine = QuizAttempt.objects.visible_to(shown.learner).at(shown.lesson_code, shown.id).with_answered()
    attempts = [one for one in mine if shown.since is None or one.begun_at >= shown.since]
    done = [one for one in attempts if one.handed_in_at]
    return Place(done, next((one for one in attempts if not one.handed_in_at), None), trying.turn_of(draw, done))
