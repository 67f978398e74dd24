"""The files of an application: each proves one requirement, is the applicant's alone until it is submitted, and kept after."""

from typing import TYPE_CHECKING, ClassVar, Self

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from certificates.models.applications import Application
from certificates.models.enclosures import HandedIn

if TYPE_CHECKING:
    from accounts.models import User


class EvidenceQuerySet(models.QuerySet["Evidence"]):
    def visible_to(self, user: "User | AbstractBaseUser | AnonymousUser") -> Self:
        """The files of the applications one may see."""
        return self.filter(application__in=Application.objects.visible_to(user))

    def kept(self) -> Self:
        """Those whose bytes are still there."""
        return self.filter(forgotten_at=None)

    def standing(self) -> Self:
        """Those that were not taken out again."""
        return self.filter(removed_at=None)


class Evidence(HandedIn):
    """A file handed in for one requirement of an application (申请材料). Once submitted it is only marked as taken out."""

    application = models.ForeignKey(
        Application, on_delete=models.PROTECT, related_name="evidence", verbose_name=_("application for a certificate")
    )
    code = models.CharField(_("requirement"), max_length=20)
    # Since when it is part of what was submitted: from then on it stays as it is, whoever takes it out.
    kept_at = models.DateTimeField(_("submitted at"), null=True, blank=True)
    removed_at = models.DateTimeField(_("taken out at"), null=True, blank=True)
    forgotten_at = models.DateTimeField(_("words removed at"), null=True, blank=True, editable=False)

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("evidence")
        verbose_name_plural = _("evidence")
        ordering: ClassVar = ["at", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["application", "code", "sha256"],
                condition=Q(removed_at=None),
                name="evidence_file_uniq",
                violation_error_message=_("This file is already there."),
            )
        ]

    def get_absolute_url(self) -> str:
        return reverse("certificates:application_evidence", args=[self.pk])
