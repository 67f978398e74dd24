"""The calls for slogans in the admin, and the desk that lets entries through or refuses them with a reason."""

from typing import Any, ClassVar

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.db import transaction
from django.forms import CheckboxSelectMultiple
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.admin.ui.tables import Column
from wagtail.admin.widgets.button import Button

from accounts.asking import person
from campaigns.models import Slogan, SloganCall, SloganDecision
from cms import pagecache
from cms.policies import Making
from cms.snippets import IndexView, SnippetViewSet
from core.audit import record

_NAME = "wagtailsnippets_campaigns_slogancall"


class SloganCallIndexView(IndexView):
    def get_list_more_buttons(self, instance: SloganCall) -> list[Any]:
        desk = Button(gettext_lazy("Look at entries"), reverse(f"{_NAME}:desk", args=[instance.pk]), icon_name="clipboard-list")
        return [*super().get_list_more_buttons(instance), desk]


@require_http_methods(["GET", "POST"])
@permission_required("campaigns.change_slogancall", raise_exception=True)
def desk(request: HttpRequest, pk: int) -> HttpResponse:
    """What waits, oldest first; a POST decides on one of them, once."""
    call = get_object_or_404(SloganCall, pk=pk)
    fault = ""
    if request.method == "POST":
        slogan = get_object_or_404(Slogan.objects.filter(call=call), pk=request.POST.get("slogan", "0"))
        accepted, reason = "accept" in request.POST, request.POST.get("reason", "").strip()[:200]
        if accepted or reason:
            decide(slogan, accepted=accepted, reason=reason, by=person(request))
            messages.success(request, _("Decided."))
            return redirect(f"{_NAME}:desk", pk)
        fault = _("Give the reason when you refuse an entry: the sender may ask.")
    context = {
        "call": call,
        "rows": Slogan.objects.filter(call=call).waiting()[:50],
        "fault": fault,
        "page_title": _("Look at entries"),
        "header_title": _("Look at entries"),
        "page_subtitle": str(call),
    }
    return render(request, "campaigns/admin/slogans.html", context, status=422 if fault else 200)


@transaction.atomic
def decide(slogan: Slogan, *, accepted: bool, reason: str, by: Any) -> SloganDecision:
    """Let an entry through or refuse it; the first decision stands."""
    made, is_new = SloganDecision.objects.get_or_create(
        slogan=slogan, defaults={"accepted": accepted, "reason": "" if accepted else reason, "by": by}
    )
    if is_new:
        record("slogan.decided", slogan, by=by, accepted=accepted, reason=reason)
        pagecache.purge("campaigns")
    return made


class SloganCallViewSet(SnippetViewSet):
    model = SloganCall
    icon = "comment"
    menu_label = gettext_lazy("Calls for slogans")
    index_view_class = SloganCallIndexView
    copy_view_enabled = False
    list_display: ClassVar = [
        Column("year", label=gettext_lazy("year"), sort_key="year"),
        Column("closes_at", label=gettext_lazy("entries until")),
        Column("votes_until", label=gettext_lazy("votes until")),
    ]
    search_backend_name = None
    panels: ClassVar = [
        FieldPanel("year"),
        MultiFieldPanel([FieldPanel("opens_at"), FieldPanel("closes_at"), FieldPanel("votes_until")], gettext_lazy("When")),
        FieldPanel("jury", widget=CheckboxSelectMultiple),
    ]

    @property
    def permission_policy(self) -> Making:
        return Making(SloganCall)

    def get_urlpatterns(self) -> list[Any]:
        return [*super().get_urlpatterns(), path("desk/<int:pk>/", desk, name="desk")]
