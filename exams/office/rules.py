"""The rules of the exams in the admin (考试版本): looked at beside the bank; the next version is drafted and published."""

from typing import Any, ClassVar

from django.db.models import QuerySet
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.admin.ui.tables import Column
from wagtail.snippets.views.snippets import InspectView

from cms.policies import Looking
from cms.snippets import SnippetViewSet
from exams import training
from exams.models import ExamVersion, RulesDraft
from exams.office import drafts
from exams.overview import area_names, rules_of
from exams.rules_table import table


class ExamVersionInspectView(InspectView):
    template_name = "exams/admin/rules.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        version: ExamVersion = self.object
        context: dict[str, Any] = super().get_context_data(**kwargs)
        context |= {
            "version": version,
            "table": table(version, version.exam),
            "sentences": [*training.asked(version), *rules_of(version, area_names(version.exam.credential)).sentences],
            "is_newest": version == version.exam.newest(),
            "draft": RulesDraft.objects.filter(exam=version.exam_id).first(),
            "may_draft": self.request.user.has_perm(drafts.MAY_DRAFT),
            "drafts_url": reverse(drafts.name("drafts")),
        }
        return context


class ExamVersionViewSet(SnippetViewSet):
    model = ExamVersion
    icon = "list-ul"
    menu_label = _("Exam rules")
    inspect_view_enabled = True
    inspect_view_class = ExamVersionInspectView
    inspect_template_name = "exams/admin/rules.html"
    list_display: ClassVar = [
        "__str__",
        Column("minutes", label=_("minutes"), accessor=lambda version: version.duration_s // 60),
        Column("cut_score", label=_("pass mark")),
        Column("max_attempts", label=_("attempts allowed")),
        Column("published_at", label=_("published at")),
    ]
    panels: ClassVar = [FieldPanel("number", read_only=True)]

    @property
    def permission_policy(self) -> Looking:
        return Looking(ExamVersion)

    def get_queryset(self, request: Any) -> QuerySet[ExamVersion]:
        return ExamVersion.objects.select_related("exam")

    def get_urlpatterns(self) -> list[URLPattern]:
        """The draft of an exam's next version hangs on the exam, of which it is the only one."""
        mine = [
            path("drafts/", drafts.drafts, name="drafts"),
            path("draft/<int:exam>/", drafts.draft, name="draft"),
            path("draft/<int:exam>/publication/", drafts.publication, name="publication"),
            path("draft/<int:exam>/removal/", drafts.removal, name="removal"),
        ]
        return [*super().get_urlpatterns(), *mine]
