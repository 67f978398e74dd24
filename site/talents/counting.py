"""Counting a class (班级计数): answers raise counts, each by one statement, and are forgotten in the same moment."""

import datetime as dt
from collections.abc import Mapping, Sequence

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from accounts import roles
from accounts.models import User
from core.audit import record
from core.dates import now, today
from schools.models import LessonPackPage
from talents.models.classes import ClassCode, ClassCount
from talents.models.groups import colleges_of

LONGEST = dt.timedelta(days=30)
MOST_OPEN = 40


class Refused(Exception):
    """It cannot be done so; the message says why."""


def teaches(user: User) -> bool:
    """Whether this person may open class codes: who writes for a school, or teaches for a college."""
    return user.groups.filter(name=roles.SCHOOL_EDITOR).exists() or colleges_of(user).exists()


@transaction.atomic
def open_code(*, pack: LessonPackPage, label: str, until: dt.date, by: User) -> ClassCode:
    """A code for a class, for at most thirty days. All its counts are laid out at once, at nought."""
    if not pack.live or not pack.objective_list:
        raise Refused(_("Choose a public resource that has objectives: pupils check themselves by these."))
    if not today() <= until <= today() + LONGEST:
        raise Refused(_("A class code is usable for at most thirty days."))
    if ClassCode.objects.visible_to(by).open().count() >= MOST_OPEN:
        raise Refused(_("Forty class codes are open already: close some first."))
    made = ClassCode.objects.create(teacher=by, pack=pack, objectives=pack.objective_list, label=label, until=until)
    answers = ClassCount.Answer.values
    ClassCount.objects.bulk_create(
        ClassCount(code=made, place=place, answer=answer) for place in range(len(made.objectives)) for answer in answers
    )
    record("class_code.opened", made, by=by)
    return made


@transaction.atomic
def close(code: ClassCode, *, by: User) -> None:
    """Close it before its day. Closed twice, it is closed once."""
    if ClassCode.objects.visible_to(by).filter(pk=code.pk, closed_at=None).update(closed_at=now()):
        record("class_code.closed", code, by=by)


@transaction.atomic
def count(code: ClassCode, answers: Mapping[int, str]) -> None:
    """Count one pupil's answers. One statement for the turn and one for each answer: two at once are both counted."""
    if set(answers) != set(range(len(code.objectives))) or not set(answers.values()) <= set(ClassCount.Answer.values):
        raise Refused(_("Choose one answer for every line."))
    if not ClassCode.objects.open().filter(pk=code.pk).update(turns=F("turns") + 1):
        raise Refused(_("This class code is closed. Ask your teacher for another."))
    for place, answer in sorted(answers.items()):
        ClassCount.objects.filter(code=code, place=place, answer=answer).update(number=F("number") + 1)


def table(code: ClassCode) -> Sequence[tuple[str, list[int]]]:
    """(objective, how many for each answer) (one query)."""
    told = {(row.place, row.answer): row.number for row in code.counts.all()}
    return [
        (text, [told.get((place, answer), 0) for answer in ClassCount.Answer.values])
        for place, text in enumerate(code.objectives)
    ]
