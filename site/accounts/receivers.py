"""What follows from news of lower rooms and of Django itself."""

from django.apps import AppConfig, apps

from accounts import naming, roles


def lay_roles(sender: AppConfig, using: str, **kwargs: object) -> None:
    """After the last room's migration, when every permission exists, lay out the roles' groups and put names into words."""
    told = [room for room in apps.get_app_configs() if room.models_module is not None]  # the others get no signal
    if sender == told[-1] and using == "default":
        roles.lay()
        naming.name_permissions()
