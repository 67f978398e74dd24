"""Events in the admin (活动): made, changed, published, called off. Each deed goes through `events.arranging`."""

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import Column
from wagtail.admin.widgets.button import Button
from wagtail.snippets.views.snippets import CreateView, EditView

from cms.policies import Making
from cms.snippets import IndexView, SnippetViewSet
from events import arranging, wording
from events.models import Event


class EventForm(WagtailAdminModelForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # People have the address on posters and in calendars.
        if not self.instance._state.adding:
            self.fields["slug"].disabled = True

    def clean(self) -> dict[str, Any]:
        """An event has a place or a link, and never fewer seats than are taken."""
        cleaned: dict[str, Any] = super().clean()
        seats = cleaned.get("seats")
        if seats is not None and seats < self.instance.taken:
            words = {"taken": self.instance.taken}
            raise ValidationError({"seats": gettext("%(taken)s seats are given out already: keep at least as many.") % words})
        if cleaned.get("area") != Event.Area.ONLINE and not cleaned.get("place"):
            raise ValidationError({"place": gettext("Write where it is, so that people find it.")})
        return cleaned


class EventCreateView(CreateView):
    def save_instance(self) -> Event:
        event: Event = super().save_instance()
        arranging.saved(event, before={}, by=self.request.user)
        return event

    def get_success_url(self) -> str:
        """To the page on which it is published."""
        return reverse("events_office:event", args=[self.object.pk])


class EventEditView(EditView):
    def save_instance(self) -> Event:
        before = arranging.standing(self.object)
        event: Event = super().save_instance()
        arranging.saved(event, before=before, by=self.request.user)
        return event


class EventIndexView(IndexView):
    def get_list_more_buttons(self, instance: Event) -> list[Any]:
        deeds = Button(
            _("Publish, cancel, list of attendance"), reverse("events_office:event", args=[instance.pk]), icon_name="view"
        )
        return [*super().get_list_more_buttons(instance), deeds]


def _state(event: Event) -> str:
    return str(wording.TEXTS[event.state] if event.is_published else _("draft, seen by its host and the office"))


def _seats(event: Event) -> str:
    return f"{event.taken} / {event.seats if event.seats is not None else '—'}"


class EventViewSet(SnippetViewSet):
    model = Event
    icon = "calendar-alt"
    menu_label = _("Events")
    index_view_class = EventIndexView
    add_view_class = EventCreateView
    edit_view_class = EventEditView
    copy_view_enabled = False
    list_per_page = 50
    list_display: ClassVar = [
        Column("title", label=_("title"), sort_key="title"),
        Column(
            "starts_at",
            label=pgettext_lazy("of an event", "starts at"),
            accessor=lambda event: localtime(event.starts_at),
            sort_key="starts_at",
        ),
        Column("where", label=_("place"), accessor="where"),
        Column("seats", label=_("seats"), accessor=_seats),
        Column("waiting", label=_("waiting"), accessor=lambda event: event.waiting or 0),
        Column("state", label=_("state"), accessor=_state),
    ]
    list_filter: ClassVar = ["kind", "audience", "area"]
    search_backend_name = None
    search_fields: ClassVar = ["title", "organiser", "place"]
    edit_handler = ObjectList(
        [
            MultiFieldPanel(
                [FieldPanel(name) for name in ("title", "slug", "kind", "summary", "text", "audience", "organiser")],
                heading=_("What"),
            ),
            MultiFieldPanel([FieldPanel("starts_at"), FieldPanel("ends_at")], heading=_("When")),
            MultiFieldPanel([FieldPanel("area"), FieldPanel("place"), FieldPanel("link")], heading=_("Where")),
            MultiFieldPanel(
                [
                    FieldPanel(name)
                    for name in ("opens_at", "closes_at", "seats", "has_waiting_list", "group_least", "group_limit")
                ],
                heading=_("Registration"),
            ),
            MultiFieldPanel([FieldPanel("course"), FieldPanel("credit_minutes")], heading=_("Credit hours")),
        ],
        base_form_class=EventForm,
    )

    @property
    def permission_policy(self) -> Making:
        return Making(Event)

    def get_queryset(self, request: Any) -> "QuerySet[Event]":
        return Event.objects.told().order_by("-starts_at")
