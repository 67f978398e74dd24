"""What schools do with a public resource: use it (本校使用) and say how it went (评分)."""

from typing import ClassVar

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.dates import now
from schools.models.pack import LessonPackPage
from schools.models.school import SchoolPage

MOST_STARS = 5
# An average of fewer would say what one person thinks.
FEWEST_RATINGS = 3


class Adoption(models.Model):
    """A school uses a resource (本校使用): the reference stands on the school's own page. One for each school and resource."""

    page = models.ForeignKey(
        LessonPackPage, on_delete=models.CASCADE, related_name="adoptions", verbose_name=_("teaching resource")
    )
    school = models.ForeignKey(SchoolPage, on_delete=models.CASCADE, related_name="adoptions", verbose_name=_("school"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("noted by"))
    at = models.DateTimeField(_("noted at"), default=now)

    class Meta:
        verbose_name = _("use by a school")
        verbose_name_plural = _("uses by schools")
        ordering: ClassVar = ["at", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["page", "school"],
                name="school_adoption_uniq",
                violation_error_message=_("Your school uses this resource already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.school_id}: {self.page_id}"


class Rating(models.Model):
    """How a teacher found a resource (评分), one to five. One for each teacher and resource; it may be changed."""

    page = models.ForeignKey(
        LessonPackPage, on_delete=models.CASCADE, related_name="ratings", verbose_name=_("teaching resource")
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", verbose_name=_("teacher"))
    stars = models.PositiveSmallIntegerField(_("points"), validators=[MinValueValidator(1), MaxValueValidator(MOST_STARS)])
    at = models.DateTimeField(_("given at"), default=now)

    class Meta:
        verbose_name = _("rating by a teacher")
        verbose_name_plural = _("ratings by teachers")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["page", "by"],
                name="school_rating_uniq",
                violation_error_message=_("You have rated this resource already."),
            ),
            models.CheckConstraint(
                condition=models.Q(stars__gte=1, stars__lte=MOST_STARS),
                name="school_rating_one_to_five",
                violation_error_message=_("A rating is one to five points."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.page_id}: {self.stars}"
