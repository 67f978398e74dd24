"""Quality Month in the admin (质量月后台): contests, calls for slogans, and the covenants that wait for a decision."""

from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem

from campaigns.models.covenants import MODERATE
from campaigns.office.contests import ContestViewSet
from campaigns.office.slogans import SloganCallViewSet
from cms import office_menu
from cms.office_menu import PermittedMenuItem


class QualityMonthOffice(office_menu.Office):
    items = (ContestViewSet, SloganCallViewSet)
    menu_label = _("Quality Month")
    menu_icon = "calendar-check"
    menu_order = office_menu.QUALITY_MONTH

    def desks(self) -> list[MenuItem]:
        waiting = reverse_lazy("campaigns_office:covenants")
        return [PermittedMenuItem(_("Covenants to decide"), waiting, permission=MODERATE, icon_name="mail", order=900)]
