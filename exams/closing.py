"""After a sitting: whoever was admitted and never started is absent. Noted by a sweep; the record tells it before."""

from django.db import transaction
from django.db.models import OuterRef, Subquery

from accounts.models import User
from exams import recording, registering
from exams.models import Registration, Sitting, SittingEntry
from exams.models.registration import RegistrationQuerySet


def mark_absent_due() -> int:
    """Note the absent of every sitting that is over; how many."""
    over = Sitting.objects.over().filter(registrations__state=Registration.State.ADMITTED, walk_in=False).distinct()
    return sum(mark_absent(sitting) for sitting in over)


@transaction.atomic
def mark_absent(sitting: Sitting) -> int:
    """Note the absent of this sitting, unless it still runs."""
    locked = registering.lock(sitting)
    if not is_settled(locked):
        return 0
    absent = list(missing(locked).select_for_update(of=("self",), no_key=True).order_by("pk"))
    for registration in absent:
        registration.state = Registration.State.ABSENT
        registration.save(update_fields=["state"])
        recording.enter(locked, SittingEntry.Kind.ABSENT, by=None, registration=registration)
    return len(absent)


def unmark_absent(sitting: Sitting, *, by: User) -> int:
    """Take back the absences that were noted by rule when the sitting closed, not what an invigilator noted; how many."""
    newest = SittingEntry.objects.filter(registration=OuterRef("pk")).order_by("-at", "-pk")
    absent = sitting.registrations.filter(state=Registration.State.ABSENT)
    ruled = absent.annotate(said=Subquery(newest.values("kind")[:1]), noted_by=Subquery(newest.values("by")[:1]))
    mistaken = list(ruled.filter(said=SittingEntry.Kind.ABSENT, noted_by=None).order_by("pk"))
    for registration in mistaken:
        registration.state = Registration.State.ADMITTED
        registration.save(update_fields=["state"])
        recording.enter(sitting, SittingEntry.Kind.ABSENCE_UNDONE, by=by, registration=registration)
    return len(mistaken)


def missing(sitting: Sitting) -> RegistrationQuerySet:
    """Whoever holds a seat and did not start (one query): absent once nobody can start any more."""
    admitted = Registration.objects.filter(sitting=sitting, state=Registration.State.ADMITTED)
    # Whoever was seen may have written on paper: the sheet is typed in afterwards.
    return admitted.filter(checked_in_at=None) if sitting.printed_papers.exists() else admitted


def is_settled(sitting: Sitting) -> bool:
    """Whether whoever is missing is absent: the sitting is over, was held, and had seats to miss."""
    return not sitting.walk_in and sitting.state != Sitting.State.CANCELLED and sitting.is_over()
