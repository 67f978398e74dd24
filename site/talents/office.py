"""Policies and notices in the admin (政策与通告后台). A change is logged, and the public pages that show it are forgotten."""

from typing import Any, ClassVar

from django.db import models
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import Column
from wagtail.snippets.views.snippets import CreateView, EditView

from cms import office_menu
from cms.office_menu import PermittedMenuItem
from cms.policies import Making
from cms.snippets import SnippetViewSet
from core.audit import record
from talents.keeping import forget_kept_pages
from talents.models import Award, Bulletin, CollegeAgreement, Policy, Programme, ScienceBase, SyllabusTemplate, WinnerStory
from talents.models.experts import ADMIT


class KeptCreateView(CreateView):
    def save_instance(self) -> models.Model:
        made: models.Model = super().save_instance()
        record(f"{made._meta.model_name}.made", made, by=self.request.user)
        forget_kept_pages()
        return made


class KeptEditView(EditView):
    def save_instance(self) -> models.Model:
        changed: models.Model = super().save_instance()
        record(f"{changed._meta.model_name}.changed", changed, by=self.request.user, fields=self.form.changed_data)
        forget_kept_pages()
        return changed


class KeptViewSet(SnippetViewSet):
    """What the public reads: made and changed, never deleted by hand; its days say when it is public and when it is over."""

    add_view_class = KeptCreateView
    edit_view_class = KeptEditView
    copy_view_enabled = False
    list_per_page = 50
    search_backend_name = None

    @property
    def permission_policy(self) -> Making:
        return Making(self.model)


_LINES = _('One line for each, in quotation marks: ["the first", "the second"]. Nothing: []')
# What is kept as data is written as data; without an example nobody knows how.
HELP = {
    "hours": _('A line for each open day: {"tue": "09:00-16:30", "sat": "10:00-12:00"}. Days: mon tue wed thu fri sat sun.'),
    "criteria": _LINES,
    "criteria_en": _LINES,
    "courses": _LINES,
    "courses_en": _LINES,
    "lessons": _('Codes of lessons, in quotation marks: ["LAW-01", "SPC-02"]. None: []'),
    "units": _('A unit after the other: [{"title": "…", "hours": 4, "outcomes": ["…", "…"]}]'),
    "code": _("Small letters, figures and hyphens."),
    "group_min": _("Smaller groups are not taken."),
    "capacity": _("People in one slot."),
}


def panels(heading: Any, *names: str) -> MultiFieldPanel:
    return MultiFieldPanel([FieldPanel(name, help_text=HELP.get(name, "")) for name in names], heading=heading)


class PolicyViewSet(KeptViewSet):
    model = Policy
    icon = "doc-full"
    menu_label = _("Policies of support")
    search_fields: ClassVar = ["title", "number", "issuer"]
    list_filter: ClassVar = ["jurisdiction"]
    list_display: ClassVar = [
        Column("title", label=_("title"), sort_key="title"),
        Column("number", label=_("document number")),
        Column("valid_from", label=_("in force from"), sort_key="valid_from"),
        Column("valid_to", label=_("in force until"), accessor=lambda row: row.valid_to or "—", sort_key="valid_to"),
        Column("public", label=_("public from"), accessor=lambda row: row.published_on or "—"),
    ]
    edit_handler = ObjectList(
        [
            panels(_("What it is"), "title", "title_en", "code", "jurisdiction", "issuer", "issuer_en", "number", "source_url"),
            panels(_("For how long"), "valid_from", "valid_to", "published_on"),
            panels(
                _("What it offers, and to whom"),
                *("audience", "audience_en", "benefit", "benefit_en", "how_to_apply", "how_to_apply_en"),
            ),
            panels(_("Who decides, and on which conditions"), "deciding_office", "deciding_office_en", "rules"),
            panels(_("Remark"), "notice", "notice_en"),
        ]
    )


class BulletinViewSet(KeptViewSet):
    model = Bulletin
    icon = "warning"
    menu_label = _("Notices of authorities")
    search_fields: ClassVar = ["title", "number", "issuer"]
    list_filter: ClassVar = ["jurisdiction"]
    list_display: ClassVar = [
        Column("title", label=_("title"), sort_key="title"),
        Column("jurisdiction", label=_("jurisdiction"), accessor=lambda row: row.get_jurisdiction_display()),
        Column("issued_on", label=_("issued on"), sort_key="issued_on"),
        Column("public", label=_("public from"), accessor=lambda row: row.published_on or "—"),
    ]
    edit_handler = ObjectList(
        [
            panels(_("What it is"), "title", "title_en", "code", "jurisdiction", "issuer", "issuer_en", "number", "source_url"),
            panels(_("When"), "issued_on", "published_on"),
            panels(_("text"), "text", "text_en"),
        ]
    )


class AwardViewSet(KeptViewSet):
    model = Award
    icon = "pick"
    menu_label = _("Awards")
    search_fields: ClassVar = ["name", "organiser"]
    list_filter: ClassVar = ["kind"]
    list_display: ClassVar = [
        Column("name", label=_("name"), sort_key="name"),
        Column("kind", label=_("kind of award"), accessor=lambda row: row.get_kind_display()),
        Column("public", label=_("public from"), accessor=lambda row: row.published_on or "—"),
    ]
    edit_handler = ObjectList(
        [
            panels(_("What it is"), "name", "name_en", "code", "kind", "organiser", "organiser_en", "cycle", "cycle_en"),
            InlinePanel("dates", heading=_("Calendar"), label=_("Day")),
            panels(_("Who may apply, and how"), "who", "who_en", "guidance", "guidance_en"),
            panels(_("Criteria"), "criteria", "criteria_en", "criteria_source", "has_self_assessment", "lessons"),
            panels(_("Remark"), "notice", "notice_en", "published_on"),
        ]
    )


