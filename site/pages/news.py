"""What editing tells people: a page waits for a review, is approved, or is sent back.

In place of the mails Wagtail writes by itself: those speak the language of whoever clicked, and cannot be stopped.
"""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.contrib.auth.models import Group
from django.db.models import Q
from django.utils.translation import gettext, override, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.models import AbstractGroupApprovalTask, Page, TaskState, WorkflowState

from accounts.models import User
from notices.kinds import Kind
from notices.telling import tell, tell_all

ROOM = pgettext_lazy("room", "Editing")


def tell_waiting(step: TaskState, by: User | None) -> None:
    """Tell whoever may decide on this step, but not who handed it in. Steps that ask no group tell nobody."""
    task = step.task.specific
    if isinstance(task, AbstractGroupApprovalTask):
        about = step.workflow_state.content_object
        readers = _reviewers(task.groups.all()).exclude(pk=by.pk if by else None)
        tell_all(WAITING.code, readers, occasion=step.pk, facts=_facts(about, by), address=_address(about))


def tell_decided(state: WorkflowState, by: User | None, *, approved: bool) -> None:
    """Tell whoever handed it in, unless the same person decided."""
    author, about = state.requested_by, state.content_object
    if author is None or author == by:
        return
    if approved:
        tell(APPROVED.code, author, occasion=state.pk, facts=_facts(about, by), address=_address(about))
    else:
        # After a change it is handed in again: one state, and each time another step.
        step = state.current_task_state
        reason = step.specific.get_comment() or _no_reason()
        tell(RETURNED.code, author, occasion=step.pk, facts=_facts(about, by) | {"reason": reason}, address=_address(about))


def _reviewers(groups: Iterable[Group]) -> Any:
    return User.objects.filter(Q(groups__in=groups) | Q(is_superuser=True), is_active=True).distinct()


def _facts(about: Any, by: User | None) -> dict[str, Any]:
    title = about.specific.get_admin_display_title() if isinstance(about, Page) else str(about)
    return {"title": title, "person": by.full_name if by else title}


def _no_reason() -> dict[str, str]:
    told = {}
    for language, _name in settings.LANGUAGES:
        with override(language):
            told[language] = gettext("No comment was left.")
    return told


def _address(about: Any) -> str:
    return AdminURLFinder().get_edit_url(about) or ""


_THEIRS = _("Goes to whoever handed the page in.")

WAITING = Kind(
    code="pages.waiting",
    room=ROOM,
    name=_("a page waits for your review"),
    rule=_("Goes to whoever reviews pages before they are published."),
    subject=_("For your review: %(title)s"),
    text=_("%(person)s has handed it in. You approve it, or send it back with a comment."),
)
APPROVED = Kind(
    code="pages.approved",
    room=ROOM,
    name=_("what you handed in is approved"),
    rule=_THEIRS,
    subject=_("Approved: %(title)s"),
    text=_("%(person)s has approved what you handed in. It is published at once, or on the day that was set."),
)
RETURNED = Kind(
    code="pages.returned",
    room=ROOM,
    name=_("what you handed in is sent back"),
    rule=_THEIRS,
    subject=_("Sent back to you: %(title)s"),
    text=_("%(person)s has sent it back. %(reason)s Change it and hand it in again."),
)
REPORTED = Kind(
    code="pages.reported",
    room=ROOM,
    name=_("a reader reports an error"),
    rule=_("Goes to whoever settles the errors that readers report."),
    subject=_("Error reported: %(title)s"),
    text=_("Report %(number)s: %(what)s. Read it, mend the page, and answer within five working days."),
)
KINDS = (WAITING, APPROVED, RETURNED, REPORTED)
