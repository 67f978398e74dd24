"""Trying a quiz (做测验): begun, kept as one goes, handed in and marked at once. What it was drawn from, it keeps.

Lock order: the learner's row, then the attempt's. Of two that hand in at once the second finds it handed in.
"""

import secrets
from collections.abc import Mapping
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from core.clock import now
from courses import hours, working
from courses.activities import Activity, Reached, Rule
from courses.models import Enrolment
from courses.quizzes.draw import Draw, Turn, percent, turn
from exams import answers, assessing, marking
from exams.blueprint import CannotDraw
from exams.conditions import in_words
from exams.models import QuizAttempt, QuizQuestion
from exams.practising import choice_order
from exams.quizzes import stock

KIND = "quiz"


class Refused(Exception):
    """Nothing is changed; the message says why and what to do."""


@transaction.atomic
def begin(*, enrolment: Enrolment, lesson_code: str, activity: Activity) -> QuizAttempt:
    """The open attempt, on whatever device; a new one if there is none and one may."""
    learner, since = enrolment.learner, enrolment.counts_from
    hours.lock(learner)
    mine = QuizAttempt.objects.visible_to(learner).at(lesson_code, activity.id)
    if left := mine.open().first():
        if since is not None and left.begun_at < since:  # begun in an earlier cycle, it goes on in this one
            left.begun_at = now()
            left.save(update_fields=["begun_at"])
        return left
    draw = Draw.of(activity.facts["draw"])
    if not (told := turn_of(draw, [one for one in mine if since is None or one.begun_at >= since])).is_open:
        raise Refused(why(told))
    attempt = QuizAttempt(
        learner=learner,
        course=enrolment.course,
        lesson_code=lesson_code,
        activity_id=activity.id,
        number=mine.count() + 1,
        terms={"title": dict(activity.titles), "rule": activity.rule.data, "draw": draw.data},
        seed=secrets.randbits(48),
        begun_at=now(),
    )
    _lay_out(attempt, draw)
    working.rise(working.start(learner, lesson_code, activity, since), activity, Reached(frozenset({"viewed"})))
    working.work_on(learner, lesson_code)
    return attempt


def turn_of(draw: Draw, attempts: list[QuizAttempt]) -> Turn:
    """Whether one may begin another after these."""
    return turn(draw, [one.handed_in_at for one in attempts if one.handed_in_at and not one.is_void], now())


def why(told: Turn) -> str:
    """Why one may not begin now."""
    if told.again_at is None:
        return _("All attempts are used; the best of them counts.")
    return _("All attempts are used. As many are open again from %(moment)s.") % {"moment": in_words(told.again_at)}


def _lay_out(attempt: QuizAttempt, draw: Draw) -> None:
    mine = QuizAttempt.objects.visible_to(attempt.learner).at(attempt.lesson_code, attempt.activity_id).order_by()
    earlier = QuizQuestion.objects.filter(attempt__in=mine)
    met = set(earlier.values_list("item_version__item__code", flat=True))
    try:
        versions = stock.drawn(draw, attempt.seed, met)
    except CannotDraw:
        raise Refused(_("There are too few questions for this quiz at the moment. Tell your teacher; try again later.")) from None
    attempt.save()
    QuizQuestion.objects.bulk_create(
        QuizQuestion(
            attempt=attempt,
            slot=slot,
            item_version=version,
            choice_order=choice_order(version, attempt.seed),
            max_marks=version.max_marks,
        )
        for slot, version in enumerate(versions, start=1)
    )


@transaction.atomic
def save(*, pk: UUID, given: Mapping[int, Any], seen: int) -> int:
    """Keep answers by slot. From a page older than what was kept since (`seen`), an empty answer takes none away.

    What the page has seen now: one that was older stays so, for it does not show what was kept elsewhere.
    """
    attempt = QuizAttempt.objects.select_for_update(no_key=True).get(pk=pk)
    if attempt.handed_in_at is not None:
        raise Refused(_("This attempt has been handed in already."))
    is_older, changed = seen < attempt.saves, []
    for one in attempt.questions.filter(slot__in=given):
        value = given[one.slot]
        is_answered = not answers.is_blank(value)
        if value == one.value or (is_older and one.is_answered and not is_answered):
            continue
        one.value, one.is_answered = value, is_answered
        changed.append(one)
    if changed:
        QuizQuestion.objects.bulk_update(changed, ["value", "is_answered"])
        attempt.saves += 1
        attempt.save(update_fields=["saves"])
    return seen if is_older else attempt.saves


@transaction.atomic
def hand_in(attempt: QuizAttempt) -> QuizAttempt:
    """Mark it, by the keys of this moment, and tell the activity. Asked again it changes nothing."""
    hours.lock(attempt.learner)
    kept = QuizAttempt.objects.select_for_update(no_key=True, of=("self",)).select_related("learner").get(pk=attempt.pk)
    if kept.handed_in_at is not None:
        return kept
    questions = list(kept.questions.select_related("item_version__item"))
    keys = assessing.newest_keys(one.item_version_id for one in questions)
    for one in questions:
        one.key = keys[one.item_version_id]
        earned = assessing.by_rule(one.as_item, one.key, one.value)
        one.marks = earned[0] if earned else Decimal(0)
    counting = [one for one in questions if one.key and one.key.rule != marking.VOID]
    kept.right, kept.out_of = sum(one.marks == one.max_marks for one in counting), len(counting)
    marks = sum((one.marks or Decimal(0) for one in counting), Decimal(0))
    kept.score = percent(marks, sum((one.max_marks for one in counting), Decimal(0)))
    kept.handed_in_at = now()
    QuizQuestion.objects.bulk_update(questions, ["marks", "key"])
    kept.save()
    if not kept.is_void:
        _tell(kept)
    return kept


def activity_of(attempt: QuizAttempt) -> Activity:
    """The activity as it stood when the attempt was begun."""
    rule, title = attempt.terms["rule"], attempt.terms["title"]
    return Activity(attempt.activity_id, KIND, Rule(rule["by"], rule["at_least"]), True, titles=title)


def _tell(attempt: QuizAttempt) -> None:
    """What was begun before a later cycle completes nothing in it."""
    enrolment = Enrolment.objects.visible_to(attempt.learner).filter(course=attempt.course_id).first()
    since = enrolment.counts_from if enrolment else None
    if since is not None and attempt.begun_at < since:
        return
    working.note(
        learner=attempt.learner,
        lesson_code=attempt.lesson_code,
        activity=activity_of(attempt),
        deed="scored",
        reached=Reached(score=attempt.score),
        data={"quiz": str(attempt.pk), "right": attempt.right, "of": attempt.out_of},
        since=since,
    )
