"""What follows from news of Wagtail's workflow."""

from typing import Any

from django.db import transaction
from django.db.models.signals import post_delete, post_save
from wagtail.models import Page, TaskState, WorkflowState
from wagtail.signals import (
    page_published,
    page_unpublished,
    task_approved,
    task_rejected,
    workflow_approved,
    workflow_rejected,
    workflow_submitted,
)

from core.audit import record
from schools import keeping
from schools.models import Claim, DepartmentTask, LessonPackPage


def _log(deed: str, state: WorkflowState, user: Any, **told: Any) -> None:
    # Wagtail gives the page without what is ours about it.
    page = state.content_object.specific if isinstance(state.content_object, Page) else None
    if isinstance(page, LessonPackPage):
        record(f"resource.{deed}", page, by=user, **told)


def _submitted(sender: Any, instance: WorkflowState, user: Any = None, **kwargs: Any) -> None:
    _log("submitted", instance, user, revision=instance.current_task_state.revision_id if instance.current_task_state else None)


def _approved(sender: Any, instance: WorkflowState, user: Any = None, **kwargs: Any) -> None:
    _log("published", instance, user)


def _returned(sender: Any, instance: WorkflowState, user: Any = None, **kwargs: Any) -> None:
    _log("returned", instance, user)


def _step_over(sender: Any, instance: TaskState, user: Any = None, **kwargs: Any) -> None:
    """A claim ends with the step it was made for."""
    if isinstance(instance.task.specific, DepartmentTask):
        with transaction.atomic():
            Claim.objects.filter(step_id=instance.pk).delete()


workflow_submitted.connect(_submitted, dispatch_uid="schools.submitted")
workflow_approved.connect(_approved, dispatch_uid="schools.approved")
workflow_rejected.connect(_returned, dispatch_uid="schools.returned")
task_approved.connect(_step_over, dispatch_uid="schools.step_approved")
task_rejected.connect(_step_over, dispatch_uid="schools.step_rejected")

# What the library counts by. (A page that moves, another right to read or another language clears all: cms/receivers.py.)
for news in (page_published, page_unpublished, post_delete):
    news.connect(keeping.changed, sender=LessonPackPage, dispatch_uid="schools.shelves")
post_save.connect(keeping.saved, sender=LessonPackPage, dispatch_uid="schools.shelves")
