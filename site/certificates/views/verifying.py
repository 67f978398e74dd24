"""The answer to anyone who has a number: by number, by the holder's own link, or by number and full name."""

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from certificates import asking, kept_answers, numbers, throttle, verdicts, view_counting
from certificates.asking import Answer
from certificates.forms import NameForm, NumberForm
from certificates.presentation import history
from cms import pagecache
from core.look_ups import limited


@require_safe
def verify(request: HttpRequest) -> HttpResponse:
    """The form for a number; what was typed leads to the number's own address."""
    if "number" not in request.GET:
        return pagecache.mark(request, _page(request, NumberForm()))
    return _look_up(request)


@never_cache
@limited
def _look_up(request: HttpRequest) -> HttpResponse:
    form = NumberForm(request.GET)
    if not form.is_valid():
        return _page(request, form)
    typed = form.cleaned_data["number"]
    canonical = numbers.canonical(typed)
    return redirect("certificates:verification", canonical) if canonical else _page(request, form, Answer(typed))


@require_safe
@never_cache
@limited
def verification(request: HttpRequest, number: str) -> HttpResponse:
    """The public answer to one number: 404 when it was never given, with a page that says why and what to do."""
    canonical = numbers.canonical(number)
    if canonical and canonical != number:
        return redirect("certificates:verification", canonical)
    if kept := kept_answers.find(request, number):
        view_counting.looked(request, kept[0])
        return HttpResponse(kept[1])
    answer = asking.ask(number)
    page = _answer(request, answer)
    if answer.certificate:
        kept_answers.keep(request, number, str(answer.certificate.pk), page.content)
    return page


@require_safe
@never_cache
@limited
def shared(request: HttpRequest, number: str, secret: str) -> HttpResponse:
    """The same by a link of the holder's, which shows the full name as long as the holder lets it."""
    page = _answer(request, asking.ask(number, secret=secret), is_link=True)
    page["Referrer-Policy"] = "no-referrer"
    return page


# Nothing is changed and no session is needed, so there is nothing to forge; a token would set a cookie on a public page. By
# POST all the same: a name does not belong into an address, where logs and histories keep it.
@require_POST
@csrf_exempt
@never_cache
@limited
def name(request: HttpRequest, number: str) -> HttpResponse:
    """The same for somebody who types the holder's full name."""
    form = NameForm(request.POST)
    answer = asking.ask(number)
    if not form.is_valid() or answer.certificate is None:
        return _answer(request, answer, name=form, status=422 if answer.certificate else None)
    if answer.certificate.name_removed_at is not None:
        return _answer(request, answer, name=form, named="gone")
    if not throttle.may_compare(answer.number):
        return _answer(request, answer, name=form, named="late", status=429)
    known = asking.with_name(answer, form.cleaned_data["name"]) if verdicts.is_shown(answer.certificate.status) else answer
    return _answer(request, known, name=form, named="yes" if known.names_holder else "no")


def _answer(request: HttpRequest, answer: Answer, *, status: int | None = None, **extra: Any) -> HttpResponse:
    if answer.certificate:
        view_counting.looked(request, str(answer.certificate.pk), answer.certificate.holder_id)
    return _page(request, NumberForm({"number": answer.typed[:60]}), answer, status=status, **extra)


def _page(
    request: HttpRequest, form: NumberForm, answer: Answer | None = None, *, status: int | None = None, **extra: Any
) -> HttpResponse:
    verdict = verdicts.said(answer) if answer else None
    context = {
        "form": form,
        "answer": answer,
        "verdict": verdict,
        "history": history(answer.events, answer.proofs) if answer else [],
        "domain": urlsplit(settings.SITE_URL).netloc,
        "section": "verify",
        "name": NameForm(),
        **extra,
    }
    found = verdict is None or verdict.found
    return render(request, "certificates/verify.html", context, status=status or (200 if found else 404))
