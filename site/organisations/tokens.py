"""Access tokens (接口令牌): making one, which is shown once; finding whose one is; revoking it. docs/algorithms/api.md

A token is `hz_` + eight signs by which people know it + `_` + 256 bits nobody guesses. Lock order: the body's row.
"""

import datetime as dt
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _

from accounts.models import User
from core.audit import record
from core.codes import drawn
from core.dates import add_years, now, today
from organisations.belonging import check_verified, lock
from organisations.models import AccessToken, Organisation, Scope
from organisations.refusal import Refused

MOST = 10
_SALT, _MARK = "organisations.tokens", "hz"


@dataclass(frozen=True)
class Made:
    """A token that was made, and the one time its text is told."""

    token: AccessToken
    text: str


def last_day() -> dt.date:
    """The latest day a token that is made today may be good on."""
    return add_years(today(), 1)


@transaction.atomic
def make(
    *, organisation: Organisation, by: User, name: str, scopes: Iterable[str], expires_on: dt.date, pk: UUID | None = None
) -> Made:
    """Make a token. With the key of a form that was sent before, it is refused: its token was shown then."""
    check_verified(lock(organisation))
    if pk and AccessToken.objects.filter(pk=pk).exists():
        raise Refused(_("This token was made a moment ago and is not shown again. Revoke it if you did not copy it."))
    if AccessToken.objects.live().filter(organisation=organisation).count() >= MOST:
        raise Refused(_("There are %(most)s tokens already. Revoke one that is not needed.") % {"most": MOST})
    if not today() < expires_on <= last_day():
        raise Refused(_("A token ends tomorrow at the earliest and in a year at the latest."))
    wanted = sorted(set(scopes) & set(Scope.values))
    if not wanted:
        raise Refused(_("Choose at least one thing that the token opens."))
    prefix = drawn(8).lower()
    text = f"{_MARK}_{prefix}_{secrets.token_urlsafe(32)}"
    token = AccessToken(
        organisation=organisation,
        name=name,
        prefix=prefix,
        digest=_digest(text),
        scopes=wanted,
        expires_on=expires_on,
        made_by=by,
    )
    token.pk = pk or token.pk
    token.save(force_insert=True)
    record("token.made", token, by=by, organisation=str(organisation.pk), prefix=prefix, scopes=wanted, until=str(expires_on))
    return Made(token, text)


@transaction.atomic
def revoke(*, token: AccessToken, by: User) -> AccessToken:
    """End a token at once. Revoked twice, it is revoked once."""
    lock(token.organisation)
    row = AccessToken.objects.select_for_update(no_key=True).get(pk=token.pk)
    if row.revoked_at is None:
        row.revoked_at, row.revoked_by = now(), by
        row.save(update_fields=["revoked_at", "revoked_by"])
        record("token.revoked", row, by=by, organisation=str(row.organisation_id), prefix=row.prefix)
    return row


def of_text(text: str) -> AccessToken | None:
    """The token of this text, live or not (one query)."""
    mark, _sep, rest = text.partition("_")
    prefix = rest.partition("_")[0]
    if mark != _MARK or not text.isascii() or not 0 < len(prefix) <= 12 or "\x00" in text:
        return None
    row = AccessToken.objects.select_related("organisation").filter(prefix=prefix).first()
    return row if row and any(constant_time_compare(row.digest, _digest(text, key)) for key in _keys()) else None


def note_use(token: AccessToken) -> None:
    """Write down that it was used today (one query on the first use of a day, else none)."""
    day = today()
    if token.used_on != day:
        AccessToken.objects.filter(Q(used_on=None) | Q(used_on__lt=day), pk=token.pk).update(used_on=day)


def _keys() -> list[str | bytes]:
    """The site's secret, and those before it that still hold."""
    return [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]


def _digest(text: str, key: str | bytes | None = None) -> str:
    return salted_hmac(_SALT, text, secret=key, algorithm="sha256").hexdigest()
