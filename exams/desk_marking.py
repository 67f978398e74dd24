"""What the desk of the exam office says about marking, results to be released keys to be corrected and panels."""

from django.db.models import Count, Q

from accounts.models import User
from courses.dashboard import Section
from exams import workload
from exams.models import Attempt, KeyRevision, Sitting, StandardSetting
from exams.models.sitting import runs_exams
from exams.permissions import may_mark

MOST_SITTINGS = 10


def marking(user: User) -> Section | None:
    """Answers that wait for this marker."""
    if not may_mark(user):
        return None
    piles = [pile for pile in workload.piles(user) if pile.waiting]
    waiting = sum(pile.waiting for pile in piles)
    return Section(template="exams/desk_marking.html", context={"waiting": waiting, "items": len(piles)})


def releasing(user: User) -> Section | None:
    """Sittings with results that are not released yet, oldest first."""
    if not runs_exams(user):
        return None
    states = {
        state: Count("attempts", filter=Q(attempts__state=state)) for state in (Attempt.State.SUBMITTED, Attempt.State.MARKED)
    }
    sittings = Sitting.objects.told().annotate(**states).filter(Q(submitted__gt=0) | Q(marked__gt=0)).order_by("opens_at")
    return Section(template="exams/desk_releasing.html", context={"sittings": sittings[:MOST_SITTINGS]})


def correcting(user: User) -> Section | None:
    """Corrections of keys that wait for a second person."""
    if not runs_exams(user):
        return None
    return Section(template="exams/desk_keys.html", context={"waiting": list(KeyRevision.objects.proposed().told())})


def standards(user: User) -> Section | None:
    """Panels at work that the person sits on; whoever runs exams sees all of them."""
    calls = runs_exams(user)
    open_ones = StandardSetting.objects.exclude(state=StandardSetting.State.CLOSED).told()
    panels = list(open_ones if calls else open_ones.of_member(user))
    return (
        Section(template="exams/desk_standards.html", context={"panels": panels, "may_call": calls}) if calls or panels else None
    )
