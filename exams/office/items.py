"""The item bank in the admin (题库): the list with its filters, and the way to every screen of an item."""

from typing import Any, ClassVar

import django_filters
from django.db.models import QuerySet
from django.urls import URLPattern, path, reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import BooleanColumn, Column, TitleColumn
from wagtail.admin.widgets.button import Button

from cms.policies import Looking
from cms.snippets import IndexView, SnippetViewSet
from courses.catalogue import lesson_titles
from exams.models import Area, Item
from exams.office.item_duplicates import DuplicatesView
from exams.office.item_history import ItemHistoryView
from exams.office.item_preview import ItemPreviewView
from exams.office.item_use import article_choices
from exams.office.item_writing import ItemCreateView, ItemEditView
from statutes.models import QualityField


class Writing(Looking):
    """Items are added and changed, and retired when they are no longer wanted; none is ever removed."""

    allowed = ("view", "change", "add")


def _areas() -> list[tuple[str, str]]:
    return [(f"{area.credential}.{area.code}", f"{area.credential} {area}") for area in Area.objects.all()]


def _lessons() -> list[tuple[str, str]]:
    """The lessons there are items on, by name where there is one: the third level of the tree (two queries)."""
    codes = list(Item.objects.exclude(objective="").order_by("objective").values_list("objective", flat=True).distinct())
    titles = lesson_titles(codes)
    return [(code, f"{code} {titles.get(code, '')}".strip()) for code in codes]


def _figures_url(item: Any) -> str | None:
    if item.stat_exam is None:
        return None
    return reverse("exams:item-statistics", args=[item.stat_exam, item.stat_number, item.code, item.stat_wording])


class ItemFilterSet(WagtailFilterSet):
    """Which items of the bank are listed."""

    area = django_filters.ChoiceFilter(label=_("area"), method="in_area", choices=_areas)
    objective = django_filters.ChoiceFilter(label=_("lesson"), choices=_lessons)
    under_review = django_filters.BooleanFilter(label=_("under review"), method="is_under_review")
    worn = django_filters.BooleanFilter(label=_("on too many papers"), method="is_worn")
    article = django_filters.ChoiceFilter(label=_("source article"), field_name="article", choices=article_choices)
    quality_field = django_filters.ChoiceFilter(
        label=_("field of quality"), method="is_of_field", choices=QualityField.Slug.choices
    )
    tag = django_filters.CharFilter(label=_("tag"), method="bears_tag")
    retires_by = django_filters.DateFilter(label=_("retires by"), field_name="retire_on", lookup_expr="lte")
    review_due_by = django_filters.DateFilter(label=_("review due by"), field_name="review_due", lookup_expr="lte")

    class Meta:
        model = Item
        fields: ClassVar = ["kind", "difficulty", "cleared", "status", "purpose"]

    def in_area(self, items: Any, name: str, value: str) -> Any:
        credential, _dot, area = value.partition(".")
        return items.in_area(credential, area)

    def is_under_review(self, items: Any, name: str, value: bool) -> Any:
        return items.under_review() if value else items.exclude(pk__in=Item.objects.under_review())

    def is_worn(self, items: Any, name: str, value: bool) -> Any:
        return items.worn() if value else items.exclude(pk__in=Item.objects.worn())

    def is_of_field(self, items: Any, name: str, value: str) -> Any:
        return items.in_field(value)

    def bears_tag(self, items: Any, name: str, value: str) -> Any:
        return items.tagged(value.strip())


class ItemIndexView(IndexView):
    def search_queryset(self, items: Any) -> Any:
        """Code, stem, source and lesson; both kinds of characters find each other."""
        return items.saying(self.search_query) if self.is_searching else items

    @property
    def header_more_buttons(self) -> list[Button]:
        look = Button(_t("Near duplicates"), url=self.index_url + "duplicates/", icon_name="copy")
        return [*super().header_more_buttons, look]


class ItemViewSet(SnippetViewSet):
    model = Item
    icon = "help"
    menu_label = _("Item bank")
    index_view_class = ItemIndexView
    add_view_class = ItemCreateView
    edit_view_class = ItemEditView
    history_view_class = ItemHistoryView
    copy_view_enabled = False
    filterset_class = ItemFilterSet
    list_per_page = 50
    list_display: ClassVar = [
        "code",
        Column("stem", label=_("question"), accessor=lambda item: Truncator(item.stem or "").chars(48)),
        Column("kind", label=_("kind"), accessor="get_kind_display", sort_key="kind", width="6rem"),
        Column("areas", label=_("areas"), accessor=lambda item: "、".join(f"{c} {a}" for c, a in item.areas.items())),
        Column("difficulty", label=_("difficulty"), sort_key="difficulty"),
        BooleanColumn("cleared", label=_("cleared for papers"), sort_key="cleared"),
        Column("status", label=_("status"), accessor="get_status_display", width="6rem"),
        TitleColumn(
            "figures",
            label=_("facility"),
            accessor=lambda item: "—" if item.facility is None else f"{item.facility:.2f}",
            get_url=_figures_url,
        ),
    ]
    search_backend_name = None
    search_fields: ClassVar = ["code"]
    ordering = "code"

    @property
    def permission_policy(self) -> Writing:
        return Writing(Item)

    def get_queryset(self, request: Any) -> QuerySet[Item]:
        """Every item with its Chinese stem and its newest figures (one query)."""
        return Item.objects.with_stem().with_figures()

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        names = {"look_url_name": self.get_url_name("preview"), "history_url_name": self.get_url_name("history")}
        common: dict[str, Any] = super().get_common_view_kwargs(**names, **kwargs)
        return common

    def get_urlpatterns(self) -> list[URLPattern]:
        view = self.construct_view
        return [
            *super().get_urlpatterns(),
            path("duplicates/", view(DuplicatesView), name="duplicates"),
            path("preview/<int:pk>/", view(ItemPreviewView), name="preview"),
        ]
