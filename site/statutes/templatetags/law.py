"""Citations in templates: `{% load law %}{{ text|cite }}`."""

from django import template
from django.utils.safestring import SafeString

from statutes.citations import link, link_html

register = template.Library()


@register.filter
def cite(text: str) -> SafeString:
    """Plain text, its citations of the Regulation made links."""
    return link(text)


@register.filter
def cite_html(html: str) -> SafeString:
    """HTML known to be clean, its citations of the Regulation made links."""
    return link_html(html)
