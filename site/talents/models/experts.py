"""The directory of experts (专家名录, Art. 10): who agreed to be listed and was admitted, and what people ask them."""

import secrets
from typing import TYPE_CHECKING, ClassVar, Self

from django.conf import settings
from django.contrib.auth.models import AnonymousUser, PermissionsMixin
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.search import index

from accounts.models import Consent
from core.dates import now
from organisations.models import Membership, Organisation
from statutes.models import QualityField
from talents.subjects import Method

if TYPE_CHECKING:
    from accounts.models import User

ADMIT = "talents.change_expertlisting"


def new_code() -> str:
    """An address that tells nothing."""
    return secrets.token_hex(5)


class ExpertListingQuerySet(models.QuerySet["ExpertListing"]):
    def public(self) -> Self:
        """Who agrees and is admitted. One of the two taken back, nobody is shown the entry."""
        return self.filter(consent__isnull=False, admitted_at__isnull=False, person__is_active=True)

    def waiting(self) -> Self:
        """Who agrees and waits to be admitted, the longest first."""
        return self.filter(consent__isnull=False, admitted_at=None, returned="").order_by("changed_at", "pk")

    def visible_to(self, user: "User | AnonymousUser") -> Self:
        """What is public, and one's own; who admits also sees what waits."""
        if not isinstance(user, PermissionsMixin) or not user.is_authenticated:
            return self.public()
        seen = Q(pk__in=self.public().values("pk")) | Q(person_id=user.pk)
        return self.filter(seen | Q(consent__isnull=False) if user.has_perm(ADMIT) else seen)

    def told(self) -> Self:
        """With person and organisation, and whether the person still belongs there (one query)."""
        there = Membership.objects.open().filter(person=OuterRef("person"), organisation=OuterRef("organisation"))
        return self.select_related("person", "organisation").annotate(belongs=Exists(there))


class ExpertListing(index.Indexed, models.Model):
    """What somebody tells of himself as an expert. No number and no address of his: one asks through the site."""

    # Told by `told()`.
    belongs: bool

    code = models.SlugField(max_length=20, unique=True, default=new_code, editable=False)
    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="expert_listing", verbose_name=_("person")
    )
    headline = models.CharField(_("in one sentence"), max_length=80)
    about = models.TextField(_("experience"), max_length=1500, help_text=_("No telephone number and no e-mail address here."))
    offers = models.CharField(_("what one may ask you for"), max_length=200)
    fields = models.JSONField(_("fields of quality"), default=list)
    methods = models.JSONField(_("methods"), default=list)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("organisation")
    )
    consent = models.ForeignKey(
        Consent, on_delete=models.PROTECT, null=True, editable=False, related_name="+", verbose_name=_("consent")
    )
    admitted_at = models.DateTimeField(_("admitted"), null=True, editable=False)
    admitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("admitted by"),
    )
    returned = models.CharField(_("why it was returned"), max_length=200, blank=True, editable=False)
    changed_at = models.DateTimeField(_("changed"), default=now, editable=False)

    objects = ExpertListingQuerySet.as_manager()

    search_fields: ClassVar = [
        index.SearchField("title", boost=2),
        index.SearchField("headline"),
        index.SearchField("about"),
        index.SearchField("offers"),
    ]

    class Meta:
        verbose_name = _("expert")
        verbose_name_plural = _("experts")
        ordering: ClassVar = ["-admitted_at", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(admitted_at=None) | Q(admitted_by__isnull=False, consent__isnull=False),
                name="expertlisting_admitted_with_consent",
            ),
            models.CheckConstraint(
                condition=Q(admitted_by=None) | ~Q(admitted_by=models.F("person")),
                name="expertlisting_admitted_by_another",
                violation_error_message=_("Nobody admits himself."),
            ),
        ]

    def __str__(self) -> str:
        return self.headline

    def get_absolute_url(self) -> str:
        return reverse("talents:expert", args=[self.code])

    def get_indexed_instance(self) -> "ExpertListing | None":
        """Only who is public is put into the search."""
        return self if self.is_public else None

    @property
    def title(self) -> str:
        """What the search weighs most."""
        return self.person.full_name

    @property
    def is_public(self) -> bool:
        return self.consent_id is not None and self.admitted_at is not None and self.person.is_active

    @property
    def is_waiting(self) -> bool:
        return self.consent_id is not None and self.admitted_at is None and not self.returned

    @property
    def field_labels(self) -> list[str]:
        return [str(QualityField.Slug(code).label) for code in self.fields if code in QualityField.Slug.values]

    @property
    def method_labels(self) -> list[str]:
        return [str(Method(code).label) for code in self.methods if code in Method.values]


class ExpertQuestionQuerySet(models.QuerySet["ExpertQuestion"]):
    def visible_to(self, user: "User | AnonymousUser") -> Self:
        """Who asked, and who was asked."""
        return self.filter(Q(by_id=user.pk) | Q(listing__person_id=user.pk)) if user.is_authenticated else self.none()


class ExpertQuestion(models.Model):
    """What somebody asked an expert (向专家提问). The two alone read it; it goes with the account of who asked."""

    listing = models.ForeignKey(ExpertListing, on_delete=models.PROTECT, related_name="questions", verbose_name=_("expert"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="expert_questions", verbose_name=_("by")
    )
    text = models.TextField(pgettext_lazy("to an expert", "question"), max_length=1500)
    at = models.DateTimeField(_("at"), default=now)

    objects = ExpertQuestionQuerySet.as_manager()

    class Meta:
        verbose_name = _("question to an expert")
        verbose_name_plural = _("questions to experts")
        ordering: ClassVar = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.listing_id} {self.by_id}"
