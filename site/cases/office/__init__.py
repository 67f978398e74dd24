"""The cases' screens in the admin (案例后台): cases written and mended, and what waits for a second reader."""

from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem

from cases.office.cases import CaseViewSet
from cases.permissions import MODERATE
from cms import office_menu
from cms.office_menu import PermittedMenuItem


class CaseOffice(office_menu.Office):
    items = (CaseViewSet,)
    menu_label = _("Case library")
    menu_icon = "clipboard-list"
    menu_order = office_menu.CASES

    def desks(self) -> list[MenuItem]:
        submitted = reverse_lazy("cases_office:submissions")
        return [PermittedMenuItem(_("Submitted cases"), submitted, permission=MODERATE, icon_name="mail", order=900)]
