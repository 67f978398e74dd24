"""Applications in the admin (证书申请): a queue, and for each everything one needs to decide about it."""

from collections.abc import Callable
from typing import Any, ClassVar

import django_filters
from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column

from accounts import looking
from accounts.models import User
from certificates import applying, checklist, granting, impartiality, prerequisites, previewing, terms
from certificates.facts import Unprintable
from certificates.impartiality import NotImpartial, Tie, Ties
from certificates.models import Application
from certificates.office import application_forms as filled
from certificates.office import previews
from certificates.office.lists import OfficeList
from certificates.office.proceedings import Screen, due_on
from certificates.permissions import handles_applications
from cms.policies import Changing
from cms.snippets import SnippetViewSet
from exams.models.sitting import runs_exams
from exams.permissions import person

Deed = Callable[..., Any]
_REFUSALS = (
    applying.NotOpen,
    NotImpartial,
    granting.NotReady,
    granting.NotEarnedAnyMore,
    granting.NoReason,
    Unprintable,
)


def _deeds() -> dict[str, Deed]:
    return {
        "grant": granting.grant,
        "refuse": granting.refuse,
        "return": granting.give_back,
        "exempt": granting.exempt,
        "find": granting.find,
    }


def refusal(reason: Exception) -> str:
    """Why nothing was done, with the rule in words."""
    match reason:
        case NotImpartial():
            rules = _("; ").join(str(impartiality.RULES[tie]) for tie in reason.ties)
            return _("Not done, because of impartiality: %(rules)s.") % {"rules": rules}
        case granting.NotReady():
            codes = [*reason.wanting, *reason.unseen]
            named = _(", ").join(str(terms.KIND_NAMES.get(code, code)) for code in codes)
            return _("Not granted: not every requirement was found good enough: %(what)s.") % {"what": named}
        case granting.NotEarnedAnyMore():
            return _("Not granted: the pass it rests on no longer holds, or the applicant holds this certificate already.")
        case granting.NoReason():
            return _("Not done: say why.")
        case Unprintable():
            return _("Not granted: no typeface draws %(signs)s in the applicant's name.") % {"signs": reason}
    return _("Not done: the matter has gone on meanwhile, or the scheme does not allow it. Look at it again.")


