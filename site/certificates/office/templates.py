"""The templates in the admin (证书版式): every version as it was published and how it looks; the next one is drafted."""

from typing import Any, ClassVar

from django.db.models import QuerySet
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column
from wagtail.admin.widgets.button import Button, HeaderButton
from wagtail.snippets.views.snippets import InspectView

from certificates import template_lines
from certificates.models import Template
from certificates.office import template_drafts as drafts
from certificates.office import template_previews as previews
from certificates.office.lists import OfficeList
from cms.policies import Looking
from cms.snippets import SnippetViewSet


class TemplateIndexView(OfficeList):
    @property
    def header_buttons(self) -> list[Button]:
        """The way to the drafts: one for each scheme."""
        return [HeaderButton(label=gettext("Write a template"), url=reverse(drafts.name("drafts")), icon_name="edit")]


class TemplateInspectView(InspectView):
    template_name = "certificates/admin/template.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        version: Template = self.object
        before = version.previous
        context: dict[str, Any] = super().get_context_data(**kwargs)
        context |= {
            "version": version,
            "lines": template_lines.lines(version),
            "changes": template_lines.changes(before, version),
            "before": before,
            "preview": previews.choices(self.request, reverse(drafts.name("version_preview"), args=[version.pk])),
            "drafts_url": reverse(drafts.name("drafts")),
        }
        return context


class TemplateViewSet(SnippetViewSet):
    model = Template
    icon = "image"
    menu_label = _("Certificate templates")
    index_view_class = TemplateIndexView
    inspect_view_enabled = True
    inspect_view_class = TemplateInspectView
    inspect_template_name = "certificates/admin/template.html"
    list_display: ClassVar = [
        Column("scheme", label=_("scheme"), accessor=lambda version: str(version.scheme)),
        Column("number", label=_("version number"), sort_key="number"),
        Column("published_at", label=_("published at"), sort_key="published_at"),
        Column("published_by", label=_("published by")),
    ]
    list_filter: ClassVar = ["scheme"]

    @property
    def permission_policy(self) -> Looking:
        return Looking(Template)

    def get_queryset(self, request: Any) -> QuerySet[Template]:
        return Template.objects.select_related("scheme", "published_by", "mark")

    def get_urlpatterns(self) -> list[URLPattern]:
        """The draft of a scheme's next template hangs on the scheme, of which it is the only one."""
        mine = [
            path("drafts/", drafts.drafts, name="drafts"),
            path("draft/<str:scheme>/", drafts.draft, name="draft"),
            path("draft/<str:scheme>/preview/", previews.draft, name="draft_preview"),
            path("draft/<str:scheme>/publication/", drafts.publication, name="publication"),
            path("draft/<str:scheme>/removal/", drafts.removal, name="removal"),
            path("version/<int:pk>/preview/", previews.version, name="version_preview"),
        ]
        return [*mine, *super().get_urlpatterns()]
