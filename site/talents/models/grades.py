"""The gradebook of a class (成绩册): what is graded, and each student's marks in it."""

from typing import ClassVar

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.dates import now
from talents.models.groups import ClassGroup, ClassMember


class GradeColumn(models.Model):
    """Something that is graded (成绩项): a paper, a project, an exam of the college."""

    group = models.ForeignKey(ClassGroup, on_delete=models.PROTECT, related_name="columns", verbose_name=_("class"))
    title = models.CharField(_("title"), max_length=40)
    maximum = models.PositiveSmallIntegerField(_("full marks"), default=100, validators=[MinValueValidator(1)])

    class Meta:
        verbose_name = _("column of a gradebook")
        verbose_name_plural = _("columns of gradebooks")
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["group", "title"],
                name="gradecolumn_title_once",
                violation_error_message=_("The gradebook has a column of this name already."),
            )
        ]

    def __str__(self) -> str:
        return self.title


class Grade(models.Model):
    """A student's marks in a column (成绩)."""

    column = models.ForeignKey(GradeColumn, on_delete=models.PROTECT, related_name="grades", verbose_name=_("column"))
    member = models.ForeignKey(ClassMember, on_delete=models.PROTECT, related_name="grades", verbose_name=_("student"))
    points = models.DecimalField(_("marks"), max_digits=5, decimal_places=1)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("written by")
    )
    written_at = models.DateTimeField(_("written at"), default=now)

    class Meta:
        verbose_name = _("grade")
        verbose_name_plural = _("grades")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["column", "member"], name="grade_once"),
            models.CheckConstraint(condition=Q(points__gte=0), name="grade_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.column_id} {self.member_id} {self.points}"
