"""What a holder asks for: another name on the certificate, or its end."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from certificates import cancelling, correcting
from certificates.models import Certificate
from certificates.proceeding_forms import CancellationForm, CorrectionForm
from exams.permissions import person


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def correction(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Ask for the name to be corrected, with evidence."""
    held, posted = _own(request, pk), request.method == "POST"
    data = (request.POST, request.FILES) if posted else ()
    form = CorrectionForm(*data, printed=held.holder_name, holder=held.holder_id)
    if form.is_valid():
        try:
            told = {"name": form.cleaned_data["name"], "text": form.cleaned_data["text"]}
            correcting.ask(certificate=held, by=person(request), files=form.cleaned_data["evidence"], **told)
        except correcting.NotPossible:
            return _refuse(request, held, _("Not sent: a request waits already, or the certificate has ended."))
        messages.success(request, _("Your request has arrived. It is decided within 10 working days; you are told by mail."))
        return redirect(held)
    context = {"certificate": held, "form": form, "section": "learn"}
    return render(request, "certificates/correction.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def cancellation(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Give a certificate up, after being told what that means."""
    held = _own(request, pk)
    form = CancellationForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            cancelling.cancel(held, by=person(request))
        except cancelling.NotPossible:
            return _refuse(request, held, _("Not cancelled: it has ended already, or a measure against it is under way."))
        messages.success(request, _("The certificate is cancelled."))
        return redirect(held)
    context = {"certificate": held, "form": form, "section": "learn"}
    return render(request, "certificates/cancellation.html", context, status=422 if form.errors else 200)


def _own(request: HttpRequest, pk: UUID) -> Certificate:
    return get_object_or_404(Certificate.objects.held_by(person(request)).told(), pk=pk)


def _refuse(request: HttpRequest, held: Certificate, told: str) -> HttpResponse:
    messages.warning(request, told)
    return redirect(held)
