"""Profiles (档案公开): a person opens one and takes it back; whoever looks is written down."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from core.audit import record
from core.dates import now
from organisations.models import Organisation
from talents.models import ProfileLook, TalentProfile


class Refused(Exception):
    """It cannot be opened so; the message says why."""


@transaction.atomic
def open_to_enterprises(profile: TalentProfile, *, by: User) -> None:
    """Let verified enterprises see it. Opened twice, the first moment stays."""
    if profile.person_id != by.pk:
        raise Refused(_("Only the person opens his or her own profile."))
    if TalentProfile.objects.filter(pk=profile.pk, opened_at=None).update(opened_at=now()):
        record("profile.opened", profile, by=by)
    profile.refresh_from_db(fields=["opened_at"])


@transaction.atomic
def withdraw(profile: TalentProfile, *, by: User) -> None:
    """Hide it from everybody, at once. Withdrawn twice, it is withdrawn once."""
    if profile.person_id != by.pk:
        raise Refused(_("Only the person takes back his or her own profile."))
    if TalentProfile.objects.filter(pk=profile.pk).exclude(opened_at=None).update(opened_at=None):
        record("profile.withdrawn", profile, by=by)
    profile.refresh_from_db(fields=["opened_at"])


@transaction.atomic
def look(profile: TalentProfile, *, by: User, organisation: Organisation) -> ProfileLook | None:
    """Write down who looks, before it is shown. None when it was withdrawn meanwhile: then nothing is shown."""
    held = TalentProfile.objects.select_for_update(no_key=True).filter(pk=profile.pk).open().first()
    return ProfileLook.objects.create(profile=held, by=by, organisation=organisation) if held else None
