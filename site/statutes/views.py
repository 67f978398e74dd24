"""The Regulation for everyone: no login, one page, an anchor for each article."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cms import pagecache
from statutes import citations
from statutes.describing import legislation
from statutes.models import Article, Statute


@require_safe
@pagecache.tagged("law")
def index(request: HttpRequest) -> HttpResponse:
    """There is one statute: /law/ leads to it."""
    return redirect(get_object_or_404(Statute.objects.order_by("pk")[:1]))


_LANGUAGES = (("zh-hans", "简体"), ("zh-hant", "繁體"), ("en", "English"))


def _beside(request: HttpRequest) -> str:
    """The language to read beside the page's own: ?beside=en. An English page has the Chinese and its translation."""
    language = get_language() or settings.LANGUAGE_CODE
    asked = request.GET.get("beside", "")
    if asked in dict(_LANGUAGES) and asked != language:
        return asked
    return "en" if language == "en" else ""


@require_safe
@pagecache.tagged("law")
def statute(request: HttpRequest, slug: str) -> HttpResponse:
    law = get_object_or_404(Statute, slug=slug)
    citing = citations.citing(slug)
    beside = _beside(request)
    rows = [
        (article, citing.get(article.number, []), article.beside(beside) if beside else None)
        for article in Article.objects.of(slug)
    ]
    trail = [(_("Home"), reverse("home"))]
    context = {"statute": law, "rows": rows, "section": "law", "trail": trail}
    context["described"] = legislation(law, [article for article, _citing, _beside in rows])
    context |= {"beside": beside, "others": [pair for pair in _LANGUAGES if pair[0] != get_language()]}
    return render(request, "statutes/statute.html", context)


@require_safe
@pagecache.tagged("law")
def text(request: HttpRequest, slug: str) -> HttpResponse:
    """The published text alone, as a file to keep."""
    law = get_object_or_404(Statute, slug=slug)
    articles = "\n\n".join(article.as_published for article in Article.objects.of(slug))
    body = f"{law.title}\n\n（{law.adopted}）\n\n{articles}\n"
    headers = {"Content-Disposition": f'attachment; filename="{slug}.txt"'}
    return HttpResponse(body, content_type="text/plain; charset=utf-8", headers=headers)
