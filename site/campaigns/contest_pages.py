"""What the contest's pages show of a try: the open question and the time left; afterwards each answer and why."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import get_language

from campaigns import playing
from campaigns.models import Play
from cms.templatetags.ui import chinese
from exams import presentation
from exams.models import AnswerKey, ItemVersion
from exams.practice_pages import in_words, right_answer
from exams.wording import markup


@dataclass(frozen=True)
class Line:
    """A question looked back at."""

    number: int
    stem: SafeString
    picture: presentation.Picture | None
    yours: list[str]
    answer: list[str]
    is_right: bool
    is_answered: bool
    explanation: SafeString
    source: str


def question_of(play: Play, moment: dt.datetime) -> dict[str, Any]:
    """The first question without an answer (three queries)."""
    done = set(play.answers.values_list("slot", flat=True))
    open_slot = next(slot for slot in playing.slots(play) if slot.slot not in done)
    left = max(0, int((play.deadline_at - moment).total_seconds())) if play.deadline_at else 0
    return {
        "q": presentation.question(open_slot, None, get_language() or ""),
        "done": len(done),
        "total": len(play.paper),
        "minutes": left // 60,
        "seconds": left % 60,
    }


def line(number: int, version: ItemVersion, key: AnswerKey, value: Any, *, is_answered: bool = True) -> Line:
    """A question with what was answered, what is right, and why."""
    language = get_language() or ""
    body = version.body_in(language)
    return Line(
        number=number,
        stem=markup(body["stem"]),
        picture=presentation.picture_of(body),
        yours=in_words(version, value),
        answer=right_answer(version, key),
        is_right=is_answered and playing.is_right(version, key, value),
        is_answered=is_answered,
        explanation=markup(key.explanation_in(language)),
        source=chinese(version.item.source),
    )


def review(play: Play) -> list[Line]:
    """The whole try (three queries)."""
    given = {answer.slot: answer.value for answer in play.answers.all()}
    slots = playing.slots(play)
    keys = playing.keys_of([slot.item_version.pk for slot in slots])
    return [
        line(slot.slot, slot.item_version, keys[slot.item_version.pk], given.get(slot.slot), is_answered=slot.slot in given)
        for slot in slots
    ]
