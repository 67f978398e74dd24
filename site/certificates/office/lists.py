"""Lists of the office (办理列表): the first column opens the row; nothing is ticked."""

from django.db.models import Model
from django.utils.functional import cached_property
from wagtail.admin.ui.tables import BaseColumn, TitleColumn
from wagtail.snippets.views.snippets import IndexView


class OfficeList(IndexView):
    """What is decided one by one: no boxes to tick, and each row opens."""

    @cached_property
    def columns(self) -> list[BaseColumn]:
        first, *others = self.list_display
        told = {"label": first.label, "accessor": first.accessor, "sort_key": first.sort_key, "classname": first.classname}
        return [TitleColumn(first.name, get_url=self.address_of, **told), *others]

    def address_of(self, row: Model) -> str | None:
        """Where it is worked on, else where it is looked at."""
        return self.get_edit_url(row) or self.get_inspect_url(row)
