"""What an inspector sees by a link, without an account: the list of one pack, and its file. Not ours, or over: it says so."""

from typing import TypeVar

from django.db.models import F
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from appointments.packs import lending
from appointments.packs.models import PackLink, link_of
from appointments.packs.views.keeping import handed_out
from core.look_ups import limited

Answer = TypeVar("Answer", bound=HttpResponseBase)


@require_safe
@limited
@never_cache
def inspection(request: HttpRequest, token: str) -> HttpResponse:
    """What the pack is about and what is in it."""
    link = link_of(token)
    if link is not None and link.holds:
        PackLink.objects.filter(pk=link.pk).update(opened=F("opened") + 1)
    return _page(request, link)


@require_safe
@limited  # type: ignore[arg-type]  # a file that is streamed is an answer too
@never_cache
def inspection_file(request: HttpRequest, token: str) -> HttpResponseBase:
    """The file itself; each time is noted."""
    link = link_of(token)
    answer = handed_out(link.pack) if link is not None and link.holds else None
    if link is None or answer is None:
        return _page(request, link)
    lending.note_fetched(pack=link.pack, by=None, link=link)
    return _private(answer)


def _page(request: HttpRequest, link: PackLink | None) -> HttpResponse:
    holds = link is not None and link.holds
    # Over, it does not even say whose it was.
    context = {"link": link if holds else None, "pack": link.pack if link and holds else None, "is_over": link is not None}
    status = 200 if holds else 410 if link else 404
    return _private(render(request, "appointments/packs/inspection.html", context, status=status))


def _private(answer: Answer) -> Answer:
    """The address is the key: it is told to no page that one goes on to."""
    answer["Referrer-Policy"] = "no-referrer"
    return answer
