"""The way to the public (送审与会同审核), as deeds: hand in, approve, return. The admin's buttons do the same through Wagtail."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from schools.models import Decision, DepartmentTask, LessonPackPage
from schools.traits import Department, Kind

# What a lesson is not without; a draft may be saved before it is all there.
_WHOLE = ("title", "stage", "subject", "licence", "text")


def lacking(page: LessonPackPage) -> list[str]:
    """What of the newest draft is still to be said before anybody reads it, by its names in the editor."""
    draft = page.get_latest_revision_as_object()
    asked = (*_WHOLE, "safety") if draft.kind == Kind.PRACTICE else _WHOLE
    return [str(draft._meta.get_field(name).verbose_name) for name in asked if not str(getattr(draft, name)).strip()]


def submit(page: LessonPackPage, *, by: User) -> None:
    """Hand the newest draft in. Raises ValidationError when it is in review already, or not whole."""
    workflow, state = page.get_workflow(), page.current_workflow_state
    if workflow is None or page.workflow_in_progress:
        raise ValidationError(_("It is in review already, or nobody is appointed to review it."))
    if names := lacking(page):
        raise ValidationError(_("It is not whole yet. Open it and fill in: %(names)s.") % {"names": "、".join(names)})
    with transaction.atomic():
        if state is not None:  # it was returned
            state.resume(by)
            return
        approved = Decision.objects.approving().filter(revision=page.latest_revision_id)
        asked = max(len(DepartmentTask.of(workflow)), len(Department))
        if approved.exclude(readings=asked).exists() or Decision.objects.carry(page.latest_revision_id):
            # Approved by another way, or taken down since: it is read from the beginning, as a version of its own.
            page.get_latest_revision_as_object().save_revision(user=by)
            page.refresh_from_db()
        workflow.start(page, by)


def approve(page: LessonPackPage, *, by: User, comment: str = "") -> None:
    """The present step's department approves; with the last approval the page is public."""
    _act(page, by, "approve", comment)


def give_back(page: LessonPackPage, *, by: User, comment: str) -> None:
    """Return it to its authors with what is to be changed. Raises ValidationError without a word of why."""
    if not comment.strip():
        raise ValidationError(_("Say what is to be changed; the authors read it."))
    _act(page, by, "reject", comment)


def _act(page: LessonPackPage, by: User, deed: str, comment: str) -> None:
    state = page.current_workflow_task_state
    if state is None:
        raise ValidationError(_("It is not in review now."))
    state.task.specific.on_action(state, by, deed, comment=comment)
