"""Impartiality (回避): who may not judge about an attempt, because judging would mean judging their own work."""

from collections.abc import Callable
from uuid import UUID

from django.db.models import Q, QuerySet

from accounts.models import User
from exams.models import Attempt, Case, Mark, Result
from exams.models.sitting import STAFF_GROUPS, runs_exams

# What upper rooms know of who had a part in what a case is about: callable(case), from their `ready()`.
others: list[Callable[[Case], set[int]]] = []


def involved(case: Case) -> set[int]:
    """Everyone who had a part in what the case is about: its opener, the candidate, markers, releasers, earlier deciders.

    Four queries for an attempt, one for a sitting; of other subjects the room they belong to knows (`others`).
    """
    people = {case.opened_by_id}
    if case.attempt_id is not None:
        people |= of_attempt(case.attempt_id) | _deciders(case)
    if case.sitting_id is not None:
        people |= set(Result.objects.filter(attempt__sitting=case.sitting_id).values_list("released_by", flat=True).distinct())
    for know in others:
        people |= know(case)
    return {person for person in people if person is not None}


def of_attempt(attempt: UUID) -> set[int | None]:
    """Candidate, markers and releasers of one attempt (three queries)."""
    return {
        *Attempt.objects.filter(pk=attempt).values_list("candidate", flat=True),
        *Mark.objects.filter(attempt_item__attempt=attempt).values_list("marker", flat=True),
        *Result.objects.filter(attempt=attempt).values_list("released_by", flat=True),
    }


def may_decide(case: Case, user: User) -> bool:
    """Whether `user` runs exams and had no part in what the case is about."""
    return runs_exams(user) and user.pk not in involved(case)


def _deciders(case: Case) -> set[int | None]:
    others = Case.objects.filter(attempt=case.attempt_id, decided_by__isnull=False).exclude(pk=case.pk)
    return set(others.values_list("decided_by", flat=True))


def deciders(case: Case) -> QuerySet[User]:
    """Who may decide this case, by name."""
    in_office = User.objects.filter(is_active=True).filter(Q(groups__name__in=STAFF_GROUPS) | Q(is_superuser=True))
    return in_office.exclude(pk__in=involved(case)).distinct().order_by("full_name")
