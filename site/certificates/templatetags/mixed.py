"""Chinese lines with English in them, as a certificate prints them."""

import re

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

register = template.Library()
_ENGLISH = re.compile(r"([A-Za-z]{2}[A-Za-z ’'.-]*(?<! ))")


@register.filter
def mixed(line: str) -> SafeString:
    """The line with its English marked as English, so that it is read aloud and set as such.

    >>> mixed("证书编号 CERTIFICATE NO.")
    '证书编号 <span lang="en">CERTIFICATE NO.</span>'
    """
    parts = _ENGLISH.split(line)
    marked = ((format_html('<span lang="en">{}</span>', part) if at % 2 else part,) for at, part in enumerate(parts))
    return format_html_join("", "{}", marked)
