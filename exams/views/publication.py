"""What came of spot checks, for everybody; and the page on which the office publishes it or takes it back."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cms import pagecache
from exams import disclosing
from exams.models import Exam, Sitting, SpotCheckReport
from exams.models.spot_checks import LEAST
from exams.permissions import for_examiners, person
from exams.spot_check_form import PublicationForm, WithdrawalForm

A_PAGE = 50


@require_safe
@pagecache.tagged(disclosing.TAG)
def results(request: HttpRequest) -> HttpResponse:
    """The published results, the newest check first (two queries)."""
    sheet = Paginator(SpotCheckReport.objects.public().told(), A_PAGE).get_page(request.GET.get("page"))
    return render(request, "exams/check_results.html", {"sheet": sheet, "least": LEAST, "section": "exams"})


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@for_examiners
def publication(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The figures as everybody would read them. POST publishes them."""
    check = _check(pk)
    form = PublicationForm(request.POST if request.method == "POST" else None, initial={"place": check.venue})
    if request.method == "POST" and form.is_valid():
        try:
            disclosing.publish(check=check, by=person(request), **form.cleaned_data)
        except disclosing.NotPublishable as reason:
            form.add_error(None, str(reason))
        else:
            messages.success(request, _("The result of the spot check is public."))
            return redirect("exams:check-publication", pk=pk)
    return _page(request, check, form, WithdrawalForm())


@require_POST
@for_examiners
def withdrawal(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take a published result back."""
    check, form = _check(pk), WithdrawalForm(request.POST)
    if not form.is_valid():
        return _page(request, check, PublicationForm(initial={"place": check.venue}), form)
    if disclosing.withdraw(check=check, by=person(request), **form.cleaned_data):
        messages.success(request, _("The result is no longer public."))
    else:
        messages.error(request, _("Nothing was public: nothing was changed."))
    return redirect("exams:check-publication", pk=pk)


def _page(request: HttpRequest, check: Sitting, form: PublicationForm, taking: WithdrawalForm) -> HttpResponse:
    found = disclosing.figures(check)
    reports = SpotCheckReport.objects.filter(sitting=check).select_related("published_by", "withdrawn_by")
    public = next((one for one in reports if one.withdrawn_at is None), None)
    context = {
        "sitting": check,
        "figures": found,
        "obstacle": disclosing.obstacle(check, found),
        "public": public,
        "differs": public is not None and not found.are_those_of(public),
        "earlier": [one for one in reports if one.withdrawn_at],
        "form": form,
        "taking": taking,
        "section": "exams",
    }
    return render(request, "exams/check_publication.html", context, status=422 if form.errors or taking.errors else 200)


def _check(pk: UUID) -> Sitting:
    """A spot check, not its resit."""
    checks = Sitting.objects.for_anybody().filter(exam_version__exam__kind=Exam.Purpose.SPOT_CHECK)
    return get_object_or_404(checks.told(), pk=pk)
