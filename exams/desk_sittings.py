"""What the desk of the exam office says about sittings: those one watches over, and requests to be decided."""

import datetime as dt

from django.db.models import Count, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from accounts.models import User
from core.clock import now
from courses.dashboard import Section
from exams.models import Arrangement, Attempt, Exam, Sitting
from exams.models.sitting import runs_exams

# Yesterday's sittings still want their record printed.
PAST, MOST = dt.timedelta(days=2), 12


def sittings(user: User) -> Section | None:
    """Sittings of these days and to come, the next first."""
    mine = Sitting.objects.invigilated_by(user).filter(state__in=[Sitting.State.OPEN, Sitting.State.CLOSED])
    coming = mine.filter(Q(closes_at__gt=now() - PAST) | Q(closes_at=None, state=Sitting.State.OPEN))
    # Counted on their own: joined to the registrations of a large sitting, attempts would multiply.
    begun = Attempt.objects.filter(sitting=OuterRef("pk"), state=Attempt.State.IN_PROGRESS).order_by()
    writing = Coalesce(Subquery(begun.values("sitting").annotate(n=Count("pk")).values("n")), 0)
    shown = list(coming.told().with_seats().annotate(writing=writing).order_by("opens_at")[:MOST])
    runs = runs_exams(user)
    context = {
        "sittings": shown,
        "runs": runs,
        "spot_checks": runs and Exam.objects.filter(kind=Exam.Purpose.SPOT_CHECK).exists(),
    }
    return Section(template="exams/desk_sittings.html", context=context) if shown or runs else None


def requests(user: User) -> Section | None:
    """Requests for arrangements that wait for a decision, the oldest first."""
    if not runs_exams(user):
        return None
    waiting = Arrangement.objects.filter(state=Arrangement.State.OPEN).exclude(registration__candidate=user)
    found = waiting.select_related("registration__candidate", "registration__sitting__exam_version__exam").order_by("made_at")
    return Section(template="exams/desk_requests.html", context={"requests": found[:MOST]}) if found else None
