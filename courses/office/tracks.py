"""The tracks in the admin (学习路径): written as a form, looked through before they are saved."""

from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import Column
from wagtail.snippets.views.snippets import CreateView, EditView

from cms import pagecache
from cms.policies import Making
from cms.snippets import SnippetViewSet
from core.audit import record
from courses.models import Track
from courses.office.track_form import LANGUAGES, TrackForm


class _Answered:
    """Whoever changes a track answers for it."""

    request: Any

    def save_instance(self) -> Track:
        track: Track = super().save_instance()  # type: ignore[misc]  # of Wagtail's view beside it
        record("track.saved", track, by=self.request.user)
        pagecache.purge("tracks")
        return track


class TrackCreateView(_Answered, CreateView):
    pass


class TrackEditView(_Answered, EditView):
    pass


class TrackViewSet(SnippetViewSet):
    model = Track
    icon = "list-ol"
    menu_label = _("Tracks")
    add_view_class = TrackCreateView
    edit_view_class = TrackEditView
    copy_view_enabled = False
    list_display: ClassVar = [
        Column("slug", label=_("address"), sort_key="slug"),
        Column("level", label=_("level"), accessor="get_level_display"),
        Column(
            "is_published",
            label=pgettext_lazy("of a track", "published"),
            accessor=lambda track: _("yes") if track.is_published else _("no"),
        ),
    ]
    search_backend_name = None
    search_fields: ClassVar = ["slug"]
    edit_handler = ObjectList(
        [
            MultiFieldPanel([FieldPanel(f"title_{field}") for field in LANGUAGES], heading=_("Title")),
            MultiFieldPanel([FieldPanel(f"summary_{field}") for field in LANGUAGES], heading=_("Summary")),
            FieldPanel("stages"),
            FieldPanel("slug"),
            FieldPanel("level"),
            FieldPanel("place"),
            FieldPanel("is_published"),
        ],
        base_form_class=TrackForm,
    )

    @property
    def permission_policy(self) -> Making:
        return Making(Track)
