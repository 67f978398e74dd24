"""For whom a page is (面向): the five who share the work by Article 4, and the public. Every page that is read says it.

Articles 3 and 4: 党委领导、政府主导、部门联合、企业主责、行业自律、社会参与.
"""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.panels import FieldPanel

from cms.fields import ChosenField


class Audience(models.TextChoices):
    ENTERPRISE = "enterprise", pgettext_lazy("audience", "Enterprises")
    ASSOCIATION = "association", pgettext_lazy("audience", "Associations")
    SCHOOL = "school", pgettext_lazy("audience", "Schools")
    DEPARTMENT = "department", pgettext_lazy("audience", "Government departments")
    PUBLIC = "public", pgettext_lazy("audience", "The public")


def everybody() -> list[str]:
    """Whom a page is for as long as nobody says otherwise."""
    return [Audience.PUBLIC.value]


class Addressed(models.Model):
    """A page, or a file, that says for whom it is."""

    audiences = ChosenField(
        _("meant for"),
        vocabulary=Audience,
        default=everybody,
        help_text=_("Readers narrow lists by this. At least one."),
        error_messages={"blank": _("Say for whom this is: choose at least one.")},
    )

    audience_panels: ClassVar = [FieldPanel("audiences")]

    class Meta:
        abstract = True

    @property
    def audience_names(self) -> list[str]:
        return [str(Audience(value).label) for value in self.audiences]


def for_somebody(name: str) -> models.CheckConstraint:
    """The database's own word that no row is for nobody; `name` tells whose it is."""
    return models.CheckConstraint(
        condition=~Q(audiences=[]),
        name=f"{name}_is_for_somebody",
        violation_error_message=_("Say for whom this is: choose at least one."),
    )
