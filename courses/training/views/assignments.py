"""What a body has assigned: the list, assigning, one assignment, recalling it."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.asking import person
from courses.models import TrainingAssignment, TrainingTask
from courses.models.training import of_state
from courses.training import assigning
from courses.training.forms import MOST_CHOSEN, AssignForm, RecallForm
from courses.training.naming import names
from courses.training.states import STATES, key
from courses.training.views.choosing import chosen
from organisations.models import Organisation
from organisations.permissions import trained
from organisations.refusal import Refused


@never_cache
@login_required
@require_safe
def assignments(request: HttpRequest, slug: str) -> HttpResponse:
    """Everything that stands, and what was recalled."""
    body = trained(person(request), slug)
    titles = names()
    rows = [(one, titles.get(key(one.course_id, one.track_id), "—")) for one in _of(body)]
    standing, recalled = [row for row in rows if row[0].is_standing], [row for row in rows if not row[0].is_standing]
    context = {"organisation": body, "standing": standing, "recalled": recalled[:50], "section": "org"}
    return render(request, "courses/training/assignments.html", context)


def _of(body: Organisation) -> list[TrainingAssignment]:
    """With how many of their tasks are in each state (two queries: joined, the database would sort every task with its words)."""
    tasks = TrainingTask.objects.live().filter(organisation=body).order_by()
    counts = {f"n_{state}": Count("due_on", filter=of_state(state)) for state in STATES}
    found = {made: numbers for made, *numbers in tasks.values_list("assignment").annotate(**counts)}
    rows = list(TrainingAssignment.objects.filter(organisation=body).told())
    for one in rows:
        for name, number in zip(counts, found.get(one.pk, [0] * len(counts)), strict=True):
            setattr(one, name, number)
    return rows


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, slug: str) -> HttpResponse:
    """Assign a course or a track: to everybody, a department, or the members chosen in the matrix."""
    me = person(request)
    body = trained(me, slug)
    people = chosen(body, request.POST.getlist("member") or request.GET.getlist("member"))
    form = AssignForm(request.POST or None, organisation=body, chosen=people, initial={"subject": request.GET.get("subject", "")})
    if len(people) > MOST_CHOSEN:
        form.full_clean()
        form.add_error(None, _("At most %(most)s people at once. Assign it to a department instead.") % {"most": MOST_CHOSEN})
    elif request.method == "POST" and form.is_valid():
        try:
            _made, number = assigning.assign(organisation=body, wanted=form.wanted(), by=me)
        except Refused as reason:
            form.add_error(None, str(reason))
        else:
            said = ngettext("%(n)s person has a new task.", "%(n)s people have a new task.", number) % {"n": number}
            messages.success(request, said) if number else messages.warning(
                request, _("Nothing changed: everybody has it already.")
            )
            return redirect("training:assignments", body.slug)
    context = {"organisation": body, "form": form, "people": people, "section": "org"}
    return render(request, "courses/training/assign.html", context, status=422 if form.is_bound and form.errors else 200)


@never_cache
@login_required
@require_POST
def recall(request: HttpRequest, slug: str, pk: UUID) -> HttpResponse:
    """Take an assignment back, with the reason."""
    me = person(request)
    body = trained(me, slug)
    found = get_object_or_404(TrainingAssignment.objects.visible_to(me).select_related("organisation"), organisation=body, pk=pk)
    form = RecallForm(request.POST)
    try:
        assigning.recall(assignment=found, by=me, because=form.data.get("because", "")[:200])
    except Refused as reason:
        messages.error(request, str(reason))
    else:
        messages.success(request, _("Recalled. Whoever had not done it yet is told, with the reason."))
    return redirect("training:assignments", body.slug)
