"""A statute in schema.org's words, for search engines."""

from typing import Any

from django.conf import settings
from django.utils.translation import get_language

from statutes.models import Article, Statute


def legislation(law: Statute, articles: list[Article]) -> dict[str, Any]:
    """The statute and its parts, each at its own address."""
    address = settings.SITE_URL + law.get_absolute_url()
    language = get_language() or settings.LANGUAGE_CODE
    return {
        "@type": "Legislation",
        "@id": address,
        "url": address,
        "name": law.name,
        "alternateName": law.title_en if language.startswith("zh") else law.title,
        "legislationType": "地方性法规",
        "legislationJurisdiction": "珠海经济特区",
        "legislationDateOfApplicability": law.in_force_on.isoformat(),
        "legislationLegalForce": "https://schema.org/InForce",
        # What governs is the Chinese text; the English beside it is an unofficial translation.
        "inLanguage": "zh-Hans",
        "isAccessibleForFree": True,
        "hasPart": [
            {"@type": "Legislation", "url": settings.SITE_URL + one.get_absolute_url(), "name": f"{one.label} {one.heading}"}
            for one in articles
        ],
    }
