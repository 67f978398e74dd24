"""What follows from news of lower rooms and of Django itself."""

from django.apps import AppConfig, apps

from accounts import roles


def lay_roles(sender: AppConfig, using: str, **kwargs: object) -> None:
    """After the last room's migration, when every permission exists, lay out the roles' groups."""
    if sender == list(apps.get_app_configs())[-1] and using == "default":
        roles.lay()
