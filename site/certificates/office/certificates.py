"""The register in the admin (证书登记): looked at, searched and filtered; nothing in it is ever edited by hand."""

from typing import Any, ClassVar, cast

from django.db.models import QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import URLPattern, path, reverse
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.timezone import localtime
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column
from wagtail.admin.widgets.button import Button, HeaderButton
from wagtail.snippets.views.snippets import InspectView

from accounts import looking
from certificates.models import Certificate, CertificateEvent
from certificates.office import previews
from certificates.office import sitting_documents as documents
from certificates.office.lists import OfficeList
from certificates.permissions import handles_proceedings
from certificates.presentation import looks
from certificates.status import LIVE
from cms.policies import Looking
from cms.snippets import SnippetViewSet
from exams.permissions import person


class CertificateInspectView(InspectView):
    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        looking.note(by=person(request), person=self.object.holder, what="certificate")
        return cast(HttpResponseBase, super().get(request, *args, **kwargs))

    @cached_property
    def header_buttons(self) -> list[Button]:
        """The way to a measure against a live certificate, for whoever may announce one."""
        if self.object.state not in LIVE or not handles_proceedings(self.request.user):
            return []
        address = reverse("wagtailsnippets_certificates_proceeding:add") + f"?number={self.object.number}"
        return [HeaderButton(label=gettext("Announce a measure"), url=address, icon_name="warning")]

    def get_fields_context(self) -> list[dict[str, Any]]:
        """Everything the document prints, what was decided since, and on what ground it was issued."""
        certificate: Certificate = self.object
        subject, basis = certificate.subject, certificate.decision_basis
        told: list[tuple[Any, Any]] = [
            (_("state"), looks()[certificate.status].word),
            (_("certificate number"), certificate.number),
            (_("full name"), certificate.holder_name),
            *([(_("printed as"), certificate.printed_name)] if certificate.substituted else []),
            (_("title in Chinese"), subject["title"]),
            (_("wording"), subject["text"]),
            (_("valid from"), certificate.valid_from),
            (_("valid until"), certificate.valid_until or "—"),
            (_("issuing body"), subject["issuing_body"]),
            (_("signatory"), subject["signatory"]),
            (_("issued at"), localtime(certificate.issued_at)),
            (_("decided by"), certificate.decided_by or _("By rule: a released pass")),
            (_("result"), f"{basis.get('total', '—')}（{basis.get('result', '—')}）"),
            (_("replaces"), certificate.supersedes or "—"),
            (_("SHA-256 of the file"), certificate.pdf.sha256 if certificate.pdf else _("not made yet")),
            *((event.get_kind_display(), _line(event)) for event in certificate.events.select_related("actor")),
        ]
        return [{"label": capfirst(str(label)), "value": value, "component": None} for label, value in told]


def _line(event: CertificateEvent) -> str:
    """When, by whom, why."""
    by = str(event.actor) if event.actor else gettext("by rule")
    reason = str(event.get_reason_code_display()) if event.reason_code else ""
    day = date_format(localtime(event.at), "DATETIME_FORMAT")
    return "　".join(part for part in (day, by, reason, event.public_note) if part)


class CertificateIndexView(OfficeList):
    @property
    def header_buttons(self) -> list[Button]:
        """Beside what Wagtail offers: the way to the documents of a sitting."""
        link = HeaderButton(
            label=gettext("Documents of a sitting"), url=reverse(documents.name("sittings")), icon_name="download"
        )
        return [*super().header_buttons, link]


class CertificateViewSet(SnippetViewSet):
    model = Certificate
    index_view_class = CertificateIndexView
    icon = "doc-full-inverse"
    menu_label = _("Certificate register")
    inspect_view_enabled = True
    inspect_view_class = CertificateInspectView
    list_per_page = 50
    list_display: ClassVar = [
        Column("number", label=_("certificate number"), sort_key="number", classname="is-code"),
        Column("holder_name", label=_("full name"), sort_key="holder_name"),
        Column("scheme", label=_("scheme"), accessor=lambda certificate: str(certificate.scheme)),
        Column("status", label=_("state"), accessor=lambda certificate: looks()[certificate.status].word),
        Column("issued_at", label=_("issued at"), sort_key="issued_at"),
        Column("valid_until", label=_("valid until"), sort_key="valid_until"),
    ]
    list_filter: ClassVar = {"scheme": ["exact"], "state": ["exact"], "issued_at": ["date__gte"], "valid_until": ["lte"]}
    search_backend_name = None
    search_fields: ClassVar = ["number", "holder_name"]
    ordering: ClassVar = ["-issued_at"]

    @property
    def permission_policy(self) -> Looking:
        return Looking(Certificate)

    def get_queryset(self, request: Any) -> QuerySet[Certificate]:
        return Certificate.objects.select_related("scheme", "scheme_version")

    def get_urlpatterns(self) -> list[URLPattern]:
        """The documents of a sitting hang on the register they belong to."""
        mine = [
            path("sittings/", documents.sittings, name="sittings"),
            path("sittings/<uuid:pk>/", documents.sitting, name="sitting"),
            path("sittings/<uuid:pk>/preview/", previews.sitting, name="sitting_preview"),
            path("sittings/<uuid:pk>/preview/sheet/", previews.sitting_sheet, name="sitting_sheet"),
            path("sittings/<uuid:pk>/documents/", documents.making, name="sitting_making"),
            path("sittings/<uuid:pk>/documents.zip", documents.files, name="sitting_bundle"),
        ]
        return [*mine, *super().get_urlpatterns()]
