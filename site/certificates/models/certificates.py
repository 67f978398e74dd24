"""Certificates, as they were issued. What was decided about them: events.py; the documents made of them: artefacts.py."""

import uuid
from typing import TYPE_CHECKING, ClassVar, Self

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from certificates.badges import bitstring
from certificates.facts import Facts
from certificates.models.artefacts import Artefact
from certificates.models.schemes import Scheme, SchemeVersion
from certificates.models.substitutes import NameSubstitute
from certificates.permissions import keeps_register
from certificates.status import LIVE, Status, derive
from core import typefaces
from core.dates import now, today
from core.masking import masked
from exams.models import Result

if TYPE_CHECKING:
    from accounts.models import User


class CertificateQuerySet(models.QuerySet["Certificate"]):
    def visible_to(self, user: "User | AbstractBaseUser | AnonymousUser") -> Self:
        """One's own certificates; administrators see all. What the public may see goes through `with_number`."""
        if not user.is_authenticated:
            return self.none()
        return self if keeps_register(user) else self.filter(holder_id=user.pk)

    def held_by(self, user: "User | AbstractBaseUser") -> Self:
        """A person's own certificates, whoever asks."""
        return self.filter(holder_id=user.pk)

    def with_number(self, number: str) -> Self:
        """The certificate a stranger has the number of."""
        return self.filter(number=number)

    def live(self) -> Self:
        """Neither ended nor replaced; the calendar is not asked."""
        return self.filter(state__in=LIVE)

    def told(self) -> Self:
        """With scheme and document at hand (two queries)."""
        return self.select_related("scheme", "scheme_version").prefetch_related("artefacts")


