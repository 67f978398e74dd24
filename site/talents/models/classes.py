"""Class codes (班级码): a teacher opens one, pupils then check themselves without an account, and only counts are kept."""

from typing import TYPE_CHECKING, ClassVar, Self

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.codes import drawn
from core.dates import now, today
from schools.models import LessonPackPage

if TYPE_CHECKING:
    from accounts.models import User


def new_class_code() -> str:
    """Six signs that are written on a blackboard."""
    return drawn(6)


class ClassCodeQuerySet(models.QuerySet["ClassCode"]):
    def visible_to(self, user: "User | AnonymousUser") -> Self:
        """One's own."""
        return self.filter(teacher_id=user.pk) if user.is_authenticated else self.none()

    def open(self) -> Self:
        """What pupils may use today."""
        return self.filter(closed_at=None, until__gte=today())


class ClassCode(models.Model):
    """A code under which a class checks itself by the objectives of a resource. It holds no name, and no pupil has one here."""

    code = models.CharField(_("class code"), max_length=6, unique=True, default=new_class_code, editable=False)
    teacher = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="class_codes", verbose_name=_("teacher")
    )
    pack = models.ForeignKey(
        LessonPackPage, on_delete=models.PROTECT, related_name="class_codes", verbose_name=_("teaching resource")
    )
    # The objectives as they were when the code was opened: a resource that changes later does not change what was counted.
    objectives = models.JSONField(_("objectives"))
    label = models.CharField(_("label for yourself"), max_length=12, blank=True)
    until = models.DateField(_("usable until"))
    turns = models.PositiveIntegerField(_("turns"), default=0)
    opened_at = models.DateTimeField(_("opened"), default=now, editable=False)
    closed_at = models.DateTimeField(_("closed down at"), null=True, blank=True)

    objects = ClassCodeQuerySet.as_manager()

    class Meta:
        verbose_name = _("class code")
        verbose_name_plural = _("class codes")
        ordering: ClassVar = ["-opened_at"]

    def __str__(self) -> str:
        return self.code

    def get_absolute_url(self) -> str:
        return reverse("talents:class_check", args=[self.code])

    @property
    def is_open(self) -> bool:
        return self.closed_at is None and self.until >= today()


class ClassCount(models.Model):
    """How many said so of one objective. Nothing tells who, or when."""

    class Answer(models.TextChoices):
        CAN = "can", _("I can do it")
        NEARLY = "nearly", _("Nearly there")
        NOT_YET = "not_yet", _("Not yet there")

    code = models.ForeignKey(ClassCode, on_delete=models.CASCADE, related_name="counts", verbose_name=_("class code"))
    place = models.PositiveSmallIntegerField(_("number of the objective"))
    answer = models.CharField(_("answer"), max_length=8, choices=Answer)
    number = models.PositiveIntegerField(_("how many"), default=0)

    class Meta:
        verbose_name = _("count of a class")
        verbose_name_plural = _("counts of classes")
        ordering: ClassVar = ["place", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["code", "place", "answer"], name="classcount_once"),
            models.CheckConstraint(condition=Q(number__gte=0), name="classcount_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.code_id} {self.place} {self.answer}"
