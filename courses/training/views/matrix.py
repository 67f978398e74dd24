"""The training of a body: the matrix, one person, one task, counting anew."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts import looking
from accounts.asking import person
from core.jobs import enqueue
from courses import tasks as jobs
from courses.models import TrainingTask
from courses.training import counting, matrix
from courses.training.naming import names
from organisations.models import Membership, Organisation
from organisations.permissions import trained

A_PAGE = 50
# Fewer tasks are counted while one waits.
AT_ONCE = 2000


@never_cache
@login_required
@require_safe
def show(request: HttpRequest, slug: str) -> HttpResponse:
    """Who is done, on time, late, or has never started, fifty people a page; the address holds what was asked for."""
    body = trained(person(request), slug)
    return render(request, "courses/training/matrix.html", context_of(request, body))


def context_of(request: HttpRequest, body: Organisation) -> dict[str, Any]:
    """The matrix as it is asked for (11 queries, one more with a department)."""
    asked, all_columns = matrix.Asked.read(request.GET), matrix.columns(body)
    shown = [column for column in all_columns if asked.subject in ("", column.key)]
    page = Paginator(matrix.members(body, asked), A_PAGE).get_page(request.GET.get("page"))
    present = Membership.objects.open().filter(organisation=body)
    rows = matrix.rows(page.object_list, shown)
    return {
        "organisation": body,
        "asked": asked,
        "columns": all_columns,
        "shown": shown,
        "page_of": page,
        "rows": rows,
        "sums": matrix.sums(body),
        "without_account": present.filter(person=None).count(),
        "counted_at": matrix.counted_at(rows),
        "section": "org",
    }


@never_cache
@login_required
@require_POST
def counts(request: HttpRequest, slug: str) -> HttpResponse:
    """Count anew: at once in a small body, as a job in a large one."""
    body = trained(person(request), slug)
    if TrainingTask.objects.live().filter(organisation=body).count() > AT_ONCE:
        enqueue(jobs.count_training_of, organisation=str(body.pk))
        messages.success(request, _("Being counted anew. Look again in a minute."))
    else:
        counting.count_organisation(body.pk)
        messages.success(request, _("Counted anew."))
    return redirect("training:matrix", body.slug)


@never_cache
@login_required
@require_safe
def member(request: HttpRequest, slug: str, pk: UUID) -> HttpResponse:
    """One person: what is assigned, how far it has come, and what was recalled. Nothing from before joining."""
    me = person(request)
    body = trained(me, slug)
    row = get_object_or_404(Membership.objects.present().told(), organisation=body, pk=pk)
    looking.note(by=me, person=row.person, what="training")
    titles = names()
    found = TrainingTask.objects.filter(membership=row).told().order_by("ended_on", "due_on", "pk")
    context = {
        "organisation": body,
        "member": row,
        "tasks": [(task, titles.get(task.subject_key, "—")) for task in found],
        "section": "org",
    }
    return render(request, "courses/training/member.html", context)


@never_cache
@login_required
@require_safe
def task(request: HttpRequest, slug: str, pk: UUID) -> HttpResponse:
    """One cell: who assigned what and why, how far it has come, who reminded when."""
    me = person(request)
    body = trained(me, slug)
    found = TrainingTask.objects.visible_to(me).filter(organisation=body).told().filter(pk=pk).first()
    if found is None:
        raise Http404("no such task")
    context = {
        "organisation": body,
        "task": found,
        "title": names().get(found.subject_key, "—"),
        "reminders": found.reminders.select_related("by"),
        "section": "org",
    }
    return render(request, "courses/training/task.html", context)
