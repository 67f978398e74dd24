"""The gate of a sitting that asks for the lock-down browser, and how an invigilator lets someone through without it."""

from django.db import transaction
from django.http import HttpRequest

from accounts.models import User
from core.audit import record
from exams import lockdown
from exams.models import Registration, Sitting
from exams.models.sitting import runs_exams


def is_open(request: HttpRequest, sitting: Sitting, user: User) -> bool:
    """Whether this request may pass: no browser is asked for, it is the right one, or the person was let through (≤ 1 query)."""
    if not sitting.seb_config_key:
        return True
    if lockdown.is_sent(request.headers.get(lockdown.HEADER, ""), request.build_absolute_uri(), sitting.seb_config_key):
        return True
    return Registration.objects.filter(sitting=sitting, candidate=user).exclude(without_seb_because="").exists()


def may_let_through(user: User, sitting: Sitting) -> bool:
    """Who runs exams, and the invigilators of this sitting."""
    return runs_exams(user) or sitting.invigilators.filter(pk=user.pk).exists()


def let_through(*, registration: Registration, reason: str, by: User) -> None:
    """Let someone write without the lock-down browser; who did so, and why, is on record."""
    with transaction.atomic():
        registration.without_seb_because = reason
        registration.save(update_fields=["without_seb_because"])
        record("registration.let_through_without_seb", registration, by=by, reason=reason)
