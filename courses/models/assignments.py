"""That a body assigned a course to one of its members (指派): what the body may see of his learning begins here."""

from typing import TYPE_CHECKING, ClassVar, Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.dates import now
from courses.models.course import Course
from organisations.models import Membership, Organisation

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User


class CourseAssignmentQuerySet(models.QuerySet["CourseAssignment"]):
    def visible_to(self, user: "User | AnonymousUser") -> Self:
        """One's own, and those of the bodies whose training one looks after; nothing of who has left."""
        mine = models.Q(membership__person_id=user.pk)
        trained = models.Q(membership__organisation__in=Organisation.objects.trained_by(user).values("pk"))
        return self.filter(mine | trained, membership__until=None) if user.is_authenticated else self.none()

    def of(self, organisation: Organisation) -> Self:
        """Those of the members of today, with an account."""
        return self.filter(membership__organisation=organisation, membership__until=None, membership__person__isnull=False)


class CourseAssignment(models.Model):
    """A course assigned to a member (指派课程). It ends with the membership."""

    membership = models.ForeignKey(
        Membership, on_delete=models.PROTECT, related_name="course_assignments", verbose_name=_("member of an organisation")
    )
    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="assignments", verbose_name=_("course"))
    assigned_at = models.DateTimeField(_("assigned at"), default=now)
    assigned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("assigned by")
    )

    objects = CourseAssignmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("assigned course")
        verbose_name_plural = _("assigned courses")
        ordering: ClassVar = ["-assigned_at", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["membership", "course"],
                name="courseassignment_once",
                violation_error_message=_("This course is assigned to this person already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.membership_id} {self.course_id}"
