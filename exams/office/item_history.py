"""The history of an item in the admin (试题历史): versions, keys, reviews and deeds, with what each changed."""

from collections.abc import Iterable, Mapping
from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy

from accounts.models import User
from core.models import AuditEntry
from exams.differences import differences, told_key
from exams.models import AnswerKey, Item, Proposal
from exams.office.findings import changes
from exams.office.item_writing import ItemScreen

DEEDS = {
    "item.added": gettext_lazy("added"),
    "item.use_changed": gettext_lazy("changed its use"),
    "item.proposed": gettext_lazy("handed in for review"),
    "item.approved": gettext_lazy("approved"),
    "item.sent_back": gettext_lazy("sent back"),
    "item.withdrawn": gettext_lazy("took back"),
    "item.draft_given_up": gettext_lazy("gave up the draft"),
    "item.cleared": gettext_lazy("cleared for papers"),
    "item.withheld": gettext_lazy("withheld from papers"),
    "item.retired": gettext_lazy("retired"),
}


class ItemHistoryView(ItemScreen):
    """Who wrote and approved what, and how each state differs from the one before (6 queries)."""

    permission_required = None
    any_permission_required: ClassVar[list[str] | None] = ["view", "change"]
    header_icon = "history"
    page_template = "exams/admin/item_history.html"
    title = gettext_lazy("History")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        proposals = list(self.item.proposals.told())
        return self.render_to_response(
            self.get_context_data(
                item=self.item, states=_states(self.item, proposals), proposals=proposals, deeds=_deeds(self.item)
            )
        )


def _states(item: Item, proposals: Iterable[Proposal]) -> list[dict[str, Any]]:
    """Each key of each version, the newest first: one state of the item that papers may rest on."""
    keys = AnswerKey.objects.filter(item_version__item=item).select_related("item_version__item")
    approved = {proposal.key_id: proposal for proposal in proposals if proposal.key_id}
    states: list[dict[str, Any]] = []
    before = None
    for key in keys.order_by("item_version__number", "revision"):
        content = key.content()
        states.append(
            {
                "key": key,
                "version": key.item_version,
                "is_current": key.item_version.number == item.current_number,
                "proposal": approved.get(key.pk),
                "answer": told_key(content),
                "changes": changes(differences(before, content)) if before else [],
            }
        )
        before = content
    return states[::-1]


def _deeds(item: Item) -> list[Mapping[str, Any]]:
    """The lines of the audit log on this item, with the names of whoever did it (2 queries)."""
    entries = list(AuditEntry.objects.filter(subject=f"exams.item:{item.pk}").order_by("-pk")[:200])
    names = dict(User.objects.filter(pk__in={entry.actor_id for entry in entries}).values_list("pk", "full_name"))
    return [
        {"at": entry.at, "who": names.get(entry.actor_id or 0, ""), "deed": DEEDS.get(entry.deed, entry.deed)}
        for entry in entries
    ]
