"""Comments beside the words (逐段批注): Wagtail's own, so the teacher finds them at the field in the editor, and here as well.

Writing one changes no version of the resource: whoever comments does not become an author of what he decides on.
"""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import Comment, CommentReply

from accounts.models import User
from core.audit import record
from core.dates import now
from schools import permissions
from schools.models import LessonPackPage

LONGEST, QUOTED = 1000, 24
# The fields a reader reads, in the order of the page.
FIELDS = (
    "title",
    "summary",
    "text",
    "objectives",
    "materials",
    "safety",
    "cost",
    "kind",
    "stage",
    "subject",
    "minutes",
    "grades",
    "links",
    "roles",
    "industry",
    "languages",
    "keywords",
    "licence",
    "rights_holder",
    "source",
    "cites",
    "valid_until",
)
# They stand at the head of the page: shown among the words where they were changed, or somebody said something.
HEAD = ("kind", "stage", "subject", "minutes")


@transaction.atomic
def comment(page: LessonPackPage, *, by: User, field: str, text: str, passage: str = "") -> Comment:
    """Say something of one field, or of one passage of it, whose first words are quoted."""
    if not permissions.may_comment(by, page):
        raise PermissionDenied
    if field not in FIELDS:
        raise ValidationError(_("There is nothing of this name to comment on."))
    words = _checked(text)
    if passage:
        quoted = passage[:QUOTED] + ("…" if len(passage) > QUOTED else "")
        words = f"“{quoted}”\n{words}"
    made: Comment = Comment.objects.create(
        page_id=page.pk, user=by, contentpath=field, text=words, revision_created_id=page.latest_revision_id
    )
    made.log_create(page_revision=page.latest_revision, user=by)
    record("resource.commented", page, by=by, field=field, comment=made.pk)
    return made


@transaction.atomic
def reply(to: Comment, *, by: User, text: str) -> CommentReply:
    page = _page(to, by)
    made: CommentReply = CommentReply.objects.create(comment=to, user=by, text=_checked(text))
    made.log_create(page_revision=page.latest_revision, user=by)
    return made


@transaction.atomic
def resolve(comment: Comment, *, by: User) -> None:
    """It is settled: said by who wrote the comment or by who writes the resource. Twice is no fault."""
    page = _page(comment, by)
    if comment.user_id != by.pk and not permissions.writes(by, page):
        raise PermissionDenied(_("Whoever wrote the comment, or writes the resource, says that it is settled."))
    if Comment.objects.filter(pk=comment.pk, resolved_at=None).update(resolved_at=now(), resolved_by=by):
        comment.log_resolve(page_revision=page.latest_revision, user=by)


def _page(comment: Comment, by: User) -> LessonPackPage:
    page = LessonPackPage.objects.get(pk=comment.page_id)
    if not permissions.may_comment(by, page):
        raise PermissionDenied
    return page


def _checked(text: str) -> str:
    words = text.strip()
    if not words or len(words) > LONGEST:
        raise ValidationError(_("Write your comment, in at most %(n)s characters.") % {"n": LONGEST})
    return words
