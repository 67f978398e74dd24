"""A spot check (监督抽考) made in two clicks: the form stands filled in, its button opens the sitting."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from exams import sittings
from exams.permissions import for_examiners, person
from exams.spot_check_form import SpotCheckForm


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@for_examiners
def spot_checks(request: HttpRequest) -> HttpResponse:
    """Open a walk-in sitting of a spot-check exam here and now."""
    form = SpotCheckForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made, code = sittings.open_spot_check(by=person(request), **form.cleaned_data)
        except sittings.CannotOpen as reason:
            form.add_error("exam", _("No paper can be drawn: %(short)s") % {"short": reason})
        else:
            messages.success(request, _("The spot check is open. Access code, shown once: %(code)s") % {"code": code})
            return redirect("exams:invigilation", pk=made.pk)
    return render(request, "exams/spot_check.html", {"form": form, "section": "exams"}, status=422 if form.errors else 200)
