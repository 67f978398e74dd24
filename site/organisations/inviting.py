"""Inviting (邀请): a letter with a signed link calls a person of the roster; accepting ties the account to the row.

The link is a secret that was sent to one address: whoever opens it may accept, with any account, because an employer often
knows another address than the one a person signs in with. Where the two differ, the page says so and the log keeps it.
"""

import datetime as dt
from collections.abc import Iterable

from django.conf import settings
from django.core import signing
from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override
from wagtail.models import Site

from accounts.models import User
from cms.models import Identity
from core import letters
from core.audit import record
from core.dates import now
from core.jobs import enqueue
from organisations import tasks
from organisations.belonging import check_verified, join, lock
from organisations.models import Invitation, Membership, Organisation
from organisations.refusal import Refused

SALT = "organisations.invitation"
VALID = dt.timedelta(days=30)
# Rows of one insert: SQLite takes a bounded number of values in a statement.
AT_A_TIME = 500
# A roster is invited by jobs of so many letters: a mail server is not flooded, and a job ends in time.
LETTERS_A_JOB = 50


@transaction.atomic
def invite(*, organisation: Organisation, members: Iterable[Membership], by: User) -> int:
    """Invite those of the roster who have an address and neither an account nor an open invitation; how many.

    Queries grow with the five hundred, not with the members.
    """
    check_verified(lock(organisation))
    have = set(Invitation.objects.waiting().filter(organisation=organisation).values_list("membership_id", flat=True))
    new = [
        Invitation(organisation=organisation, membership=one, email=one.email, invited_by=by, language=by.preferred_language)
        for one in members
        if one.email and one.person_id is None and one.is_open and one.pk not in have
    ]
    Invitation.objects.bulk_create(new, batch_size=AT_A_TIME)
    if new:
        record("member.invited", organisation, by=by, number=len(new))
    for start in range(0, len(new), LETTERS_A_JOB):
        enqueue(tasks.send_invitations, invitations=[str(one.pk) for one in new[start : start + LETTERS_A_JOB]])
    return len(new)


@transaction.atomic
def remind(*, membership: Membership, by: User) -> bool:
    """Send the letter again, with a fresh link; the old one is taken back. False: nothing waits."""
    check_verified(lock(membership.organisation))
    waiting = Invitation.objects.waiting().filter(membership=membership)
    if not waiting.update(withdrawn_at=now()):
        return False
    return invite(organisation=membership.organisation, members=[membership], by=by) == 1


def link(invitation: Invitation) -> str:
    """The whole address of the page on which the person accepts."""
    token = signing.dumps(str(invitation.pk), salt=SALT)
    return settings.SITE_URL + reverse("organisations:invitation", args=[token])


def of_link(token: str) -> Invitation | None:
    """The invitation of a link that was made here and is not too old, still open."""
    try:
        pk = signing.loads(token, salt=SALT, max_age=VALID)
    except signing.BadSignature:
        return None
    return (
        Invitation.objects.waiting().select_related("organisation", "membership__department", "invited_by").filter(pk=pk).first()
    )


@transaction.atomic
def accept(*, invitation: Invitation, person: User) -> Membership:
    """Tie the account to the row of the roster that the letter was about."""
    lock(invitation.organisation)
    held = Invitation.objects.waiting().select_for_update(of=("self",), no_key=True).filter(pk=invitation.pk).first()
    if held is None:
        raise Refused(_("This invitation was used or taken back. Ask the organisation's manager for another."))
    membership = join(membership=held.membership, person=person, by=person, how="invitation")
    held.accepted_at = now()
    held.save(update_fields=["accepted_at"])
    record("invitation.accepted", held, by=person, same_address=held.email.lower() == person.email)
    return membership


def send_all(pks: Iterable[str]) -> int:
    """Send these letters, each once; how many went."""
    return sum(letters.send_once(Invitation.objects.waiting(), pk, _send) for pk in pks)


def _send(invitation: Invitation) -> None:
    with override(invitation.language):
        context = {
            "organisation": invitation.organisation,
            "name": invitation.membership.name,
            "by": invitation.invited_by,
            "link": link(invitation),
            "days": VALID.days,
            "identity": Identity.for_site(Site.objects.get(is_default_site=True)),
            "site_url": settings.SITE_URL,
        }
        subject = _("%(organisation)s invites you to learn") % {"organisation": invitation.organisation.name}
        send_mail(subject, render_to_string("emails/invitation.txt", context), None, [invitation.email])


def sweep() -> int:
    """Have sent what no job has in hand; how many."""
    return letters.sweep(Invitation.objects.waiting(), tasks.send_invitation, "invitation")
