"""Which mail goes when (通知规则), in the admin: every kind with its rule, and a dry run for one person."""

import datetime as dt

from django.contrib.auth.decorators import permission_required
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe
from wagtail.admin.menu import MenuItem
from wagtail.admin.viewsets.base import ViewSet

from accounts.asking import person
from core.audit import record
from core.dates import now, today
from notices.forms import ForesightForm
from notices.kinds import kinds
from notices.models import Notice
from notices.reminding import Foreseen, foresee

MAY_LOOK = "notices.view_notice"
LATELY = dt.timedelta(days=30)


@require_safe
@permission_required(MAY_LOOK, raise_exception=True)
def index(request: HttpRequest) -> HttpResponse:
    """Every kind: when it goes, how, and how many went in the last thirty days (2 queries and the dry run's)."""
    form = ForesightForm(request.GET or None)
    lately = _lately()
    context = {
        "form": form,
        "lines": [(kind, lately.get(kind.code, 0)) for kind in kinds()],
        "foreseen": _foreseen(request, form) if form.is_valid() else None,
        "page_title": _("Which mail goes when"),
        "header_icon": "mail",
    }
    return render(request, "notices/admin/rules.html", context)


def _lately() -> dict[str, int]:
    rows = Notice.objects.filter(made_at__gt=now() - LATELY).values("code").order_by()
    return dict(rows.annotate(told=Count("pk")).values_list("code", "told"))


def _foreseen(request: HttpRequest, form: ForesightForm) -> list[Foreseen]:
    """What the person would be told. Who looked is noted: it says something about somebody."""
    reader = form.cleaned_data["email"]
    record("notices.foreseen", reader, by=person(request), days=form.cleaned_data["days"])
    return foresee(reader, start=today(), end=today() + dt.timedelta(days=form.cleaned_data["days"]))


class NoticeRulesMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return request.user.has_perm(MAY_LOOK)


class NoticeRulesViewSet(ViewSet):
    name = "notice_rules"
    url_prefix = "notices"
    icon = "mail"
    menu_label = gettext_lazy("Which mail goes when")
    menu_item_class = NoticeRulesMenuItem
    menu_order = 600
    add_to_settings_menu = True

    def get_urlpatterns(self) -> list[URLPattern]:
        return [path("", index, name="index")]

    @property
    def menu_url(self) -> str:
        return reverse("notice_rules:index")
