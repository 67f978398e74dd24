"""What a candidate does before the day: register, withdraw, print the ticket, ask for arrangements."""

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.qr import Code
from exams import arranging, seating
from exams.asking import ArrangementForm
from exams.conditions import NotAllowed
from exams.models import Arrangement, Registration, Sitting
from exams.overview import arrangement_told
from exams.permissions import person
from exams.views.front import start_page


@require_POST
@login_required
def registration(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Register for a sitting; a refusal names each rule."""
    sitting = get_object_or_404(Sitting.objects.announced().told().with_seats(), pk=pk)
    try:
        made = seating.register(candidate=person(request), sitting=sitting)
    except NotAllowed as refusal:
        return start_page(request, sitting, refused=refusal.conditions, status=409)
    if made.state == Registration.State.APPLIED:
        messages.warning(request, _("Every seat is taken: you are on the waiting list, and a mail tells you when you move up."))
    else:
        messages.success(request, _("You are registered. Your admission number: %(number)s") % {"number": made.admission_no})
    return redirect(sitting)


@require_POST
@login_required
def withdrawal(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Give one's seat back."""
    mine = Registration.objects.live().filter(candidate=person(request), sitting=pk)
    held = get_object_or_404(mine.told())
    try:
        seating.withdraw(registration=held, by=person(request))
    except seating.TooLate:
        messages.error(request, _("It is too late to withdraw here: write to the exam office."))
        return redirect(held.sitting)
    messages.success(request, _("You have withdrawn. You may register again while registration is open."))
    return redirect("exams:index")


@require_safe
@never_cache
@login_required
def ticket(request: HttpRequest, number: str) -> HttpResponse:
    """The admission ticket of its candidate; whoever scans it to check the candidate in is led on."""
    there = get_object_or_404(Registration.objects.visible_to(request.user).told(), admission_no=number)
    if there.candidate_id != person(request).pk:
        return redirect("exams:candidate", number=number)
    address = settings.SITE_URL + there.get_absolute_url()
    duration = there.sitting.exam_version.duration
    context = {
        "registration": there,
        "sitting": there.sitting,
        "exam": there.sitting.exam_version.exam,
        "qr": Code(address),
        "address": address.partition("://")[2],
        "minutes": int((duration + there.longer(duration)).total_seconds()) // 60,
        "arranged": arrangement_told(there),
        "section": "exams",
    }
    return render(request, "exams/ticket.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def arrangements(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Ask for arrangements at a sitting, and read what was decided."""
    sitting, user = get_object_or_404(Sitting.objects.announced().told(), pk=pk), person(request)
    form = ArrangementForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            arranging.ask(candidate=user, sitting=sitting, **form.asked)
            messages.success(request, _("Your request is with the exam office; a mail tells you the decision."))
            return redirect("exams:arrangements", pk=pk)
        except arranging.AlreadyAsked:
            form.add_error(None, _("Your last request is still to be decided."))
        except Registration.DoesNotExist:
            form.add_error(None, _("Register for this sitting first."))
    asked = Arrangement.objects.filter(registration__candidate=user, registration__sitting=sitting).select_related("registration")
    context = {"sitting": sitting, "exam": sitting.exam_version.exam, "form": form, "asked": asked, "section": "exams"}
    return render(request, "exams/arrangements.html", context, status=422 if form.errors else 200)
