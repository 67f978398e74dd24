"""Closing an account (注销): what need not be kept goes, the rest stands under a pseudonym, and the person is told which.

PIPL art. 47. Results, hours, certificates and the deeds of office stay as long as their purpose says: others rely on them. They
point at the account, and the account then bears no name, no address and no way in. The row itself stays for ever.
"""

import json
from collections.abc import Callable
from typing import Any

from allauth.usersessions.models import UserSession
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Q, TextField
from django.db.models.functions import Cast
from django.utils.translation import gettext as _
from django.utils.translation import override
from wagtail.models import ModelLogEntry

from accounts.models import Erasure, User
from accounts.privacy import purposes
from accounts.privacy.registry import About, columns
from accounts.pseudonyms import pseudonym
from accounts.signals import person_erased
from core import audit
from core.models import AuditEntry, Job

# What rooms say stands in the way: an exam that is running, say. Each gives sentences for the reader.
_obstacles: list[Callable[[User], list[str]]] = []


class Hindered(Exception):
    """Not now; `reasons` says why, in the reader's language."""

    def __init__(self, reasons: list[str]) -> None:
        super().__init__(reasons)
        self.reasons = reasons


def hinder(obstacle: Callable[[User], list[str]]) -> None:
    """Have `obstacle(user)` asked before an account is closed."""
    if obstacle not in _obstacles:
        _obstacles.append(obstacle)


def hindrances(user: User) -> list[str]:
    """What has to be settled first; empty when nothing stands in the way."""
    found = [reason for obstacle in _obstacles for reason in obstacle(user)]
    if user.is_superuser and not User.objects.filter(is_superuser=True, is_active=True).exclude(pk=user.pk).exists():
        found.append(_("You are the only administrator. Make somebody else one first."))
    return found


def kept(user: User) -> list[purposes.Purpose]:
    """The purposes for which something about the person stays, each with its ground and its term."""
    keys = {
        column.holding.purpose
        for column in columns()
        if not (isinstance(column.holding, About) and column.holding.goes) and column.rows(user).exists()
    }
    return [purpose for key, purpose in purposes.PURPOSES.items() if key in keys | {"security"}]


@transaction.atomic
def erase(user: User, *, by: User) -> Erasure:
    """Close the account for good. Raises Hindered. Asked again, the first erasure is returned."""
    user = User.objects.select_for_update().get(pk=user.pk)
    if done := Erasure.objects.filter(user=user).first():
        return done
    if reasons := hindrances(user):
        raise Hindered(reasons)
    told = _names_of(user)
    person_erased.send(sender=User, user=user, told=told)
    standing = [purpose.key for purpose in kept(user)]
    _end_sessions(user)
    _drop_rows(user)
    _forget_words(user, told)
    _take_the_name_off(user)
    erasure = Erasure.objects.create(user=user, kept=standing)
    audit.record("account.erased", user, by=by, kept=standing)
    return erasure


def _names_of(user: User) -> list[str]:
    """What tells who it is, wherever it was written down."""
    phone = getattr(user, "phone", None)
    return [text for text in (user.full_name, user.email, phone.number if phone else "") if text]


def _end_sessions(user: User) -> None:
    for session in UserSession.objects.filter(user=user):
        session.end()


def _drop_rows(user: User) -> None:
    for column in columns():
        if not isinstance(column.holding, About):
            continue
        if column.holding.goes:
            column.rows(user).delete()
        elif column.holding.emptied:
            column.rows(user).update(**dict.fromkeys(column.holding.emptied, ""))


def _forget_words(user: User, told: list[str]) -> None:
    """Logs and jobs that repeat a name or an address: the deed stays, the words go."""
    audit.forget(_mentioning(AuditEntry.objects.all(), "data", told), by=None)
    _mentioning(Job.objects.all(), "kwargs", told).delete()
    user_type = ContentType.objects.get_for_model(User)
    ModelLogEntry.objects.filter(content_type=user_type, object_id=str(user.pk)).update(label=pseudonym(user.pk), data={})


def _mentioning(rows: Any, column: str, told: list[str]) -> Any:
    """The rows whose JSON holds one of the texts, however the database spells it."""
    spelt = {spelling for text in told for spelling in (text, json.dumps(text)[1:-1])}
    matches = Q()
    for spelling in spelt:
        matches |= Q(_text__icontains=spelling)
    return rows.filter(pk__in=rows.annotate(_text=Cast(column, TextField())).filter(matches).values("pk"))


def _take_the_name_off(user: User) -> None:
    with override(user.preferred_language):
        user.full_name = _("Closed account")
    user.email = f"{pseudonym(user.pk)}@erased.invalid"
    user.set_unusable_password()
    user.is_active = user.is_staff = user.is_superuser = False
    user.last_login = None
    user.save()
    user.groups.clear()
    user.user_permissions.clear()
