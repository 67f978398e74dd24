"""The look over the whole bank for near duplicates, in the admin (近似题)."""

from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy

from exams import resembling
from exams.models import Item
from exams.office.item_writing import ItemScreen

_MOST = 200


class DuplicatesView(ItemScreen):
    """Every two items that are nearly the same, the nearest first (4 queries, whatever the size of the bank)."""

    permission_required = None
    any_permission_required: ClassVar[list[str] | None] = ["view", "change"]
    header_icon = "copy"
    page_template = "exams/admin/item_duplicates.html"
    title = gettext_lazy("Near duplicates")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        pairs = resembling.pairs()
        shown = pairs[:_MOST]
        codes = {code for pair in shown for code in (pair.one, pair.other)}
        items = {item.code: item for item in Item.objects.with_stem().filter(code__in=codes)}
        rows = [{"percent": pair.percent, "items": [items[pair.one], items[pair.other]]} for pair in shown]
        return self.render_to_response(self.get_context_data(rows=rows, total=len(pairs), edit_url_name=self.edit_url_name))
