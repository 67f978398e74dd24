"""A case (案例, Art. 10): what was wrong, by which method it was mended, and what came of it in figures."""

from typing import TYPE_CHECKING, ClassVar, Self

from django.conf import settings
from django.contrib.auth.models import AnonymousUser, PermissionsMixin
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.search import index

from cases.figures import MOST, Figure, Unreadable, agree, read
from cases.traits import LICENCE_ADDRESSES, CaseLicence
from cms.search.columns import told_twice
from core.dates import now, today
from core.shipped import digest
from organisations.models import Industry, Organisation
from statutes.models import QualityField
from talents.languages import told
from talents.subjects import Method

if TYPE_CHECKING:
    from accounts.models import User

# Addresses of this room that no case may take.
RESERVED = frozenset({"feed", "submit", "mine"})
SHAPE = _("One line for each: what is measured | unit | before | after. Such as: scrap rate | % | 4.8 | 1.2")
PARAGRAPHS = _("An empty line begins a new paragraph.")


def not_a_door(code: str) -> None:
    if code in RESERVED:
        raise ValidationError(_("This word is an address of the site itself: choose another."))


class CaseStudyQuerySet(models.QuerySet["CaseStudy"]):
    def public(self) -> Self:
        return self.filter(published_on__lte=today())

    def visible_to(self, user: "User | AnonymousUser") -> Self:
        """What is published is public; before, those who answer for the organisation and the office alone see it."""
        if not isinstance(user, PermissionsMixin) or not user.is_authenticated:
            return self.public()
        if user.has_perm("cases.view_casestudy"):
            return self
        return self.filter(Q(published_on__lte=today()) | Q(organisation__in=Organisation.objects.managed_by(user)))

    def told(self) -> Self:
        """With industry and organisation at hand (one query)."""
        return self.select_related("industry", "organisation")


class CaseStudy(index.Indexed, models.Model):
    """A case. A draft until `published_on`; then its words are those that two people read, and are changed no more."""

    code = models.SlugField(_("address"), max_length=40, unique=True, validators=[not_a_door])
    title = models.CharField(_("title"), max_length=80)
    title_en = models.CharField(_("title in English"), max_length=120, blank=True)
    summary = models.CharField(_("in one sentence"), max_length=160)
    summary_en = models.CharField(_("in one sentence, in English"), max_length=240, blank=True)
    field = models.CharField(pgettext_lazy("of quality", "field"), max_length=12, choices=QualityField.Slug)
    industry = models.ForeignKey(Industry, on_delete=models.PROTECT, related_name="+", verbose_name=_("industry"))
    method = models.CharField(_("method"), max_length=12, choices=Method)
    year = models.PositiveSmallIntegerField(
        pgettext_lazy("of a case", "year"), validators=[MinValueValidator(1980), MaxValueValidator(2100)]
    )
    problem = models.TextField(_("what was wrong"), max_length=3000, help_text=PARAGRAPHS)
    problem_en = models.TextField(_("what was wrong, in English"), max_length=5000, blank=True)
    approach = models.TextField(pgettext_lazy("of a case", "what was done"), max_length=5000, help_text=PARAGRAPHS)
    approach_en = models.TextField(_("what was done, in English"), max_length=8000, blank=True)
    result = models.TextField(_("what came of it"), max_length=3000, help_text=PARAGRAPHS)
    result_en = models.TextField(_("what came of it, in English"), max_length=5000, blank=True)
    figures = models.TextField(_("figures before and after"), max_length=1200, help_text=SHAPE)
    figures_en = models.TextField(_("the same figures, in English"), max_length=1800, blank=True)
    advice = models.TextField(_("what others may take from it"), max_length=1500, blank=True)
    advice_en = models.TextField(_("what others may take from it, in English"), max_length=2500, blank=True)
    lessons = models.JSONField(_("lessons that help"), default=list, blank=True)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="cases", verbose_name=_("organisation")
    )
    alias = models.CharField(
        _("what readers are told it is"), max_length=60, help_text=_("Without its name. Such as: a maker of hardware.")
    )
    alias_en = models.CharField(_("what readers are told it is, in English"), max_length=90, blank=True)
    named_at = models.DateTimeField(_("name shown since"), null=True, editable=False)
    named_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("who agreed to the name"),
    )
    source = models.CharField(_("where the figures are from"), max_length=200)
    source_en = models.CharField(_("where the figures are from, in English"), max_length=300, blank=True)
    licence = models.CharField(_("licence"), max_length=12, choices=CaseLicence, default=CaseLicence.BY)
    is_sample = models.BooleanField(_("a sample: nothing in it happened"), default=False)
    published_on = models.DateField(_("public from"), null=True, editable=False)
    changed_at = models.DateTimeField(_("changed"), default=now, editable=False)
    content_sha256 = models.CharField(max_length=64, blank=True, editable=False)

    objects = CaseStudyQuerySet.as_manager()

    search_fields: ClassVar = told_twice("title_en", "summary", "problem", "approach", "result", "advice")

    class Meta:
        verbose_name = pgettext_lazy("a story of quality", "case")
        verbose_name_plural = pgettext_lazy("a story of quality", "cases")
        ordering: ClassVar = ["-published_on", "-pk"]
        indexes: ClassVar = [models.Index(fields=["published_on", "field", "method"], name="casestudy_published_facets")]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(named_at=None, named_by=None)
                | Q(named_at__isnull=False, named_by__isnull=False, organisation__isnull=False),
                name="casestudy_named_by_somebody",
                violation_error_message=_("A name is shown only when somebody of the organisation agreed."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("cases:case", args=[self.code])

    def clean(self) -> None:
        """Figures are figures, and both languages tell the same."""
        super().clean()
        rows = _readable("figures", self.figures)
        if not rows:
            raise ValidationError({"figures": gettext("Write at least one figure: a case without figures shows nothing.")})
        if self.figures_en and not agree(rows, _readable("figures_en", self.figures_en)):
            raise ValidationError({"figures_en": gettext("The English lines tell other numbers than the Chinese ones.")})

    @property
    def rows(self) -> list[Figure]:
        """The figures in the reader's language."""
        return read(told(self, "figures"))

    @property
    def is_public(self) -> bool:
        return self.published_on is not None and self.published_on <= today()

    @property
    def is_named(self) -> bool:
        return self.named_at is not None

    @property
    def body(self) -> str:
        """Whose case it is, as readers are told: by name where the organisation agreed, else by what it is."""
        return str(told(self.organisation, "name") if self.organisation and self.is_named else told(self, "alias"))

    @property
    def licence_address(self) -> str:
        return LICENCE_ADDRESSES.get(CaseLicence(self.licence), "")

    @property
    def fingerprint(self) -> str:
        """All that a shipped case says."""
        names = ("title", "summary", "problem", "approach", "result", "figures", "advice", "alias", "source")
        both = [getattr(self, f"{name}{tail}") for name in names for tail in ("", "_en")]
        return digest(*both, self.field, self.industry_id, self.method, self.year, self.lessons, self.licence, self.is_sample)


def _readable(name: str, text: str) -> list[Figure]:
    try:
        return read(text)
    except Unreadable as fault:
        words = gettext("This line is no figure: “%(line)s”. Write at most %(most)s: what is measured | unit | before | after.")
        raise ValidationError({name: words % {"line": fault.line[:60], "most": MOST}}) from None
