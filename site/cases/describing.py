"""A case in schema.org's words (JSON-LD), for search engines. Only what stands on the page is told."""

from typing import Any

from django.conf import settings
from django.utils.translation import get_language

from cases.models import CaseStudy
from talents.languages import told


def article(case: CaseStudy) -> dict[str, Any]:
    address = settings.SITE_URL + case.get_absolute_url()
    described: dict[str, Any] = {
        "@type": "Article",
        "@id": address,
        "url": address,
        "headline": told(case, "title"),
        "description": told(case, "summary"),
        "inLanguage": get_language() or settings.LANGUAGE_CODE,
        "genre": "case study",
        "about": [str(case.get_field_display()), str(case.get_method_display()), told(case.industry, "name")],
        "isAccessibleForFree": True,
        "dateModified": case.changed_at.isoformat(),
    }
    if case.published_on:
        described["datePublished"] = case.published_on.isoformat()
    if case.is_named:
        described["author"] = {"@type": "Organization", "name": case.body}
    if case.licence_address:
        described["license"] = case.licence_address
    return described
