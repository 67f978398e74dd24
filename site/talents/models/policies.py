"""What authorities offer and announce: policies of support with their conditions (扶持政策), and notices (通告)."""

import datetime as dt
from typing import Any, ClassVar, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.search import index

from cms.search.columns import told_twice
from core.dates import today
from core.shipped import digest
from talents import eligibility


class Jurisdiction(models.TextChoices):
    """Whose rules they are. Art. 29: Hengqin makes its own."""

    NATION = "nation", _("National")
    PROVINCE = "province", _("Guangdong Province")
    CITY = "city", _("Zhuhai City")
    HENGQIN = "hengqin", _("Hengqin Cooperation Zone")


class Announced(models.QuerySet[Any]):
    def public(self) -> Self:
        """What has been made public."""
        return self.filter(published_on__lte=today())

    def of(self, jurisdiction: str) -> Self:
        """Of one jurisdiction; an unknown word narrows nothing."""
        return self.filter(jurisdiction=jurisdiction) if jurisdiction in Jurisdiction.values else self

    def in_force(self, day: dt.date | None = None) -> Self:
        """Begun, not run out."""
        day = day or today()
        return self.filter(valid_from__lte=day).filter(Q(valid_to=None) | Q(valid_to__gte=day))

    def coming(self) -> Self:
        return self.filter(valid_from__gt=today())

    def archived(self, day: dt.date | None = None) -> Self:
        """Run out: kept to be read, offered to nobody."""
        return self.filter(valid_to__lt=day or today())


def _valid_rules(data: Any) -> None:
    try:
        eligibility.read(data)
    except eligibility.Malformed as fault:
        if fault.place == 0:
            text = _('Conditions are written as {"match": "all" or "any", "rules": [ … ]}.')
            raise ValidationError(text) from None
        words = {"place": fault.place, "what": fault.what}
        raise ValidationError(_("Condition %(place)s cannot be read: look at its “%(what)s”.") % words) from None


def no_rules() -> dict[str, Any]:
    return {"match": "all", "rules": []}


class Policy(index.Indexed, models.Model):
    """A policy of support (Art. 27): who issued it, under which number, for how long, on which conditions, who decides."""

    code = models.SlugField(_("address"), max_length=40, unique=True)
    title = models.CharField(_("title"), max_length=120)
    title_en = models.CharField(_("title in English"), max_length=160, blank=True)
    issuer = models.CharField(_("issued by"), max_length=120)
    issuer_en = models.CharField(_("issued by, in English"), max_length=160, blank=True)
    number = models.CharField(_("document number"), max_length=60)
    jurisdiction = models.CharField(_("jurisdiction"), max_length=10, choices=Jurisdiction, default=Jurisdiction.CITY)
    valid_from = models.DateField(_("in force from"))
    valid_to = models.DateField(_("in force until"), null=True, blank=True, help_text=_("Empty: until it is repealed."))
    audience = models.CharField(_("for whom it is"), max_length=200)
    audience_en = models.CharField(_("for whom it is, in English"), max_length=240, blank=True)
    benefit = models.TextField(_("what it offers"), max_length=2000)
    benefit_en = models.TextField(_("what it offers, in English"), max_length=3000, blank=True)
    how_to_apply = models.TextField(_("how one applies"), max_length=2000)
    how_to_apply_en = models.TextField(_("how one applies, in English"), max_length=3000, blank=True)
    deciding_office = models.CharField(_("office that decides"), max_length=120)
    deciding_office_en = models.CharField(_("office that decides, in English"), max_length=160, blank=True)
    rules = models.JSONField(_("conditions as data"), default=no_rules, validators=[_valid_rules])
    source_url = models.URLField(_("where it is published"), blank=True)
    notice = models.CharField(_("remark"), max_length=200, blank=True)
    notice_en = models.CharField(_("remark in English"), max_length=300, blank=True)
    published_on = models.DateField(_("public from"), null=True, blank=True, help_text=_("Empty: a draft."))
    content_sha256 = models.CharField(max_length=64, blank=True, editable=False)

    objects = Announced.as_manager()

    search_fields: ClassVar = [
        *told_twice("title_en", "issuer", "audience", "benefit", "how_to_apply", "deciding_office"),
        index.SearchField("number"),
    ]

    class Meta:
        verbose_name = _("policy of support")
        verbose_name_plural = _("policies of support")
        ordering: ClassVar = ["-valid_from", "code"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")),
                name="policy_until_after_from",
                violation_error_message=_("The last day lies before the first."),
            )
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("talents:policy", args=[self.code])

    @property
    def is_archived(self) -> bool:
        return self.valid_to is not None and self.valid_to < today()

    @property
    def is_coming(self) -> bool:
        return self.valid_from > today()

    @property
    def fingerprint(self) -> str:
        """Of what an editor may change; compared with what was last loaded."""
        names = ("title", "title_en", "issuer", "number", "valid_from", "valid_to", "audience", "benefit", "how_to_apply")
        return digest(*(getattr(self, name) for name in (*names, "deciding_office", "rules", "notice", "jurisdiction")))


class Bulletin(index.Indexed, models.Model):
    """A notice of an authority (通告), of one jurisdiction. Art. 29: Hengqin's stand beside the city's, not among them."""

    code = models.SlugField(_("address"), max_length=40, unique=True)
    title = models.CharField(_("title"), max_length=120)
    title_en = models.CharField(_("title in English"), max_length=160, blank=True)
    jurisdiction = models.CharField(_("jurisdiction"), max_length=10, choices=Jurisdiction, default=Jurisdiction.CITY)
    issuer = models.CharField(_("issued by"), max_length=120)
    issuer_en = models.CharField(_("issued by, in English"), max_length=160, blank=True)
    number = models.CharField(_("document number"), max_length=60, blank=True)
    issued_on = models.DateField(_("issued on"))
    text = models.TextField(_("text"), max_length=8000, help_text=_("An empty line begins a new paragraph."))
    text_en = models.TextField(_("text in English"), max_length=12000, blank=True)
    source_url = models.URLField(_("where it is published"), blank=True)
    published_on = models.DateField(_("public from"), null=True, blank=True, help_text=_("Empty: a draft."))

    objects = Announced.as_manager()

    search_fields: ClassVar = [*told_twice("title_en", "issuer", "text"), index.SearchField("number")]

    class Meta:
        verbose_name = _("notice of an authority")
        verbose_name_plural = _("notices of authorities")
        ordering: ClassVar = ["-issued_on", "code"]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("talents:bulletin", args=[self.code])
