"""Papers for a room: forms drawn for a sitting, their documents taken for printing."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from exams import papers, printing
from exams.drawing import CannotDraw
from exams.judging_rules import told
from exams.models import PrintedDocument, PrintedPaper, Sitting
from exams.permissions import for_examiners, person


@require_safe
@never_cache
@for_examiners
def forms(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The forms of a sitting and their documents."""
    sitting = get_object_or_404(Sitting.objects.told(), pk=pk)
    drawn = list(PrintedPaper.objects.filter(sitting=sitting).told())
    context = {
        "sitting": sitting,
        "forms": drawn,
        "wanted": len(PrintedDocument.Kind),
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
        made = printing.draw_form(sitting=sitting, by=person(request))
    except CannotDraw as reason:
        messages.error(request, _("No paper can be drawn: %(short)s") % {"short": " ".join(map(told, reason.shortages))})
    except papers.Altered:
        messages.error(request, _("The stored rules are not those that were published. Tell the administrator."))
    except printing.NoLetterLeft:
        messages.error(request, _("This sitting has all the forms it can have."))
    else:
        messages.success(request, _("Form %(form)s is drawn; its documents are being made.") % {"form": made.form})
    return redirect("exams:prints", sitting.pk)


@require_POST
@for_examiners
def document(request: HttpRequest, pk: UUID, kind: str) -> HttpResponse:
    """One document, for printing; who took it is noted, so it is a POST."""
    made = get_object_or_404(PrintedDocument.objects.select_related("paper__sitting"), paper=pk, kind=kind)
    answer = HttpResponse(printing.take(document=made, by=person(request)), content_type="application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="paper-{made.paper.form}-{made.kind}-{made.sha256[:8]}.pdf"'
    answer["Cache-Control"] = "private, no-store"
    return answer