class StoryViewSet(KeptViewSet):
    model = WinnerStory
    icon = "openquote"
    menu_label = _("Stories of winners")
    search_fields: ClassVar = ["title", "winner"]
    list_display: ClassVar = [
        Column("title", label=_("title"), sort_key="title"),
        Column("winner", label=_("winner")),
        Column("year", label=_("year"), sort_key="year"),
    ]
    edit_handler = ObjectList(
        [
            panels(_("What it is"), "award", "year", "winner", "winner_en", "title", "title_en", "code"),
            panels(_("text"), "text", "text_en", "published_on"),
        ]
    )


class BaseViewSet(KeptViewSet):
    model = ScienceBase
    icon = "site"
    menu_label = _("Science bases")
    search_fields: ClassVar = ["name", "host"]
    list_filter: ClassVar = ["area"]
    list_display: ClassVar = [
        Column("name", label=_("name"), sort_key="name"),
        Column("host", label=_("run by")),
        Column("area", label=_("district"), accessor=lambda row: row.get_area_display()),
        Column("keeper", label=_("keeper"), accessor=lambda row: row.keeper.full_name if row.keeper else "—"),
        Column("public", label=_("public from"), accessor=lambda row: row.published_on or "—"),
    ]
    edit_handler = ObjectList(
        [
            panels(_("What it is"), "name", "name_en", "code", "host", "host_en", "theme", "theme_en"),
            panels(_("What one sees and does"), "description", "description_en"),
            panels(_("Where"), "area", "address", "address_en", "accessibility", "accessibility_en"),
            panels(_("Visits"), "hours", "slots_per_day", "capacity", "group_min", "age_min", "age_max", "is_free"),
            panels(_("Who answers for it"), "keeper", "safety_post", "safety_post_en"),
            panels(_("Remark"), "notice", "notice_en", "published_on"),
        ]
    )

    def get_queryset(self, request: Any) -> "models.QuerySet[ScienceBase]":
        return ScienceBase.objects.select_related("keeper")


class ProgrammeViewSet(KeptViewSet):
    model = Programme
    icon = "list-ul"
    menu_label = _("Programmes of colleges")
    search_fields: ClassVar = ["college", "major"]
    list_filter: ClassVar = ["level"]
    list_display: ClassVar = [
        Column("major", label=_("major"), sort_key="major"),
        Column("college", label=_("college"), sort_key="college"),
        Column("level", label=_("level of education"), accessor=lambda row: row.get_level_display()),
        Column("public", label=_("public from"), accessor=lambda row: row.published_on or "—"),
    ]
    edit_handler = ObjectList(
        [
            panels(_("What it is"), "college", "college_en", "major", "major_en", "code", "level", "source_url", "published_on"),
            panels(_("What is taught, and where it leads"), "courses", "courses_en", "posts", "syllabus"),
        ]
    )


class SyllabusViewSet(KeptViewSet):
    model = SyllabusTemplate
    icon = "doc-full"
    menu_label = _("Syllabus templates")
    search_fields: ClassVar = ["title"]
    list_display: ClassVar = [
        Column("title", label=_("title"), sort_key="title"),
        Column("level", label=_("level of education"), accessor=lambda row: row.get_level_display()),
        Column("hours", label=_("Class hours"), accessor="hours"),
    ]
    edit_handler = ObjectList(
        [panels(_("What it is"), "title", "title_en", "code", "level", "published_on"), panels(_("Units"), "units")]
    )


class AgreementViewSet(KeptViewSet):
    model = CollegeAgreement
    icon = "clipboard-list"
    menu_label = _("Agreements with colleges")
    search_fields: ClassVar = ["number"]
    list_display: ClassVar = [
        Column("number", label=_("number of the agreement"), sort_key="number"),
        Column("college", label=_("college"), accessor=lambda row: row.college.name),
        Column("most_hours", label=_("most hours for a person")),
        Column("valid_until", label=_("in force until"), sort_key="valid_until"),
    ]
    edit_handler = ObjectList(
        [
            panels(_("What it is"), "number", "college", "course", "most_hours"),
            panels(_("For how long"), "signed_on", "valid_until"),
        ]
    )

    def get_queryset(self, request: Any) -> "models.QuerySet[CollegeAgreement]":
        return CollegeAgreement.objects.select_related("college")


class TalentsOffice(office_menu.Office):
    items: ClassVar = (
        PolicyViewSet,
        BulletinViewSet,
        AwardViewSet,
        StoryViewSet,
        BaseViewSet,
        ProgrammeViewSet,
        SyllabusViewSet,
        AgreementViewSet,
    )
    menu_label = _("Talents")
    menu_icon = "user"
    menu_order = office_menu.TALENTS

    def desks(self) -> list[MenuItem]:
        waiting = reverse_lazy("talents_office:experts")
        return [PermittedMenuItem(_("Experts to admit"), waiting, permission=ADMIT, icon_name="user", order=900)]
