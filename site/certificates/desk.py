"""What the office's desk says about certificates: activities that wait for a second person's decision."""

from accounts.models import User
from certificates.models import ActivityClaim
from certificates.permissions import keeps_register
from courses.dashboard import Section


def activities(user: User) -> Section | None:
    """How many activities of others this person may recognise or refuse (2 queries)."""
    if not keeps_register(user):
        return None
    waiting = ActivityClaim.objects.pending().exclude(holder=user).count()
    return Section(template="certificates/desk_activities.html", context={"waiting": waiting})
