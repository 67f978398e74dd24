"""Answer sheets written by hand: the list of a sitting, typing one in, settling what differs, scans. For its invigilators."""

from collections.abc import Sequence
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from exams import scanning, sheet_forms, sheets, transcribing
from exams.conditions import NotAllowed
from exams.models import AnswerSheet, PrintedPaper, Registration, SheetScan
from exams.models.sitting import runs_exams
from exams.permissions import for_examiners, person
from exams.views import listed
from exams.views.invigilation import watched, watched_registration

_WHY = {
    "own": gettext_lazy("This is a sheet of your own. Ask a colleague to type it in."),
    "absent": gettext_lazy("This candidate is not admitted, or marked absent. Mend that on the page of the candidate first."),
    "sat": gettext_lazy("This candidate wrote this exam on screen. There is nothing to type in."),
    "form": gettext_lazy("The first entry was typed for another form. Look at the sheet; if it says this one, begin anew."),
    "same": gettext_lazy("You typed the first entry. The second is typed by somebody else."),
    "entered": gettext_lazy("Both entries are there already. Nothing was changed."),
    "agreed": gettext_lazy("There is no difference to settle. Nothing was changed."),
    "stored": gettext_lazy("The answers of this sheet are stored already. Nothing was changed."),
}


@require_safe
@never_cache
@login_required
def index(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Everyone at a sitting, and how far each sheet is."""
    sitting = watched(person(request), pk)
    shown = sheets.pages(sitting, listed.words(request)).get_page(request.GET.get("page"))
    context = {
        "sitting": sitting,
        "sheet": shown,
        "rows": sheets.rows(list(shown.object_list), person(request)),
        "forms": sitting.printed_papers.all(),
        "words": listed.words(request),
        "place": listed.place(request),
        "runs": runs_exams(person(request)),
        "section": "exams",
    }
    return render(request, "exams/sheets.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def sheet(request: HttpRequest, number: str) -> HttpResponse:
    """Type in one sheet; whoever comes second does not see what the first typed."""
    registration = _registration(request, number)
    known = transcribing.standing(registration)
    form = _form(request, registration, known)
    if form is None or not _may_type(request, known):
        return _page(request, registration, known, form)
    if request.method != "POST":
        return _page(request, registration, known, form, found=sheet_forms.sections(form))
    answers, found = sheet_forms.read(sheet_forms.sections(form), request.POST.dict())
    blank = sorted(slot for slot, value in answers.items() if value is None)
    if sheet_forms.faults(found) or (blank and not request.POST.get("complete")):
        return _page(request, registration, known, form, found=found, blank=blank, status=422)
    try:
        kept = transcribing.enter(registration=registration, paper=form, answers=answers, by=person(request))
    except transcribing.NotPossible as reason:
        messages.error(request, str(_WHY[reason.why]))
        return _page(request, registration, transcribing.standing(registration), form, found=found, status=409)
    return _onward(request, kept)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@for_examiners
def settlement(request: HttpRequest, number: str) -> HttpResponse:
    """What the two entries make differently; each is typed once more, from the sheet."""
    known = _standing(request, number)
    slots = transcribing.differing(known)
    if not slots or known.attempt_id or known.entry("settled"):
        return listed.back(request, "sheet", number)
    found = sheet_forms.sections(known.paper, only=slots)
    blank: list[int] = []
    if request.method == "POST":
        answers, found = sheet_forms.read(found, request.POST.dict())
        blank = sorted(slot for slot, value in answers.items() if value is None)
        if not sheet_forms.faults(found) and (not blank or request.POST.get("complete")):
            try:
                return _onward(request, transcribing.settle(sheet=known, answers=answers, by=person(request)))
            except transcribing.NotPossible as reason:
                messages.error(request, str(_WHY[reason.why]))
                return listed.back(request, "sheet", number)
    context = {
        "registration": known.registration,
        "sheet": known,
        "differences": sheets.differences(known, found),
        "faults": sheet_forms.faults(found),
        "blank": blank,
        "scans": known.scans.all(),
        "place": listed.place(request),
        "section": "exams",
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "exams/sheet_settlement.html", context, status=status)


@require_POST
@for_examiners
def storing(request: HttpRequest, number: str) -> HttpResponse:
    """Store once more what the rules did not let be stored before."""
    return _onward(request, _standing(request, number))


@require_POST
@for_examiners
def discarding(request: HttpRequest, number: str) -> HttpResponse:
    """Set both entries aside and begin anew."""
    known, form = _standing(request, number), sheet_forms.Discard(request.POST)
    if not form.is_valid():
        return _page(request, known.registration, known, known.paper, discard=form, status=422)
    try:
        transcribing.discard(sheet=known, because=form.cleaned_data["because"], by=person(request))
    except transcribing.NotPossible as reason:
        messages.error(request, str(_WHY[reason.why]))
    else:
        messages.success(request, _("The entries are set aside; the sheet can be typed in anew."))
    return listed.back(request, "sheet", number)


@require_POST
@login_required
def scans(request: HttpRequest, number: str) -> HttpResponse:
    """Put a scan or photo beside the sheet."""
    known = _standing(request, number)
    form = sheet_forms.Scan(request.POST, request.FILES)
    if form.is_valid():
        try:
            scanning.add(sheet=known, upload=form.cleaned_data["file"], by=person(request))
        except scanning.BadScan as bad:
            form.add_error("file", str(bad))
        else:
            messages.success(request, _("The scan is kept beside the sheet."))
            return listed.back(request, "sheet", number)
    return _page(request, known.registration, known, known.paper, scan=form, status=422)


@require_safe
@never_cache
@login_required
def scan(request: HttpRequest, pk: int) -> HttpResponse:
    """The very file that was put there."""
    mine = AnswerSheet.objects.visible_to(request.user)
    found = get_object_or_404(SheetScan, pk=pk, sheet__in=mine)
    name = f"sheet-{found.pk}-{found.sha256[:8]}.{found.mime.rpartition('/')[2]}"
    answer = HttpResponse(found.read(), content_type=found.mime)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    answer["Content-Security-Policy"] = "default-src 'none'"
    return answer


def _registration(request: HttpRequest, number: str) -> Registration:
    """A registration at a sitting one watches over; one's own is a colleague's to type in (404)."""
    found = watched_registration(person(request), number)
    if found.candidate_id == person(request).pk:
        raise Http404
    return found


def _standing(request: HttpRequest, number: str) -> AnswerSheet:
    known = transcribing.standing(_registration(request, number))
    if known is None:
        raise Http404
    return known


def _form(request: HttpRequest, registration: Registration, known: AnswerSheet | None) -> PrintedPaper | None:
    """The form the sheet answers: chosen first, unless there is but one. Asked of the second typist, too."""
    forms = {form.form: form for form in registration.sitting.printed_papers.all()}
    chosen = (request.POST if request.method == "POST" else request.GET).get("form", "")
    if chosen in forms:
        return forms[chosen]
    return next(iter(forms.values())) if len(forms) == 1 else None


def _may_type(request: HttpRequest, known: AnswerSheet | None) -> bool:
    if known is None:
        return True
    first = known.entry("first")
    return not known.entry("second") and not (first and first.typed_by_id == person(request).pk) and not known.attempt_id


def _onward(request: HttpRequest, kept: AnswerSheet) -> HttpResponse:
    """Store what can be stored, and say what is next."""
    number, fresh = kept.registration.admission_no, AnswerSheet.objects.told().get(pk=kept.pk)
    back = listed.back(request, "sheets", kept.registration.sitting_id)
    if fresh.entry("second") is None:
        messages.success(request, _("%(number)s: the first entry is kept. Somebody else types the second.") % {"number": number})
        return back
    if transcribing.settled(fresh) is None:
        told = {"number": number, "count": len(transcribing.differing(fresh))}
        messages.warning(request, _("%(number)s: the entries differ at %(count)s questions; an examiner settles them.") % told)
        return listed.back(request, "settlement", number) if runs_exams(person(request)) else back
    try:
        transcribing.store(sheet=fresh, by=person(request))
    except NotAllowed as refusal:
        for condition in refusal.conditions:
            messages.error(request, _("Not stored. The candidate reads: %(why)s") % {"why": condition.sentence})
        return listed.back(request, "sheet", number)
    messages.success(request, _("%(number)s: the answers are stored and handed in.") % {"number": number})
    return back


def _page(
    request: HttpRequest,
    registration: Registration,
    known: AnswerSheet | None,
    form: PrintedPaper | None,
    *,
    found: Sequence[sheet_forms.Section] = (),
    status: int = 200,
    **more: object,
) -> HttpResponse:
    context = {
        "registration": registration,
        "sheet": known,
        "form": form,
        "forms": registration.sitting.printed_papers.all(),
        "mine": known is not None and any(entry.typed_by_id == person(request).pk for entry in known.entries.all()),
        "differing": len(transcribing.differing(known)) if known else 0,
        "runs": runs_exams(person(request)),
        "discard": sheet_forms.Discard(),
        "scan": sheet_forms.Scan(),
        "scans": known.scans.select_related("added_by") if known else [],
        "found": found,
        "faults": sheet_forms.faults(found),
        "place": listed.place(request),
        "section": "exams",
        **more,
    }
    return render(request, "exams/sheet.html", context, status=status)
