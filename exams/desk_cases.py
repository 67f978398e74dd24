"""What the desk of the exam office, and “my learning”, say about cases."""

from accounts.models import User
from courses.dashboard import Section
from exams.models import Case
from exams.models.sitting import runs_exams

MOST = 5


def on_desk(user: User) -> Section | None:
    """Undecided cases, those due first first."""
    if not runs_exams(user):
        return None
    pending = Case.objects.pending()
    context = {"cases": list(pending.told()[:MOST]), "undecided": pending.count()}
    return Section(template="exams/desk_cases.html", context=context)


def on_dashboard(user: User) -> Section | None:
    """One's own appeals and complaints, while there are any."""
    mine = list(Case.objects.filter(opened_by=user, kind__in=[Case.Kind.APPEAL, Case.Kind.COMPLAINT]).told()[:MOST])
    return Section(template="exams/my_cases.html", context={"cases": mine}) if mine else None
