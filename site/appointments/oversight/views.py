"""The regulator's page: figures by district, industry or size, and the same as CSV. Both only read."""

import csv
import io

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from appointments.oversight.counting import SPLIT_NAMES, SPLITS, measures
from appointments.oversight.permissions import require
from certificates.suppression import SMALLEST
from core.sheets import safe


@require_safe
@login_required
@never_cache
def figures(request: HttpRequest) -> HttpResponse:
    """Every measure as a chart of the last quarter and a table of four."""
    require(request)
    split = request.GET.get("by", "district")
    if split not in SPLITS:
        raise Http404(split)
    context = {"split": split, "splits": SPLIT_NAMES, "measures": measures(split), "smallest": SMALLEST, "section": "oversight"}
    return render(request, "oversight/figures.html", context)


@require_safe
@login_required
@never_cache
def figures_file(request: HttpRequest, split: str) -> HttpResponse:
    """The same figures: one line for each measure, row and quarter."""
    require(request)
    if split not in SPLITS:
        raise Http404(split)
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([_("What is measured"), SPLIT_NAMES[split], _("Quarter"), _("How many")])
    for measure in measures(split):
        for name, numbers in measure.rows():
            for quarter, number in numbers:
                writer.writerow([safe(measure.name), safe(name), quarter, _("withheld") if number is None else number])
    headers = {"Content-Disposition": f'attachment; filename="oversight-{split}.csv"'}
    return HttpResponse("\ufeff" + out.getvalue(), content_type="text/csv; charset=utf-8", headers=headers)
