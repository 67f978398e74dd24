"""The receipt to keep, and the page where anyone checks one."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from exams import delivery, receipts
from exams.forms import KeptReceipt
from exams.models import Attempt
from exams.permissions import own_attempt, person


@require_safe
@never_cache
@login_required
def as_json(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The receipt as data, to be checked by a program."""
    mine = _closed(request, pk)
    reply = JsonResponse(receipts.document(mine), json_dumps_params={"ensure_ascii": False, "indent": 1})
    return _to_keep(reply, mine, "json")


@require_safe
@never_cache
@login_required
def as_text(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The receipt to read or print."""
    mine = _closed(request, pk)
    receipt = receipts.document(mine)
    answers = [{**answer, "shown": receipts.shown(answer["value"])} for answer in receipt["answers"]]
    context = {"attempt": mine, "receipt": {**receipt, "answers": answers}}
    reply = render(request, "exams/receipt.txt", context, content_type="text/plain; charset=utf-8")
    return _to_keep(reply, mine, "txt")


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def check(request: HttpRequest) -> HttpResponse:
    """Recompute a receipt: intact, altered, not ours or unreadable. Nothing is kept."""
    form = KeptReceipt(request.POST, request.FILES) if request.method == "POST" else KeptReceipt()
    found = receipts.check(form.text()) if form.is_valid() else None
    status = 422 if form.errors or (found and found.finding == receipts.Finding.UNREADABLE) else 200
    return render(request, "exams/receipt_check.html", {"form": form, "found": found, "section": "exams"}, status=status)


def _closed(request: HttpRequest, pk: UUID) -> Attempt:
    mine = delivery.settle(own_attempt(person(request), pk))
    if mine.in_progress or "own" not in mine.exam_version.review_policy.get("after_submit", []):
        raise Http404
    return mine


def _to_keep(reply: HttpResponse, attempt: Attempt, ending: str) -> HttpResponse:
    reply["Content-Disposition"] = f'attachment; filename="receipt-{attempt.receipt_sha256[:8]}.{ending}"'
    return reply
