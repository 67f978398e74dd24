"""Enemies (互斥题): items that give each other away, so that only one of them stands on a paper."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from exams.models.bank import Item


class EnemyGroupQuerySet(models.QuerySet["EnemyGroup"]):
    def codes(self) -> list[list[str]]:
        """The items of each group, by code (one query)."""
        groups: dict[int, list[str]] = {}
        for group, code in self.filter(items__isnull=False).order_by("pk", "items__code").values_list("pk", "items__code"):
            groups.setdefault(group, []).append(code)
        return list(groups.values())


class EnemyGroup(models.Model):
    """Items of which a paper holds at most one (互斥题组): one asks what another tells, or all ask the same."""

    name = models.CharField(_("name"), max_length=60, unique=True)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    items = models.ManyToManyField(Item, related_name="enemy_groups", verbose_name=_("items"))
    # What the last load put here, so that a later one sees what editors have changed since.
    loaded_sha256 = models.CharField(max_length=64, blank=True, editable=False)

    objects = EnemyGroupQuerySet.as_manager()

    class Meta:
        verbose_name = _("enemy group")
        verbose_name_plural = _("enemy groups")
        ordering: ClassVar = ["name"]

    def __str__(self) -> str:
        return self.name
