"""What anybody may ask: whether a letter is ours and holds today, and how many firms have a chief quality officer in post."""

import csv
import io
from datetime import date
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.asking import person
from appointments.counting import figures as counted
from appointments.models import AppointmentLetter
from appointments.states import State
from certificates.suppression import SMALLEST
from core.codes import paper_code_typed
from core.dates import local_day
from core.keeping import kept
from core.look_ups import limited


@require_safe
@limited
@never_cache
def letter(request: HttpRequest, code: str) -> HttpResponse:
    """What the letter with this code says, and whether it holds today. Nothing else about the person."""
    paper = AppointmentLetter.objects.select_related("appointment", "authorisation").filter(code=paper_code_typed(code)).first()
    context: dict[str, Any] = {"paper": paper, "code": code.upper()}
    if paper is not None:
        term = [date.fromisoformat(paper.facts[name]) if paper.facts[name] else None for name in ("since", "until")]
        context |= {
            "facts": paper.facts,
            "since": term[0],
            "until": term[1],
            "day": local_day(paper.made_at),
            "holds": _holds(paper),
        }
    return render(request, "appointments/letter.html", context, status=200 if paper else 404)


def _holds(paper: AppointmentLetter) -> bool:
    """Today: the post is held, and the power was not revoked and has not run out."""
    in_post = paper.appointment.state == State.ACTIVE
    return in_post and (paper.authorisation is None or paper.authorisation.is_in_force)


@require_safe
@login_required
@never_cache
def letter_file(request: HttpRequest, code: str) -> HttpResponse:
    """The letter itself, for the person and the firm."""
    paper = get_object_or_404(AppointmentLetter.objects.visible_to(person(request)), code=code)
    disposition = f'inline; filename="letter-{paper.code}.pdf"'
    content = kept(paper.key, paper.sha256)
    return HttpResponse(content, content_type="application/pdf", headers={"Content-Disposition": disposition})


@require_safe
def figures(request: HttpRequest) -> HttpResponse:
    """Firms with a chief quality officer in post, by industry and quarter. Small numbers are withheld."""
    return render(request, "appointments/figures.html", {"figures": counted(), "smallest": SMALLEST})


@require_safe
def figures_file(request: HttpRequest) -> HttpResponse:
    """The same as CSV."""
    told = counted()
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([_("Industry"), *told.quarters])
    for name, _stage, numbers in told.rows():
        writer.writerow([name, *(_("withheld") if number is None else number for _quarter, number in numbers)])
    writer.writerow([_("Together"), *(_("withheld") if number is None else number for _quarter, number in told.sums())])
    headers = {"Content-Disposition": 'attachment; filename="chief-quality-officers.csv"'}
    return HttpResponse("\ufeff" + out.getvalue(), content_type="text/csv; charset=utf-8", headers=headers)
