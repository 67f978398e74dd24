"""A teacher's pages: all groups he teaches, one of them with its bars, the names behind a bar, the roster, announcements."""

from typing import Any, ClassVar, cast

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts.models import User
from core.audit import record
from courses import tallying, teaching
from courses.catalogue import pages
from courses.exports.answering import answered
from courses.models import Course, ReportExport, RunAnnouncement, Work
from courses.signals import run_announced


class AnnouncementForm(forms.ModelForm[RunAnnouncement]):
    class Meta:
        model = RunAnnouncement
        fields = ("title", "text")
        labels: ClassVar = {"title": gettext_lazy("Heading"), "text": gettext_lazy("Text of the announcement")}
        widgets: ClassVar = {
            "title": forms.TextInput(attrs={"class": "input"}),
            "text": forms.Textarea(attrs={"rows": 4, "class": "input"}),
        }


@never_cache
@login_required
@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """Every group one teaches: how many began, completed, and how long it took."""
    found, told = teaching.groups(cast("User", request.user)), pages()
    if not found:
        raise Http404("teaches nothing")
    waiting = Work.objects.taught_by(request.user).waiting().count()
    rows = [(one, told.get(one.course.pk)) for one in found]
    return render(request, "courses/teaching.html", {"rows": rows, "waiting": waiting, "section": "learn"})


@never_cache
@login_required
@require_safe
def group(request: HttpRequest, course: str, key: str) -> HttpResponse:
    """One group: where people drop off, what is answered wrongly."""
    return _group_page(request, group_taught(request, course, key), AnnouncementForm())


@never_cache
@login_required
@require_safe
def people(request: HttpRequest, course: str, key: str) -> HttpResponse:
    """The names behind a bar, fifty a page."""
    found, part = group_taught(request, course, key), request.GET.get("part", "all")
    if part not in teaching.PARTS:
        raise Http404(part)
    rows = teaching.people(found, part, request.GET.get("lesson", ""), request.GET.get("check", ""))
    page = Paginator(rows, 50).get_page(request.GET.get("page"))
    context = {
        "group": found,
        "page_of": page,
        "part": part,
        "lesson": request.GET.get("lesson", ""),
        "check": request.GET.get("check", ""),
    }
    return render(request, "courses/teaching_people.html", context | {"section": "learn"})


@never_cache
@login_required
@require_POST
def roster(request: HttpRequest, course: str, key: str, kind: str) -> HttpResponseBase:
    """The group's learners as a workbook or as text."""
    found = group_taught(request, course, key)
    if kind == "pdf":
        raise Http404(kind)
    wish = ReportExport(report=ReportExport.Report.GROUP, kind=kind, course=found.course, run=found.run)
    return answered(request, wish)


@never_cache
@login_required
@require_POST
def counting(request: HttpRequest, course: str, key: str) -> HttpResponse:
    """Count the course anew now."""
    found = group_taught(request, course, key)
    tallying.count(found.course)
    messages.success(request, _("Counted anew."))
    return redirect(_address(found))


@never_cache
@login_required
@require_POST
def announcements(request: HttpRequest, course: str, key: str) -> HttpResponse:
    """Tell everybody in a run something."""
    found = group_taught(request, course, key)
    if found.run is None:
        raise Http404("only a run is told something")
    form = AnnouncementForm(request.POST)
    if not form.is_valid():
        return _group_page(request, found, form, status=422)
    made = form.save(commit=False)
    made.run, made.author = found.run, cast("User", request.user)
    with transaction.atomic():
        made.save()
        record("run.announced", made, by=made.author)
        run_announced.send(sender=RunAnnouncement, announcement=made)
    messages.success(request, _("Announced: it stands on the run's page, and everybody in the run is told."))
    return redirect(_address(found))


def group_taught(request: HttpRequest, course: str, key: str) -> teaching.Group:
    """A group one teaches; any other is not found."""
    home = get_object_or_404(Course, code__iexact=course)
    found = teaching.group_of(cast("User", request.user), home, key)
    if found is None:
        raise Http404(key)
    return found


def _address(group: teaching.Group) -> str:
    return reverse("courses:teaching_group", args=[group.course.slug, group.key])


def _group_page(request: HttpRequest, group: teaching.Group, form: AnnouncementForm, status: int = 200) -> HttpResponse:
    context: dict[str, Any] = {
        "group": group,
        "page": pages().get(group.course.pk),
        "lessons": teaching.lessons(group),
        "checks": teaching.hardest(group),
        "sections": teaching.told_of(group),
        "announcements": group.run.announcements.select_related("author")[:20] if group.run else [],
        "form": form,
        "section": "learn",
    }
    return render(request, "courses/teaching_group.html", context, status=status)
