"""What a case is told by (案例分类): the field of quality, the method that carried it, and the licence."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class FieldOfQuality(models.TextChoices):
    """The five fields that Article 2 of the Regulation names."""

    INDUSTRY = "industry", pgettext_lazy("field of quality", "Industry quality")
    PRODUCT = "product", pgettext_lazy("field of quality", "Product quality")
    ENGINEERING = "engineering", pgettext_lazy("field of quality", "Engineering quality")
    SERVICE = "service", pgettext_lazy("field of quality", "Service quality")
    ENVIRONMENT = "environment", pgettext_lazy("field of quality", "Environmental quality")


class Method(models.TextChoices):
    """The one method without which there would have been no such result."""

    SPC = "spc", _("Statistical process control")
    EIGHT_D = "8d", _("8D problem solving")
    PDCA = "pdca", _("PDCA and quality circles")
    SUPPLIER = "supplier", _("Supplier quality management")
    PREVENTION = "prevention", _("FMEA and mistake-proofing")
    MEASUREMENT = "measurement", _("Measurement system analysis")
    ACCEPTANCE = "acceptance", _("Sampling and acceptance")
    FLOW = "flow", _("Flow and waiting times")
    VOICE = "voice", _("Voice of the customer")
    TRACING = "tracing", _("Traceability and digital control")


class CaseLicence(models.TextChoices):
    BY = "cc-by-4.0", "CC BY 4.0"
    BY_NC = "cc-by-nc-4.0", "CC BY-NC 4.0"
    READ = "read", _("to be read here; ask before using it elsewhere")


LICENCE_ADDRESSES = {
    CaseLicence.BY: "https://creativecommons.org/licenses/by/4.0/",
    CaseLicence.BY_NC: "https://creativecommons.org/licenses/by-nc/4.0/",
}
