"""Duties done (履职记录): what somebody in a post of quality did, on which day, with what outcome (Art. 9)."""

import uuid
from typing import TYPE_CHECKING, ClassVar, Self

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from appointments.models.appointments import Appointment, someone
from appointments.models.vetoes import Veto, VetoRuling
from core.dates import now, today

if TYPE_CHECKING:
    from accounts.models import User


class DutyEntryQuerySet(models.QuerySet["DutyEntry"]):
    def visible_to(self, user: "User | AnonymousUser") -> Self:
        """Those of the appointments one may see."""
        return self.filter(appointment__in=Appointment.objects.visible_to(user))

    def standing(self) -> Self:
        """Those that no later entry corrects: what a report counts."""
        return self.filter(correction=None)

    def in_year(self, year: int) -> Self:
        return self.filter(done_on__year=year)


class DutyEntry(models.Model):
    """One thing done. Append-only: a correction is a new entry that names the old one."""

    class Kind(models.TextChoices):
        CULTURE = "culture", _("Quality culture")
        SUPERVISION = "supervision", _("Supervision of products and services")
        PREVENTION = "prevention", _("Preventive measure")
        VETO = "veto", _("Use of the veto")
        AUDIT = "audit", _("Internal audit")
        TRAINING = "training", _("Training of staff")
        SUPPLIER = "supplier", _("Supplier quality")
        RECALL = "recall", _("Recall")
        COMPLAINT = "complaint", _("Complaints and claims")
        IMPROVEMENT = "improvement", _("Improvement")
        REPORTING = "reporting", _("Report to the head of the firm")
        OTHER = "other", _("Other duty")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    appointment = models.ForeignKey(Appointment, on_delete=models.PROTECT, related_name="entries", verbose_name=_("appointment"))
    kind = models.CharField(_("kind of duty"), max_length=12, choices=Kind)
    done_on = models.DateField(_("day it was done"))
    text = models.TextField(_("what was done"))
    outcome = models.TextField(_("what came of it"), blank=True)
    corrects = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="correction", verbose_name=_("corrects")
    )
    written_by = someone(_("written by"), null=False)
    written_at = models.DateTimeField(_("written at"), default=now)

    objects = DutyEntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("entry of the duty log")
        verbose_name_plural = _("entries of the duty log")
        ordering: ClassVar = ["-done_on", "-written_at"]
        indexes: ClassVar = [models.Index(fields=["appointment", "done_on"], name="duty_appointment_day")]

    def __str__(self) -> str:
        return f"{self.done_on} {self.kind}"


class Attachment(models.Model):
    """A file that shows what an entry, a veto or a decision says. Append-only: a trigger refuses changes."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    entry = models.ForeignKey(DutyEntry, on_delete=models.PROTECT, null=True, related_name="files", verbose_name=_("entry"))
    veto = models.ForeignKey(Veto, on_delete=models.PROTECT, null=True, related_name="files", verbose_name=_("veto"))
    ruling = models.ForeignKey(VetoRuling, on_delete=models.PROTECT, null=True, related_name="files", verbose_name=_("decision"))
    name = models.CharField(_("file name"), max_length=120)
    media_type = models.CharField(_("type of file"), max_length=40)
    size = models.PositiveIntegerField(_("size in bytes"))
    key = models.CharField(_("stored under"), max_length=200)
    sha256 = models.CharField(_("SHA-256"), max_length=64)

    class Meta:
        verbose_name = _("attached file")
        verbose_name_plural = _("attached files")
        ordering: ClassVar = ["name"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(entry__isnull=False, veto=None, ruling=None)
                | Q(entry=None, veto__isnull=False, ruling=None)
                | Q(entry=None, veto=None, ruling__isnull=False),
                name="attachment_of_one_thing",
                violation_error_message=_("A file belongs to one entry, one veto or one decision."),
            )
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("appointments:file", args=[self.pk])


class PreventiveMeasure(models.Model):
    """Something done so that it does not happen (预防措施). It is not closed before somebody looked whether it worked."""

    class Kind(models.TextChoices):
        DESIGN = "design", _("Design it out")
        PROOF = "proof", _("Error-proof it")
        DETECT = "detect", _("Detect it")
        INSTRUCT = "instruct", _("Instruct people")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    appointment = models.ForeignKey(
        Appointment, on_delete=models.PROTECT, related_name="preventive_measures", verbose_name=_("appointment")
    )
    risk = models.CharField(_("what may happen"), max_length=200)
    cause = models.TextField(_("why it may happen"))
    kind = models.CharField(_("kind of measure"), max_length=10, choices=Kind)
    text = models.TextField(_("what is done about it"))
    owner = models.CharField(_("who does it"), max_length=60)
    due = models.DateField(_("to be done by"))
    opened_at = models.DateTimeField(_("opened at"), default=now)
    effect = models.TextField(_("how its effect was checked, and what was found"), blank=True)
    checked_on = models.DateField(_("effect checked on"), null=True, blank=True)
    closed_at = models.DateTimeField(_("closed at"), null=True, blank=True)

    class Meta:
        verbose_name = _("preventive measure")
        verbose_name_plural = _("preventive measures")
        ordering: ClassVar = ["closed_at", "due"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(closed_at=None) | (Q(checked_on__isnull=False) & ~Q(effect="")),
                name="measure_closed_after_check",
                violation_error_message=_(
                    "A measure is closed when its effect was checked: say on which day and what was found."
                ),
            )
        ]

    def __str__(self) -> str:
        return self.risk

    @property
    def is_overdue(self) -> bool:
        return self.closed_at is None and self.due < today()