class ApplicationView(Screen):
    """One application: what was handed in, what was found, who is bound to the applicant, and what can be done now."""

    model = Application
    any_permission_required: ClassVar = ["view", "change"]
    header_icon = "clipboard-list"
    page_template = "certificates/admin/application.html"
    above_label = gettext_lazy("Applications")

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        # Never a draft, not even an administrator's own: it is worked on where it is written.
        submitted = Application.objects.exclude(submitted_at=None)
        self.application = get_object_or_404(submitted.told(), pk=kwargs["pk"])

    def get_page_title(self) -> str:
        return _("Application for a certificate")

    def get_page_subtitle(self) -> str:
        return str(self.application)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        looking.note(by=person(request), person=self.application.holder, what="application")
        return self.render_to_response(self.get_context_data())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        name = request.POST.get("deed", "")
        if name not in _deeds() or not self.user_has_permission("change"):
            return self.render_to_response(self.get_context_data(), status=422)
        form = self._form(name, request.POST)
        if not form.is_valid():
            if name == "find":
                messages.error(request, _("Not noted: say whether it is good enough."))
            return self.render_to_response(self.get_context_data(bound=form), status=422)
        try:
            _deeds()[name](application=self.application, by=person(request), **form.cleaned_data)
        except _REFUSALS as reason:
            messages.error(request, refusal(reason))
            self.application = Application.objects.told().get(pk=self.application.pk)
            return self.render_to_response(self.get_context_data(bound=form), status=409)
        messages.success(request, _("Noted.") if name in ("find", "exempt") else _("Done; the applicant is told by mail."))
        return redirect(request.path)

    def _preview(self) -> previews.Shown | None:
        """The certificate as it would be issued, while that is still to be decided."""
        user = person(self.request)
        if self.application.state != Application.State.SUBMITTED or not handles_applications(user):
            return None
        url = reverse(self.index_url_name.replace(":list", ":preview"), args=[self.application.pk])
        return previews.shown(self.request, url, lambda: previewing.of_application(self.application, user))

    def _form(self, name: str, data: Any = None) -> forms.Form:
        if name == "find":
            return filled.FindingForm(data)
        return filled.FORMS[name](self.application, data, prefix=name)

    def get_context_data(self, bound: forms.Form | None = None, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        application, user = self.application, person(self.request)
        ties = impartiality.of_application(application)
        mine = granting.ties_of(application, user)
        possible = filled.possible(application, user, mine)
        given = {name: bound if bound and bound.prefix == name else self._form(name) for name in possible}
        found = granting.findings(application)
        return context | {
            "application": application,
            "sees_result": runs_exams(user),
            "sees_certificate": user.has_perm("certificates.view_certificate"),
            "entry": checklist.entry_of(application),
            "conditions": prerequisites.of(application.holder, application.scheme_version).conditions,
            "lines": checklist.lines(application.scheme_version, application.route, application, findings=found),
            "may_find": bool(possible),
            "bound_by": _bound(ties),
            "my_rules": [impartiality.RULES[tie] for tie in sorted(mine)] if application.state == "submitted" else [],
            "steps": application.steps.select_related("author", "person"),
            "preview": self._preview(),
            "deeds": [{"name": name, "title": filled.TITLES[name], "form": form} for name, form in given.items()],
        }


def _bound(ties: Ties) -> list[tuple[str, list[str]]]:
    """Who may not decide, and by which rules, but for the applicant (one query)."""
    people = User.objects.filter(pk__in=[who for who, by in ties.items() if by - {Tie.SELF}]).order_by("full_name")
    return [(str(one), [str(impartiality.RULES[tie]) for tie in sorted(ties[one.pk])]) for one in people]


class ApplicationFilterSet(WagtailFilterSet):
    """Which applications are listed."""

    which = django_filters.ChoiceFilter(
        label=gettext_lazy("What is due"),
        method="narrowed",
        choices=[("pending", gettext_lazy("To be decided")), ("overdue", gettext_lazy("Overdue"))],
    )

    class Meta:
        model = Application
        fields: ClassVar = ["which", "state", "scheme"]

    def narrowed(self, applications: Any, name: str, value: str) -> Any:
        return applications.overdue() if value == "overdue" else applications.pending()


class ApplicationIndexView(OfficeList):
    def get_edit_url(self, instance: Application) -> str:
        """An application is opened by whoever may see it; what may be done there, the page says."""
        return reverse(self.edit_url_name, args=[instance.pk])


class ApplicationViewSet(SnippetViewSet):
    model = Application
    icon = "clipboard-list"
    menu_label = gettext_lazy("Applications")
    index_view_class = ApplicationIndexView
    edit_view_class = ApplicationView
    copy_view_enabled = False
    filterset_class = ApplicationFilterSet
    list_per_page = 50
    list_display: ClassVar = [
        Column("holder", label=gettext_lazy("applicant"), accessor=lambda one: str(one.holder), sort_key="holder__full_name"),
        Column("scheme", label=gettext_lazy("scheme"), accessor=lambda one: str(one.scheme), sort_key="scheme__code"),
        Column("route", label=gettext_lazy("route"), accessor="get_route_display"),
        Column("state", label=gettext_lazy("state"), accessor="get_state_display"),
        Column("submitted_at", label=gettext_lazy("submitted at"), accessor=lambda one: due_on(one.submitted_at)),
        Column("due_at", label=gettext_lazy("to be decided by"), accessor=lambda one: due_on(one.due_at), sort_key="due_at"),
        Column("late", label=gettext_lazy("Overdue"), accessor=lambda one: _("Overdue") if one.is_overdue else "—"),
    ]
    search_backend_name = None
    search_fields: ClassVar = ["holder__full_name", "certificate__number"]

    @property
    def permission_policy(self) -> Changing:
        return Changing(Application)

    def get_queryset(self, request: Any) -> QuerySet[Application]:
        return Application.objects.exclude(submitted_at=None).told()

    def get_urlpatterns(self) -> list[URLPattern]:
        """Beside each matter the certificate it leads to."""
        mine = [path("preview/<uuid:pk>/", previews.application, name="preview")]
        return [*super().get_urlpatterns(), *mine]  # the first of them is where the menu leads
