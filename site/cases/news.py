"""What this room tells people: that a case of theirs is published, returned or taken down."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from cases.models import CaseStudy, CaseSubmission
from notices.kinds import Kind
from notices.telling import tell

ROOM = _("Case library")


def tell_decided(submission: CaseSubmission) -> None:
    """Who handed a case in learns what came of it."""
    case, kind = submission.case, PUBLISHED if submission.is_accepted else RETURNED
    address = case.get_absolute_url() if submission.is_accepted else reverse("cases:mine")
    tell(
        kind.code,
        submission.by,
        occasion=submission.pk,
        facts={"title": case.title, "reason": submission.reason},
        address=address,
    )


def tell_taken_down(case: CaseStudy, reader: User, *, reason: str) -> None:
    facts = {"title": case.title, "reason": reason}
    tell(TAKEN_DOWN.code, reader, occasion=f"{case.pk}:{case.submissions.count()}", facts=facts, address=reverse("cases:mine"))


PUBLISHED = Kind(
    code="cases.published",
    room=ROOM,
    name=_("A case I submitted is published"),
    rule=_("Goes when a case that you submitted is published."),
    subject=_("Case published: %(title)s"),
)
RETURNED = Kind(
    code="cases.returned",
    room=ROOM,
    name=_("A case I submitted is returned"),
    rule=_("Goes when a case that you submitted is returned, with the reason."),
    subject=_("Case returned to you: %(title)s"),
    text=_("The reason: %(reason)s"),
    is_owed=True,
)
TAKEN_DOWN = Kind(
    code="cases.taken_down",
    room=ROOM,
    name=_("A case I submitted is taken down"),
    rule=_("Goes when a published case of yours is taken down, with the reason."),
    subject=_("Case taken down: %(title)s"),
    text=_("The reason: %(reason)s"),
    is_owed=True,
)
KINDS = (PUBLISHED, RETURNED, TAKEN_DOWN)
