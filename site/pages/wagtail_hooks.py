from typing import Any

from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.forms.account import NotificationPreferencesForm
from wagtail.admin.menu import AdminOnlyMenuItem, MenuItem
from wagtail.admin.views.account import NotificationsSettingsPanel
from wagtail.snippets.models import register_snippet

from pages import editing_views
from pages.report_office import ErrorReportViewSet

register_snippet(ErrorReportViewSet)


@hooks.register("register_admin_urls")
def addresses() -> list[Any]:
    return [path("editing/", editing_views.queue, name="pages_editing")]


@hooks.register("register_reports_menu_item")
def editors_queue() -> MenuItem:
    """What is to be verified, among the reports."""
    return AdminOnlyMenuItem(_("To be verified"), reverse("pages_editing"), icon_name="warning", order=890)


class OfComments(NotificationPreferencesForm):
    """What Wagtail still sends itself. Reviews come as our notices, with their own preferences."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("submitted_notifications", "approved_notifications", "rejected_notifications"):
            self.fields.pop(name, None)


NotificationsSettingsPanel.form_class = OfComments
