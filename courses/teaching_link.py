"""On “my learning”: the way to the teacher's pages, for who teaches."""

from accounts.models import User
from core.dates import today
from courses.dashboard import Section
from courses.models import CourseTeacher


def on_dashboard(user: User) -> Section | None:
    """Which courses one teaches, with the way to their pages."""
    rows = list(CourseTeacher.objects.between(today(), today()).filter(person=user).told())
    if not rows and not user.has_perm("courses.change_courserun"):
        return None
    return {"template": "courses/teaching_link.html", "context": {"rows": rows}}
