"""Reported errors in the admin (读者报错): read, and settled once, with an answer or without."""

from typing import Any, ClassVar

from django.contrib import messages
from django.db.models import QuerySet
from django.utils.functional import cached_property
from django.utils.timezone import localtime
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, HelpPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import BaseColumn, Column, TitleColumn
from wagtail.snippets.views.snippets import EditView, IndexView

from cms.policies import Changing
from cms.snippets import SnippetViewSet
from pages import reporting
from pages.models import ErrorReport

State = ErrorReport.State


class SettlingForm(WagtailAdminModelForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.instance.is_open:
            for name in ("state", "answer"):
                self.fields[name].disabled = True

    def clean(self) -> dict[str, Any]:
        """It is settled once, one way or the other, and an answer has words."""
        cleaned: dict[str, Any] = super().clean()
        if not ErrorReport.objects.waiting().filter(pk=self.instance.pk).exists():
            self.add_error(None, gettext("Somebody has settled this already."))
        elif cleaned.get("state") == State.OPEN:
            self.add_error("state", gettext("Say whether it is answered or closed without an answer."))
        elif cleaned.get("state") == State.ANSWERED and not cleaned.get("answer", "").strip():
            self.add_error("answer", gettext("Write the answer: whoever reported it reads it."))
        return cleaned


class SettlingView(EditView):
    def save_instance(self) -> ErrorReport:
        report: ErrorReport = self.form.instance
        told = self.form.cleaned_data
        try:
            return reporting.settle(report, by=self.request.user, state=told["state"], answer=told["answer"])
        except reporting.Refused as reason:  # in the moment between the form's look and this
            messages.error(self.request, str(reason))
            report.refresh_from_db()
            return report


class ReportIndexView(IndexView):
    @cached_property
    def columns(self) -> list[BaseColumn]:
        """No boxes to tick, for each is settled by itself; its number opens it."""
        first, *others = self.list_display
        return [TitleColumn(first.name, label=first.label, accessor="code", get_url=self.get_edit_url), *others]


class ErrorReportViewSet(SnippetViewSet):
    model = ErrorReport
    icon = "warning"
    menu_label = _("Reported errors")
    menu_order = 258
    add_to_admin_menu = True
    index_view_class = ReportIndexView
    edit_view_class = SettlingView
    copy_view_enabled = False
    list_per_page = 50
    search_backend_name = None
    search_fields: ClassVar = ["number", "page", "text"]
    list_filter: ClassVar = ["state", "kind", "language"]
    list_display: ClassVar = [
        Column("number", label=pgettext_lazy("of a report", "number"), accessor="code"),
        Column("page", label=_("page, lesson or article"), accessor=lambda row: row.page or "—", sort_key="page"),
        Column("kind", label=_("what it is about"), accessor=lambda row: row.get_kind_display(), sort_key="kind"),
        Column("made_at", label=_("sent in at"), accessor=lambda row: localtime(row.made_at), sort_key="made_at"),
        Column("state", label=_("state"), accessor=lambda row: row.get_state_display()),
        Column("closed_by", label=pgettext_lazy("of a report", "settled by"), accessor=lambda row: row.closed_by or "—"),
    ]
    edit_handler = ObjectList(
        [
            HelpPanel(template="pages/admin/report_head.html"),
            MultiFieldPanel(
                [FieldPanel(name, read_only=True) for name in ("kind", "text", "contact", "language", "made_at")],
                heading=_("What was reported"),
            ),
            MultiFieldPanel([FieldPanel("state"), FieldPanel("answer")], heading=_("How it is settled")),
        ],
        base_form_class=SettlingForm,
    )

    @property
    def permission_policy(self) -> Changing:
        return Changing(ErrorReport)

    def get_queryset(self, request: Any) -> "QuerySet[ErrorReport]":
        return ErrorReport.objects.told().order_by("-made_at")
