"""The audit log in the admin (审计日志): searched and filtered by whoever may look at it; nobody changes a line."""

from collections.abc import Iterable
from typing import Any, ClassVar

import django_filters
from django.db.models import QuerySet
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column
from wagtail.admin.widgets import AdminDateInput
from wagtail.snippets.views.snippets import IndexView

from accounts.models import User
from cms.policies import Looking
from cms.snippets import SnippetViewSet
from core.models import AuditEntry


class AuditFilter(WagtailFilterSet):
    """By deed, by who, by what, from a day until a day."""

    deed = django_filters.CharFilter(label=_("Deed begins with"), lookup_expr="startswith")
    subject = django_filters.CharFilter(label=_("Done to (its beginning)"), lookup_expr="startswith")
    actor = django_filters.CharFilter(label=_("Done by (name or e-mail)"), method="by_person")
    since = django_filters.DateFilter(label=_("From"), field_name="at", lookup_expr="date__gte", widget=AdminDateInput)
    until = django_filters.DateFilter(label=_("Until"), field_name="at", lookup_expr="date__lte", widget=AdminDateInput)

    class Meta:
        model = AuditEntry
        fields: ClassVar[list[str]] = []

    def by_person(self, rows: QuerySet[AuditEntry], name: str, value: str) -> QuerySet[AuditEntry]:
        people = User.objects.filter(full_name__startswith=value) | User.objects.filter(email__startswith=value.lower())
        return rows.filter(actor_id__in=people.values("pk"))


class _Code(Column):
    """A name for programs, as it stands in the log."""

    cell_template_name = "accounts/admin/code.html"


class AuditIndex(IndexView):
    @cached_property
    def columns(self) -> list[Column]:
        """No boxes to tick and nothing to open: a line is all there is."""
        return list(self.list_display)

    def get_base_queryset(self) -> QuerySet[AuditEntry]:
        return AuditEntry.objects.select_related("actor")


def _when(entry: AuditEntry) -> str:
    return date_format(localtime(entry.at), "Y-m-d H:i")


def _who(entry: AuditEntry) -> str:
    return str(entry.actor) if entry.actor else str(_("the site itself"))


def _data(entry: AuditEntry) -> str:
    pairs: Iterable[tuple[str, Any]] = entry.data.items()
    return "　".join(f"{name}={value}" for name, value in pairs)[:300]


class AuditViewSet(SnippetViewSet):
    model = AuditEntry
    icon = "history"
    menu_label = _("Audit log")
    menu_hook = "register_reports_menu_item"
    index_view_class = AuditIndex
    filterset_class = AuditFilter
    list_per_page = 50
    list_display: ClassVar = [
        Column("at", label=_("moment"), accessor=_when, classname="is-code"),
        _Code("deed", label=_("deed")),
        Column("actor", label=_("done by"), accessor=_who),
        _Code("subject", label=_("done to")),
        _Code("data", label=_("what else is known"), accessor=_data),
    ]
    search_fields: ClassVar[list[str]] = ["subject", "deed"]
    search_backend_name = None
    ordering: ClassVar = ["-pk"]
    copy_view_enabled = False

    @property
    def permission_policy(self) -> Looking:
        return Looking(AuditEntry)
