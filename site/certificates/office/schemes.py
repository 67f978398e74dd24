"""The schemes in the admin (考核方案): every version as it was published; none is edited by hand."""

from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column
from wagtail.snippets.views.snippets import InspectView, SnippetViewSet

from certificates.models import SchemeVersion
from cms.policies import Looking

_SETTINGS = {
    "training_hours": _("hours of training"),
    "pass_mark": _("pass mark"),
    "hours": _("hours of continuing education"),
    "yearly": _("of these, each year"),
    "law": _("of these, law and safety"),
    "window_days": _("days before the end from which it can be renewed"),
}


class SchemeInspectView(InspectView):
    def get_field_display_value(self, field_name: str, field: Any) -> Any:
        """Settings and texts in words, not as Python."""
        value = super().get_field_display_value(field_name, field)
        if field_name == "wording":
            return "　".join(texts["zh-hans"] for texts in value.values())
        return "，".join(f"{_SETTINGS.get(key, key)}{of}" for key, of in value.items()) if isinstance(value, dict) else value


class SchemeVersionViewSet(SnippetViewSet):
    model = SchemeVersion
    icon = "list-ul"
    menu_label = _("Scheme versions")
    inspect_view_enabled = True
    inspect_view_class = SchemeInspectView
    inspect_view_fields: ClassVar = [
        "scheme",
        "number",
        "title_zh",
        "title_en",
        "wording",
        "disclaimer",
        "validity_months",
        "grace_days",
        "requirements",
        "renewal",
        "effective_from",
    ]
    list_display: ClassVar = [
        "title_zh",
        Column("number", label=_("version number"), sort_key="number"),
        Column("validity_months", label=_("valid for months")),
        Column("effective_from", label=_("in force from"), sort_key="effective_from"),
    ]
    list_filter: ClassVar = ["scheme"]

    @property
    def permission_policy(self) -> Looking:
        return Looking(SchemeVersion)
