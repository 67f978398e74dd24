"""The departments of an organisation."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from accounts.asking import person
from organisations import departments as verbs
from organisations.forms import DepartmentForm
from organisations.models import Department
from organisations.permissions import managed, may_manage, trained
from organisations.refusal import Refused


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def departments(request: HttpRequest, slug: str) -> HttpResponse:
    """The tree, and adding to it."""
    me = person(request)
    body = managed(me, slug) if request.method == "POST" else trained(me, slug)
    form = DepartmentForm(request.POST or None, organisation=body)
    if request.method == "POST" and form.is_valid():
        try:
            verbs.add(organisation=body, name=form.cleaned_data["name"], parent=form.above, by=me)
        except Refused as reason:
            form.add_error(None, str(reason))
        else:
            messages.success(request, _("The department is there."))
            return redirect("organisations:departments", body.slug)
    context = {"organisation": body, "form": form, "manages": may_manage(me, body), "lines": verbs.tree(body), "section": "org"}
    return render(request, "organisations/departments.html", context, status=422 if form.is_bound else 200)


@never_cache
@login_required
@require_POST
def department(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Rename a department, or close it."""
    me = person(request)
    body = managed(me, slug)
    row = get_object_or_404(Department.objects.open().select_related("organisation"), organisation=body, pk=pk)
    try:
        if request.POST.get("deed") == "close":
            verbs.close(department=row, by=me)
            messages.success(request, _("The department is closed."))
        else:
            form = DepartmentForm({"name": request.POST.get("name", "")}, organisation=body)
            if not form.is_valid():
                raise Refused(_("Write the name of the department."))
            verbs.rename(department=row, name=form.cleaned_data["name"], by=me)
            messages.success(request, _("Saved."))
    except Refused as reason:
        messages.error(request, str(reason))
    return redirect("organisations:departments", body.slug)
