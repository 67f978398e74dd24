"""An answer as its marker sees it: question, scheme, model answer and what was written; never by whom, nor others' marks."""

from dataclasses import dataclass
from decimal import Decimal

from django.utils.safestring import SafeString
from django.utils.translation import get_language

from exams import assessing, rubrics
from exams.anonymity import number
from exams.models import AnswerKey, AttemptItem, Claim, Kind, Response
from exams.presentation import Picture, picture_of
from exams.wording import markup, worth


@dataclass(frozen=True)
class Passage:
    """What was written to one part, under the question of that part."""

    id: str
    question: SafeString
    text: str
    worth: str


@dataclass(frozen=True)
class Sheet:
    """One answer to be marked."""

    number: str
    code: str
    kind: str
    stage: str
    worth: str
    stem: SafeString
    picture: Picture | None
    passages: list[Passage]
    explanation: SafeString
    key: AnswerKey
    asked: list[rubrics.Part]


def sheet(claim: Claim) -> Sheet:
    """Everything a marker needs of the answer held by `claim` (three queries)."""
    item = AttemptItem.objects.select_related("item_version__item").get(pk=claim.attempt_item_id)
    key = assessing.newest_keys([item.item_version_id])[item.item_version_id]
    language = get_language() or ""
    body = item.item_version.body_in(language)
    return Sheet(
        number=number("answer", item.pk),
        code=item.item_version.item.code,
        kind=str(Kind(item.item_version.item.kind).label),
        stage=claim.get_stage_display(),
        worth=worth(item.max_marks),
        stem=markup(body["stem"]),
        picture=picture_of(body),
        passages=_passages(item, language),
        explanation=markup(key.explanation_in(language)),
        key=key,
        asked=rubrics.parts(key.rubric, item.parts, item.max_marks),
    )


def _passages(item: AttemptItem, language: str) -> list[Passage]:
    counted = Response.objects.filter(attempt_item=item, late=False).order_by("-seq").first()
    value = counted.value if counted else None
    if not item.parts:
        return [Passage("1", markup(""), _text(value), "")]
    asked = {str(part["id"]): part["text"] for part in item.item_version.body_in(language)["parts"]}
    given = value if isinstance(value, dict) else {}
    return [
        Passage(str(part["id"]), markup(asked[str(part["id"])]), _text(given.get(str(part["id"]))), worth(Decimal(part["marks"])))
        for part in item.parts
    ]


def _text(value: object) -> str:
    if isinstance(value, dict):
        return "\n".join(map(str, value.values()))
    return "\n".join(map(str, value)) if isinstance(value, list) else str(value or "")
