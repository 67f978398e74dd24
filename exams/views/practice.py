"""Practice (练习): one question at a time, judged at once, explained, and asked again when it is about to be forgotten."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from core.clock import now
from courses.catalogue import lesson_titles
from exams import practice_pages, practising
from exams.forms import BadAnswer, from_form
from exams.languages import SOURCE
from exams.permissions import person
from exams.practice_pages import Deck, Unit
from exams.presentation import question, shape
from exams.receiving import number


@require_safe
@never_cache
@login_required
def decks(request: HttpRequest) -> HttpResponse:
    """The courses to practise, and how much waits in each."""
    return render(request, "exams/practice.html", {"rows": practice_pages.rows(person(request)), "section": "exams"})


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def deck(request: HttpRequest, code: str) -> HttpResponse:
    """The next question; POST answers one and shows what is right."""
    chosen = next((deck for deck in practice_pages.decks() if deck.code == code), None)
    if chosen is None:
        raise Http404
    unit = chosen.unit(number(request.GET.get("unit"), 0))
    return _answered(request, chosen, unit) if request.method == "POST" else _next(request, chosen, unit)


def _context(request: HttpRequest, deck: Deck, unit: Unit) -> dict[str, Any]:
    tally = practising.tally(person(request), unit.lessons)
    return {"deck": deck, "unit": unit, "tally": tally, "section": "exams"}


def _next(request: HttpRequest, deck: Deck, unit: Unit) -> HttpResponse:
    asked = practising.following(person(request), unit.lessons)
    if asked is None:
        return render(request, "exams/practice_done.html", _context(request, deck, unit))
    return _ask(request, deck, unit, asked)


def _ask(request: HttpRequest, deck: Deck, unit: Unit, asked: practising.Asked, bad: BadAnswer | None = None) -> HttpResponse:
    shown = question(asked.slot(), None, get_language() or SOURCE, request.POST if bad else None)
    context = {"q": shown, "asked": asked, "error": str(bad) if bad else "", **_context(request, deck, unit)}
    return render(request, "exams/practice_question.html", context, status=422 if bad else 200)


def _answered(request: HttpRequest, deck: Deck, unit: Unit) -> HttpResponse:
    item = get_object_or_404(practising.items(deck.lessons), code=request.POST.get("item", ""))
    learner, at = person(request), now()
    asked = practising.asked(learner, item)
    try:
        value = from_form(shape(asked.slot(), get_language() or SOURCE), request.POST)
    except BadAnswer as bad:
        return _ask(request, deck, unit, asked, bad)
    turn = number(request.POST.get("turn"), 0)
    judged = practising.answer(learner=learner, question=asked, value=value, turn=turn, guessed=bool(request.POST.get("guessed")))
    verdict = practice_pages.verdict(asked, judged, value, at)
    lesson = lesson_titles([verdict.lesson]).get(verdict.lesson, "")
    context = {"verdict": verdict, "lesson_title": lesson, "asked": asked, **_context(request, deck, unit)}
    shown = question(asked.slot(), None, get_language() or SOURCE)
    return render(request, "exams/practice_answer.html", {**context, "stem": shown.stem, "picture": shown.picture})
