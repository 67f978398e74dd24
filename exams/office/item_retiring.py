"""Retiring items (停用) in bulk, in the admin: they are drawn no more, and stand where they stood."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin import messages
from wagtail.snippets.bulk_actions.snippet_bulk_action import SnippetBulkAction

from core.audit import record
from exams.models import Item, Proposal


class RetireItems(SnippetBulkAction):
    display_name = gettext_lazy("Retire")
    aria_label = gettext_lazy("Retire the chosen items")
    action_type = "retire"
    template_name = "exams/admin/item_retire.html"
    models: ClassVar = [Item]
    classes: ClassVar = {"serious"}

    def check_perm(self, item: Item) -> bool:
        """Only what is in use can be retired; a draft is given up, and what is retired already stays so."""
        return item.status == Item.Status.ACTIVE and self.request.user.has_perm("exams.change_item")

    @classmethod
    def execute_action(cls, objects: Sequence[Item], **kwargs: Any) -> tuple[int, int]:
        by = kwargs["self"].request.user
        for item in objects:
            record("item.retired", item, by=by)
        return Item.objects.filter(pk__in=[item.pk for item in objects]).update(status=Item.Status.RETIRED), 0

    def get_success_message(self, count: int, _children: int) -> str:
        return ngettext("%(count)s item retired.", "%(count)s items retired.", count) % {"count": count}


def nothing_of_the_bank_is_deleted(request: HttpRequest, deed: str, objects: Sequence[Any], action: Any) -> HttpResponse | None:
    """A hook before every bulk action: what papers rest on is retired, whatever a superuser's rights say."""
    if deed != "delete" or action.model not in (Item, Proposal):
        return None
    messages.error(request, _("Nothing of the bank is deleted. Retire items instead."))
    return redirect(action.next_url)
