"""The item bank in the admin (题库)."""

from typing import Any, ClassVar

import django_filters
from django.db.models import F, OuterRef, QuerySet, Subquery
from django.db.models.fields.json import KeyTextTransform, KeyTransform
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.admin.ui.tables import BooleanColumn, Column
from wagtail.snippets.views.snippets import EditView, SnippetViewSet

from cms.policies import Changing
from core.audit import record
from exams.languages import SOURCE
from exams.models import Area, Item, ItemVersion
from exams.panels import WordingPanel


def _areas() -> list[tuple[str, str]]:
    return [(f"{area.credential}.{area.code}", f"{area.credential} {area}") for area in Area.objects.all()]


class ItemFilterSet(WagtailFilterSet):
    """Which items of the bank are listed."""

    area = django_filters.ChoiceFilter(label=_("area"), method="in_area", choices=_areas)

    class Meta:
        model = Item
        fields: ClassVar = ["kind", "difficulty", "cleared", "status", "purpose"]

    def in_area(self, items: Any, name: str, value: str) -> Any:
        credential, _dot, area = value.partition(".")
        return items.in_area(credential, area)


class ItemEditView(EditView):
    def save_instance(self) -> Item:
        """Clearing an item, or taking its clearance back, is a deed someone answers for."""
        item: Item = super().save_instance()
        if "cleared" in self.form.changed_data:
            record("item.cleared" if item.cleared else "item.withheld", item, by=self.request.user, version=item.current_number)
        return item


class ItemViewSet(SnippetViewSet):
    model = Item
    icon = "help"
    menu_label = _("Item bank")
    edit_view_class = ItemEditView
    filterset_class = ItemFilterSet
    list_per_page = 50
    list_display: ClassVar = [
        "code",
        Column("stem", label=_("question"), accessor=lambda item: Truncator(item.stem).chars(48)),
        Column("kind", label=_("kind"), accessor="get_kind_display", sort_key="kind"),
        Column("areas", label=_("areas"), accessor=lambda item: "、".join(f"{c} {a}" for c, a in item.areas.items())),
        Column("difficulty", label=_("difficulty"), sort_key="difficulty"),
        BooleanColumn("cleared", label=_("cleared for papers"), sort_key="cleared"),
        Column("status", label=_("status"), accessor="get_status_display"),
    ]
    search_backend_name = None
    search_fields: ClassVar = ["code", "objective", "source"]
    ordering = "code"
    panels: ClassVar = [
        WordingPanel(),
        FieldPanel("cleared"),
        MultiFieldPanel([FieldPanel("status"), FieldPanel("difficulty"), FieldPanel("review_due")], heading=_("Use")),
    ]

    @property
    def permission_policy(self) -> Changing:
        return Changing(Item)

    def get_queryset(self, request: Any) -> QuerySet[Item]:
        """Every item with the Chinese stem of the version in use (one query)."""
        wording = ItemVersion.objects.filter(item=OuterRef("pk"), number=OuterRef("current_number"))
        stem = wording.annotate(text=KeyTextTransform("stem", KeyTransform(SOURCE, F("body")))).values("text")[:1]
        return Item.objects.annotate(stem=Subquery(stem))
