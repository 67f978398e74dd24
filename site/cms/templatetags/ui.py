"""Tags that need Python: everything else is a component under templates/components/."""

from typing import Any

from django import template
from django.forms import BoundField, CheckboxInput, RadioSelect
from django.http import QueryDict
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from core.traditional import traditional

register = template.Library()


@register.inclusion_tag("components/field.html")
def field(bound: BoundField, hint: str = "") -> dict[str, Any]:
    """One form field: label, hint, error in words above the control, and the control itself."""
    invalid = bool(bound.errors)
    notes = [f"{bound.auto_id}-hint"] if hint or bound.help_text else []
    notes += [f"{bound.auto_id}-error"] if invalid else []
    attrs: dict[str, Any] = {"aria-invalid": "true"} if invalid else {}
    if notes:
        attrs["aria-describedby"] = " ".join(notes)
    is_check = isinstance(bound.field.widget, CheckboxInput)
    is_choice = isinstance(bound.field.widget, RadioSelect)
    if not is_check and not is_choice:
        attrs["class"] = "input"
    control: SafeString = bound.as_widget(attrs=attrs)
    return {
        "bound": bound,
        "control": control,
        "hint": hint or bound.help_text,
        "is_check": is_check,
        "is_choice": is_choice,
        "notes": " ".join(notes),
    }


@register.simple_tag(takes_context=True)
def query(context: dict[str, Any], **changes: Any) -> str:
    """The present query string with some keys changed (None drops one): `{% query page=2 %}`."""
    params: QueryDict = context["request"].GET.copy()
    for key, value in changes.items():
        if value is None:
            params.pop(key, None)
        else:
            params[key] = value
    return f"?{params.urlencode()}"


@register.filter
def chinese(text: str) -> str:
    """Chinese text, or clean HTML, in the reader's characters: on a Traditional page converted, else as it is."""
    if get_language() != "zh-hant":
        return text
    converted = traditional(text)
    return mark_safe(converted) if isinstance(text, SafeString) else converted  # noqa: S308  conversion adds no markup
