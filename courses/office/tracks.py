"""The tracks in the admin (学习路径): their rules as data, looked through before they are saved."""

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, ObjectList
from wagtail.admin.ui.tables import Column
from wagtail.snippets.views.snippets import CreateView, EditView, SnippetViewSet

from cms import pagecache
from cms.policies import Making
from core.audit import record
from courses.models import Track
from courses.pathfinding import problems


class TrackForm(WagtailAdminModelForm):
    def clean_content(self) -> dict[str, Any]:
        """A track that can never be completed is not saved; every fault is named."""
        content = self.cleaned_data["content"]
        try:
            found = problems(Track(content=content)) if content["title"] else [gettext("The track has no title.")]
        except (KeyError, TypeError, AttributeError) as reason:
            sentence = gettext("The content is not complete: %(reason)s. Compare it with another track.")
            raise ValidationError(sentence % {"reason": reason}) from reason
        if found:
            raise ValidationError([ValidationError(sentence) for sentence in found])
        return dict(content)


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
        Column("is_published", label=_("published"), accessor=lambda track: _("yes") if track.is_published else _("no")),
    ]
    search_backend_name = None
    search_fields: ClassVar = ["slug"]
    edit_handler = ObjectList(
        [FieldPanel("slug"), FieldPanel("level"), FieldPanel("place"), FieldPanel("content"), FieldPanel("is_published")],
        base_form_class=TrackForm,
    )

    @property
    def permission_policy(self) -> Making:
        return Making(Track)
