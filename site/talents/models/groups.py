"""Classes of colleges (教学班): who looks after them, who studies in them."""

import uuid
from typing import TYPE_CHECKING, ClassVar, Self

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.codes import drawn
from core.dates import now, today
from organisations.models import Organisation

if TYPE_CHECKING:
    from accounts.models import User


def new_code() -> str:
    """Eight signs that are read aloud."""
    return drawn(8)


class ClassGroupQuerySet(models.QuerySet["ClassGroup"]):
    def taught_by(self, user: "User | AnonymousUser") -> Self:
        """Those of the verified colleges whose teaching this person looks after."""
        return self.filter(college__in=colleges_of(user))

    def visible_to(self, user: "User | AnonymousUser") -> Self:
        """Its teachers', and those one studies in: of these one sees one's own grades alone."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(Q(college__in=colleges_of(user)) | Q(members__student=user.pk, members__left_on=None)).distinct()

    def studied_by(self, user: "User") -> Self:
        """Those one studies in now."""
        return self.filter(members__student=user.pk, members__left_on=None)


def colleges_of(user: "User | AnonymousUser") -> "models.QuerySet[Organisation]":
    """The verified colleges whose teaching a person looks after."""
    return Organisation.objects.trained_by(user).verified().filter(kind=Organisation.Kind.COLLEGE)


class ClassGroup(models.Model):
    """A class of a college (教学班). Students come in by its code; they have accounts, for hours are recognised to a person."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    college = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="class_groups", verbose_name=_("college"))
    title = models.CharField(_("title"), max_length=60)
    teacher = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("teacher"))
    code = models.CharField(_("join code"), max_length=8, unique=True, default=new_code, editable=False)
    opened_at = models.DateTimeField(_("opened"), default=now, editable=False)

    objects = ClassGroupQuerySet.as_manager()

    class Meta:
        verbose_name = _("class of a college")
        verbose_name_plural = _("classes of colleges")
        ordering: ClassVar = ["-opened_at"]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("talents:group", args=[self.pk])


class ClassMember(models.Model):
    """A student in a class, from a day until a day."""

    group = models.ForeignKey(ClassGroup, on_delete=models.PROTECT, related_name="members", verbose_name=_("class"))
    student = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="class_memberships", verbose_name=_("student")
    )
    joined_on = models.DateField(_("joined on"), default=today)
    left_on = models.DateField(_("left on"), null=True, blank=True)

    class Meta:
        verbose_name = _("student of a class")
        verbose_name_plural = _("students of classes")
        ordering: ClassVar = ["student__full_name", "pk"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["group", "student"], name="classmember_once")]

    def __str__(self) -> str:
        return f"{self.group_id} {self.student_id}"
