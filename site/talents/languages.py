"""Two languages beside each other (双语): a field and its `_en` twin. English readers get the twin where it is written."""

from typing import Any

from django.utils.translation import get_language

from cms.templatetags.ui import chinese


def told(thing: Any, name: str) -> Any:
    """A field of `thing` in the reader's language: English where there is some, else Chinese in the reader's characters."""
    value = (getattr(thing, f"{name}_en", None) if get_language() == "en" else None) or getattr(thing, name)
    if isinstance(value, list):
        return [chinese(one) if isinstance(one, str) else one for one in value]
    return chinese(value) if isinstance(value, str) else value
