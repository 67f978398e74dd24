"""The dossier (案卷): the paper of a case as whoever decides it reads it, item by item, with the marks that hold."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import ExtractYear
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from exams import assessing, looking_back
from exams.models import AnswerKey, Attempt, AttemptItem, Case, Mark
from exams.presentation import Picture, Question, question
from exams.wording import plain


@dataclass(frozen=True)
class Award:
    """A field in which other marks may be given: for an item, or for one part of a case."""

    name: str
    item: int
    part: str
    held: Decimal
    most: Decimal

    @property
    def shown(self) -> str:
        return f"{plain(self.held)} / {plain(self.most)}"


@dataclass(frozen=True)
class Entry:
    """One item of the paper."""

    slot: int
    code: str
    stem: SafeString
    picture: Picture | None
    # The choices, or the parts of a case, under the letters that stood on this paper.
    listed: list[tuple[str, SafeString]]
    answer: str
    key: list[str]
    awards: list[Award]


def entries(attempt: Attempt) -> list[Entry]:
    """The paper, in its order (five queries)."""
    marks = {mark.attempt_item_id: mark for mark in assessing.final_marks(attempt)}
    items = list(attempt.items.select_related("item_version__item"))
    keys = assessing.newest_keys(item.item_version_id for item in items)
    written = {pk: response.value for pk, response in assessing.counted_responses(attempt).items()}
    return [_entry(item, keys[item.item_version_id], written.get(item.pk), marks.get(item.pk)) for item in items]


def _entry(item: AttemptItem, key: AnswerKey, value: Any, mark: Mark | None) -> Entry:
    language = get_language() or ""
    asked = question(item, None, language)
    return Entry(
        slot=item.slot,
        code=item.item_version.item.code,
        stem=asked.stem,
        picture=asked.picture,
        listed=looking_back.listed(asked),
        answer=told(item, asked, value, language),
        key=[line for way in looking_back.right(item, asked, key) for line in way],
        awards=_awards(item, mark),
    )


def told(item: AttemptItem, asked: Question, value: Any, language: str) -> str:
    """An answer in one line, its choices under the letters that stood on this paper."""
    letters = {option.id: option.letter for option in asked.options}
    texts = {str(line["id"]): line["text"] for line in item.item_version.body_in(language).get("choices") or ()}
    if isinstance(value, bool):
        return _("Right") if value else _("Wrong")
    if isinstance(value, Mapping):
        return "\n".join(f"{place}  {text}" for place, text in value.items())
    chosen = value if isinstance(value, list) else [value] if value is not None else []
    return "、".join(f"{letters.get(one, '')} {texts[one]}".strip() if one in texts else str(one) for one in chosen)


def _awards(item: AttemptItem, mark: Mark | None) -> list[Award]:
    if mark is None:
        return []
    if not item.parts:
        return [Award(f"a{item.pk}-1", item.pk, "1", mark.marks, item.max_marks)]
    held = {part["part"]: Decimal(part["marks"]) for part in mark.rubric}
    return [
        Award(f"a{item.pk}-{part['id']}", item.pk, part["id"], held.get(part["id"], Decimal(0)), Decimal(part["marks"]))
        for part in item.parts
    ]


def by_year(cases: QuerySet[Case]) -> list[dict[str, Any]]:
    """How many cases of each kind a year brought, and how they were decided (one query)."""
    outcomes = {choice.value: Count("pk", filter=Q(decision=choice)) for choice in Case.Decision}
    rows = cases.order_by().annotate(year=ExtractYear("opened_at")).values("year", "kind")
    counted = rows.annotate(opened=Count("pk"), pending=Count("pk", filter=Q(state__in=["open", "assigned"])), **outcomes)
    return [{**row, "kind": Case.Kind(row["kind"]).label} for row in counted.order_by("-year", "kind")]
