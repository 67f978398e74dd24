"""Learning records that were taken out (学习档案): what each said on its day, so that anyone can check it by its code."""

from typing import TYPE_CHECKING, ClassVar, Self
from uuid import uuid4

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.codes import paper_code
from core.dates import now

if TYPE_CHECKING:
    from accounts.models import User


def new_code() -> str:
    """The code of a paper. Migrations of several rooms know it by this name."""
    return paper_code()


class TakenOut(models.Model):
    """What each kind of record that is taken out keeps. Append-only: a trigger on each table refuses changes."""

    OWNER: ClassVar[str]

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    code = models.CharField(_("code"), max_length=14, unique=True, default=new_code)
    facts = models.JSONField(_("facts"))
    facts_sha256 = models.CharField(_("digest of the facts"), max_length=64)
    language = models.CharField(_("language"), max_length=10)
    key = models.CharField(_("file"), max_length=200)
    sha256 = models.CharField(_("SHA-256"), max_length=64)
    made_at = models.DateTimeField(_("made at"), default=now)

    class Meta:
        abstract = True
        ordering: ClassVar = ["-made_at"]

    def __str__(self) -> str:
        return self.code

    def get_absolute_url(self) -> str:
        """Where anybody checks it."""
        raise NotImplementedError


class LearningRecordQuerySet(models.QuerySet["LearningRecord"]):
    def visible_to(self, user: "User | AnonymousUser") -> Self:
        """One's own."""
        return self.filter(learner_id=user.pk) if user.is_authenticated else self.none()


class LearningRecord(TakenOut):
    """A learning record as it was on the day it was taken out."""

    OWNER = "learner"

    learner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="learning_records", verbose_name=_("learner")
    )

    objects = LearningRecordQuerySet.as_manager()

    class Meta(TakenOut.Meta):
        verbose_name = _("learning record")
        verbose_name_plural = _("learning records")

    def get_absolute_url(self) -> str:
        return reverse("courses:record_check", args=[self.code])
