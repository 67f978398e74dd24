"""Corrections of names in the admin (姓名更正): the request beside its evidence; granted or refused with reasons."""

from functools import partial
from typing import Any, ClassVar

import django_filters
from django import forms
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column

from certificates import correcting, previewing
from certificates.models import Correction
from certificates.office import previews
from certificates.office.lists import OfficeList
from certificates.office.proceedings import Screen, due_on
from cms.policies import Changing
from cms.snippets import SnippetViewSet
from exams.permissions import person


class Answer(forms.Form):
    """Why a name is corrected or is not."""

    reasons = forms.CharField(
        label=gettext_lazy("Reasons"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Needed for refusing; the holder reads them."),
    )


class CorrectionView(Screen):
    """One request: what the certificate reads, what it should read, and what shows it."""

    model: type[Model] = Correction
    header_icon = "edit"
    any_permission_required: ClassVar = ["view", "change"]
    page_template = "certificates/admin/correction.html"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.correction = get_object_or_404(Correction.objects.told(), pk=kwargs["pk"])

    def get_page_title(self) -> str:
        return _("Request to correct the name")

    def get_page_subtitle(self) -> str:
        return self.correction.certificate.number

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=Answer()))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form, by = Answer(request.POST), person(request)
        if form.is_valid() and "grant" not in request.POST and not form.cleaned_data["reasons"].strip():
            form.add_error("reasons", _("A refusal needs reasons."))
        if not form.is_valid() or not self.user_has_permission("change"):
            return self.render_to_response(self.get_context_data(form=form), status=422)
        reasons = form.cleaned_data["reasons"]
        try:
            if "grant" in request.POST:
                made = correcting.grant(correction=self.correction, by=by, reasons=reasons)
                messages.success(request, _("Issued anew under the number %(number)s.") % {"number": made.number})
            else:
                correcting.refuse(correction=self.correction, by=by, reasons=reasons)
                messages.success(request, _("Refused; the holder is told by mail."))
        except (correcting.NotPossible, correcting.NotImpartial):
            messages.error(request, _("Not done: it was decided meanwhile, the certificate has ended, or it is your own."))
            return self.render_to_response(self.get_context_data(form=form), status=409)
        return redirect(reverse(self.index_url_name) + "?which=pending")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        by = person(self.request)
        may_decide = self.correction.state == Correction.State.OPEN and correcting.may_decide(self.correction, by)
        url = reverse(self.index_url_name.replace(":list", ":preview"), args=[self.correction.pk])
        drafted = partial(previewing.of_correction, self.correction, by)
        return context | {
            "correction": self.correction,
            "files": self.correction.enclosures.all(),
            "may_decide": may_decide,
            "preview": previews.shown(self.request, url, drafted) if may_decide else None,
            "register_url": reverse("wagtailsnippets_certificates_certificate:inspect", args=[self.correction.certificate_id]),
        }


class CorrectionFilterSet(WagtailFilterSet):
    """Which requests are listed."""

    which = django_filters.ChoiceFilter(
        label=gettext_lazy("What is due"),
        method="narrowed",
        choices=[("pending", gettext_lazy("To be decided")), ("overdue", gettext_lazy("Overdue"))],
    )

    class Meta:
        model = Correction
        fields: ClassVar = ["which", "state"]

    def narrowed(self, corrections: Any, name: str, value: str) -> Any:
        return corrections.overdue() if value == "overdue" else corrections.pending()


class CorrectionIndexView(OfficeList):
    def get_edit_url(self, instance: Correction) -> str:
        return reverse(self.edit_url_name, args=[instance.pk])


class CorrectionViewSet(SnippetViewSet):
    model = Correction
    icon = "edit"
    menu_label = gettext_lazy("Corrections of names")
    index_view_class = CorrectionIndexView
    edit_view_class = CorrectionView
    copy_view_enabled = False
    filterset_class = CorrectionFilterSet
    list_per_page = 50
    list_display: ClassVar = [
        Column("certificate", label=gettext_lazy("certificate number"), accessor="certificate.number", classname="is-code"),
        Column("before", label=gettext_lazy("as printed"), accessor="certificate.holder_name"),
        Column("name", label=gettext_lazy("name as it should read")),
        Column("state", label=gettext_lazy("state"), accessor="get_state_display"),
        Column("due_at", label=gettext_lazy("due at"), accessor=lambda one: due_on(one.due_at), sort_key="due_at"),
    ]
    search_backend_name = None
    search_fields: ClassVar = ["certificate__number", "name"]

    @property
    def permission_policy(self) -> Changing:
        return Changing(Correction)

    def get_queryset(self, request: Any) -> QuerySet[Correction]:
        return Correction.objects.told()

    def get_urlpatterns(self) -> list[URLPattern]:
        """Beside each matter the certificate it leads to."""
        mine = [path("preview/<uuid:pk>/", previews.correction, name="preview")]
        return [*super().get_urlpatterns(), *mine]  # the first of them is where the menu leads
