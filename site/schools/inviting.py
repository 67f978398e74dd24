"""Asking an expert from outside (请专家): a signed link that runs out, can be ended, and leads to the draft and its files."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import Revision

from accounts.models import User
from core.audit import record
from core.dates import now
from core.shipped import digest
from core.text import clean
from schools import permissions
from schools.models import ExpertInvitation, ExpertOpinion, LessonPackPage

LONGEST, MOST_OPINIONS, MOST_OPEN = 4000, 20, 10


@transaction.atomic
def invite(page: LessonPackPage, *, by: User, name: str, office: str = "") -> ExpertInvitation:
    """A link for one expert. Raises PermissionDenied for who does not review, ValidationError when there are enough."""
    if not permissions.may_invite(by, page):
        raise PermissionDenied(_("Only who reviews a resource, and has not written it, asks an expert."))
    if not clean(name):
        raise ValidationError(_("Write the expert's name; it stands beside the opinion."))
    if ExpertInvitation.objects.open().filter(page=page).count() >= MOST_OPEN:
        raise ValidationError(_("There are %(n)s open links to this resource. End one first.") % {"n": MOST_OPEN})
    made = ExpertInvitation.objects.create(page=page, name=clean(name)[:40], office=clean(office)[:80], invited_by=by)
    record("resource.expert_invited", page, by=by, name=made.name, invitation=str(made.pk))
    return made


@transaction.atomic
def end(invitation: ExpertInvitation, *, by: User) -> None:
    """The link leads nowhere from now on. Ending twice is no fault."""
    if not permissions.may_invite(by, invitation.page):
        raise PermissionDenied(_("Only who reviews a resource, and has not written it, asks an expert."))
    if ExpertInvitation.objects.filter(pk=invitation.pk, ended_at=None).update(ended_at=now()):
        record("resource.expert_link_ended", invitation.page, by=by, name=invitation.name, invitation=str(invitation.pk))


@transaction.atomic
def write(invitation: ExpertInvitation, *, text: str, revision: int) -> ExpertOpinion:
    """An opinion about the version the expert has read. It is advice: no department's decision rests on it by itself.

    Raises PermissionDenied for a link that is over, ValidationError for words that cannot be taken or another version.
    """
    held = ExpertInvitation.objects.select_for_update(of=("self",)).select_related("page").get(pk=invitation.pk)
    if not held.is_open:
        raise PermissionDenied(_("This link is over."))
    words = text.strip()
    if not words or len(words) > LONGEST:
        raise ValidationError(_("Write your opinion, in at most %(n)s characters.") % {"n": LONGEST})
    page = held.page
    if page.latest_revision_id != revision:
        raise ValidationError(_("The school has changed the resource since you opened it. Read the new version, then send."))
    if ExpertOpinion.objects.filter(invitation=held.pk).count() >= MOST_OPINIONS:
        raise ValidationError(_("You have written %(n)s opinions with this link; ask for another one.") % {"n": MOST_OPINIONS})
    read = Revision.objects.get(pk=revision)
    written = ExpertOpinion.objects.create(
        invitation=held.pk,
        page=page.pk,
        revision=read.pk,
        content_sha256=digest(read.content),
        name=held.name,
        office=held.office,
        text=words,
    )
    record("resource.expert_wrote", page, by=None, name=held.name, invitation=str(held.pk), revision=read.pk)
    return written
