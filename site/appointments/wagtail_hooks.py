"""The door to oversight in the admin, for whoever oversees."""

from django.http import HttpRequest
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from appointments.oversight.permissions import looks
from cms import office_menu


class _Oversight(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return looks(request)


@hooks.register("register_admin_menu_item")
def oversight() -> MenuItem:
    """Figures of all firms together."""
    return _Oversight(_("Oversight"), reverse_lazy("oversight:figures"), icon_name="view", order=office_menu.OVERSIGHT)
