"""Who looked at whose record (查阅记录): noted by the page that shows it, shown to the person it is about (PIPL art. 44, 51)."""

from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import Look, User
from core.dates import now, today

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
