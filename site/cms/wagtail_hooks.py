"""The admin as this site's editors meet it: our colours, no way out to English handbooks, and the last labels in words."""

from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.forms.choosers import (
    AnchorLinkChooserForm,
    EmailLinkChooserForm,
    ExternalLinkChooserForm,
    PhoneLinkChooserForm,
)
from wagtail.admin.forms.workflows import WorkflowPageForm
from wagtail.models import Locale, Site
from wagtail.sites.views import IndexView as SiteIndex
from wagtail.snippets.models import register_snippet
from wagtail.users.forms import PagePermissionsForm

from cms.models import Synonyms
from cms.snippets import SnippetViewSet
from cms.waiting import WaitingPanel

# Wagtail's help in English on its own site; ours is a note per role (accounts/wagtail_hooks.py).
ELSEWHERE = ("whats-new-in-wagtail", "editor-guide")

LINK_LABELS = {
    "link_text": _("Words of the link"),
    "email_address": _("E-mail"),
    "phone_number": _("Telephone number"),
    "subject": _("Subject"),
    "body": _("Text of the mail"),
}


@hooks.register("insert_global_admin_css")
def colours() -> SafeString:
    return format_html('<link rel="stylesheet" href="{}">', static("css/admin.css"))


@hooks.register("insert_global_admin_js")
def handing_in() -> SafeString:
    return format_html('<script type="module" src="{}"></script>', static("js/admin-handin.js"))


@hooks.register("construct_help_menu")
def no_way_out(request: HttpRequest, items: list[Any]) -> None:
    """Nobody is led to another site from here: what is not on this site is not part of it."""
    items[:] = [item for item in items if not item.name.startswith(ELSEWHERE)]


@hooks.register("construct_homepage_panels")
def what_waits(request: HttpRequest, panels: list[Any]) -> None:
    """Before the pages that Wagtail lists: what else is to be decided."""
    panels.insert(0, WaitingPanel())


class SynonymsViewSet(SnippetViewSet):
    model = Synonyms
    icon = "search"
    menu_label = _("Synonyms of the search")
    add_to_settings_menu = True
    list_display = ("words",)
    ordering = ("words",)


register_snippet(SynonymsViewSet)


def name_what_wagtail_left_unnamed() -> None:
    """A few labels are made of Python names, so that no catalogue can translate them."""
    for column in SiteIndex.columns:
        if column.name in {"port", "site_name", "root_page"}:
            column.label = Site._meta.get_field(column.name).verbose_name
    for form in (WorkflowPageForm, PagePermissionsForm):
        form.base_fields["page"].label = _("page")
    for form in (ExternalLinkChooserForm, AnchorLinkChooserForm, EmailLinkChooserForm, PhoneLinkChooserForm):
        for name, label in LINK_LABELS.items():
            if name in form.base_fields:
                form.base_fields[name].label = label
    Locale._meta.verbose_name, Locale._meta.verbose_name_plural = _("locale"), _("locales")


name_what_wagtail_left_unnamed()
