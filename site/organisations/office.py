"""Organisations in the admin (单位后台): the register with its verification, and the lists of industries and districts."""

from typing import Any, ClassVar

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST
from wagtail.admin.auth import permission_required
from wagtail.admin.panels import FieldPanel, HelpPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import Column
from wagtail.snippets.views.snippets import EditView, SnippetViewSetGroup

from accounts.asking import person
from cms import office_menu
from cms.policies import Making
from cms.snippets import SnippetViewSet
from core.audit import record
from organisations import registering
from organisations.models import District, Industry, Organisation, OrganisationDecision
from organisations.models.organisation import OPERATE
from organisations.refusal import Refused


class OrganisationEditView(EditView):
    """The register's entry, with what was decided and the two buttons beside it."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        address = reverse(OrganisationViewSet().get_url_name("decision"), args=[self.object.pk])
        return context | {"decisions": self.object.decisions.select_related("by"), "decide_url": address}

    def save_instance(self) -> Organisation:
        body: Organisation = super().save_instance()
        record("organisation.amended", body, by=self.request.user, fields=self.form.changed_data)
        return body


@require_POST
@permission_required(OPERATE)
def decision(request: HttpRequest, pk: str) -> HttpResponse:
    """Verify or refuse, with the reason."""
    body = get_object_or_404(Organisation, pk=pk)
    outcome = request.POST.get("outcome", "")
    if outcome not in OrganisationDecision.Outcome.values:
        outcome = OrganisationDecision.Outcome.REFUSED
    try:
        registering.decide(organisation=body, outcome=outcome, reason=request.POST.get("reason", ""), by=person(request))
    except Refused as reason:
        messages.error(request, str(reason))
    else:
        messages.success(request, gettext("Decided; whoever registered the organisation is told, with the reason."))
    return redirect(reverse(OrganisationViewSet().get_url_name("edit"), args=[body.pk]))


class OrganisationViewSet(SnippetViewSet):
    model = Organisation
    icon = "group"
    menu_label = _("Register of organisations")
    edit_view_class = OrganisationEditView
    edit_template_name = "organisations/admin/organisation.html"
    copy_view_enabled = False
    list_per_page = 50
    search_backend_name = None
    search_fields: ClassVar = ["name", "credit_code"]
    list_filter: ClassVar = ["state", "kind", "industry", "district"]
    list_display: ClassVar = [
        Column("name", label=_("name"), sort_key="name"),
        Column("kind", label=_("kind of organisation"), accessor=lambda row: row.get_kind_display(), sort_key="kind"),
        Column("district", label=_("district"), accessor=lambda row: row.district or "—"),
        Column("state", label=_("state"), accessor=lambda row: row.get_state_display(), sort_key="state"),
        Column("registered_at", label=_("registered at"), accessor="registered_at", sort_key="registered_at"),
    ]
    edit_handler = ObjectList(
        [
            MultiFieldPanel(
                [FieldPanel("name"), FieldPanel("kind", widget=forms.Select), FieldPanel("credit_code"), FieldPanel("slug")],
                heading=_("What it is"),
            ),
            MultiFieldPanel(
                [
                    HelpPanel(content=_("Declared by the organisation itself.")),
                    FieldPanel("size", widget=forms.Select),
                    FieldPanel("industry", widget=forms.Select),
                    FieldPanel("district", widget=forms.Select),
                ],
                heading=_("What it says of itself"),
            ),
            FieldPanel("duty"),
        ]
    )

    @property
    def permission_policy(self) -> Making:
        return Making(Organisation)

    def get_queryset(self, request: Any) -> Any:
        return Organisation.objects.told()

    def get_urlpatterns(self) -> list[URLPattern]:
        patterns: list[URLPattern] = super().get_urlpatterns()
        return [*patterns, path("decision/<uuid:pk>/", decision, name="decision")]


class _ListViewSet(SnippetViewSet):
    copy_view_enabled = False
    search_backend_name = None
    ordering: ClassVar = ["place", "code"]


class IndustryViewSet(_ListViewSet):
    model = Industry
    icon = "list-ul"
    menu_label = _("Industries and stages")
    list_display: ClassVar = [
        Column("name", label=_("name"), sort_key="name"),
        Column("stage", label=_("stage"), accessor=lambda row: row.get_stage_display(), sort_key="stage"),
        Column("offered", label=_("offered"), accessor=lambda row: gettext("Yes") if row.is_offered else gettext("No")),
    ]
    panels: ClassVar = [
        FieldPanel("name"),
        FieldPanel("name_en"),
        FieldPanel("code"),
        FieldPanel("stage", widget=forms.Select),
        FieldPanel("place"),
        FieldPanel("is_offered"),
    ]

    @property
    def permission_policy(self) -> Making:
        return Making(Industry)


class DistrictViewSet(_ListViewSet):
    model = District
    icon = "site"
    menu_label = _("Districts and zones")
    list_display: ClassVar = [
        Column("name", label=_("name"), sort_key="name"),
        Column("kind", label=_("kind"), accessor=lambda row: row.get_kind_display(), sort_key="kind"),
        Column("offered", label=_("offered"), accessor=lambda row: gettext("Yes") if row.is_offered else gettext("No")),
    ]
    panels: ClassVar = [
        FieldPanel("name"),
        FieldPanel("name_en"),
        FieldPanel("code"),
        FieldPanel("kind", widget=forms.Select),
        FieldPanel("place"),
        FieldPanel("is_offered"),
    ]

    @property
    def permission_policy(self) -> Making:
        return Making(District)


class OrganisationOffice(SnippetViewSetGroup):
    items = (OrganisationViewSet, IndustryViewSet, DistrictViewSet)
    menu_label = _("Organisations")
    menu_icon = "group"
    menu_order = office_menu.ORGANISATIONS
