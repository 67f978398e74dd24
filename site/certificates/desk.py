"""What the office's desk says about certificates: applications, and activities that wait for a second person's decision."""

from accounts.models import User
from certificates.models import ActivityClaim, Application
from certificates.permissions import handles_applications, keeps_register
from courses.dashboard import Section


def activities(user: User) -> Section | None:
    """How many activities of others this person may recognise or refuse (2 queries)."""
    if not keeps_register(user):
        return None
    waiting = ActivityClaim.objects.pending().exclude(holder=user).count()
    return Section(template="certificates/desk_activities.html", context={"waiting": waiting})


def applications(user: User) -> Section | None:
    """How many applications of others wait for a decision, and how many are late (2 queries)."""
    if not handles_applications(user):
        return None
    waiting = Application.objects.exclude(holder=user)
    context: dict[str, object] = {"waiting": waiting.pending().count(), "late": waiting.overdue().count()}
    return Section(template="certificates/desk_applications.html", context=context)
