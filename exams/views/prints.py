"""Papers for a room: forms drawn for a sitting, their documents taken for printing."""

from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from core.models import Job
from exams import papers, printing, proofing
from exams.drawing import CannotDraw
from exams.judging_rules import told
from exams.languages import SOURCE
from exams.models import PrintedDocument, PrintedPaper, Sitting
from exams.permissions import for_examiners, person


@dataclass(frozen=True)
class Print:
    """A form in one language: its documents, whether some are still to come, and what a job said that failed."""

    language: str
    name: str
    documents: list[PrintedDocument]
    is_waiting: bool
    failure: str


@dataclass(frozen=True)
class Form:
    """A form on the page, and the languages it is not printed in yet."""

    paper: PrintedPaper
    prints: list[Print]
    others: list[tuple[str, str]]


@require_safe
@never_cache
@for_examiners
def forms(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The forms of a sitting and their documents."""
    sitting = get_object_or_404(Sitting.objects.told(), pk=pk)
    drawn = list(PrintedPaper.objects.filter(sitting=sitting).told())
    jobs = printing.under_way(drawn)
    context = {
        "sitting": sitting,
        "forms": [_shown(form, jobs.get(str(form.pk), [])) for form in drawn],
        "offered": settings.LANGUAGES,
        "source": SOURCE,
        "may_draw": len(drawn) < len(printing.LETTERS),
        "section": "exams",
    }
    return render(request, "exams/prints.html", context)


@require_POST
@for_examiners
def drawing(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Draw one more form."""
    sitting = get_object_or_404(Sitting.objects.told(), pk=pk)
    try:
        made = printing.draw_form(sitting=sitting, by=person(request), languages=_wanted(request) or (SOURCE,))
    except CannotDraw as reason:
        messages.error(request, _("No paper can be drawn: %(short)s") % {"short": " ".join(map(told, reason.shortages))})
    except papers.Altered:
        messages.error(request, _("The stored rules are not those that were published. Tell the administrator."))
    except proofing.CannotPrint as fault:
        _say_why(request, fault)
    except printing.NoLetterLeft:
        messages.error(request, _("This sitting has all the forms it can have."))
    else:
        messages.success(request, _("Form %(form)s is drawn; its documents are being made.") % {"form": made.form})
    return redirect("exams:prints", sitting.pk)


@require_POST
@for_examiners
def languages(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Have a form's documents made in one more language."""
    form = get_object_or_404(PrintedPaper.objects.told(), pk=pk)
    for language in _wanted(request):
        name = {"language": proofing.name_of(language)}
        try:
            if printing.add_language(paper=form, language=language, by=person(request)):
                messages.success(request, _("The documents in %(language)s are being made.") % name)
            else:
                messages.info(request, _("The documents in %(language)s are there or being made.") % name)
        except proofing.CannotPrint as fault:
            _say_why(request, fault)
    return redirect("exams:prints", form.sitting_id)


@require_POST
@for_examiners
def document(request: HttpRequest, pk: UUID, language: str, kind: str) -> HttpResponse:
    """One document, for printing; who took it is noted, so it is a POST."""
    made = get_object_or_404(PrintedDocument.objects.select_related("paper__sitting"), paper=pk, language=language, kind=kind)
    answer = HttpResponse(printing.take(document=made, by=person(request)), content_type="application/pdf")
    answer["Content-Disposition"] = (
        f'attachment; filename="paper-{made.paper.form}-{made.kind}-{made.language}-{made.sha256[:8]}.pdf"'
    )
    answer["Cache-Control"] = "private, no-store"
    return answer


def _wanted(request: HttpRequest) -> tuple[str, ...]:
    """The languages ticked, in the site's order; what is none is left out."""
    ticked = request.POST.getlist("language")
    return tuple(code for code, _name in settings.LANGUAGES if code in ticked)


def _say_why(request: HttpRequest, fault: proofing.CannotPrint) -> None:
    for reason in fault.reasons:
        messages.error(request, reason)


def _failure(job: Job | None) -> str:
    """What a job said that did not succeed, without the name of the fault."""
    return job.error.partition(": ")[2] or job.error if job else ""


def _shown(paper: PrintedPaper, jobs: list[Job]) -> Form:
    job_of = {job.kwargs.get("language", SOURCE): job for job in jobs}
    made: dict[str, list[PrintedDocument]] = {}
    for one in paper.documents.all():
        made.setdefault(one.language, []).append(one)
    prints = [
        Print(
            code,
            proofing.name_of(code),
            made.get(code, []),
            len(made.get(code, [])) < len(PrintedDocument.Kind),
            _failure(job_of.get(code)),
        )
        for code, _name in settings.LANGUAGES
        if code in made or code in job_of
    ]
    known = {one.language for one in prints}
    return Form(paper, prints, [(code, proofing.name_of(code)) for code, _name in settings.LANGUAGES if code not in known])
