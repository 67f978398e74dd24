"""The rules of the exams in the admin (考试版本): looked at, never edited, because people were judged by them."""

from typing import Any, ClassVar

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.admin.ui.tables import Column
from wagtail.snippets.views.snippets import SnippetViewSet

from cms.policies import Looking
from exams.models import ExamVersion


class ExamVersionViewSet(SnippetViewSet):
    model = ExamVersion
    icon = "list-ul"
    menu_label = _("Exam rules")
    inspect_view_enabled = True
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
