"""What would become of a row, and what came of it, in words."""

from django.utils.translation import gettext_lazy as _

VERDICTS = {
    "create": _("Row to be added"),
    "update": _("To be changed"),
    "unchanged": _("Unchanged row"),
    "error": _("In error"),
}
OUTCOMES = {
    "create": _("Row added"),
    "update": _("Row changed"),
    "unchanged": _("Unchanged row"),
    "error": _("Not imported"),
}
TONES = {"create": ("is-ok", "check"), "update": ("is-sea", "half"), "unchanged": ("", "ring"), "error": ("is-bad", "cross")}
