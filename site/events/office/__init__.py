"""The events' screens in the admin (活动后台): events made and changed, and what others submitted."""

from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem

from cms import office_menu
from cms.office_menu import PermittedMenuItem
from events.office.deeds import MODERATE
from events.office.events import EventViewSet


class EventOffice(office_menu.Office):
    items = (EventViewSet,)
    menu_label = _("Events")
    menu_icon = "calendar-alt"
    menu_order = office_menu.EVENTS

    def desks(self) -> list[MenuItem]:
        submitted = reverse_lazy("events_office:submissions")
        return [PermittedMenuItem(_("Submitted events"), submitted, permission=MODERATE, icon_name="mail", order=900)]
