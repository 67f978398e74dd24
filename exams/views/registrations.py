"""What the exam office does about registrations: list, enlist, refuse, decide on arrangements. Examiners alone."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from exams import arranging, enlisting, seating
from exams.asking import DecisionForm, EnlistForm, RefusalForm
from exams.models import Arrangement, Registration, Sitting
from exams.permissions import for_examiners, person
from exams.views import listed
from exams.watching import ROOMFUL


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@for_examiners
def registrations(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Everyone registered for a sitting; POST enlists people by e-mail and reports on every line."""
    sitting = get_object_or_404(Sitting.objects.told().with_seats(), pk=pk)
    form, report = EnlistForm(request.POST or None), list[enlisting.Line]()
    if request.method == "POST" and form.is_valid():
        try:
            report = enlisting.enlist(sitting=sitting, text=form.cleaned_data["addresses"], by=person(request))
        except enlisting.TooManyLines:
            form.add_error("addresses", _("At most %(most)s addresses at once.") % {"most": enlisting.MOST})
        sitting = Sitting.objects.told().with_seats().get(pk=pk)
    found = Registration.objects.filter(sitting=sitting).saying(listed.words(request))
    everyone = found.select_related("candidate").order_by("state", "created_at", "pk")
    context = {
        "sitting": sitting,
        "sheet": Paginator(everyone, ROOMFUL).get_page(request.GET.get("page")),
        "words": listed.words(request),
        "place": listed.place(request),
        "form": form if form.errors else EnlistForm(),
        "report": report,
        "requests": Arrangement.objects.filter(registration__sitting=sitting, state="open").select_related(
            "registration__candidate"
        ),
        "section": "exams",
    }
    return render(request, "exams/registrations.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@for_examiners
def refusal(request: HttpRequest, number: str) -> HttpResponse:
    """Refuse a registration, with a reason."""
    there = get_object_or_404(Registration.objects.told(), admission_no=number)
    form = RefusalForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            seating.refuse(registration=there, because=form.cleaned_data["because"], by=person(request))
            messages.success(request, _("The registration is refused; the candidate is told why by mail."))
        except seating.TooLate:
            messages.error(request, _("This registration has been used or is over: nothing was changed."))
        return listed.back(request, "registrations", there.sitting_id)
    context = {"registration": there, "sitting": there.sitting, "place": listed.place(request), "form": form, "section": "exams"}
    return render(request, "exams/refusal.html", context, status=422 if form.errors else 200)


@require_POST
@for_examiners
def office_withdrawal(request: HttpRequest, number: str) -> HttpResponse:
    """Give a seat back for a candidate who asked for it."""
    there = get_object_or_404(Registration.objects.told(), admission_no=number)
    try:
        seating.withdraw(registration=there, by=person(request))
        messages.success(request, _("The seat is given back."))
    except seating.TooLate:
        messages.error(request, _("This registration has been used or is over: nothing was changed."))
    return listed.back(request, "registrations", there.sitting_id)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@for_examiners
def decision(request: HttpRequest, pk: int) -> HttpResponse:
    """Decide on a request for arrangements. Nobody decides on their own."""
    asked = get_object_or_404(
        Arrangement.objects.exclude(registration__candidate=person(request)).select_related(
            "registration__candidate", "registration__sitting__exam_version__exam", "decided_by"
        ),
        pk=pk,
    )
    form = DecisionForm(request.POST) if request.method == "POST" else DecisionForm.of(asked)
    if request.method == "POST" and form.is_valid():
        try:
            arranging.decide(request=asked, by=person(request), **form.decided)
            messages.success(request, _("The decision is on record; the candidate is told by mail."))
        except arranging.AlreadyDecided:
            messages.error(request, _("Somebody decided this request before."))
        return listed.back(request, "registrations", asked.registration.sitting_id)
    context = {"asked": asked, "sitting": asked.registration.sitting, "place": listed.place(request), "form": form}
    context["section"] = "exams"
    return render(request, "exams/decision.html", context, status=422 if form.errors else 200)
