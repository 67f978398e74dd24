"""A measure against one's certificate: what is intended and why, one's answer, one's appeal, the files of both."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from certificates import evidence, hearing, objecting
from certificates.models import Enclosure, Proceeding
from certificates.proceeding_forms import AppealForm, Statement
from exams.permissions import person


@require_safe
@login_required
@never_cache
def proceeding(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The matter with all its steps, and the form for what the holder can do now."""
    return _page(request, get_object_or_404(Proceeding.objects.visible_to(request.user).told(), pk=pk))


@require_POST
@login_required
def statement(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The holder answers what is intended."""
    there = _own(request, pk)
    form = Statement(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, there, form, status=422)
    try:
        hearing.answer(proceeding=there, by=person(request), text=form.cleaned_data["text"], files=form.cleaned_data["evidence"])
    except hearing.NotPossible:
        messages.warning(request, _("Not sent: the matter has been decided meanwhile. You can appeal against a measure."))
        return redirect(there)
    messages.success(request, _("Your answer has arrived. It is read before anything is decided."))
    return redirect(there)


@require_POST
@login_required
def appeal(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The holder appeals against the measure."""
    there = _own(request, pk)
    form = AppealForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, there, form, status=422)
    try:
        objecting.appeal(
            proceeding=there, by=person(request), text=form.cleaned_data["text"], files=form.cleaned_data["evidence"]
        )
    except objecting.TooLate:
        messages.warning(request, _("Not sent: the days in which you could appeal are over."))
        return redirect(there)
    except hearing.NotPossible:
        messages.warning(request, _("Not sent: there is no measure to appeal against, or you have appealed already."))
        return redirect(there)
    messages.success(request, _("Your appeal has arrived. Somebody who had no part in the measure decides about it."))
    return redirect(there)


@require_safe
@login_required
@never_cache
def enclosure(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A file that was handed in, for its holder and for those who decide."""
    there = get_object_or_404(Enclosure.objects.visible_to(request.user).kept(), pk=pk)
    return evidence.handed_out(key=there.key, name=there.name, mime=there.media_type, sha256=there.sha256)


def _own(request: HttpRequest, pk: UUID) -> Proceeding:
    return get_object_or_404(Proceeding.objects.told(), pk=pk, certificate__holder=person(request))


def _page(request: HttpRequest, there: Proceeding, form: Statement | None = None, status: int = 200) -> HttpResponse:
    is_holder = there.certificate.holder_id == person(request).pk
    if form is None and is_holder:
        form = Statement() if there.may_be_answered else AppealForm() if there.may_be_appealed else None
    context = {
        "proceeding": there,
        "steps": there.steps.select_related("author").prefetch_related("enclosures"),
        "form": form,
        "is_holder": is_holder,
        "newest": there.certificate.newest(),
        "section": "learn",
    }
    return render(request, "certificates/proceeding.html", context, status=status)
