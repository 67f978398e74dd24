"""The exam office's screens in the admin: the bank, the sittings, the rules. What is published is looked at, never edited."""

from typing import TYPE_CHECKING, Any, ClassVar

import django_filters
from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.core.exceptions import ValidationError
from django.db.models import F, OuterRef, QuerySet, Subquery
from django.db.models.fields.json import KeyTextTransform, KeyTransform
from django.utils.text import Truncator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import BooleanColumn, Column
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.snippets.views.snippets import EditView, SnippetViewSet, SnippetViewSetGroup

from core.audit import record
from exams import sittings
from exams.languages import SOURCE
from exams.models import Area, ExamVersion, Item, ItemVersion, Sitting
from exams.panels import WordingPanel

if TYPE_CHECKING:
    from accounts.models import User


class Looking(ModelPermissionPolicy):
    """Permission to look, and to change where `allowed` says so; nobody adds, copies or deletes by hand."""

    allowed: tuple[str, ...] = ("view",)

    def user_has_permission(self, user: "User | AbstractBaseUser | AnonymousUser", action: str) -> bool:
        return action in self.allowed and bool(super().user_has_permission(user, action))

    def user_has_any_permission(self, user: "User | AbstractBaseUser | AnonymousUser", actions: Any) -> bool:
        return any(self.user_has_permission(user, action) for action in actions)


class Changing(Looking):
    allowed = ("view", "change")


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


class SittingForm(WagtailAdminModelForm):
    def clean(self) -> dict[str, Any]:
        """A sitting opens only when every paper it promises can be drawn."""
        cleaned: dict[str, Any] = super().clean()
        if cleaned.get("state") == Sitting.State.OPEN:
            try:
                sittings.check(self.instance.exam_version)
            except sittings.CannotOpen as reason:
                sentence = gettext("No paper can be drawn: %(short)s") % {"short": reason}
                raise ValidationError({"state": sentence}) from reason
        return cleaned


class SittingViewSet(SnippetViewSet):
    model = Sitting
    icon = "date"
    menu_label = _("Sittings")
    list_display: ClassVar = [
        "__str__",
        Column("opens_at", label=_("opens at"), sort_key="opens_at"),
        Column("closes_at", label=_("closes at"), sort_key="closes_at"),
        Column("mode", label=_("mode"), accessor="get_mode_display"),
        Column("state", label=_("state"), accessor="get_state_display", sort_key="state"),
        Column("release", label=_("results are released"), accessor="get_release_display"),
    ]
    list_filter: ClassVar = ["mode", "state"]
    edit_handler = ObjectList(
        [
            MultiFieldPanel([FieldPanel("opens_at"), FieldPanel("closes_at"), FieldPanel("state")], heading=_("When")),
            MultiFieldPanel([FieldPanel("venue"), FieldPanel("capacity")], heading=_("Where")),
            FieldPanel("release"),
        ],
        base_form_class=SittingForm,
    )

    @property
    def permission_policy(self) -> Changing:
        return Changing(Sitting)

    def get_queryset(self, request: Any) -> QuerySet[Sitting]:
        return Sitting.objects.told()


class ExamVersionViewSet(SnippetViewSet):
    model = ExamVersion
    icon = "list-ul"
    menu_label = _("Exam rules")
    inspect_view_enabled = True
    list_display: ClassVar = [
        "__str__",
        Column("minutes", label=_("minutes"), accessor=lambda version: version.duration_s // 60),
        Column("cut_score", label=_("pass mark")),
        Column("max_attempts", label=_("attempts allowed")),
        Column("published_at", label=_("published at")),
    ]
    panels: ClassVar = [FieldPanel("number", read_only=True)]

    @property
    def permission_policy(self) -> Looking:
        return Looking(ExamVersion)

    def get_queryset(self, request: Any) -> QuerySet[ExamVersion]:
        return ExamVersion.objects.select_related("exam")


class ExamOffice(SnippetViewSetGroup):
    items = (ItemViewSet, SittingViewSet, ExamVersionViewSet)
    menu_label = _("Exams")
    menu_icon = "tasks"
    menu_order = 250
