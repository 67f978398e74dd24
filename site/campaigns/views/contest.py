"""The contest as its players meet it: what it is, asking for a try, the queue, the questions, the result. No script is needed."""

from contextlib import suppress
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import User
from campaigns import drawing, lottery, players, playing, ranking, seating
from campaigns.contest_pages import question_of, review
from campaigns.models import Contest, Entry, Play, PrizeDraw
from cms import pagecache
from core import limiting
from core.clock import now
from core.qr import Code
from exams import presentation
from exams.forms import BadAnswer, from_form

# A school's hall plays behind one address.
ASKED_PER_HOUR = 2000


def trail(contest: Contest, *, within: bool = True) -> list[tuple[str, str]]:
    found = [(_("Home"), reverse("home")), (_("Quality Month"), reverse("campaigns:month", args=[contest.year]))]
    return [*found, (contest.title, contest.get_absolute_url())] if within else found


@require_safe
@pagecache.tagged("campaigns")
def about(request: HttpRequest, year: int) -> HttpResponse:
    """What it is, its rules, the ranking. The same for everybody, so it may be kept."""
    contest, moment = get_object_or_404(Contest, year=year), now()
    address = settings.SITE_URL + contest.get_absolute_url()
    context = {
        "contest": contest,
        "is_open": contest.is_open(moment),
        "is_before": moment < contest.opens_at,
        "people": ranking.by_person(contest, 10),
        "bodies": ranking.by_body(contest, 10),
        "address": address,
        "qr": Code(address),
        "trail": trail(contest, within=False),
        "section": "campaigns",
    }
    return render(request, "campaigns/contest.html", context)


@require_safe
@pagecache.tagged("campaigns")
def ranks(request: HttpRequest, year: int) -> HttpResponse:
    contest = get_object_or_404(Contest, year=year)
    context = {
        "contest": contest,
        "people": ranking.by_person(contest),
        "bodies": ranking.by_body(contest),
        "least": ranking.LEAST,
        "trail": trail(contest),
        "section": "campaigns",
    }
    return render(request, "campaigns/ranking.html", context)


@require_safe
@pagecache.tagged("campaigns")
def prizes(request: HttpRequest, year: int) -> HttpResponse:
    """The draw: the digest of the seed before it; seed, tickets and winners, reckoned anew, after it."""
    contest = get_object_or_404(Contest.objects.select_related("committed"), year=year)
    done = PrizeDraw.objects.filter(contest=contest).select_related("contest__committed").first()
    context: dict[str, Any] = {"contest": contest, "done": done, "trail": trail(contest), "section": "campaigns"}
    if done:
        rows = [(ticket, lottery.value(contest.seed, ticket)) for ticket in lottery.order(contest.seed, done.tickets)]
        context |= {"replay": drawing.replay(done), "rows": rows[:200], "rest": max(0, len(rows) - 200)}
    return render(request, "campaigns/draw.html", context)


@require_safe
@pagecache.tagged("campaigns")
def tickets(request: HttpRequest, year: int) -> HttpResponse:
    """Every ticket, a line each, to do the draw again at home."""
    done = get_object_or_404(PrizeDraw, contest__year=year)
    return HttpResponse("\n".join(sorted(done.tickets)), content_type="text/plain; charset=utf-8")


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def begin(request: HttpRequest, year: int) -> HttpResponse:
    """A GET says how many tries are left; a POST asks for one. Only then a device gets its cookie."""
    contest = get_object_or_404(Contest, year=year)
    who, person = players.who(request), players.person(request)
    if request.method != "POST":
        return _door(request, contest, who)
    if limiting.count(f"contest:{limiting.asker(request)}", limiting.HOUR) > ASKED_PER_HOUR:
        return render(request, "429.html", status=429)
    who = who or players.new_device()
    chosen = _key(request.POST.get("body", ""))
    body = playing.bodies(person).filter(pk=chosen).first() if person and chosen else None
    try:
        play = playing.ask(contest=contest, who=who, person=person, body=body)
    except playing.Closed:
        return _door(request, contest, who, _("The contest is not open now. Its times stand on this page."))
    except playing.NoTriesLeft:
        return _door(request, contest, who, _("You have used today's tries. Come back tomorrow."))
    response = redirect(play)
    if person is None:
        players.remember(response, who, secure=request.is_secure())
    return response


