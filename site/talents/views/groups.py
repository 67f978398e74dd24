"""Classes of colleges: the teacher's gradebook, a student's own line, and hours proposed under an agreement."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import IntegrityError, transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.asking import person
from certificates.permissions import keeps_register
from core.audit import record
from core.limiting import MINUTE, count
from talents import grading, recognising
from talents.college_forms import (
    ColumnForm,
    GroupForm,
    JoinForm,
    ProposalForm,
    RefusalForm,
    agreements_of,
    gradebook,
    marks,
)
from talents.models import ClassGroup, CollegeCredit, GradeColumn
from talents.models.groups import colleges_of
from talents.views.awards import XLSX
from talents.views.public import trail

TRIES_A_MINUTE = 20


def _trail(*more: tuple[str, str]) -> list[tuple[str, str]]:
    return trail((_("Colleges"), reverse("talents:programmes")), *more)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def groups(request: HttpRequest) -> HttpResponse:
    """The classes one teaches or studies in; a teacher opens another."""
    user = person(request)
    colleges = colleges_of(user)
    form = GroupForm(request.POST or None, colleges=colleges) if colleges.exists() else None
    if request.method == "POST":
        if form is None:
            raise Http404("teaches nowhere")
        if form.is_valid():
            made = ClassGroup.objects.create(teacher=user, **form.cleaned_data)
            record("class.opened", made, by=user)
            return redirect(made)
    rows = ClassGroup.objects.visible_to(user).select_related("college")
    context = {
        "rows": rows,
        "form": form,
        "join_form": JoinForm(),
        "decides": keeps_register(user),
        "section": "talents",
        "trail": _trail(),
    }
    return render(request, "talents/groups.html", context, status=422 if form and form.errors else 200)


@require_POST
@login_required
def joining(request: HttpRequest) -> HttpResponse:
    """A student comes in by the code of the class."""
    user, form = person(request), JoinForm(request.POST)
    if count(f"class-code:{user.pk}", MINUTE) > TRIES_A_MINUTE:
        messages.error(request, _("Too many codes in one minute. Wait until the next one begins."))
    elif form.is_valid():
        try:
            return redirect(grading.join(code=form.cleaned_data["code"], student=user).group)
        except grading.Refused as reason:
            messages.error(request, str(reason))
    return redirect("talents:groups")


@require_safe
@never_cache
@login_required
def group(request: HttpRequest, pk: str) -> HttpResponse:
    """The gradebook, or one's own line of it."""
    return _group(request, get_object_or_404(ClassGroup.objects.visible_to(person(request)), pk=pk))


def _group(
    request: HttpRequest, found: ClassGroup, status: int = 200, faults: list[str] | None = None, **given: forms.Form
) -> HttpResponse:
    user = person(request)
    teaches = ClassGroup.objects.taught_by(user).filter(pk=found.pk).exists()
    credits = CollegeCredit.objects.visible_to(user).filter(member__group=found)
    context: dict[str, Any] = {
        "group": found,
        "teaches": teaches,
        "book": grading.book(found, only=None if teaches else user),
        "credits": credits.select_related("member__student", "agreement", "credit"),
        "column_form": ColumnForm(),
        "proposal_form": ProposalForm(agreements=agreements_of(found.college_id)),
        "faults": faults or [],
        "section": "talents",
        "trail": _trail((_("Classes"), reverse("talents:groups"))),
        **given,
    }
    return render(request, "talents/group.html", context, status=status)


def _taught(request: HttpRequest, pk: str) -> ClassGroup:
    return get_object_or_404(ClassGroup.objects.taught_by(person(request)), pk=pk)


@require_POST
@login_required
def leaving(request: HttpRequest, pk: str) -> HttpResponse:
    found = get_object_or_404(ClassGroup.objects.studied_by(person(request)), pk=pk)
    grading.leave(group=found, student=person(request))
    messages.success(request, _("You have left the class."))
    return redirect("talents:groups")


@require_POST
@login_required
def columns(request: HttpRequest, pk: str) -> HttpResponse:
    """One more thing that is graded."""
    found, form = _taught(request, pk), ColumnForm(request.POST)
    if form.is_valid():
        try:
            with transaction.atomic():
                GradeColumn.objects.create(group=found, **form.cleaned_data)
            return redirect(found)
        except IntegrityError:
            form.add_error("title", _("The gradebook has a column of this name already."))
    return _group(request, found, 422, column_form=form)


@require_POST
@login_required
def grades(request: HttpRequest, pk: str, column: int) -> HttpResponse:
    """The marks of one column; all are kept, or none while one cannot be read."""
    found = _taught(request, pk)
    graded = get_object_or_404(found.columns, pk=column)
    read, faults = marks(request.POST, graded, found.members.filter(left_on=None).select_related("student"))
    if faults:
        return _group(request, found, 422, faults)
    grading.grade(column=graded, points=read, by=person(request))
    messages.success(request, _("Marks kept: %(n)s.") % {"n": len(read)})
    return redirect(found)


@require_safe
@never_cache
@login_required
def grades_file(request: HttpRequest, pk: str) -> HttpResponse:
    found = _taught(request, pk)
    headers = {"Content-Disposition": 'attachment; filename="gradebook.xlsx"'}
    return HttpResponse(gradebook(grading.book(found)), content_type=XLSX, headers=headers)


@require_POST
@login_required
def proposals(request: HttpRequest, pk: str, member: int) -> HttpResponse:
    """Hours of a student, for the register to decide."""
    found = _taught(request, pk)
    student = get_object_or_404(found.members.filter(left_on=None).select_related("group"), pk=member)
    form = ProposalForm(request.POST, agreements=agreements_of(found.college_id))
    if form.is_valid():
        given = form.cleaned_data
        try:
            recognising.propose(member=student, agreement=given["agreement"], asked=given["hours"], by=person(request))
        except recognising.Refused as reason:
            form.add_error(None, str(reason))
        else:
            messages.success(request, _("Proposed. The register decides; you and the student see what."))
            return redirect(found)
    return _group(request, found, 422, proposal_form=form)


@require_safe
@never_cache
@login_required
def credits(request: HttpRequest) -> HttpResponse:
    """What colleges propose, for whoever keeps the register."""
    if not keeps_register(person(request)):
        raise Http404("not for you")
    rows = CollegeCredit.objects.pending().select_related("member__student", "member__group__college", "agreement", "proposed_by")
    return render(request, "talents/credits.html", {"rows": rows, "form": RefusalForm(), "section": "talents", "trail": _trail()})


@require_POST
@login_required
def decision(request: HttpRequest, pk: str) -> HttpResponse:
    """Recognise it, or refuse it with the reason."""
    user = person(request)
    if not keeps_register(user):
        raise Http404(pk)
    found = get_object_or_404(CollegeCredit, pk=pk)
    try:
        if request.POST.get("deed") == "recognise":
            made = recognising.recognise(found, by=user)
            messages.success(request, _("Recognised: %(hours)s hours.") % {"hours": made.hours})
        else:
            recognising.refuse(found, by=user, reason=request.POST.get("reason", ""))
            messages.success(request, _("Refused, with the reason."))
    except recognising.Refused as reason:
        messages.error(request, str(reason))
    return redirect("talents:credits")
