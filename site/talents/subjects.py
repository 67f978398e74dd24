"""The methods of quality work (方法), as cases and experts name them."""

from django.db import models
from django.utils.translation import gettext_lazy as _


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
