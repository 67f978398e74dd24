"""Statistics of the exams, for whoever runs them: what each exam and each item was worth, and which papers look alike."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Case, Count, IntegerField, Q, Value, When
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from core.jobs import enqueue
from exams import figures, likeness, tasks
from exams.models import Attempt, ExamStat, ExamVersion, ItemStat, Sitting
from exams.permissions import for_examiners
from exams.presentation import picture_of

PER_PAGE = 50
# What the list of items may be ordered by.
ORDERS = {"flags": "flagged", "facility": "facility", "rest": "rest_r", "n": "-n", "code": "item_version__item__code"}


@require_safe
@never_cache
@for_examiners
def exams(request: HttpRequest) -> HttpResponse:
    """Every version that was sat, newest first, with its figures."""
    marked = Count("attempts", filter=Q(attempts__state__in=[Attempt.State.MARKED, Attempt.State.RELEASED]))
    versions = (
        ExamVersion.objects.annotate(marked=marked)
        .filter(marked__gt=0)
        .select_related("exam", "stat")
        .order_by("exam__code", "-number")
    )
    return render(request, "exams/statistics.html", {"versions": versions, "section": "exams"})


def _version(code: str, number: int) -> ExamVersion:
    return get_object_or_404(ExamVersion.objects.select_related("exam"), exam__code=code, number=number)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@for_examiners
def exam(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """The figures of one version; POST has them worked out anew."""
    version = _version(code, number)
    if request.method == "POST":
        enqueue(tasks.analyse, pk=version.pk)
        messages.success(request, _("The figures are being worked out anew. Reload in a moment."))
        return redirect("exams:exam-statistics", code, number)
    stat = ExamStat.objects.filter(exam_version=version).select_related("exam_version__exam").first()
    context: dict[str, Any] = {"version": version, "stat": stat, "section": "exams"}
    if stat is not None:
        context |= {"lines": figures.lines(stat), "chart": figures.histogram(stat), **_items(request, version)}
    return render(request, "exams/statistics_exam.html", context)


def _items(request: HttpRequest, version: ExamVersion) -> dict[str, Any]:
    """The items of the version, the flagged ones first unless asked otherwise."""
    order = request.GET.get("order", "flags")
    flagged = Case(When(flags=[], then=Value(1)), default=Value(0), output_field=IntegerField())
    stats = (
        ItemStat.objects.filter(exam_version=version)
        .annotate(flagged=flagged)
        .select_related("item_version__item", "exam_version__exam")
        .order_by(ORDERS.get(order, "flagged"), "item_version__item__code")
    )
    page = Paginator(stats, PER_PAGE).get_page(request.GET.get("page"))
    return {"page": page, "rows": figures.rows(page.object_list), "order": order if order in ORDERS else "flags"}


@require_safe
@never_cache
@for_examiners
def item(request: HttpRequest, code: str, number: int, item: str, wording: int) -> HttpResponse:
    """One item: its figures, its choices, and how each choice goes with ability."""
    stats = ItemStat.objects.select_related("item_version__item", "exam_version__exam")
    stat = get_object_or_404(
        stats,
        exam_version__exam__code=code,
        exam_version__number=number,
        item_version__item__code=item,
        item_version__number=wording,
    )
    picture = picture_of(stat.item_version.body_in(get_language() or ""))
    context = {"stat": stat, "row": figures.row(stat), "picture": picture, "choices": figures.choices(stat), "section": "exams"}
    return render(request, "exams/statistics_item.html", context)


@require_safe
@never_cache
@for_examiners
def similarity(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The papers of a sitting that share improbably many wrong answers."""
    sitting = get_object_or_404(Sitting.objects.told(), pk=pk)
    return render(request, "exams/similarity.html", {"sitting": sitting, "report": likeness.report(sitting), "section": "exams"})
