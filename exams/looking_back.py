"""One's closed paper as its exam allows it to be seen (回看): question, own answer, marks, key, explanation, each or none.

Keys and explanations are asked of the database only where the policy gives them now; marks come without either.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from exams import assessing, keys, reviewing, telling_keys
from exams.answers import Counted
from exams.marking import FULL, MANUAL, VOID
from exams.models import AnswerKey, Attempt, AttemptItem, Exam, Kind, Mark
from exams.practice_pages import in_words
from exams.presentation import Picture, Question, question
from exams.wording import markup, plain, worth

# What each of these allows needs its column of the key, and no other.
_COLUMNS = {"key": "data", "explanation": "explanation"}


@dataclass(frozen=True)
class Line:
    """One question of the paper; what the policy does not give is empty."""

    slot: int
    kind: str
    worth: str
    stem: SafeString | None = None
    picture: Picture | None = None
    listed: list[tuple[str, SafeString]] = field(default_factory=list)
    yours: list[str] = field(default_factory=list)
    marks: str = ""
    is_struck: bool = False
    # Each way to be right, line by line.
    key: list[list[str]] = field(default_factory=list)
    explanation: SafeString | None = None


def seen(attempt: Attempt) -> frozenset[str]:
    """What of this paper may be shown now (no query on an attempt that is `told`). An annulled one shows nothing."""
    if attempt.state == Attempt.State.VOID:
        return frozenset()
    over = attempt.sitting is not None and attempt.sitting.is_over()
    released = attempt.state == Attempt.State.RELEASED
    at = reviewing.stage(writing=attempt.in_progress, released=released, over=over)
    return reviewing.shown(attempt.exam_version.review_policy, at, guarded=attempt.exam.kind == Exam.Purpose.SPOT_CHECK)


def is_offered(attempt: Attempt) -> bool:
    """Whether there is anything to look back at; marks by area stand on the page of the result."""
    return not attempt.in_progress and bool(seen(attempt) - {"areas"})


def lines(attempt: Attempt, may: frozenset[str]) -> list[Line]:
    """The paper in its order (five queries at most, however long it is)."""
    items = list(attempt.items.select_related("item_version__item").order_by("slot"))
    written = assessing.counted_responses(attempt) if "own" in may else {}
    marks = {mark.attempt_item_id: mark for mark in assessing.final_marks(attempt, with_keys=False)} if "marks" in may else {}
    known = _keys(items, may)
    return [_line(item, may, written.get(item.pk), marks.get(item.pk), known.get(item.item_version_id)) for item in items]


def _keys(items: list[AttemptItem], may: frozenset[str]) -> dict[int, AnswerKey]:
    columns = [column for name, column in _COLUMNS.items() if name in may]
    if not columns:
        return {}
    rows = AnswerKey.objects.filter(item_version__in=[item.item_version_id for item in items]).order_by("revision")
    return {key.item_version_id: key for key in rows.only("item_version_id", "revision", "rule", *columns)}


def _line(item: AttemptItem, may: frozenset[str], response: Counted | None, mark: Mark | None, key: AnswerKey | None) -> Line:
    language = get_language() or ""
    asked = question(item, response, language)
    told: dict[str, Any] = {}
    if "stem" in may:
        told |= {"stem": asked.stem, "picture": asked.picture, "listed": listed(asked)}
    if "own" in may:
        value = response.value if response else None
        told["yours"] = _in_words(item, asked, value) if "stem" in may else _by_letter(item, asked, value)
    if mark:
        told |= {"marks": f"{plain(mark.marks)} / {plain(item.max_marks)}", "is_struck": mark.key.rule == VOID}
    if key and "key" in may:
        told["key"] = right(item, asked, key)
    if key and "explanation" in may:
        told["explanation"] = markup(key.explanation_in(language))
    return Line(slot=item.slot, kind=asked.kind_name, worth=worth(item.max_marks), **told)


def listed(asked: Question) -> list[tuple[str, SafeString]]:
    """What stands below the question: the choices in the order of this paper, the parts of a case."""
    if asked.kind == Kind.CASE:
        return [(entry.id, entry.label) for entry in asked.entries]
    return [] if asked.kind == Kind.TRUEFALSE else [(option.letter, option.text) for option in asked.options]


def _in_words(item: AttemptItem, asked: Question, value: Any) -> list[str]:
    """An answer in the words of its choices, with the letters of this paper."""
    if asked.kind in (Kind.SINGLE, Kind.MULTIPLE):
        chosen = value if isinstance(value, list) else [value]
        return [format_html("{}　{}", option.letter, option.text) for option in asked.options if option.id in chosen]
    if asked.kind == Kind.CASE:
        return _parts(value)
    return [line for line in in_words(item.item_version, value) if line]


def _by_letter(item: AttemptItem, asked: Question, value: Any) -> list[str]:
    """An answer where the question itself is not shown: letters and places as they stood on this paper, no word of a choice."""
    if asked.kind in (Kind.SINGLE, Kind.MULTIPLE):
        return [option.letter for option in asked.options if option.chosen]
    if asked.kind == Kind.MATCHING:
        pairs = ((n, option.letter) for n, entry in enumerate(asked.entries, 1) for option in entry.options if option.chosen)
        return [f"{n} → {letter}" for n, letter in pairs]
    if asked.kind == Kind.ORDERING:
        drawn = {name: str(n) for n, name in enumerate(item.choice_order, 1)}
        places = [drawn.get(str(name), "?") for name in value or ()]
        return [_(", ").join(places)] if places else []
    return _parts(value) if asked.kind == Kind.CASE else [line for line in in_words(item.item_version, value) if line]


def _parts(value: Any) -> list[str]:
    given = value if isinstance(value, Mapping) else {}
    return [f"{part}　{text}" for part, text in given.items() if text]


def right(item: AttemptItem, asked: Question, key: AnswerKey) -> list[list[str]]:
    """Every way to be right, the first one first; for an item a person marks, that one does."""
    if key.rule in (VOID, FULL, MANUAL):
        return [telling_keys.lines(item.item_version, key.rule, key.data)]
    ways = [_in_words(item, asked, keys.model_answer(key.rule, way)) for way in (key.data, *key.data.get("also", ()))]
    return [[f"{line} {asked.unit}".strip() for line in way] for way in ways] if asked.kind == Kind.NUMERIC else ways
