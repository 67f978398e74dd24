"""What follows for training when people come, change place, leave, or complete a course."""

from typing import Any

from django.dispatch import receiver

from courses.models import Enrolment
from courses.signals import course_completed
from courses.training import news
from courses.training.counting import count_person
from courses.training.settling import end_of, settle
from organisations.models import Membership
from organisations.signals import member_changed, member_joined, member_left


@receiver(member_joined, sender=Membership)
def give_tasks(sender: type[Membership], membership: Membership, **kwargs: Any) -> None:
    """Newcomers get by themselves what stands for them."""
    news.tell_assigned(settle(membership.organisation, [membership]).made)


@receiver(member_changed, sender=Membership)
def change_tasks(sender: type[Membership], membership: Membership, before: dict[str, Any], **kwargs: Any) -> None:
    """Another department has other tasks."""
    if "department" in before:
        news.tell_assigned(settle(membership.organisation, [membership]).made)


@receiver(member_left, sender=Membership)
def end_tasks(sender: type[Membership], membership: Membership, **kwargs: Any) -> None:
    """Who has left has no tasks of the body any more."""
    end_of(membership)


@receiver(course_completed, sender=Enrolment)
def count_tasks(sender: type[Enrolment], enrolment: Enrolment, **kwargs: Any) -> None:
    """Done is done at once, not with the next count."""
    count_person(enrolment.learner)
