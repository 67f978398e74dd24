"""Authorising (授权): the firm lists what may be vetoed, by which procedure and until when, and may take it back (Art. 9)."""

import datetime as dt
from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from appointments import lettering, news
from appointments.again import already
from appointments.appointing import Refused
from appointments.models import Appointment, Authorisation
from core.audit import record
from core.dates import now


@transaction.atomic
def give(
    *, appointment: Appointment, scope: Sequence[str], procedure: str, since: dt.date, until: dt.date | None, by: User
) -> Authorisation:
    """Authorise the appointed chief quality officer; a letter is printed. Raises Refused."""
    there = Appointment.objects.select_for_update(no_key=True, of=("self",)).select_related("organisation", "person")
    held = there.get(pk=appointment.pk)
    if held.post != Appointment.Post.CQO:
        raise Refused(_("The Regulation knows the veto for the chief quality officer alone."))
    if not held.is_open:
        raise Refused(_("Nobody is in this post now: the appointment was not accepted, or has ended."))
    said = {"appointment": held, "scope": list(scope), "procedure": procedure, "since": since, "until": until, "given_by": by}
    if (same := already(Authorisation.objects.filter(revoked_at=None), "given_at", **said)) is not None:
        return same
    given = Authorisation(**said)
    given.full_clean(exclude=["appointment", "given_by"])
    given.save(force_insert=True)
    record("authorisation.given", given, by=by, lines=len(given.scope))
    lettering.write(appointment=held, authorisation=given)
    news.tell_authorised(given)
    return given


@transaction.atomic
def revoke(*, authorisation: Authorisation, by: User, reason: str) -> Authorisation:
    """Take it back. What was vetoed under it stays. Raises Refused."""
    there = Authorisation.objects.select_for_update(no_key=True, of=("self",)).select_related("appointment__person")
    held = there.get(pk=authorisation.pk)
    if held.revoked_at is not None:
        raise Refused(_("This authorisation was revoked already."))
    held.revoked_at, held.revoked_by, held.revoke_reason = now(), by, reason
    held.save(update_fields=["revoked_at", "revoked_by", "revoke_reason"])
    record("authorisation.revoked", held, by=by)
    news.tell_revoked(held)
    return held