def _key(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _door(request: HttpRequest, contest: Contest, who: str, refusal: str = "") -> HttpResponse:
    moment, person = now(), players.person(request)
    context = {
        "contest": contest,
        "is_open": contest.is_open(moment),
        "left": playing.tries_left(contest, who, moment),
        "running": Play.objects.of(who).filter(contest=contest, deadline_at__gt=moment, finished_at=None).first(),
        "bodies": playing.bodies(person) if person else [],
        "entry": _entry(contest, person) if person else None,
        "refusal": refusal,
        "trail": trail(contest),
        "section": "campaigns",
    }
    return render(request, "campaigns/begin.html", context, status=409 if refusal else 200)


def _entry(contest: Contest, person: User) -> Entry | None:
    return Entry.objects.filter(contest=contest, person=person).select_related("organisation").first()


@require_safe
@never_cache
def play(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Where a try stands: in the queue, at a question, or over."""
    mine = _mine(request, pk)
    mine = playing.admit(mine) if mine.started_at is None else mine
    if mine.started_at is None:
        return _queue(request, mine)
    if not mine.is_running(now()):
        return _result(request, playing.finish(mine))
    return _ask(request, mine)


@require_POST
@never_cache
def answers(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take an answer to the question that is open, and go on to the next."""
    mine = _mine(request, pk)
    slots = {slot.slot: slot for slot in playing.slots(mine)}
    asked = request.POST.get("slot", "")
    slot = slots.get(int(asked)) if asked.isascii() and asked.isdigit() and len(asked) < 4 else None
    if slot is None:
        raise Http404("no such question")
    try:
        value = from_form(presentation.shape(slot, get_language() or ""), request.POST)
    except BadAnswer:
        value = None
    if value is None and mine.is_running(now()):
        return _ask(request, mine, error=_("Choose an answer first."))
    with suppress(playing.TooLate):  # the page says that time is up and what was right
        playing.answer(play=mine, slot=slot, value=value)
    return redirect(mine)


def _mine(request: HttpRequest, pk: UUID) -> Play:
    who = players.who(request)
    if not who:
        raise Http404("not played here")
    return get_object_or_404(Play.objects.of(who).select_related("contest", "entry"), pk=pk)


def _queue(request: HttpRequest, mine: Play) -> HttpResponse:
    """Not an error: the page looks again by itself, and says how many are before."""
    before = seating.ahead(mine, now())
    seconds = seating.pause(before)
    context = {"contest": mine.contest, "before": before, "seconds": seconds, "trail": trail(mine.contest)}
    response = render(request, "campaigns/queue.html", context | {"section": "campaigns"}, status=202)
    # A header and no tag: what reads pages aloud is not thrown back to the top by a page that reloads itself (WCAG 2.2.1).
    response["Retry-After"] = response["Refresh"] = str(seconds)
    return response


def _ask(request: HttpRequest, mine: Play, error: str = "") -> HttpResponse:
    context = question_of(mine, now()) | {"contest": mine.contest, "play": mine, "error": error, "section": "campaigns"}
    return render(request, "campaigns/question.html", context, status=422 if error else 200)


def _result(request: HttpRequest, mine: Play) -> HttpResponse:
    context = {
        "contest": mine.contest,
        "play": mine,
        "lines": review(mine),
        "total": len(mine.paper),
        "place": ranking.place_of(Entry.objects.get(pk=mine.entry_id)) if mine.entry_id else None,
        "left": playing.tries_left(mine.contest, mine.who, now()),
        "trail": trail(mine.contest),
        "section": "campaigns",
    }
    return render(request, "campaigns/result.html", context)
