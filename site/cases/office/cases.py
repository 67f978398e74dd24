"""Cases in the admin (案例后台): written and mended here as long as nobody reads them; what is public is taken down first."""

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import ObjectList
from wagtail.admin.ui.tables import Column
from wagtail.admin.widgets.button import Button
from wagtail.snippets.views.snippets import CreateView, EditView

from cases.models import CaseStudy
from cases.submitting import may_change
from cms.policies import Making
from cms.snippets import IndexView, SnippetViewSet
from core.audit import record
from talents.office import panels


class CaseOfficeForm(WagtailAdminModelForm):
    def clean(self) -> dict[str, Any]:
        """What two people read is not changed by one."""
        cleaned: dict[str, Any] = super().clean()
        if self.instance.pk and not may_change(self.instance):
            raise ValidationError(
                gettext("This case is public or waits for a decision. Take it down or return it, change it, and hand it in anew.")
            )
        return cleaned


class CaseCreateView(CreateView):
    def save_instance(self) -> CaseStudy:
        made: CaseStudy = super().save_instance()
        record("case.made", made, by=self.request.user)
        return made

    def get_success_url(self) -> str:
        """To the page on which it is handed in."""
        return reverse("cases_office:case", args=[self.object.pk])


class CaseEditView(EditView):
    def save_instance(self) -> CaseStudy:
        changed: CaseStudy = super().save_instance()
        record("case.changed", changed, by=self.request.user, fields=self.form.changed_data)
        return changed

    def get_success_url(self) -> str:
        return reverse("cases_office:case", args=[self.object.pk])


class CaseIndexView(IndexView):
    def get_list_more_buttons(self, instance: CaseStudy) -> list[Any]:
        deeds = Button(_("Hand in, take down"), reverse("cases_office:case", args=[instance.pk]), icon_name="view")
        return [*super().get_list_more_buttons(instance), deeds]


class CaseViewSet(SnippetViewSet):
    model = CaseStudy
    icon = "clipboard-list"
    menu_label = pgettext_lazy("a story of quality", "Cases")
    index_view_class = CaseIndexView
    add_view_class = CaseCreateView
    edit_view_class = CaseEditView
    copy_view_enabled = False
    list_per_page = 50
    search_backend_name = None
    search_fields: ClassVar = ["title", "summary"]
    list_filter: ClassVar = ["field", "method", "industry"]
    list_display: ClassVar = [
        Column("title", label=_("title"), sort_key="title"),
        Column("field", label=pgettext_lazy("of quality", "field"), accessor=lambda row: row.get_field_display()),
        Column("method", label=_("method"), accessor=lambda row: row.get_method_display()),
        Column("public", label=_("public from"), accessor=lambda row: row.published_on or "—", sort_key="published_on"),
    ]
    edit_handler = ObjectList(
        [
            panels(_("What it is"), "title", "title_en", "code", "summary", "summary_en"),
            panels(_("Where it belongs"), "field", "industry", "method", "year", "is_sample"),
            panels(_("What was wrong"), "problem", "problem_en"),
            panels(pgettext_lazy("of a case", "What was done"), "approach", "approach_en"),
            panels(_("What came of it"), "result", "result_en", "figures", "figures_en"),
            panels(_("What others may take from it"), "advice", "advice_en", "lessons"),
            panels(_("Whose it is, and where the figures are from"), "alias", "alias_en", "source", "source_en", "licence"),
        ],
        base_form_class=CaseOfficeForm,
    )

    @property
    def permission_policy(self) -> Making:
        return Making(CaseStudy)

    def get_queryset(self, request: Any) -> "QuerySet[CaseStudy]":
        return CaseStudy.objects.select_related("industry")
