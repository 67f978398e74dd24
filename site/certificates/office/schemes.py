"""The schemes in the admin (考核方案): every version as it was published and how it differs; the next one is drafted."""

from typing import Any, ClassVar

from django.db.models import QuerySet
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column
from wagtail.snippets.views.snippets import InspectView

from certificates import terms
from certificates.models import SchemeDraft, SchemeVersion
from certificates.office import scheme_drafts as drafts
from certificates.office.lists import OfficeList
from cms.policies import Looking
from cms.snippets import SnippetViewSet


class SchemeInspectView(InspectView):
    template_name = "certificates/admin/scheme.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        version: SchemeVersion = self.object
        context: dict[str, Any] = super().get_context_data(**kwargs)
        before = version.previous
        context |= {
            "version": version,
            "lines": terms.lines(version),
            "before": before,
            "changes": terms.changes(before, version) if before else [],
            "is_newest": not SchemeVersion.objects.filter(scheme=version.scheme_id, number__gt=version.number).exists(),
            "draft": SchemeDraft.objects.filter(scheme=version.scheme_id).first(),
            "may_draft": self.request.user.has_perm(drafts.MAY_DRAFT),
            "may_publish": self.request.user.has_perm(drafts.MAY_PUBLISH),
            "drafts_url": reverse(drafts.name("drafts")),
            "draft_url": reverse(drafts.name("draft"), args=[version.scheme.code]),
        }
        return context


class SchemeVersionViewSet(SnippetViewSet):
    model = SchemeVersion
    icon = "list-ul"
    index_view_class = OfficeList
    menu_label = _("Scheme versions")
    inspect_view_enabled = True
    inspect_view_class = SchemeInspectView
    inspect_template_name = "certificates/admin/scheme.html"
    list_display: ClassVar = [
        Column("title_zh", label=_("title in Chinese"), sort_key="title_zh"),
        Column("number", label=_("version number"), sort_key="number"),
        Column("validity_months", label=_("valid for months")),
        Column("effective_from", label=_("in force from"), sort_key="effective_from"),
        Column("published_by", label=_("published by"), accessor=lambda version: version.published_by or "—"),
    ]
    list_filter: ClassVar = ["scheme"]

    @property
    def permission_policy(self) -> Looking:
        return Looking(SchemeVersion)

    def get_queryset(self, request: Any) -> QuerySet[SchemeVersion]:
        return SchemeVersion.objects.select_related("scheme", "published_by")

    def get_urlpatterns(self) -> list[URLPattern]:
        """The draft of a scheme's next version hangs on the scheme, of which it is the only one."""
        mine = [
            path("drafts/", drafts.drafts, name="drafts"),
            path("draft/<str:scheme>/", drafts.draft, name="draft"),
            path("draft/<str:scheme>/publication/", drafts.publication, name="publication"),
            path("draft/<str:scheme>/removal/", drafts.removal, name="removal"),
        ]
        return [*super().get_urlpatterns(), *mine]
