"""Measures against certificates in the admin (证书处理): announced, decided, prolonged, lifted, each deed with its reasons."""

import datetime as dt
from collections.abc import Callable
from typing import Any, ClassVar

import django_filters
from django import forms
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from wagtail.admin import messages
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin

from certificates import hearing, impartiality, numbers, objecting
from certificates.models import Certificate, Proceeding
from certificates.office import proceeding_forms as filled
from certificates.office.lists import OfficeList
from cms.policies import Making
from cms.snippets import SnippetViewSet
from exams.permissions import person

Deed = Callable[..., Proceeding]
DEEDS: dict[str, tuple[type[forms.Form], Deed]] = {
    "suspend": (filled.Reasons, hearing.suspend_at_once),
    "decide": (filled.Decision, hearing.decide),
    "prolong": (filled.Prolongation, hearing.prolong),
    "reinstate": (filled.Lifting, hearing.reinstate),
    "appeal": (filled.AppealDecision, objecting.decide_appeal),
}


def refusal(reason: Exception) -> str:
    """Why nothing was done, in words."""
    if isinstance(reason, hearing.Bound):
        rules = _("; ").join(str(impartiality.RULES[tie]) for tie in reason.ties)
        return _("Not done, because of impartiality: %(rules)s.") % {"rules": rules}
    if isinstance(reason, hearing.NotImpartial):
        return _("Not done: whoever opened the matter, decided it before or holds the certificate does not decide it.")
    if isinstance(reason, hearing.NotHeardYet):
        return _("Not done: the holder has not answered yet, and the time to answer is not over.")
    return _("Not done: the matter has gone on meanwhile, or the scheme does not allow it. Look at it again.")


def due_on(due: dt.datetime | None) -> str:
    """The day itself: a column of Wagtail's for dates says of what is to come that it was just now."""
    return date_format(localtime(due), "DATE_FORMAT") if due else "—"


class Screen(PermissionCheckedMixin, WagtailAdminTemplateMixin, View):
    """A screen of our own among those of the register."""

    model: type[Model] = Proceeding
    header_icon = "warning"
    page_template = ""
    index_url_name = ""
    above_label: Any = gettext_lazy("Measures")

    def get_template_names(self) -> list[str]:
        return [self.page_template]

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        here = {"url": "", "label": self.get_page_subtitle() or self.get_page_title()}
        above = {"url": reverse(self.index_url_name), "label": self.above_label}
        return [*self.breadcrumbs_items, above, here]


class AnnounceView(Screen):
    """Tell a holder that a measure is intended, and why."""

    permission_required = "add"
    page_template = "certificates/admin/announce.html"

    def get_page_title(self) -> str:
        return _("Announce a measure")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = filled.Announcement(initial={"number": request.GET.get("number", "")})
        return self.render_to_response(self.get_context_data(form=form))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form, status = filled.Announcement(request.POST, request.FILES), 422
        if form.is_valid():
            told = dict(form.cleaned_data)
            number = numbers.canonical(told.pop("number")) or ""
            certificate = Certificate.objects.with_number(number).told().first()
            try:
                if certificate is None:
                    form.add_error("number", _("There is no certificate with this number."))
                else:
                    files = told.pop("evidence")
                    made = hearing.announce(certificate=certificate, by=person(request), files=files, **told)
                    messages.success(request, _("Announced; the holder is told by mail."))
                    return redirect(reverse(self.index_url_name.replace(":list", ":edit"), args=[made.pk]))
            except (hearing.NotPossible, hearing.NotImpartial) as reason:
                messages.error(request, refusal(reason))
                status = 409
        return self.render_to_response(self.get_context_data(form=form), status=status)


class ProceedingView(Screen):
    """One matter: every step of it, and the deeds that are possible now."""

    any_permission_required: ClassVar = ["view", "change"]
    page_template = "certificates/admin/proceeding.html"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.proceeding = get_object_or_404(Proceeding.objects.told(), pk=kwargs["pk"])

    def get_page_title(self) -> str:
        return _("Measure against a certificate")

    def get_page_subtitle(self) -> str:
        return self.proceeding.certificate.number

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        name = request.POST.get("deed", "")
        if name not in DEEDS or not self.user_has_permission("change"):
            return self.render_to_response(self.get_context_data(), status=422)
        form_class, deed = DEEDS[name]
        form = form_class(request.POST, prefix=name)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(bound=form), status=422)
        try:
            deed(proceeding=self.proceeding, by=person(request), **form.cleaned_data)
        except (hearing.NotPossible, hearing.NotImpartial, hearing.NotHeardYet) as reason:
            messages.error(request, refusal(reason))
            return self.render_to_response(self.get_context_data(bound=form), status=409)
        messages.success(request, _("Done; the holder is told by mail."))
        return redirect(request.path)

    def get_context_data(self, bound: forms.Form | None = None, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        proceeding, user = self.proceeding, person(self.request)
        possible = filled.possible(proceeding, user)
        given = {name: bound if bound and bound.prefix == name else DEEDS[name][0](prefix=name) for name in possible}
        return context | {
            "proceeding": proceeding,
            "steps": proceeding.steps.select_related("author").prefetch_related("enclosures"),
            "deeds": [{"name": name, "title": filled.TITLES[name], "form": form} for name, form in given.items()],
            "is_opener": proceeding.opened_by_id == user.pk,
            "register_url": reverse("wagtailsnippets_certificates_certificate:inspect", args=[proceeding.certificate_id]),
        }


class ProceedingFilterSet(WagtailFilterSet):
    """Which matters are listed."""

    which = django_filters.ChoiceFilter(
        label=gettext_lazy("What is due"),
        method="narrowed",
        choices=[("pending", gettext_lazy("To be decided")), ("overdue", gettext_lazy("Overdue"))],
    )

    class Meta:
        model = Proceeding
        fields: ClassVar = ["which", "state", "measure"]

    def narrowed(self, proceedings: Any, name: str, value: str) -> Any:
        return proceedings.overdue() if value == "overdue" else proceedings.pending()


class ProceedingIndexView(OfficeList):
    def get_edit_url(self, instance: Proceeding) -> str:
        """A matter is opened by whoever may see it; what may be done there, the page says."""
        return reverse(self.edit_url_name, args=[instance.pk])


class ProceedingViewSet(SnippetViewSet):
    model = Proceeding
    icon = "warning"
    menu_label = gettext_lazy("Measures")
    index_view_class = ProceedingIndexView
    add_view_class = AnnounceView
    edit_view_class = ProceedingView
    copy_view_enabled = False
    filterset_class = ProceedingFilterSet
    list_per_page = 50
    list_display: ClassVar = [
        Column("certificate", label=gettext_lazy("certificate number"), accessor="certificate.number", classname="is-code"),
        Column("measure", label=gettext_lazy("intended measure"), accessor="get_measure_display"),
        Column("state", label=gettext_lazy("state"), accessor="get_state_display"),
        Column("due_at", label=gettext_lazy("due at"), accessor=lambda one: due_on(one.due_at), sort_key="due_at"),
        Column("late", label=gettext_lazy("Overdue"), accessor=lambda one: _("Overdue") if one.is_overdue else "—"),
        Column("opened_by", label=gettext_lazy("opened by")),
    ]
    search_backend_name = None
    search_fields: ClassVar = ["certificate__number", "certificate__holder_name"]

    @property
    def permission_policy(self) -> Making:
        return Making(Proceeding)

    def get_queryset(self, request: Any) -> QuerySet[Proceeding]:
        return Proceeding.objects.told()
