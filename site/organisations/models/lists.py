"""Lists an operator keeps (目录): industries with the stage at which the system reaches them, and districts of the city."""

from typing import ClassVar

from django.db import models
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _


class Named(models.Model):
    """An entry of a list: a fixed code, its Chinese name as it is used officially, and an English one."""

    code = models.SlugField(_("code"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=60)
    name_en = models.CharField(_("name in English"), max_length=80, blank=True)
    place = models.PositiveSmallIntegerField(_("place in the list"), default=0)
    is_offered = models.BooleanField(
        _("offered"), default=True, help_text=_("Whether one may choose it. Those who chose it before keep it.")
    )

    class Meta:
        abstract = True
        ordering: ClassVar = ["place", "code"]

    def __str__(self) -> str:
        return self.name_en if self.name_en and get_language() == "en" else self.name


class Industry(Named):
    """An industry (行业) and when the chief quality officer system is rolled out in it. Nobody is compelled: Art. 9."""

    class Stage(models.IntegerChoices):
        FIRST = 1, _("First stage")
        SECOND = 2, _("Second stage")

    stage = models.PositiveSmallIntegerField(_("stage"), choices=Stage, default=Stage.SECOND)

    class Meta(Named.Meta):
        verbose_name = _("industry")
        verbose_name_plural = _("industries")


class District(Named):
    """Where a body is (所在区). Art. 6: a functional zone does a district's work; Art. 29: Hengqin makes rules of its own."""

    class Kind(models.TextChoices):
        DISTRICT = "district", _("District")
        ZONE = "zone", _("Functional zone")
        OWN = "own", _("Jurisdiction of its own")
        OUTSIDE = "outside", _("Outside the city")

    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.DISTRICT)

    class Meta(Named.Meta):
        verbose_name = pgettext_lazy("of a list", "district")
        verbose_name_plural = _("districts")
