"""The draft of an exam's next rules in the admin (规则草稿): written, looked over, published or thrown away."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from exams import ruling
from exams.judging_rules import judge
from exams.models import Exam, RulesDraft, Sitting
from exams.permissions import person
from exams.rules_forms import MOMENTS, RulesForm, cells_form, cells_of
from exams.rules_table import table

MAY_DRAFT, MAY_PUBLISH = "exams.add_rulesdraft", "exams.add_examversion"


def name(view: str) -> str:
    """The name of one of these addresses."""
    return f"wagtailsnippets_exams_examversion:{view}"


@require_POST
@permission_required(MAY_DRAFT, raise_exception=True)
def drafts(request: HttpRequest) -> HttpResponse:
    """Begin the next version of an exam's rules, or go on with the one begun."""
    exam = get_object_or_404(Exam, pk=request.POST.get("exam") or 0)
    ruling.draft(exam=exam, by=person(request))
    return redirect(name("draft"), exam.pk)


@require_http_methods(["GET", "POST"])
@permission_required(MAY_DRAFT, raise_exception=True)
def draft(request: HttpRequest, exam: int) -> HttpResponse:
    """The draft as forms, with what there is to say about it as it was last saved."""
    made = _draft(exam)
    form, cells = RulesForm(request.POST or None, instance=made), cells_form(made, request.POST or None)
    if request.method == "POST" and form.is_valid() and cells.is_valid():
        made.cells = cells_of(cells)
        form.save()
        messages.success(request, _("The draft is saved. Nothing changes for candidates until it is published."))
        return redirect(name("draft"), made.exam_id)
    # A form that is bound has written itself into the instance: what is said below is said of what is stored.
    return _page(request, form, cells, _draft(exam) if form.is_bound else made)


@require_POST
@permission_required(MAY_PUBLISH, raise_exception=True)
def publication(request: HttpRequest, exam: int) -> HttpResponse:
    """Publish the draft as it was last saved."""
    made = _draft(exam)
    try:
        version = ruling.publish(draft=made, by=person(request), move_standing="move_standing" in request.POST)
    except ruling.Unfit as reason:
        messages.error(request, _("Not published: %(reason)s") % {"reason": reason.findings[0].sentence})
        return redirect(name("draft"), made.exam_id)
    sentence = _("Version %(number)s is published and holds for every sitting set from now on.")
    messages.success(request, sentence % {"number": version.number})
    return redirect(name("inspect"), version.pk)


@require_POST
@permission_required(MAY_DRAFT, raise_exception=True)
def removal(request: HttpRequest, exam: int) -> HttpResponse:
    """Throw the draft away."""
    made = _draft(exam)
    based_on = made.based_on_id
    ruling.discard(draft=made, by=person(request))
    messages.success(request, _("The draft is thrown away."))
    return redirect(name("inspect"), based_on) if based_on else redirect(name("list"))


def _draft(exam: int) -> RulesDraft:
    return get_object_or_404(RulesDraft.objects.select_related("exam", "based_on"), exam=exam)


def _page(request: HttpRequest, form: RulesForm, cells: Any, made: RulesDraft) -> HttpResponse:
    title = _("Draft: %(exam)s") % {"exam": made.exam}
    findings = judge(made, made.exam)
    context = {
        "header_title": title,
        "header_icon": "list-ul",
        "breadcrumbs_items": [
            {"url": reverse("wagtailadmin_home"), "label": _("Home")},
            {"url": reverse(name("list")), "label": _("Exam rules")},
            {"url": "", "label": title},
        ],
        "form": form,
        "plain_fields": [field for field in form if field.name not in MOMENTS],
        "moments": [form[moment] for moment in MOMENTS],
        "cells": cells,
        "draft": made,
        "table": table(made, made.exam),
        "errors": [finding.sentence for finding in findings if finding.is_error],
        "warnings": [finding.sentence for finding in findings if not finding.is_error],
        "may_publish": request.user.has_perm(MAY_PUBLISH),
        "publication_url": reverse(name("publication"), args=[made.exam_id]),
        "removal_url": reverse(name("removal"), args=[made.exam_id]),
        "has_standing": Sitting.objects.standing().open().filter(exam_version__exam=made.exam_id).exists(),
    }
    return render(request, "exams/admin/rules_draft.html", context, status=422 if form.is_bound else 200)
