"""The invigilators' screen, and what they do there. A colleague who is not assigned finds nothing here (404)."""

from collections.abc import Callable
from uuid import UUID

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Page
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts.models import User
from core.clock import now
from exams import invigilating, watching
from exams.invigilation_forms import EndForm, GrantForm, IncidentForm
from exams.models import Attempt, Registration, Sitting
from exams.models.delivery import AttemptQuerySet
from exams.models.sitting import runs_exams
from exams.overview import arrangement_told
from exams.permissions import person
from exams.views import listed

# What may be done to one registration with one button: the noun in the address, and the verb.
DEEDS: dict[str, Callable[..., Registration]] = {
    "check-in": invigilating.check_in,
    "check-in-reversal": invigilating.undo_check_in,
    "absence": invigilating.mark_absent,
    "absence-reversal": invigilating.undo_absence,
}


def watched(user: User, pk: UUID) -> Sitting:
    """A sitting this person watches over, or 404."""
    return get_object_or_404(Sitting.objects.invigilated_by(user).told(), pk=pk)


def watched_registration(user: User, number: str) -> Registration:
    """A registration at a sitting this person watches over, or 404."""
    mine = Registration.objects.filter(sitting__in=Sitting.objects.invigilated_by(user))
    return get_object_or_404(mine.told(), admission_no=number)


@require_safe
@never_cache
@login_required
def screen(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Everyone at a sitting; kept fresh by its script, or by reloading."""
    sitting = watched(person(request), pk)
    sheet, shown = _shown(request, sitting)
    context = {
        "sitting": sitting,
        "sheet": sheet,
        "rows": shown,
        "counts": watching.counts(shown),
        "at": now(),
        "words": listed.words(request),
        "place": listed.place(request),
        "grant": GrantForm(),
        "incident": IncidentForm(),
        "section": "exams",
    }
    return render(request, "exams/invigilation.html", context)


def _shown(request: HttpRequest, sitting: Sitting) -> tuple[Page[Registration], list[watching.Row]]:
    at = now()
    sheet = watching.sheets(sitting, at, listed.words(request)).get_page(request.GET.get("page"))
    return sheet, watching.rows(sitting, list(sheet.object_list), at)


@require_safe
@never_cache
@login_required
def state(request: HttpRequest, pk: UUID) -> JsonResponse:
    """What has changed meanwhile, for the screen's script."""
    _sheet, shown = _shown(request, watched(person(request), pk))
    counts = {key: number for key, _name, number in watching.counts(shown)}
    told = {row.number: row.told() for row in shown}
    return JsonResponse({"at": f"{localtime(now()):%H:%M:%S}", "rows": told, "counts": counts})


@require_safe
@never_cache
@login_required
def candidate(request: HttpRequest, number: str) -> HttpResponse:
    """One candidate, with everything an invigilator may do for them."""
    return _candidate_page(request, watched_registration(person(request), number))


@require_POST
@login_required
def deed(request: HttpRequest, number: str, noun: str) -> HttpResponse:
    """Check in, mark absent, and take either back."""
    registration = watched_registration(person(request), number)
    try:
        DEEDS[noun](registration=registration, by=person(request))
    except invigilating.NotPossible:
        messages.error(request, _("%(number)s: this is not possible any more; look at the present state.") % {"number": number})
    if request.POST.get("from") == "screen":
        return listed.back(request, "invigilation", registration.sitting_id)
    return listed.back(request, "candidate", number)


@require_POST
@login_required
def grant(request: HttpRequest, number: str) -> HttpResponse:
    """More time for one candidate."""
    registration, form = watched_registration(person(request), number), GrantForm(request.POST)
    if not form.is_valid():
        return _candidate_page(request, registration, grant=form)
    return _extend(request, list(_open().filter(registration=registration)), form, listed.back(request, "candidate", number))


@require_POST
@login_required
def grant_all(request: HttpRequest, pk: UUID) -> HttpResponse:
    """More time for everyone who is writing."""
    sitting, form = watched(person(request), pk), GrantForm(request.POST)
    back = listed.back(request, "invigilation", pk)
    if not form.is_valid():
        _complain(request, form)
        return back
    return _extend(request, list(_open().filter(sitting=sitting)), form, back)


@require_POST
@login_required
def ending(request: HttpRequest, number: str) -> HttpResponse:
    """End one candidate's attempt."""
    registration, form = watched_registration(person(request), number), EndForm(request.POST)
    if not form.is_valid():
        return _candidate_page(request, registration, end=form)
    attempt = _open().filter(registration=registration).first()
    try:
        if attempt is None:
            raise invigilating.NotPossible
        invigilating.end(attempt=attempt, reason=form.cleaned_data["reason"], by=person(request))
        messages.success(request, _("The attempt is ended; what was saved is handed in."))
    except invigilating.NotPossible:
        messages.error(request, _("The attempt is over already."))
    return listed.back(request, "candidate", number)


@require_POST
@login_required
def incident(request: HttpRequest, number: str) -> HttpResponse:
    """Something went wrong with one candidate."""
    registration, form = watched_registration(person(request), number), IncidentForm(request.POST)
    if not form.is_valid():
        return _candidate_page(request, registration, incident=form)
    return _note(request, registration.sitting, form, registration, listed.back(request, "candidate", number))


@require_POST
@login_required
def sitting_incident(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Something went wrong in the room."""
    sitting, form = watched(person(request), pk), IncidentForm(request.POST)
    back = listed.back(request, "invigilation", pk)
    if not form.is_valid():
        _complain(request, form)
        return back
    return _note(request, sitting, form, None, back)


def _candidate_page(request: HttpRequest, registration: Registration, **forms_in_error: forms.Form) -> HttpResponse:
    context = {
        "registration": registration,
        "sitting": registration.sitting,
        "runs": runs_exams(person(request)),
        "row": watching.row(registration),
        "arranged": arrangement_told(registration),
        "place": listed.place(request),
        "entries": registration.entries.select_related("by"),
        "grant": GrantForm(),
        "end": EndForm(),
        "incident": IncidentForm(),
        "section": "exams",
        **forms_in_error,
    }
    return render(request, "exams/candidate.html", context, status=422 if forms_in_error else 200)


def _open() -> AttemptQuerySet:
    return Attempt.objects.open().select_related("sitting", "registration")


def _extend(request: HttpRequest, attempts: list[Attempt], form: GrantForm, back: HttpResponse) -> HttpResponse:
    given = form.cleaned_data
    try:
        count = invigilating.extend(attempts=attempts, minutes=given["minutes"], reason=given["reason"], by=person(request))
    except invigilating.NotPossible:
        messages.error(request, _("Somebody's time ran out meanwhile: nobody was given more. Look and do it again."))
        return back
    words = {"n": count, "minutes": given["minutes"]}
    if count:
        messages.success(
            request, _("%(n)s candidates have %(minutes)s minutes more; their clocks show it within a minute.") % words
        )
    else:
        messages.error(request, _("Nobody is writing: no time was given."))
    return back


def _note(
    request: HttpRequest, sitting: Sitting, form: IncidentForm, registration: Registration | None, back: HttpResponse
) -> HttpResponse:
    text = form.cleaned_data["text"]
    invigilating.note_incident(sitting=sitting, text=text, by=person(request), registration=registration)
    messages.success(request, _("The incident is on record, and a case is opened about it."))
    return back


def _complain(request: HttpRequest, form: forms.Form) -> None:
    for bound in form:
        for error in bound.errors:
            messages.error(request, _("%(label)s: %(error)s") % {"label": bound.label, "error": error})
