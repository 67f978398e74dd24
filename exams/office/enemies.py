"""Enemy groups in the admin (互斥题组): items are named by their codes, as reviewers list them."""

import re
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Count, QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, ObjectList
from wagtail.admin.ui.tables import Column
from wagtail.snippets.views.snippets import CreateView, EditView

from cms.snippets import SnippetViewSet
from core.audit import record
from exams.models import EnemyGroup, Item

_BETWEEN = re.compile(r"[\s,;，、；]+")


class EnemyGroupForm(WagtailAdminModelForm):
    codes = forms.CharField(
        label=_("Items"),
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("The codes of the items, with blanks or commas between them. A paper holds at most one of them."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["codes"] = "\n".join(self.instance.items.values_list("code", flat=True))

    def clean_codes(self) -> list[Item]:
        """The items of these codes, all of them known."""
        codes = [code for code in _BETWEEN.split(self.cleaned_data["codes"]) if code]
        found = {item.code: item for item in Item.objects.filter(code__in=codes)}
        if unknown := [code for code in codes if code not in found]:
            sentence = gettext("There are no items with these codes: %(codes)s. Correct them or leave them out.")
            raise ValidationError(sentence % {"codes": gettext(", ").join(unknown)})
        if len(found) < 2:
            raise ValidationError(gettext("Name at least two items: one alone gives nothing away."))
        return list(found.values())

    def save(self, commit: bool = True) -> EnemyGroup:
        group: EnemyGroup = super().save(commit)
        group.items.set(self.cleaned_data["codes"])
        return group


class _Answered:
    """Whoever changes what may stand together answers for it."""

    request: Any

    def save_instance(self) -> EnemyGroup:
        group: EnemyGroup = super().save_instance()  # type: ignore[misc]  # of Wagtail's view beside it
        codes = sorted(group.items.values_list("code", flat=True))
        record("enemies.set", group, by=self.request.user, name=group.name, items=codes)
        return group


class EnemyGroupCreateView(_Answered, CreateView):
    pass


class EnemyGroupEditView(_Answered, EditView):
    pass


class EnemyGroupViewSet(SnippetViewSet):
    model = EnemyGroup
    icon = "group"
    menu_label = _("Enemy groups")
    add_view_class = EnemyGroupCreateView
    edit_view_class = EnemyGroupEditView
    list_per_page = 50
    list_display: ClassVar = [
        "name",
        Column("items", label=_("items"), accessor=lambda group: "、".join(item.code for item in group.items.all())),
        Column("reason", label=_("reason")),
        Column("size", label=_("how many"), accessor="size", sort_key="size"),
    ]
    search_backend_name = None
    search_fields: ClassVar = ["name", "reason", "items__code"]
    edit_handler = ObjectList(
        [FieldPanel("name"), FieldPanel("codes"), FieldPanel("reason")],
        base_form_class=EnemyGroupForm,
    )

    def get_queryset(self, request: Any) -> QuerySet[EnemyGroup]:
        """Every group with its items (two queries)."""
        return EnemyGroup.objects.annotate(size=Count("items")).order_by("name").prefetch_related("items")
