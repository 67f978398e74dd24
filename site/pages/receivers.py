"""What follows from news of accounts, and of Wagtail's workflow: our notices, in the place of Wagtail's own mails.

A receiver is known by its `dispatch_uid`, and the first to come keeps the place: this room is ready before Wagtail's
admin, so what that would connect under the same names is never connected.
"""

from typing import Any

from django.dispatch import receiver
from wagtail.models import TaskState, WorkflowState
from wagtail.signals import task_submitted, workflow_approved, workflow_rejected, workflow_submitted

from accounts.models import User
from accounts.signals import person_erased
from pages import news, reporting


@receiver(person_erased, sender=User)
def forget_contact(sender: type[User], user: User, **kwargs: Any) -> None:
    """Who closes an account may have left the same address with a report."""
    reporting.forget_address(user.email)


def _waiting(sender: Any, instance: TaskState, user: Any = None, **kwargs: Any) -> None:
    news.tell_waiting(instance, user)


def _approved(sender: Any, instance: WorkflowState, user: Any = None, **kwargs: Any) -> None:
    news.tell_decided(instance, user, approved=True)


def _returned(sender: Any, instance: WorkflowState, user: Any = None, **kwargs: Any) -> None:
    news.tell_decided(instance, user, approved=False)


def _told_already(sender: Any, **kwargs: Any) -> None:
    """Wagtail would tell administrators a second time: they are among those who decide on the first step."""


task_submitted.connect(_waiting, sender=TaskState, dispatch_uid="group_approval_task_submitted_email_notification")
workflow_submitted.connect(_told_already, sender=WorkflowState, dispatch_uid="workflow_state_submitted_email_notification")
workflow_approved.connect(_approved, sender=WorkflowState, dispatch_uid="workflow_state_approved_email_notification")
workflow_rejected.connect(_returned, sender=WorkflowState, dispatch_uid="workflow_state_rejected_email_notification")
