"""The pledge of a year (质量承诺): who signed it. A person is shown masked, a body only where one of its people signs for it."""

import uuid
from typing import ClassVar, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core.dates import now
from core.masking import masked
from core.text import clean


class PledgeQuerySet(models.QuerySet["Pledge"]):
    def standing(self, year: int) -> Self:
        """Those of a year that were not taken back, newest first."""
        return self.filter(year=year, withdrawn_at=None).select_related("organisation").order_by("-signed_at")


class Pledge(models.Model):
    """One signature. Its address is known to its signer alone: it is the key for taking it back."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    year = models.PositiveSmallIntegerField(_("year"))
    name = models.CharField(_("full name"), max_length=30, blank=True)
    organisation = models.ForeignKey(
        "organisations.Organisation", on_delete=models.CASCADE, null=True, related_name="+", verbose_name=_("organisation")
    )
    signed_at = models.DateTimeField(_("signed at"), default=now)
    withdrawn_at = models.DateTimeField(_("taken back at"), null=True)

    objects = PledgeQuerySet.as_manager()

    class Meta:
        verbose_name = _("pledge")
        verbose_name_plural = _("pledges")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(name="") | Q(organisation__isnull=False) | Q(withdrawn_at__isnull=False), name="pledge_is_somebodys"
            ),
            models.UniqueConstraint(
                fields=["year", "organisation"],
                condition=Q(withdrawn_at=None),
                name="pledge_once_for_a_body",
                violation_error_message=_("This body has signed already."),
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["year", "-signed_at"], name="pledge_newest")]

    def __str__(self) -> str:
        return self.shown

    def get_absolute_url(self) -> str:
        return reverse("campaigns:signature", args=[self.pk])

    def clean(self) -> None:
        self.name = clean(self.name)
        if not self.organisation_id and not any(sign.isalpha() for sign in self.name):
            raise ValidationError({"name": gettext("Write your name in letters or characters.")})

    @property
    def shown(self) -> str:
        """As everybody sees it."""
        return self.organisation.name if self.organisation else masked(self.name)

    def take_back(self) -> None:
        """Nobody is kept who does not want to be: the name goes too. Doing it twice changes nothing."""
        Pledge.objects.filter(pk=self.pk, withdrawn_at=None).update(withdrawn_at=now(), name="")
