"""What colleges teach of quality (专业, Art. 26): programmes, and the outlines they may take over."""

from typing import Any, ClassVar, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.search import index

from appointments.models import Appointment
from cms.search.columns import told_twice
from core.dates import today


class Level(models.TextChoices):
    SECONDARY = "secondary", _("Secondary vocational school")
    HIGHER = "higher", _("Higher vocational college")
    BACHELOR = "bachelor", _("Bachelor's degree")
    MASTER = "master", _("Master's degree or above")


def _valid_units(data: Any) -> None:
    for place, unit in enumerate(data if isinstance(data, list) else [None], 1):
        if not isinstance(unit, dict) or not unit.get("title") or not isinstance(unit.get("hours"), int | float):
            text = _('Unit %(place)s cannot be read: write {"title", "hours", "outcomes": [ … ]}.')
            raise ValidationError(text % {"place": place})


class PublishedQuerySet(models.QuerySet[Any]):
    def public(self) -> Self:
        return self.filter(published_on__lte=today())


class SyllabusTemplate(models.Model):
    """An outline that a college may take over and change (教学大纲模板): units with hours and outcomes."""

    code = models.SlugField(_("address"), max_length=40, unique=True)
    title = models.CharField(_("title"), max_length=80)
    title_en = models.CharField(_("title in English"), max_length=120, blank=True)
    level = models.CharField(_("level of education"), max_length=10, choices=Level)
    units = models.JSONField(_("units"), default=list, validators=[_valid_units])
    published_on = models.DateField(_("public from"), null=True, blank=True, help_text=_("Empty: a draft."))

    objects = PublishedQuerySet.as_manager()

    class Meta:
        verbose_name = _("syllabus template")
        verbose_name_plural = _("syllabus templates")
        ordering: ClassVar = ["level", "code"]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("talents:syllabus", args=[self.code])

    @property
    def hours(self) -> float:
        return sum(unit["hours"] for unit in self.units)


class Programme(index.Indexed, models.Model):
    """What a college teaches of quality (专业): major, level, courses, the posts it leads to."""

    code = models.SlugField(_("address"), max_length=40, unique=True)
    college = models.CharField(_("college"), max_length=80)
    college_en = models.CharField(_("college in English"), max_length=120, blank=True)
    major = models.CharField(_("major"), max_length=60)
    major_en = models.CharField(_("major in English"), max_length=90, blank=True)
    level = models.CharField(_("level of education"), max_length=10, choices=Level)
    courses = models.JSONField(_("courses of the programme"), default=list, blank=True)
    courses_en = models.JSONField(_("courses of the programme, in English"), default=list, blank=True)
    posts = models.JSONField(_("posts it leads to"), default=list, blank=True, help_text=_("Of: cqo, qsd, qso."))
    syllabus = models.ForeignKey(
        SyllabusTemplate, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("syllabus template")
    )
    source_url = models.URLField(_("where it is published"), blank=True)
    published_on = models.DateField(_("public from"), null=True, blank=True, help_text=_("Empty: a draft."))

    objects = PublishedQuerySet.as_manager()

    search_fields: ClassVar = [*told_twice("college_en", "courses"), index.SearchField("major_en")]

    class Meta:
        verbose_name = _("programme of a college")
        verbose_name_plural = _("programmes of colleges")
        ordering: ClassVar = ["college", "level", "major"]

    def __str__(self) -> str:
        return f"{self.college} {self.major}"

    def get_absolute_url(self) -> str:
        return reverse("talents:programme", args=[self.code])

    @property
    def title(self) -> str:
        """What the search weighs most."""
        return str(self)

    @property
    def post_labels(self) -> list[str]:
        return [str(Appointment.Post(code).label) for code in self.posts if code in Appointment.Post.values]
