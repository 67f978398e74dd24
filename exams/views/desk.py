"""The desk of the exam office."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from exams.desk import told_of
from exams.permissions import person, works_in_office


@require_safe
@never_cache
@login_required
def desk(request: HttpRequest) -> HttpResponse:
    """What waits for whoever has a role in the exam office; for others there is no such page."""
    if not works_in_office(person(request)):
        raise Http404
    return render(request, "exams/desk.html", {"sections": told_of(person(request)), "section": "exams"})
