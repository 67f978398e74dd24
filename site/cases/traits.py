"""Under which licence a case is told (使用许可), and where its words stand."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class CaseLicence(models.TextChoices):
    BY = "cc-by-4.0", "CC BY 4.0"
    BY_NC = "cc-by-nc-4.0", "CC BY-NC 4.0"
    READ = "read", _("to be read here; ask before using it elsewhere")


LICENCE_ADDRESSES = {
    CaseLicence.BY: "https://creativecommons.org/licenses/by/4.0/",
    CaseLicence.BY_NC: "https://creativecommons.org/licenses/by-nc/4.0/",
}
