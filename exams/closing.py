"""After a sitting: whoever was admitted and never started is absent. Found by a sweep, or by whoever looks first."""

from django.db import transaction

from core.dates import now
from exams import recording, registering
from exams.models import Registration, Sitting, SittingEntry


def mark_absent_due() -> int:
    """Note the absent of every sitting that is over; how many."""
    over = Sitting.objects.over().filter(registrations__state=Registration.State.ADMITTED, walk_in=False).distinct()
    return sum(mark_absent(sitting) for sitting in over)


@transaction.atomic
def mark_absent(sitting: Sitting) -> int:
    """Note the absent of this sitting, unless it still runs."""
    locked, at = registering.lock(sitting), now()
    if locked.walk_in or locked.state == Sitting.State.CANCELLED or not locked.is_over(at):
        return 0
    admitted = Registration.objects.filter(sitting=locked, state=Registration.State.ADMITTED)
    if locked.printed_papers.exists():
        # Whoever was seen may have written on paper: the sheet is typed in afterwards.
        admitted = admitted.filter(checked_in_at=None)
    missing = list(admitted.select_for_update(of=("self",), no_key=True).order_by("pk"))
    for registration in missing:
        registration.state = Registration.State.ABSENT
        registration.save(update_fields=["state"])
        recording.enter(locked, SittingEntry.Kind.ABSENT, by=None, registration=registration)
    return len(missing)
