"""The holder's certificates: the list, the page of each, and its document."""

from typing import TYPE_CHECKING, cast
from urllib.parse import quote

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from certificates import chronicle, issuing, picturing, presentation, verdicts, view_counting
from certificates.models import Artefact, Certificate, SchemeVersion
from certificates.status import LIVE, Status
from core.qr import Code

if TYPE_CHECKING:
    from accounts.models import User


@require_safe
@login_required
@never_cache
def index(request: HttpRequest) -> HttpResponse:
    """One's own certificates and applications (four queries, however many)."""
    me = cast("User", request.user)
    applications = presentation.applications(me)
    under_way = {row.application.scheme_id: row for row in applications if row.application.is_open}
    context = {
        "rows": [presentation.row(certificate) for certificate in Certificate.objects.held_by(me).told()],
        "applications": applications,
        "decided": [
            (version, under_way.get(version.scheme_id)) for version in SchemeVersion.objects.today() if version.demands.is_decided
        ],
        "section": "learn",
    }
    return render(request, "certificates/index.html", context)


@require_safe
@login_required
@never_cache
def certificate(request: HttpRequest, pk: str) -> HttpResponse:
    """One certificate as its holder sees it: status, picture, document, public link."""
    return _page(request, get_object_or_404(Certificate.objects.visible_to(request.user).told(), pk=pk))


def _page(request: HttpRequest, shown: Certificate, status: int = 200) -> HttpResponse:
    # Only to its holder: an administrator need not know a link that shows a name, nor who is looked at how often.
    is_own = shown.holder_id == request.user.pk
    link = shown.share_links.open().select_related("certificate").first() if is_own else None
    context = {
        "is_own": is_own,
        "link": link,
        "code": Code(link.url) if link else None,
        "looks": view_counting.looks(shown) if is_own else None,
        "row": presentation.row(shown),
        "facts": shown.facts(),
        "verdict": None if shown.status == Status.VALID else verdicts.of(shown),
        "renderings": presentation.renderings(shown),
        "life": chronicle.of(shown, cast("User", request.user)),
        "picture": picturing.of(shown),
        "section": "learn",
    }
    return render(request, "certificates/certificate.html", context, status=status)


@require_safe
@login_required
@never_cache
def pdf(request: HttpRequest, pk: str) -> HttpResponse:
    """The stored document. While it is being made: the page that says so, 202. Nothing is ever rendered here."""
    shown = get_object_or_404(Certificate.objects.visible_to(request.user).told(), pk=pk)
    if shown.name_removed_at is not None:
        return _page(request, shown, status=410)
    return _download(shown, shown.pdf) if shown.pdf else _page(request, shown, status=202)


@require_safe
@login_required
@never_cache
def mark(request: HttpRequest, pk: str) -> HttpResponse:
    """The operator's own mark on the certificate, for its picture on the screen."""
    shown = get_object_or_404(Certificate.objects.visible_to(request.user), pk=pk)
    drawn = picturing.mark_of(shown)
    if drawn is None:
        raise Http404(pk)
    return HttpResponse(drawn.content(), content_type=drawn.media_type)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def rendering(request: HttpRequest, pk: str, language: str) -> HttpResponse:
    """The document in a further language: POST has it made, GET hands out what is stored."""
    shown = get_object_or_404(Certificate.objects.visible_to(request.user).told(), pk=pk)
    if language not in Artefact.Language.values:
        raise Http404(language)
    if request.method == "POST":
        # What has ended is not told anew in another language; what was made before stays.
        if shown.state not in LIVE or shown.name_removed_at is not None:
            return _page(request, shown, status=409)
        issuing.render_in_later(shown, language)
        return redirect(shown)
    stored = shown.document(language)
    if shown.name_removed_at is not None:
        return _page(request, shown, status=410)
    return _download(shown, stored) if stored else _page(request, shown, status=202)


def _download(shown: Certificate, stored: Artefact) -> HttpResponse:
    english = stored.language == Artefact.Language.EN
    name = quote(f"{shown.subject['title_en' if english else 'title']}-{shown.holder_name}-{shown.number}.pdf", safe="")
    mark = "" if stored.language == Artefact.Language.ZH_HANS else f"-{stored.language}"
    disposition = f"attachment; filename=\"{shown.number}{mark}.pdf\"; filename*=UTF-8''{name}"
    return HttpResponse(stored.read(), content_type="application/pdf", headers={"Content-Disposition": disposition})
