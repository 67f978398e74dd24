"""Exams of a body's people: the sittings to come, the seats of one, taking seats, giving one back."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.asking import person
from courses.training.matrix import Asked
from courses.training.views.choosing import chosen
from exams import seating
from exams.firms import listing, taking
from exams.models import Sitting
from organisations.departments import tree
from organisations.models import Membership, Organisation
from organisations.permissions import trained

A_PAGE = 50


@never_cache
@login_required
@require_safe
def sittings(request: HttpRequest, slug: str) -> HttpResponse:
    """The sittings to come, with how many seats are left and how many the firm has."""
    body = trained(person(request), slug)
    page = Paginator(listing.sittings(body), A_PAGE).get_page(request.GET.get("page"))
    return render(request, "exams/firms/sittings.html", {"organisation": body, "page_of": page, "section": "org"})


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def seats(request: HttpRequest, slug: str, pk: UUID) -> HttpResponse:
    """One sitting: the firm's seats, and its members to choose from; POST takes seats and says what became of each."""
    me = person(request)
    body = trained(me, slug)
    sitting = _sitting(pk)
    lines: list[taking.Line] = []
    if request.method == "POST":
        people = chosen(body, request.POST.getlist("member"))
        if not people or len(people) > taking.MOST:
            messages.error(request, _("Choose between one and %(most)s people.") % {"most": taking.MOST})
            return redirect("firm_exams:seats", body.slug, sitting.pk)
        lines = taking.take(organisation=body, sitting=sitting, members=people, by=me)
        sitting = _sitting(pk)
    return _page(request, body, sitting, lines)


def _page(request: HttpRequest, body: Organisation, sitting: Sitting, lines: list[taking.Line]) -> HttpResponse:
    asked = Asked.read(request.GET)
    held = listing.seats(body).filter(sitting=sitting).select_related("candidate").order_by("created_at", "pk")
    rows = Membership.objects.present().filter(organisation=body, person__in=[one.candidate_id for one in held])
    members = {row.person_id: row for row in rows.select_related("department")}
    context = {
        "organisation": body,
        "sitting": sitting,
        "lines": lines,
        "held": [(one, members[one.candidate_id]) for one in held if one.candidate_id in members],
        "page_of": Paginator(listing.members(body, sitting, asked.words, asked.department), A_PAGE).get_page(
            request.GET.get("page")
        ),
        "asked": asked,
        "departments": tree(body),
        "section": "org",
    }
    return render(request, "exams/firms/seats.html", context)


@never_cache
@login_required
@require_POST
def seat_return(request: HttpRequest, slug: str, pk: UUID) -> HttpResponse:
    """Give back the seat of one member."""
    me = person(request)
    body = trained(me, slug)
    sitting = _sitting(pk)
    row = next(iter(chosen(body, request.POST.getlist("member"))), None)
    if row is None:
        raise Http404("no such member")
    held = get_object_or_404(listing.seats(body).select_related("sitting"), sitting=sitting, candidate=row.person_id)
    try:
        taking.give_back(registration=held, by=me)
    except seating.TooLate:
        messages.error(request, _("It is too late to withdraw here: write to the exam office."))
    else:
        messages.success(request, _("The seat is given back."))
    return redirect("firm_exams:seats", body.slug, sitting.pk)


def _sitting(pk: UUID) -> Sitting:
    """A sitting one may know of and registers for."""
    return get_object_or_404(Sitting.objects.announced().for_anybody().filter(walk_in=False).told().with_seats(), pk=pk)
