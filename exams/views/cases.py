"""Cases: one's own, and, for the office, all of them; notes, who decides, the decision."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from exams import appealing, cases, dossier, impartiality
from exams.case_forms import Assignment, DecisionForm, Note, Statement
from exams.models import Attempt, Case, Result
from exams.models.sitting import runs_exams
from exams.permissions import for_examiners, person

PER_PAGE = 50


@require_safe
@never_cache
@login_required
def index(request: HttpRequest) -> HttpResponse:
    """The cases one may see, those due first first; the office may narrow them down."""
    user = person(request)
    in_office = runs_exams(user)
    found = Case.objects.visible_to(user).told()
    if in_office:
        if request.GET.get("kind") in Case.Kind.values:
            found = found.filter(kind=request.GET["kind"])
        which = request.GET.get("which", "pending")
        narrowed = {"pending": found.pending(), "overdue": found.overdue(), "mine": found.pending().filter(assigned_to=user)}
        found = narrowed.get(which, found)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "in_office": in_office, "kinds": Case.Kind.choices, "section": "exams"}
    return render(request, "exams/cases.html", context)


@require_safe
@never_cache
@for_examiners
def years(request: HttpRequest) -> HttpResponse:
    """What came in year by year, and how it ended: for the yearly report."""
    return render(request, "exams/case_years.html", {"rows": dossier.by_year(Case.objects.all()), "section": "exams"})


@require_safe
@never_cache
@login_required
def case(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One case with its file."""
    return _page(request, get_object_or_404(Case.objects.visible_to(person(request)).told(), pk=pk))


@require_POST
@login_required
def notes(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Put a note into the file."""
    user = person(request)
    there = get_object_or_404(Case.objects.visible_to(user).told(), pk=pk)
    form = Note(request.POST)
    if not form.is_valid():
        return _page(request, there, form, status=422)
    try:
        internal = form.cleaned_data["is_internal"] and runs_exams(user)
        cases.add_note(case=there, by=user, text=form.cleaned_data["text"], is_internal=internal)
    except cases.NotPending:
        messages.warning(request, _("The case is closed: nothing can be added."))
    return redirect(there)


@require_POST
@for_examiners
def assignment(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Give the case to someone who had no part in it."""
    there = get_object_or_404(Case.objects.told(), pk=pk)
    form = Assignment(impartiality.deciders(there), request.POST)
    try:
        if form.is_valid():
            cases.assign(case=there, to=form.cleaned_data["to"], by=person(request))
        else:
            messages.warning(request, _("Choose someone who had no part in it."))
    except (cases.NotPending, cases.NotImpartial):
        messages.warning(request, _("Not assigned: the case is decided, or this person had a part in it."))
    return redirect(there)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@for_examiners
def decision(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Decide the case, with the paper at hand."""
    there, user = get_object_or_404(Case.objects.told(), pk=pk), person(request)
    if not there.is_pending or not impartiality.may_decide(there, user):
        messages.warning(request, _("You cannot decide this case: it is decided, or you had a part in it."))
        return redirect(there)
    entries = dossier.entries(there.attempt) if there.attempt else []
    late = bool(there.attempt and appealing.late_answers(there.attempt))
    form = DecisionForm(entries, request.POST if request.method == "POST" else None, has_late=late, has_paper=bool(there.attempt))
    if form.is_valid():
        try:
            told = {"decision": form.cleaned_data["decision"], "reasons": form.cleaned_data["reasons"]}
            appealing.decide(case=there, by=user, then=form.then, **told)
            return redirect(there)
        except appealing.NothingToChange:
            form.add_error(None, _("The paper is not marked yet: its marks cannot change."))
        except (cases.NotPending, cases.NotImpartial):
            messages.warning(request, _("You cannot decide this case: it is decided, or you had a part in it."))
            return redirect(there)
    rows = [(entry, [(award, form[award.name]) for award in entry.awards]) for entry in entries]
    context = {"case": there, "rows": rows, "form": form, "section": "exams"}
    return render(request, "exams/case_decision.html", context, status=422 if form.errors else 200)


@require_POST
@login_required
def closing(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Close the case: its opener takes it back, or the office lays it to rest once it is decided."""
    user = person(request)
    there = get_object_or_404(Case.objects.visible_to(user), pk=pk)
    is_opener = there.opened_by_id == user.pk
    if there.state == Case.State.CLOSED or not (is_opener if there.is_pending else runs_exams(user)):
        messages.warning(request, _("This case cannot be closed by you."))
        return redirect(there)
    cases.close(case=there, by=user, text=_("Taken back by its opener") if there.is_pending else _("Closed after the decision"))
    return redirect(there)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def appeal(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Ask for a review of one's own result."""
    user = person(request)
    results = Result.objects.visible_to(user).current().released().filter(attempt__candidate=user)
    result = get_object_or_404(results.told(), pk=pk)
    if made := appealing.standing(result):
        return redirect(made)
    form = Statement(request.POST if request.method == "POST" else None)
    try:
        if form.is_valid():
            return redirect(appealing.appeal(result=result, by=user, text=form.cleaned_data["text"]))
    except appealing.TooLate:
        form.add_error(None, _("The time for an appeal about this result is over. You may still complain."))
    context = {"form": form, "attempt": result.attempt, "deadline": appealing.deadline(result), "section": "exams"}
    return render(request, "exams/appeal.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def complaint(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Complain about how one's exam went."""
    user = person(request)
    attempt = get_object_or_404(Attempt.objects.told(), pk=pk, candidate=user)
    form = Statement(request.POST if request.method == "POST" else None)
    if form.is_valid():
        return redirect(appealing.complain(attempt=attempt, by=user, text=form.cleaned_data["text"]))
    context = {"form": form, "attempt": attempt, "deadline": None, "section": "exams"}
    return render(request, "exams/appeal.html", context, status=422 if form.errors else 200)


def _page(request: HttpRequest, there: Case, note: Note | None = None, status: int = 200) -> HttpResponse:
    user = person(request)
    in_office = runs_exams(user)
    entries = there.notes.select_related("author")
    results = Result.objects.visible_to(user).current().released().filter(attempt=there.attempt_id)
    context = {
        "case": there,
        "notes": entries if in_office else entries.filter(is_internal=False),
        "result": results.first() if there.attempt_id else None,
        "note": note or Note(),
        "in_office": in_office,
        "may_decide": in_office and there.is_pending and impartiality.may_decide(there, user),
        "assignment": Assignment(impartiality.deciders(there)) if in_office and there.is_pending else None,
        "is_opener": there.opened_by_id == user.pk,
        "section": "exams",
    }
    return render(request, "exams/case.html", context, status=status)
