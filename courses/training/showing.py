"""What one's organisations assigned, on “my learning”: by whom, why, until when, and how far one has come."""

from collections.abc import Iterator

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts.models import User
from core.dates import today
from courses.agenda import Date
from courses.dashboard import Section
from courses.models import TrainingTask
from courses.training.naming import names


def on_dashboard(user: User) -> Section | None:
    """Tasks that stand, the nearest date first (3 queries; 1 if there are none)."""
    found = list(_mine(user).order_by("done_on", "due_on", "pk"))
    if not found:
        return None
    titles = names()
    rows = [
        (task, titles.get(task.subject_key, "—")) for task in sorted(found, key=lambda one: (one.done_on is not None, one.due_on))
    ]
    return {"template": "courses/training/mine.html", "context": {"rows": rows}}


def on_agenda(user: User) -> Iterator[Date]:
    """The last day of each task that is still to be done (3 queries; 1 if there are none)."""
    open_ = list(_mine(user).filter(done_on=None, due_on__gte=today()))
    titles = names() if open_ else {}
    for task in open_:
        title = _("Last day to complete: %(title)s") % {"title": titles.get(task.subject_key, "—")}
        words = _("%(organisation)s, by %(by)s: %(reason)s") % {
            "organisation": task.organisation.name,
            "by": task.assignment.by.full_name,
            "reason": task.assignment.reason,
        }
        yield Date(f"training-{task.pk}", title, task.due_on, address=task.get_absolute_url(), description=words)


def _mine(user: User) -> "QuerySet[TrainingTask]":
    return TrainingTask.objects.live().filter(membership__person=user).told().select_related("organisation")
