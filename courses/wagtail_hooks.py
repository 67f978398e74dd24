from typing import Any

from django.urls import include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import AdminOnlyMenuItem, MenuItem
from wagtail.snippets.models import register_snippet

from courses.office import CourseOffice
from courses.office.versions import intercept

register_snippet(CourseOffice)
hooks.register("before_publish_page", intercept)


@hooks.register("register_admin_urls")
def addresses() -> list[Any]:
    return [path("", include("courses.office.urls"))]


@hooks.register("register_reports_menu_item")
def learning_events() -> MenuItem:
    """The events log, among the reports."""
    return AdminOnlyMenuItem(_("Learning events"), reverse("courses_office:events"), icon_name="list-ul", order=910)


@hooks.register("register_reports_menu_item")
def due_for_review() -> MenuItem:
    """What is due, among the reports; for whoever may change courses."""
    return AdminOnlyMenuItem(_("Due for review"), reverse("courses_office:reviews"), icon_name="history", order=900)
