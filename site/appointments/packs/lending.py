"""Lending a pack (出示): who else of the firm may make packs, and signed links that show one to an inspector."""

import datetime as dt

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from accounts.models import User
from appointments.packs.making import Refused
from appointments.packs.models import InspectionPack, PackKeeper, PackLink
from core.audit import record
from core.dates import now
from organisations.models import Membership, Organisation


@transaction.atomic
def name_keeper(*, organisation: Organisation, person: User, by: User) -> PackKeeper:
    """Let a member make and fetch packs. Named twice, it is once. Raises Refused."""
    Organisation.objects.select_for_update(no_key=True).get(pk=organisation.pk)
    if not Membership.objects.present().filter(organisation=organisation, person=person).exists():
        raise Refused(_("%(name)s is no member of this organisation. Invite the person first.") % {"name": person.full_name})
    made, is_new = PackKeeper.objects.get_or_create(
        organisation=organisation, person=person, ended_at=None, defaults={"named_by": by}
    )
    if is_new:
        record("pack.keeper_named", made, by=by, person=person.pk)
    return made


@transaction.atomic
def end_keeper(*, keeper: PackKeeper, by: User) -> None:
    """Take it back. Taken back twice, it is once."""
    if PackKeeper.objects.filter(pk=keeper.pk, ended_at=None).update(ended_at=now()):
        record("pack.keeper_ended", keeper, by=by, person=keeper.person_id)


@transaction.atomic
def lend(*, pack: InspectionPack, purpose: str, days: int, by: User) -> PackLink:
    """A link that shows this pack for some days. Raises Refused."""
    if not pack.is_kept:
        raise Refused(_("The file of this pack is not kept any more. Have it made again."))
    made = PackLink.objects.create(pack=pack, purpose=purpose, by=by, expires_at=now() + dt.timedelta(days=days))
    record("pack.lent", made, by=by, pack=str(pack.pk), purpose=purpose, days=days)
    return made


@transaction.atomic
def take_back(*, link: PackLink, by: User) -> None:
    """The link shows nothing from now on. Taken back twice, it is once."""
    if PackLink.objects.filter(pk=link.pk, revoked_at=None).update(revoked_at=now()):
        record("pack.taken_back", link, by=by, pack=str(link.pack_id))


@transaction.atomic
def note_fetched(*, pack: InspectionPack, by: User | None, link: PackLink | None = None) -> None:
    """Note who fetched the file: somebody of the firm, or whoever held a link."""
    if link is not None:
        PackLink.objects.filter(pk=link.pk).update(fetched=F("fetched") + 1)
    record("pack.fetched", pack, by=by, link=str(link.pk) if link else "")
