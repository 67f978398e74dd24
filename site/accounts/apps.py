from django.apps import AppConfig
from django.db.models.signals import post_migrate
from wagtail.users.apps import WagtailUsersAppConfig


class AccountsConfig(AppConfig):
    default = True  # the other one below stands in for Wagtail's
    name = "accounts"
    verbose_name = "Accounts"

    def ready(self) -> None:
        from django.contrib.auth.models import Group

        from accounts import idling, receivers, roles  # noqa: F401 - listens to signing in

        # A role's name is a fixed word for the code; whoever reads a list of groups reads what it means.
        Group.add_to_class("__str__", lambda group: roles.label(group.name))
        post_migrate.connect(receivers.lay_roles, dispatch_uid="accounts.lay_roles")


class AdminUsersConfig(WagtailUsersAppConfig):
    """Wagtail's screens for people and groups, made to fit our person: one full name, roles with names."""

    user_viewset = "accounts.viewsets.UserViewSet"
    group_viewset = "accounts.viewsets.GroupViewSet"
