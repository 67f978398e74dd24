"""What the admin knows of people: help for each role, the way to one's own account, and no deleting in bulk."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.snippets.models import register_snippet

from accounts import roles
from accounts.auditing import AuditViewSet
from accounts.models import User

register_snippet(AuditViewSet)
HELP = {
    roles.ADMINISTRATOR: "help-administrator",
    roles.EXAMINER: "help-examiner",
    roles.SECOND_MARKER: "help-examiner",
    roles.SCHOOL_EDITOR: "help-school-editor",
    roles.REGULATOR: "help-regulator",
}


class _Help(MenuItem):
    """The note for the role of whoever asks; an administrator's for everybody without one."""

    def render_component(self, request: HttpRequest) -> Any:
        held = request.user.groups.values_list("name", flat=True)
        slug = next((HELP[name] for name in held if name in HELP), HELP[roles.ADMINISTRATOR])
        self.url = reverse("pages:note", args=[slug])
        return super().render_component(request)


@hooks.register("register_help_menu_item")
def help_for_ones_role() -> MenuItem:
    return _Help(gettext_lazy("How to work here"), url="", icon_name="help", order=100, name="how-to")


@hooks.register("register_account_menu_item")
def ones_own_account(request: HttpRequest) -> dict[str, str]:
    return {
        "url": reverse("accounts:profile"),
        "label": _("My account"),
        "help_text": _("Name, language, e-mail and password."),
    }


@hooks.register("before_delete_user")
def a_person_stays(request: HttpRequest, person: User) -> HttpResponse:
    """The same through the address of a single account, whichever way a release of Wagtail looks for permissions."""
    return _switch_off_instead(request)


@hooks.register("before_bulk_action")
def nobody_is_deleted(request: HttpRequest, deed: str, objects: list[Any], action: Any) -> HttpResponse | None:
    """As one by one (viewsets.py): an account is switched off, because results and consents point at it."""
    if deed != "delete" or action.model is not User:
        return None
    return _switch_off_instead(request)


def _switch_off_instead(request: HttpRequest) -> HttpResponse:
    messages.error(request, _("Accounts are not deleted. Switch them off instead."))
    return redirect("wagtailusers_users:index")