class Certificate(models.Model):
    """Proof that a person completed and passed a scheme (证书).

    Nothing printed is ever edited: a correction is a new certificate that supersedes this one. Only `state`
    changes, and only together with an event; a trigger refuses everything else.
    """

    class State(models.TextChoices):
        VALID = "valid", _("Valid")
        SUSPENDED = "suspended", _("Suspended")
        WITHDRAWN = "withdrawn", _("Withdrawn")
        SUPERSEDED = "superseded", _("Replaced")
        CANCELLED = "cancelled", pgettext_lazy("of a certificate", "Cancelled")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    number = models.CharField(_("certificate number"), max_length=24)
    scheme = models.ForeignKey(Scheme, on_delete=models.PROTECT, related_name="certificates", verbose_name=_("scheme"))
    scheme_version = models.ForeignKey(
        SchemeVersion, on_delete=models.PROTECT, related_name="certificates", verbose_name=_("scheme version")
    )
    holder = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="certificates", verbose_name=_("holder")
    )
    holder_name = models.CharField(_("full name"), max_length=60)
    # Everything else that is printed, as it read on the day of issue (rendering.Facts).
    subject = models.JSONField(_("printed facts"))
    # Null only for what will be taken over from elsewhere.
    result = models.ForeignKey(
        Result, on_delete=models.PROTECT, null=True, blank=True, related_name="certificates", verbose_name=_("result")
    )
    # Null: decided by rule, which `decision_basis` names.
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("decided by")
    )
    decision_basis = models.JSONField(_("decided on"), default=dict)
    state = models.CharField(_("state"), max_length=12, choices=State, default=State.VALID)
    issued_at = models.DateTimeField(_("issued at"), default=now)
    valid_from = models.DateField(_("valid from"))
    valid_until = models.DateField(_("valid until"), null=True, blank=True, help_text=_("The last day on which it is valid."))
    # When the name was taken off the register (forgetting); it cannot come back.
    name_removed_at = models.DateTimeField(_("name removed at"), null=True, blank=True, editable=False)
    supersedes = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="successor", verbose_name=_("replaces")
    )
    # Where its bit stands for whoever verifies its badge elsewhere (badges.statuslists); given at issue, at random.
    status_list = models.PositiveIntegerField(_("status list"), default=1)
    status_index = models.PositiveIntegerField(_("place on the status list"), default=bitstring.draw)

    objects = CertificateQuerySet.as_manager()

    class Meta:
        verbose_name = _("certificate")
        verbose_name_plural = _("certificates")
        ordering: ClassVar = ["-issued_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["number"],
                name="certificate_number_uniq",
                violation_error_message=_("This number has been given already."),
            ),
            models.UniqueConstraint(
                fields=["holder", "scheme"],
                condition=Q(state__in=[state.value for state in LIVE]),
                name="certificate_one_live_uniq",
                violation_error_message=_("This person already holds a certificate of this scheme."),
            ),
            models.UniqueConstraint(
                fields=["result", "scheme"],
                condition=Q(supersedes=None),
                name="certificate_result_uniq",
                violation_error_message=_("This result has already earned its certificate."),
            ),
            models.UniqueConstraint(
                fields=["supersedes"],
                name="certificate_supersedes_uniq",
                violation_error_message=_("That certificate has already been replaced."),
            ),
            models.CheckConstraint(
                condition=Q(supersedes=None) | ~Q(supersedes=F("id")),
                name="certificate_supersedes_another",
                violation_error_message=_("A certificate does not replace itself."),
            ),
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(valid_until__gt=F("valid_from")),
                name="certificate_validity_ordered",
                violation_error_message=_("A certificate ends after it begins."),
            ),
            models.UniqueConstraint(
                fields=["status_list", "status_index"],
                name="certificate_status_place_uniq",
                violation_error_message=_("Another certificate has this place on the status list."),
            ),
            models.CheckConstraint(
                condition=Q(status_list__gte=1, status_index__lt=bitstring.SIZE),
                name="certificate_status_place_in_range",
                violation_error_message=_("The status list has no such place."),
            ),
        ]

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        return reverse("certificates:certificate", args=[self.pk])

    @property
    def public_url(self) -> str:
        """Where anyone can verify it; the same address as in the QR code."""
        return str(self.subject["url"])

    @property
    def title(self) -> str:
        """Its title in the reader's language."""
        return str(self.subject["title_en" if (get_language() or "").startswith("en") else "title"])

    @property
    def masked_name(self) -> str:
        return masked(self.holder_name)

    def newest(self) -> "Certificate":
        """The one that stands in its place today, at the end of the chain of successors (one query for each link)."""
        last = self
        while successor := Certificate.objects.filter(supersedes=last).told().first():
            last = successor
        return last

    @property
    def status(self) -> Status:
        """What it is worth today: the one answer of every page, list and interface."""
        return derive(self.state, self.valid_from, self.valid_until, today(), self.scheme_version.grace_days)

    def facts(self) -> Facts:
        """Everything it prints."""
        return Facts(
            number=self.number,
            name=self.printed_name,
            substituted=self.substituted,
            valid_from=self.valid_from,
            valid_until=self.valid_until,
            **self.subject,
        )

    @cached_property
    def printed_name(self) -> str:
        """The name on paper: as it is written or, where no typeface draws it, the substitute agreed to (then one query).

        What was agreed to never changes, and there is one for a name, so this is the same on every day.
        """
        if not typefaces.unprintable(self.holder_name):
            return self.holder_name
        agreed = NameSubstitute.objects.agreed(self.holder_id, self.holder_name)
        return agreed.printed if agreed else self.holder_name

    def take_substitute(self, agreed: str | None) -> None:
        """Spare `printed_name` its query: whoever read the certificate has read along what was agreed to."""
        self.printed_name = agreed if agreed and typefaces.unprintable(self.holder_name) else self.holder_name

    @property
    def substituted(self) -> str:
        """The characters for which a substitute is printed, as U+XXXX; empty where the name is printed as it is written."""
        if self.printed_name == self.holder_name:
            return ""
        return "、".join(typefaces.code_point(sign) for sign in typefaces.unprintable(self.holder_name))

    @property
    def pdf(self) -> "Artefact | None":
        """Its document, once it has been made (no query after `told()`)."""
        return self.document(Artefact.Language.ZH_HANS)

    def document(self, language: str) -> "Artefact | None":
        """Its document in a language, once it has been made (no query after `told()`)."""
        wanted = (Artefact.Kind.PDF, language)
        return next((artefact for artefact in self.artefacts.all() if (artefact.kind, artefact.language) == wanted), None)
