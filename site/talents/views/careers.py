"""The career record: as a page, as a PDF, and checked by its code."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts.asking import person
from core.look_ups import limited
from courses.views.taken_out import as_pdf, checked, taken
from talents import careering
from talents.models import CareerRecord
from talents.views.public import trail


@require_safe
@never_cache
@login_required
def career(request: HttpRequest) -> HttpResponse:
    """Posts, duties, certificates and hours on one page."""
    user = person(request)
    context = {
        "parts": careering.parts(user),
        "taken_out": CareerRecord.objects.visible_to(user)[:5],
        "section": "talents",
        "trail": trail(),
    }
    return render(request, "talents/career.html", context)


@require_POST
@login_required
def careers(request: HttpRequest) -> HttpResponse:
    """Take out the record as it is now."""
    return taken(request, careering.take_out, page="talents:career", pdf="talents:career_file")


@require_safe
@never_cache
@login_required
def career_file(request: HttpRequest, code: str) -> HttpResponse:
    """The PDF, for its owner; whoever was handed it has the file."""
    made = get_object_or_404(CareerRecord.objects.visible_to(person(request)), code=code)
    return as_pdf(made, "career-record")


@require_safe
@limited
@never_cache
def career_check(request: HttpRequest, code: str) -> HttpResponse:
    """What a record said on its day, for whoever holds its code."""
    return checked(request, CareerRecord.objects.all(), code, "talents/career_check.html")
