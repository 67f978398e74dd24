"""Who looked at whose record (查阅记录): noted by the page that shows it, shown to the person it is about (PIPL art. 44, 51)."""

import datetime as dt

from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import Look, User
from core.dates import now, today

LOOK_DAYS = 400  # the database refuses to let one go sooner (accounts/migrations/0004_add_privacy.py)
WHAT: dict[str, str | Promise] = {
    "account": _("account"),
    "member": _("membership in an organisation"),
    "training": _("training"),
    "exam": _("exam: answers and result"),
    "certificate": _("certificate"),
    "application": _("application for a certificate"),
}


def note(*, by: User, person: User | None, what: str) -> None:
    """Note that `by` was shown this of `person` (one statement). One's own record is nobody else's business."""
    if person is None or by.pk == person.pk:
        return
    if what not in WHAT:
        raise KeyError(what)
    look = Look(by=by, person=person, what=what, day=today(), at=now())
    with transaction.atomic():
        Look.objects.bulk_create([look], ignore_conflicts=True)


def at(person: User) -> list[dict[str, object]]:
    """Who looked at this person's record, the latest first (one query)."""
    looks = Look.objects.filter(person=person).select_related("by")[:200]
    return [{"by": look.by.full_name, "what": WHAT.get(look.what, look.what), "day": look.day} for look in looks]


def expire() -> int:
    """Let the looks go that are older than LOOK_DAYS; how many."""
    return Look.objects.filter(at__lt=now() - dt.timedelta(days=LOOK_DAYS + 1)).delete()[0]
