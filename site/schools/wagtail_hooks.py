"""The desk of teachers and reviewers in the admin."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.models import Page

from schools.claiming import claim
from schools.models import LessonPackPage, SchoolPage


@hooks.register("construct_page_action_menu")
def no_way_past_the_departments(items: list[Any], request: HttpRequest, context: dict[str, Any]) -> None:
    """A resource is published by its second approval alone, so nobody is offered a button that would be refused."""
    page = context.get("page")
    parent = context.get("parent_page")
    if isinstance(page, LessonPackPage) or (page is None and parent is not None and parent.specific_class is SchoolPage):
        items[:] = [item for item in items if item.name != "action-publish"]


@hooks.register("before_edit_page")
def somebody_reads_it(request: HttpRequest, page: Page) -> None:
    """Who opens a step that is his to decide has claimed it; a colleague who comes later is told."""
    if isinstance(page, LessonPackPage) and request.method == "GET":
        other = claim(page, request.user)
        if other:
            messages.info(request, _("In review: %(name)s opened it first.") % {"name": other.full_name})
