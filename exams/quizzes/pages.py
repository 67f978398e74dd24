"""What the pages of a quiz show: its questions, and afterwards each answer judged, in words."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.http import QueryDict
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from courses.catalogue import lesson_titles
from courses.standing import content_language
from courses.syllabus import told
from exams import marking, practice_pages
from exams.answers import Counted
from exams.forms import BadAnswer, from_form
from exams.languages import SOURCE
from exams.models import Item, QuizAttempt, QuizQuestion
from exams.presentation import Picture, Question, question, shape
from exams.wording import markup


@dataclass(frozen=True)
class Asked:
    """One question of an open attempt, and what was wrong with its answer as it was sent."""

    q: Question
    error: str = ""


@dataclass(frozen=True)
class Line:
    """One question of an attempt that is marked. Key and explanation are empty where they may not be shown."""

    slot: int
    kind: str
    verdict: str
    stem: SafeString
    picture: Picture | None
    yours: list[str]
    source: str
    lesson: str
    lesson_title: str
    article: Any = None
    answer: list[str] = field(default_factory=list)
    explanation: SafeString | str = ""
    is_withheld: bool = False

    @property
    def is_right(self) -> bool:
        return self.verdict == "right"


def title_in(titles: Mapping[str, str]) -> str:
    """A title in the reader's language."""
    return told(titles, content_language())


def _language() -> str:
    return get_language() or SOURCE


def questions_of(attempt: QuizAttempt) -> list[QuizQuestion]:
    """In their order, each with its wording (one query)."""
    return list(attempt.questions.select_related("item_version__item").order_by("slot"))


def read(questions: list[QuizQuestion], data: QueryDict) -> tuple[dict[int, Any], dict[int, str]]:
    """The answers of a form by slot, and by slot what is wrong with those that are none."""
    given: dict[int, Any] = {}
    faults: dict[int, str] = {}
    for one in questions:
        try:
            given[one.slot] = from_form(shape(one.as_item, _language()), data)
        except BadAnswer as fault:
            faults[one.slot] = str(fault)
    return given, faults


def asked(
    attempt: QuizAttempt, questions: list[QuizQuestion], faults: Mapping[int, str], typed: QueryDict | None = None
) -> list[Asked]:
    """The questions with what is kept; one whose answer could not be read, as it was typed."""
    shown = []
    for one in questions:
        kept = Counted(attempt.saves, one.value, attempt.begun_at) if one.is_answered else None
        q = question(one.as_item, kept, _language(), typed if one.slot in faults else None)
        shown.append(Asked(q, faults.get(one.slot, "")))
    return shown


def lines(attempt: QuizAttempt, *, is_passed: bool) -> list[Line]:
    """Each question judged (two queries). What is right stands there if the rule says so."""
    rows = list(attempt.questions.select_related("item_version__item__article__statute", "key").order_by("slot"))
    titles = lesson_titles(one.item_version.item.objective for one in rows)
    explains = attempt.draw.explains(is_passed=is_passed)
    return [_line(one, titles, explains=explains) for one in rows]


def _line(one: QuizQuestion, titles: Mapping[str, str], *, explains: bool) -> Line:
    version, item, key = one.item_version, one.item_version.item, one.key
    shown = question(one.as_item, None, _language())
    # A question that has gone over to exams since it was drawn tells nobody any more what is right.
    is_withheld = explains and item.purpose != Item.Purpose.PRACTICE
    right: dict[str, Any] = {"is_withheld": is_withheld}
    if key is not None and explains and not is_withheld:
        right["answer"] = practice_pages.right_answer(version, key) if key.rule in marking.RULES else []
        right["explanation"] = markup(key.explanation_in(_language()))
    return Line(
        slot=one.slot,
        kind=shown.kind_name,
        verdict=_verdict(one),
        stem=shown.stem,
        picture=shown.picture,
        yours=practice_pages.in_words(version, one.value),
        source=item.source,
        lesson=item.objective,
        lesson_title=titles.get(item.objective, ""),
        article=item.article,
        **right,
    )


def _verdict(one: QuizQuestion) -> str:
    """right, partly, wrong, blank, or struck."""
    if one.key is not None and one.key.rule == marking.VOID:
        return "struck"
    if one.marks == one.max_marks:
        return "right"
    if not one.is_answered:
        return "blank"
    return "partly" if one.marks else "wrong"


def result(attempt: QuizAttempt) -> str:
    """The attempt in one sentence."""
    if attempt.is_void:
        return _(
            "Every question of this attempt has been struck: it counts for nobody and uses up no attempt. Take the quiz again."
        )
    words = {"right": attempt.right, "of": attempt.out_of, "score": attempt.score, "needed": attempt.needed}
    if attempt.passed:
        return _("Quiz: %(right)s of %(of)s right (%(score)s%%), passed.") % words
    return _("Quiz: %(right)s of %(of)s right (%(score)s%%); %(needed)s%% are needed to pass.") % words
