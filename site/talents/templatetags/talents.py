"""`{{ policy|told:"title" }}`: a field in the reader's language."""

from typing import Any

from django import template

from talents import languages

register = template.Library()


@register.filter
def told(thing: Any, name: str) -> Any:
    return languages.told(thing, name)
