"""What a browser says of itself, in words a person knows."""

import re

from django import template
from django.utils.translation import gettext as _

register = template.Library()
# The first that fits: a browser names others as well, for old times' sake.
_BROWSERS = (
    ("MicroMessenger", "微信"),
    ("DingTalk", "钉钉"),
    ("Lark", "飞书"),
    ("Edg", "Edge"),
    ("Firefox", "Firefox"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
_SYSTEMS = (
    ("HarmonyOS", "HarmonyOS"),
    ("Android", "Android"),
    ("iPhone|iPad", "iOS"),
    ("Windows", "Windows"),
    ("Mac OS X", "macOS"),
    ("Linux", "Linux"),
)


@register.filter
def device(agent: str) -> str:
    """“Firefox, Windows”; what cannot be read is told as such."""
    found = [next((name for sign, name in kinds if re.search(sign, agent)), "") for kinds in (_BROWSERS, _SYSTEMS)]
    return "、".join(filter(None, found)) or _("unknown device")
