"""What quality work is about (质量领域与方法): the five fields of Article 2, and methods, as cases and experts name them."""

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
    """What carried a case, or what somebody masters."""

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
