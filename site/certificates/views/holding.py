"""The holder's certificates: the list, the page of each, and its document."""

from typing import TYPE_CHECKING, cast
from urllib.parse import quote

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from certificates import presentation, verdicts
from certificates.models import Certificate
from certificates.status import Status
from core.qr import Code

if TYPE_CHECKING:
    from accounts.models import User

# A longer name is set smaller in the picture, as the print does exactly.
_LONG_NAME = 12


@require_safe
@login_required
@never_cache
def index(request: HttpRequest) -> HttpResponse:
    """One's own certificates (two queries, however many)."""
    held = Certificate.objects.held_by(cast("User", request.user)).told()
    rows = [presentation.row(certificate) for certificate in held]
    return render(request, "certificates/index.html", {"rows": rows, "section": "learn"})


@require_safe
@login_required
@never_cache
def certificate(request: HttpRequest, pk: str) -> HttpResponse:
    """One certificate as its holder sees it: status, picture, document, public link."""
    return _page(request, get_object_or_404(Certificate.objects.visible_to(request.user).told(), pk=pk))


def _page(request: HttpRequest, shown: Certificate, status: int = 200) -> HttpResponse:
    context = {
        "row": presentation.row(shown),
        "facts": shown.facts(),
        "verdict": None if shown.status == Status.VALID else verdicts.of(shown),
        "qr": Code(shown.public_url),
        "address": shown.public_url.split("://")[-1].rstrip("/"),
        "name_is_long": len(shown.holder_name) > _LONG_NAME,
        "section": "learn",
    }
    return render(request, "certificates/certificate.html", context, status=status)


@require_safe
@login_required
@never_cache
def pdf(request: HttpRequest, pk: str) -> HttpResponse:
    """The stored document. While it is being made: the page that says so, 202. Nothing is ever rendered here."""
    shown = get_object_or_404(Certificate.objects.visible_to(request.user).told(), pk=pk)
    if shown.pdf is None:
        return _page(request, shown, status=202)
    name = quote(f"{shown.subject['title']}-{shown.holder_name}-{shown.number}.pdf", safe="")
    disposition = f"attachment; filename=\"{shown.number}.pdf\"; filename*=UTF-8''{name}"
    return HttpResponse(shown.pdf.read(), content_type="application/pdf", headers={"Content-Disposition": disposition})
