"""Copying in the admin: a run, or a course with its runs, with every date moved by so many days."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.validators import RegexValidator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from accounts.asking import person
from courses.catalogue import page_of
from courses.copying import copy_course, copy_run
from courses.models import Course, CourseRun


class RunCopyForm(forms.Form):
    title = forms.CharField(label=gettext_lazy("Title of the copy"), max_length=80)
    days = forms.IntegerField(
        label=gettext_lazy("Days later"),
        min_value=-3660,
        max_value=3660,
        initial=182,
        help_text=gettext_lazy("Every date moves by so many days; a negative number moves it back."),
    )


class CourseCopyForm(RunCopyForm):
    code = forms.CharField(
        label=gettext_lazy("Code of the copy"),
        max_length=12,
        validators=[RegexValidator(r"^[A-Z0-9-]+$", gettext_lazy("A code has capital letters, digits and hyphens."))],
    )
    field_order = ("code", "title", "days")

    def clean_code(self) -> str:
        code: str = self.cleaned_data["code"]
        if Course.objects.filter(code__iexact=code).exists():
            raise forms.ValidationError(_("Another course has this code already. Choose another."))
        return code


@require_http_methods(["GET", "POST"])
@permission_required("courses.add_courserun", raise_exception=True)
def run_copy(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A GET asks how; a POST makes the copy, not announced yet."""
    run = get_object_or_404(CourseRun.objects.told(), pk=pk)
    form = RunCopyForm(request.POST or None, initial={"title": run.title})
    if request.method == "POST" and form.is_valid():
        made = copy_run(run=run, **form.cleaned_data, by=person(request))
        messages.success(request, _("The copy is made, not announced yet."))
        return redirect("wagtailsnippets_courses_courserun:edit", made.pk)
    return _page(request, form, str(run), "wagtailsnippets_courses_courserun:list")


@require_http_methods(["GET", "POST"])
@permission_required("courses.add_course", raise_exception=True)
def course_copy(request: HttpRequest, pk: int) -> HttpResponse:
    """A GET asks how; a POST makes the copy, its pages drafts."""
    course = get_object_or_404(Course, pk=pk)
    page = page_of(course)
    form = CourseCopyForm(request.POST or None, initial={"title": page.title if page else ""})
    if request.method == "POST" and form.is_valid():
        made = copy_course(course=course, **form.cleaned_data, by=person(request))
        messages.success(request, _("The copy is made; its pages are drafts until you publish them."))
        return redirect("wagtailsnippets_courses_course:edit", made.pk)
    return _page(request, form, str(course), "wagtailsnippets_courses_course:list")


def _page(request: HttpRequest, form: forms.Form, subject: str, back: str) -> HttpResponse:
    context: dict[str, Any] = {
        "form": form,
        "page_title": _("Copy with other dates"),
        "header_title": _("Copy with other dates"),
        "page_subtitle": subject,
        "back": reverse(back),
    }
    return render(request, "courses/admin/copying.html", context, status=422 if form.is_bound else 200)
