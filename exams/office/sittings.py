"""The sittings in the admin (考次)."""

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import Column
from wagtail.snippets.views.snippets import SnippetViewSet

from cms.policies import Changing
from exams import sittings
from exams.models import Sitting


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
