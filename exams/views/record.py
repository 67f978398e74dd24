"""What else happened in an attempt: signals as they come in, one's own record and word on it, the office's timeline."""

from uuid import UUID

from allauth.account.adapter import get_adapter
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from accounts import looking
from exams import cases, chronicle, delivery, noticing, receiving, replies
from exams.forms import BadAnswer, Comment, Suspicion
from exams.models import Attempt, Case
from exams.permissions import for_examiners, own_attempt, person, signed_in_or_told


@require_POST
@never_cache
@signed_in_or_told
@login_required
def signals(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take signals from the page. Whatever becomes of them, answers are not touched."""
    mine = own_attempt(person(request), pk)
    try:
        kept = noticing.keep(
            attempt=mine, signals=noticing.read(receiving.body_of(request)), address=get_adapter().get_client_ip(request)
        )
    except BadAnswer as bad:
        return replies.refused(mine, bad)
    except noticing.TooMany:
        return JsonResponse({"reason": "too many"}, status=429)
    return JsonResponse({"kept": kept})


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def record(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One's own record after handing in; POST adds a comment to it."""
    mine = delivery.settle(own_attempt(person(request), pk))
    if mine.in_progress:
        raise Http404
    form = Comment(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            chronicle.comment(attempt=mine, text=form.cleaned_data["text"])
            messages.success(request, _("Your comment is in the record. Whoever decides reads it first."))
            return redirect("exams:record", mine.pk)
        except chronicle.TooManyComments:
            form.add_error("text", _("The record holds 20 comments already. Write to the exam office instead."))
    context = {
        "attempt": mine,
        "title": str(mine.exam),
        "record": chronicle.for_candidate(mine),
        "form": form,
        "section": "exams",
    }
    return render(request, "exams/record.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@for_examiners
def timeline(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The whole record, for the office; POST asks that somebody look into it (a case)."""
    there = get_object_or_404(Attempt.objects.told().select_related("candidate", "registration"), pk=pk)
    looking.note(by=person(request), person=there.candidate, what="exam")
    form = Suspicion(request.POST if request.method == "POST" else None)
    if form.is_valid():
        case = cases.open_case(kind=Case.Kind.INTEGRITY, by=person(request), text=form.cleaned_data["text"], attempt=there)
        messages.success(request, _("A case is open; somebody who had no part in it decides."))
        return redirect("exams:timeline", case.attempt_id)
    context = {
        "attempt": there,
        "record": chronicle.for_office(there),
        "cases": there.cases.order_by("opened_at"),
        "form": form,
        "section": "exams",
    }
    return render(request, "exams/timeline.html", context, status=422 if form.errors else 200)
