"""By which way resources are approved, in the settings of the admin (审核方式): what it is now, and what another would mean."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.asking import person
from schools import ways
from schools.forms import WayForm

CHANGE = "wagtailcore.change_workflow"


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required(CHANGE, raise_exception=True)
def chosen(request: HttpRequest) -> HttpResponse:
    form = WayForm(request.POST or None, initial={"way": ways.present()})
    if form.is_valid():
        if ways.choose(ways.Way(form.cleaned_data["way"]), by=person(request)):
            messages.success(request, _("From now on resources are handed in this way. What is under review keeps its own."))
        return redirect("schools_office:way")
    title = _("Approval of teaching resources")
    context = {"form": form, "lines": ways.lines(), "page_title": title, "header_title": title}
    return render(request, "schools/admin/way.html", context, status=422 if form.is_bound else 200)
