"""What the search knows of published events."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.search import index

from events.models.event import Event


class EventEntry(index.Indexed, models.Model):
    """A published event in the search (检索条目). The index knows things by whole numbers, and events have none."""

    event = models.OneToOneField(
        Event, on_delete=models.PROTECT, related_name="entry", verbose_name=pgettext_lazy("at a place", "event")
    )

    search_fields: ClassVar = [
        index.SearchField("title", boost=2),
        index.AutocompleteField("title"),
        index.SearchField("summary"),
        index.SearchField("text"),
        index.SearchField("organiser"),
        index.SearchField("place"),
    ]

    class Meta:
        verbose_name = _("event in the search")
        verbose_name_plural = _("events in the search")

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return self.event.get_absolute_url()

    @property
    def title(self) -> str:
        return self.event.title

    @property
    def summary(self) -> str:
        return self.event.summary

    @property
    def text(self) -> str:
        return self.event.text

    @property
    def organiser(self) -> str:
        return self.event.organiser

    @property
    def place(self) -> str:
        return self.event.where
