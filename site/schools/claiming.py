"""Claiming a review (认领审核): the first who opens it reads it. It binds nobody."""

from typing import TYPE_CHECKING, cast

from schools import permissions
from schools.models import Claim, DepartmentTask, LessonPackPage

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User


def claim(page: LessonPackPage, user: "User | AnonymousUser") -> "User | None":
    """Claim the step the page is at, if it is this person's to decide and nobody has; who has it, if that is somebody else."""
    step = page.current_workflow_task_state
    task = step.task.specific if step else None
    if not isinstance(task, DepartmentTask) or not permissions.may_decide(user, page, task.department):
        return None
    me = cast("User", user)  # who may decide has signed in
    held, _new = Claim.objects.select_related("by").get_or_create(step_id=step.pk, defaults={"by": me})
    by: User = held.by
    return None if by.pk == me.pk else by
