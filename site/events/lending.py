"""Links for organisers (主办方链接): the attendance of one event, shown to who holds it and has no account here."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from core.audit import record
from core.dates import now
from events.models import Event, OrganiserLink

# The list is of use until it is settled who came; then nobody needs the names.
AFTER = dt.timedelta(days=30)


class Refused(Exception):
    """No such link is made; the message says why."""


@transaction.atomic
def lend(event: Event, *, to: str, by: User) -> OrganiserLink:
    """A link that holds until a month after the event. Raises Refused."""
    if not to.strip():
        raise Refused(_("Write for whom the link is: it shows names."))
    if not event.is_published:
        raise Refused(_("Nobody can register before an event is published: there is no list yet."))
    if event.ends_at + AFTER <= now():
        raise Refused(_("The event ended more than a month ago: its list is shown to nobody else."))
    made = OrganiserLink.objects.create(event=event, to=to.strip()[:120], by=by, expires_at=event.ends_at + AFTER)
    record("event.list_lent", event, by=by, link=str(made.pk), to=made.to)
    return made


@transaction.atomic
def take_back(link: OrganiserLink, *, by: User) -> None:
    """The link shows nothing from now on. Taken back twice, it is once."""
    if OrganiserLink.objects.filter(pk=link.pk, revoked_at=None).update(revoked_at=now()):
        record("event.list_taken_back", link.event, by=by, link=str(link.pk))
