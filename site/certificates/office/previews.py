"""Looking before issuing (颁发前预览): somebody's certificate as it would be, of an application, a correction or a sitting."""

from collections.abc import Callable
from dataclasses import dataclass, field
from uuid import UUID

from django.contrib.auth.decorators import permission_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts import looking
from certificates import correcting, previewing
from certificates.issuing import Barred, NeedsDecision, NotEarned, NoVersion
from certificates.labels import LANGUAGES
from certificates.models import Application, Correction
from certificates.office import sitting_documents as documents
from certificates.office.sheets import sheet
from certificates.permissions import handles_applications
from certificates.previewing import Preview
from certificates.terms import LANGUAGE_NAMES
from core.typefaces import Unprintable, code_point
from exams.models import Result, Sitting
from exams.permissions import person

REFUSED = (NotEarned, NeedsDecision, NoVersion)


@dataclass(frozen=True)
class Shown:
    """What a screen shows of it. `reason`: why there is nothing to draw; `missing`: what of it no typeface draws."""

    url: str
    language: str
    languages: list[tuple[str, str]]
    reason: str = ""
    missing: list[str] = field(default_factory=list)
    holder: int = 0
    picked: str = ""


def shown(request: HttpRequest, url: str, make: Callable[[], Preview], picked: str = "") -> Shown:
    """A preview on a screen: the picture itself is fetched from `url`."""
    told = (url, _language(request), [(code, str(LANGUAGE_NAMES[code])) for code in LANGUAGES])
    try:
        preview = make()
        missing = [f"{sign}（{code_point(sign)}）" for sign in preview.missing]
    except REFUSED as reason:
        return Shown(*told, reason=sentence(reason), picked=picked)
    return Shown(*told, missing=missing, holder=preview.certificate.holder_id, picked=picked)


def sentence(reason: Exception) -> str:
    """Why there is no certificate to show."""
    match reason:
        case NeedsDecision():
            return _("This scheme is decided on application; look at the certificate there.")
        case NoVersion():
            return _("No version of the scheme is in force.")
        case Barred():
            return _("After a withdrawal no certificate may be given yet.")
    return _("There is nothing to issue: no pass holds, or a certificate stands already.")


@require_safe
def application(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The certificate an application leads to."""
    if not handles_applications(person(request)):
        return HttpResponse(status=403)
    held = get_object_or_404(Application.objects.told().filter(state=Application.State.SUBMITTED), pk=pk)
    return _sheet(request, lambda: previewing.of_application(held, person(request)))


@require_safe
def correction(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The certificate under the name that is asked for."""
    held = get_object_or_404(Correction.objects.told().filter(state=Correction.State.OPEN), pk=pk)
    if not correcting.may_decide(held, person(request)):
        return HttpResponse(status=403)
    return _sheet(request, lambda: previewing.of_correction(held, person(request)))


@require_safe
@permission_required(documents.MAY_LOOK, raise_exception=True)
def sitting(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Some of those who wait for a certificate of this sitting, one of them drawn."""
    held, results = _waiting(request, pk)
    offered = previewing.sampled(results)
    one = _picked(request, results) or (offered[0] if offered else None)
    above = [{"url": reverse(documents.name("sittings")), "label": _("Documents of a sitting")}]
    context = documents.head(_("Preview of certificates"), above) | {
        "header_subtitle": documents.title(held),
        "offered": offered if one in offered or one is None else [one, *offered],
        "many": len(results),
        "one": one,
    }
    if one is not None:
        looking.note(by=person(request), person=one.attempt.candidate, what="certificate")
        url = reverse(documents.name("sitting_sheet"), args=[held.pk])
        context["preview"] = shown(request, url, lambda: previewing.of_result(one), picked=str(one.pk))
    return render(request, "certificates/admin/sitting_preview.html", context)


@require_safe
@permission_required(documents.MAY_LOOK, raise_exception=True)
def sitting_sheet(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The certificate of one of them."""
    _held, results = _waiting(request, pk)
    one = _picked(request, results)
    if one is None:
        raise Http404
    return _sheet(request, lambda: previewing.of_result(one))


def _waiting(request: HttpRequest, pk: UUID) -> tuple[Sitting, list[Result]]:
    held = get_object_or_404(Sitting.objects.told(), pk=pk)
    return held, previewing.waiting(held, person(request))


def _picked(request: HttpRequest, results: list[Result]) -> Result | None:
    wanted = request.GET.get("result", "")
    return next((one for one in results if str(one.pk) == wanted), None)


def _language(request: HttpRequest) -> str:
    language = request.GET.get("language", "")
    return language if language in LANGUAGES else LANGUAGES[0]


def _sheet(request: HttpRequest, make: Callable[[], Preview]) -> HttpResponse:
    language = _language(request)
    try:
        pdf = make().drawn(language)
    except (*REFUSED, Unprintable) as reason:
        told = sentence(reason) if isinstance(reason, REFUSED) else _("Cannot be drawn: %(reason)s") % {"reason": reason}
        return HttpResponse(told, status=422, content_type="text/plain; charset=utf-8")
    return sheet(pdf, as_pdf=request.GET.get("as") == "pdf", name=f"preview-{language}.pdf")
