"""Awards (质量奖, Art. 28): of governments and of social organisations, their dates, the stories of winners, self-assessments."""

import uuid
from typing import TYPE_CHECKING, ClassVar, Self

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.search import index

from cms.search.columns import told_twice
from core.dates import now, today
from core.shipped import digest

if TYPE_CHECKING:
    from accounts.models import User


class AwardQuerySet(models.QuerySet["Award"]):
    def public(self) -> Self:
        return self.filter(published_on__lte=today())


class Award(index.Indexed, ClusterableModel):
    """An award. Art. 28 encourages those of governments and lets social organisations set up their own."""

    class Kind(models.TextChoices):
        GOVERNMENT = "government", _("Award of a government")
        SOCIAL = "social", _("Award of a social organisation")
        SCHOOL = "school", _("Award for schools")

    code = models.SlugField(_("address"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=80)
    name_en = models.CharField(_("name in English"), max_length=120, blank=True)
    kind = models.CharField(_("kind of award"), max_length=12, choices=Kind, default=Kind.GOVERNMENT)
    organiser = models.CharField(_("organiser"), max_length=120)
    organiser_en = models.CharField(_("organiser in English"), max_length=160, blank=True)
    cycle = models.CharField(_("how often"), max_length=60, blank=True)
    cycle_en = models.CharField(_("how often, in English"), max_length=80, blank=True)
    who = models.CharField(_("who may apply"), max_length=200)
    who_en = models.CharField(_("who may apply, in English"), max_length=300, blank=True)
    criteria = models.JSONField(_("criteria"), default=list, blank=True)
    criteria_en = models.JSONField(_("criteria in English"), default=list, blank=True)
    criteria_source = models.CharField(_("where the criteria stand"), max_length=160, blank=True)
    guidance = models.TextField(_("guidance"), max_length=6000, blank=True, help_text=_("An empty line begins a new paragraph."))
    guidance_en = models.TextField(_("guidance in English"), max_length=9000, blank=True)
    has_self_assessment = models.BooleanField(_("offers the self-assessment by GB/T 19580"), default=False)
    lessons = models.JSONField(_("lessons that help"), default=list, blank=True)
    notice = models.CharField(_("remark"), max_length=200, blank=True)
    notice_en = models.CharField(_("remark in English"), max_length=300, blank=True)
    published_on = models.DateField(_("public from"), null=True, blank=True, help_text=_("Empty: a draft."))
    content_sha256 = models.CharField(max_length=64, blank=True, editable=False)

    objects = AwardQuerySet.as_manager()

    search_fields: ClassVar = told_twice("name_en", "organiser", "who", "guidance", "criteria")

    class Meta:
        verbose_name = _("award")
        verbose_name_plural = _("awards")
        ordering: ClassVar = ["kind", "code"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("talents:award", args=[self.code])

    @property
    def title(self) -> str:
        """What the search weighs most."""
        return self.name

    @property
    def fingerprint(self) -> str:
        names = ("name", "name_en", "kind", "organiser", "cycle", "who", "criteria", "criteria_source", "notice", "lessons")
        return digest(*(getattr(self, name) for name in names), self.has_self_assessment)


class AwardDate(models.Model):
    """A day in the calendar of an award (评选日程): a call, a deadline, the results."""

    award = ParentalKey(Award, on_delete=models.CASCADE, related_name="dates", verbose_name=_("award"))
    day = models.DateField(_("day"))
    label = models.CharField(_("what happens that day"), max_length=40)
    label_en = models.CharField(_("what happens, in English"), max_length=60, blank=True)

    class Meta:
        verbose_name = _("day of an award")
        verbose_name_plural = _("days of awards")
        ordering: ClassVar = ["day", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["award", "day", "label"],
                name="awarddate_once",
                violation_error_message=_("This day stands in the calendar already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.label}"


class StoryQuerySet(models.QuerySet["WinnerStory"]):
    def public(self) -> Self:
        return self.filter(published_on__lte=today(), award__published_on__lte=today())


class WinnerStory(index.Indexed, models.Model):
    """How somebody came to an award (获奖故事), so that others learn from it."""

    code = models.SlugField(_("address"), max_length=40, unique=True)
    award = models.ForeignKey(Award, on_delete=models.PROTECT, related_name="stories", verbose_name=_("award"))
    year = models.PositiveSmallIntegerField(_("year"))
    winner = models.CharField(_("winner"), max_length=80)
    winner_en = models.CharField(_("winner in English"), max_length=120, blank=True)
    title = models.CharField(_("title"), max_length=80)
    title_en = models.CharField(_("title in English"), max_length=120, blank=True)
    text = models.TextField(_("text"), max_length=8000, help_text=_("An empty line begins a new paragraph."))
    text_en = models.TextField(_("text in English"), max_length=12000, blank=True)
    published_on = models.DateField(_("public from"), null=True, blank=True, help_text=_("Empty: a draft."))

    objects = StoryQuerySet.as_manager()

    search_fields: ClassVar = told_twice("title_en", "winner", "text")

    class Meta:
        verbose_name = _("story of a winner")
        verbose_name_plural = _("stories of winners")
        ordering: ClassVar = ["-year", "code"]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("talents:story", args=[self.code])


class SelfAssessmentQuerySet(models.QuerySet["SelfAssessment"]):
    def visible_to(self, user: "User | AnonymousUser") -> Self:
        """One's own. Nobody else's, whatever the office: who assesses himself must be able to be frank."""
        return self.filter(person_id=user.pk) if user.is_authenticated else self.none()


class SelfAssessment(models.Model):
    """What somebody thinks of his organisation by the seven categories of GB/T 19580 (自评). Private."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="self_assessments", verbose_name=_("person")
    )
    levels = models.JSONField(_("levels"))
    notes = models.JSONField(_("notes"), default=dict)
    written_at = models.DateTimeField(_("written at"), default=now)

    objects = SelfAssessmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("self-assessment")
        verbose_name_plural = _("self-assessments")
        ordering: ClassVar = ["-written_at"]

    def __str__(self) -> str:
        return f"{self.person_id} {self.written_at:%Y-%m-%d}"

    def get_absolute_url(self) -> str:
        return reverse("talents:assessed", args=[self.pk])
