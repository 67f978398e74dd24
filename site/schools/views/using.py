"""What a teacher does with a public resource: use it, rate it, adapt it."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.asking import person
from schools import adapting, adopting, permissions
from schools.forms import RatingForm
from schools.models import LessonPackPage, SchoolPage
from schools.views.library import public_of


@require_POST
@login_required
def adoption(request: HttpRequest, key: str) -> HttpResponse:
    """Use it at one's school, or (with `ended`) no more."""
    page, school = public_of(key), _school(request)
    deed: Any = adopting.drop if request.POST.get("ended") else adopting.adopt
    try:
        deed(page, school=school, by=person(request))
    except ValidationError as fault:
        messages.error(request, " ".join(fault.messages))
    else:
        told = _("%(school)s no longer lists it.") if request.POST.get("ended") else _("%(school)s now lists it on its own page.")
        messages.success(request, told % {"school": school.title})
    return redirect(_back(page))


@require_POST
@login_required
def rating(request: HttpRequest, key: str) -> HttpResponse:
    page, form = public_of(key), RatingForm(request.POST)
    try:
        stars = form.cleaned_data["stars"] if form.is_valid() else 0
        adopting.rate(page, stars=stars, by=person(request))
    except ValidationError as fault:
        messages.error(request, " ".join(fault.messages))
    else:
        messages.success(request, _("Your rating is noted; you may change it at any time."))
    return redirect(_back(page))


@require_POST
@login_required
def adaptation(request: HttpRequest, key: str) -> HttpResponse:
    """A draft of one's own that begins with this one."""
    page, school = public_of(key), _school(request)
    try:
        draft = adapting.adapt(page, school=school, by=person(request))
    except ValidationError as fault:
        messages.error(request, " ".join(fault.messages))
        return redirect(_back(page))
    messages.success(request, _("A draft of your school now begins with it; the source stays named."))
    return redirect("schools:review", draft.key)


def _school(request: HttpRequest) -> SchoolPage:
    """The school named, if one teaches there; for who teaches at one alone it need not be named."""
    mine = permissions.schools_of(person(request))
    named = request.POST.get("school", "")
    if named:
        return get_object_or_404(mine, pk=int(named) if named.isdecimal() else 0)
    only = list(mine[:2])
    if len(only) != 1:
        raise PermissionDenied(_("Only teachers of a school that writes here may do this."))
    return only[0]


def _back(page: LessonPackPage) -> str:
    return f"{page.get_url()}#use"
