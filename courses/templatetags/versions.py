"""Differences between versions, drawn in the admin."""

from typing import Any

from django import template

from courses.differences import Difference

register = template.Library()


@register.inclusion_tag("courses/admin/difference.html")
def difference(found: Difference) -> dict[str, Any]:
    """One difference in words."""
    from courses.office.versions import words_of

    return {"change": words_of(found)}
