"""What the desk of the exam office says about papers to be printed."""

from django.db.models import Count, Q

from accounts.models import User
from core.clock import now
from courses.dashboard import Section
from exams.models import Sitting
from exams.models.sitting import runs_exams

MOST_SITTINGS = 10


def printing(user: User) -> Section | None:
    """Sittings in a room that are not over, soonest first; nothing where there are none (one query)."""
    if not runs_exams(user):
        return None
    rooms = Sitting.objects.told().filter(mode=Sitting.Mode.ON_SITE).exclude(state=Sitting.State.CLOSED)
    coming = rooms.filter(Q(closes_at=None) | Q(closes_at__gt=now())).annotate(forms=Count("printed_papers"))
    sittings = list(coming.order_by("opens_at")[:MOST_SITTINGS])
    return Section(template="exams/desk_prints.html", context={"sittings": sittings}) if sittings else None
