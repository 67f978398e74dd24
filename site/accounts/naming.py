"""Permissions in the site's language: Django writes their English names into the database when it makes them."""

from django.conf import settings
from django.contrib.auth.models import Permission
from django.utils.translation import gettext, override
from django.utils.translation import gettext_noop as _

PATTERNS = {
    "add": _("May add: %(thing)s"),
    "change": _("May change: %(thing)s"),
    "delete": _("May delete: %(thing)s"),
    "view": _("May view: %(thing)s"),
}


def name_permissions() -> None:
    """Name each permission in LANGUAGE_CODE. One read, and one write for those not named so yet."""
    renamed = []
    with override(settings.LANGUAGE_CODE):
        for permission in Permission.objects.select_related("content_type"):
            name = _name(permission)
            if permission.name != name:
                permission.name = name
                renamed.append(permission)
    Permission.objects.bulk_update(renamed, ["name"])


def _name(permission: Permission) -> str:
    model = permission.content_type.model_class()
    action = permission.codename.partition("_")[0]
    if model is None or permission.codename != f"{action}_{model._meta.model_name}" or action not in PATTERNS:
        return gettext(permission.name)
    return gettext(PATTERNS[action]) % {"thing": model._meta.verbose_name}
