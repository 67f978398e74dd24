"""A field of quality (质量领域) for readers: who leads the work in it by Article 7, and what this site has of it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from campaigns import choosing
from cms import pagecache
from cms.openness import locale, open_to_all
from core.members import holding
from courses.catalogue import offers
from pages.models import NotePage
from statutes.loading import SLUG
from statutes.models import Article, QualityField

# Of the Regulation: which fields there are, and who leads each.
ARTICLES = (2, 7)


@require_safe
@pagecache.tagged("search", "articles")
def field(request: HttpRequest, slug: str) -> HttpResponse:
    """Courses, notes and the newest Quality Month of this field, in the reader's language. Six queries at any number."""
    here = get_object_or_404(QualityField, slug=slug)
    notes = open_to_all(NotePage.objects.live()).filter(holding("quality_fields", slug), locale=locale())
    month = choosing.newest()
    context = {
        "field": here,
        "others": QualityField.Slug.choices,
        "offers": [offer for offer in offers() if slug in offer.page.quality_fields],
        "notes": notes.order_by("path"),
        "month": month if month and slug in month.quality_fields else None,
        "articles": Article.objects.of(SLUG).filter(number__in=ARTICLES),
        "trail": [(_("Home"), reverse("home"))],
        "section": "courses",
    }
    return render(request, "pages/field.html", context)
