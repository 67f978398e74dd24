"""Parts of a page that are the same for every reader of a language: rendered once by each process."""

from django import template
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from core import styles
from core.memory import Memory

register = template.Library()


def _render(keys: list[tuple[str, str]]) -> dict[tuple[str, str], SafeString]:
    return {(name, language): render_to_string(name) for name, language in keys}


_rendered: Memory[tuple[str, str], SafeString] = Memory(200, _render)


@register.simple_tag
def still(name: str) -> SafeString:
    """Include a template that has no inputs and asks for nothing but words and static files."""
    return _rendered.one((name, get_language() or ""))


@register.simple_block_tag
def joined(content: str) -> SafeString:
    """The stylesheets linked within, as one: `{% joined %}<link …><link …>{% endjoined %}`."""
    return format_html('<link rel="stylesheet" href="{}">', styles.joined(content).address)
