"""What one's organisations assigned, on “my learning”: by whom, why, until when, and how far one has come."""

from accounts.models import User
from courses.dashboard import Section
from courses.models import TrainingTask
from courses.training.naming import names


def on_dashboard(user: User) -> Section | None:
    """Tasks that stand, the nearest date first (3 queries; 1 if there are none)."""
    mine = TrainingTask.objects.live().filter(membership__person=user).told().select_related("organisation")
    found = list(mine.order_by("done_on", "due_on", "pk"))
    if not found:
        return None
    titles = names()
    rows = [
        (task, titles.get(task.subject_key, "—")) for task in sorted(found, key=lambda one: (one.done_on is not None, one.due_on))
    ]
    return {"template": "courses/training/mine.html", "context": {"rows": rows}}
