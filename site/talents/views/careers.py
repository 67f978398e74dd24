"""The career record: as a page, as a PDF, and checked by its code."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts.asking import person
from core.codes import paper_code_typed
from core.keeping import kept
from core.look_ups import limited
from core.masking import masked
from core.typefaces import Unprintable
from courses.taking_out import TooMany
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
    try:
        made = careering.take_out(person(request))
    except TooMany:
        messages.error(request, _("Ten records were made today. Use the last one, or come back tomorrow."))
        return redirect("talents:career")
    except Unprintable as fault:
        messages.error(request, _("The record cannot be printed: %(fault)s") % {"fault": fault})
        return redirect("talents:career")
    return redirect("talents:career_file", made.code)


@require_safe
@never_cache
@login_required
def career_file(request: HttpRequest, code: str) -> HttpResponse:
    """The PDF, for its owner; whoever was handed it has the file."""
    made = get_object_or_404(CareerRecord.objects.visible_to(person(request)), code=code)
    headers = {"Content-Disposition": f'attachment; filename="career-record-{made.code}.pdf"'}
    return HttpResponse(kept(made.key, made.sha256), content_type="application/pdf", headers=headers)


@require_safe
@limited
@never_cache
def career_check(request: HttpRequest, code: str) -> HttpResponse:
    """What a record said on its day, for whoever holds its code. The name is masked; the paper shows it whole."""
    made = CareerRecord.objects.filter(code=paper_code_typed(code)).first()
    context = {"record": made, "name": masked(made.facts["name"]) if made else "", "section": "verify"}
    return render(request, "talents/career_check.html", context, status=200 if made else 404)
