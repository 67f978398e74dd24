"""Assessment by the head: the year's page for the head and the person, and for nobody else."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from accounts.asking import person
from appointments.appointing import Refused
from appointments.duties import assessing
from appointments.duties.assessment_forms import AnswerForm, AssessmentForm
from appointments.duties.models import Assessment
from appointments.models import Appointment


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def assessment(request: HttpRequest, pk: UUID, year: int) -> HttpResponse:
    """Read it; the head writes it while there is none."""
    there = _post(request, pk, year)
    if request.method != "POST":
        return _shown(request, there, year, form=AssessmentForm())
    form = AssessmentForm(request.POST)
    if not form.is_valid():
        return _shown(request, there, year, form=form, status=422)
    try:
        assessing.assess(appointment=there, year=year, marks=form.marks(), advice=form.cleaned_data["advice"], by=person(request))
    except Refused as reason:
        return _shown(request, there, year, form=form, problem=str(reason), status=409)
    messages.success(request, _("Written. The person can read it and answer."))
    return redirect("appointments:assessment", pk, year)


@require_POST
@login_required
def assessment_answer(request: HttpRequest, pk: UUID, year: int) -> HttpResponse:
    """The assessed says something to it."""
    there = _post(request, pk, year)
    written = get_object_or_404(Assessment.objects.visible_to(person(request)), appointment=there, year=year)
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return _shown(request, there, year, form=AssessmentForm(), answer_form=form, status=422)
    try:
        assessing.answer(assessment=written, by=person(request), **form.cleaned_data)
    except Refused as reason:
        return _shown(request, there, year, form=AssessmentForm(), problem=str(reason), status=409)
    messages.success(request, _("Your answer stands beside the assessment."))
    return redirect("appointments:assessment", pk, year)


def _post(request: HttpRequest, pk: UUID, year: int) -> Appointment:
    """The post, for its head and its person; 404 for a year in which nobody held it."""
    there = get_object_or_404(Appointment.objects.visible_to(person(request)).with_people(), pk=pk)
    if not assessing.may_be_assessed(there, year):
        raise Http404("not held in that year")
    return there


def _shown(
    request: HttpRequest,
    there: Appointment,
    year: int,
    *,
    form: AssessmentForm,
    answer_form: AnswerForm | None = None,
    problem: str = "",
    status: int = 200,
) -> HttpResponse:
    user = person(request)
    written = Assessment.objects.visible_to(user).filter(appointment=there, year=year).told().first()
    answered = getattr(written, "answer", None)
    is_mine = there.person_id == user.pk
    context = {
        "appointment": there,
        "year": year,
        "assessment": written,
        "answer": answered,
        "writes": written is None and not is_mine,
        "may_answer": written is not None and is_mine and answered is None,
        "form": form,
        "answer_form": answer_form or AnswerForm(),
        "problem": problem,
        "section": "learn",
    }
    return render(request, "appointments/duties/assessment.html", context, status=status)
