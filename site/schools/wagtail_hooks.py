"""The desk of teachers and reviewers in the admin."""

from collections.abc import Iterator
from typing import Any

from django.contrib.messages import get_messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import include, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets.button import Button
from wagtail.models import Page

from schools import permissions
from schools.claiming import claim
from schools.models import LessonPackPage, SchoolPage
from schools.views.desk import HANDED_IN
from schools.views.ways import CHANGE


class ForWhoChooses(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm(CHANGE))


@hooks.register("register_admin_urls")
def addresses() -> list[Any]:
    return [path("resources/", include("schools.office_urls"))]


@hooks.register("register_settings_menu_item")
def way_of_approval() -> MenuItem:
    """Beside Wagtail's own workflows."""
    label = gettext_lazy("Approval of teaching resources")
    return ForWhoChooses(label, reverse("schools_office:way"), icon_name="tasks", order=155)


@hooks.register("construct_page_action_menu")
def no_way_past_the_departments(items: list[Any], request: HttpRequest, context: dict[str, Any]) -> None:
    """A resource is published by its second approval alone, so nobody is offered a button that would be refused."""
    page = context.get("page")
    parent = context.get("parent_page")
    if isinstance(page, LessonPackPage) or (page is None and parent is not None and parent.specific_class is SchoolPage):
        # Whoever reads for a department decides on the page of reviews; calling the review off is not his.
        refused = {"action-publish"} | ({"action-cancel-workflow"} if permissions.reviews(request.user) else set())
        kept = [item for item in items if item.name not in refused]
        # Handing in is what one came for, so it is the button; saving a draft stands below it.
        items[:] = sorted(kept, key=lambda item: item.name != "action-submit")


@hooks.register("before_edit_page")
def somebody_reads_it(request: HttpRequest, page: Page) -> None:
    """Who opens a step that is his to decide has claimed it; who comes later is told. Reviewers are led to their page."""
    if not isinstance(page, LessonPackPage) or request.method != "GET":
        return
    other = claim(page, request.user)
    if other:
        messages.info(request, _("In review: %(name)s opened it first.") % {"name": other.full_name})
    if permissions.reviews(request.user):
        way = [messages.button(reverse("schools:review", args=[page.key]), _("Read, comment and decide"))]
        messages.info(request, _("Comments, experts and your decision have a page of their own."), buttons=way)


@hooks.register("after_create_page")
@hooks.register("after_edit_page")
def to_how_far_it_is(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Whoever has handed it in sees who reads it now, instead of a list of pages."""
    if not isinstance(page, LessonPackPage) or "action-submit" not in request.POST:
        return None
    if page.workflow_in_progress:
        list(get_messages(request))  # Wagtail's own word of it is taken back: ours says what comes next
        messages.success(request, HANDED_IN)
    return redirect("schools:review", page.key)


@hooks.register("register_page_header_buttons")
def to_the_review(page: Page, user: Any, view_name: str, next_url: str | None = None) -> Iterator[Button]:
    """From the editor to what was said and decided."""
    if page.specific_class is LessonPackPage:
        key = page.specific_deferred.key if not isinstance(page, LessonPackPage) else page.key
        yield Button(_("Comments and decisions"), reverse("schools:review", args=[key]), icon_name="comment", priority=5)
