"""Class codes: a teacher opens one; pupils write it in, check themselves and are thanked. No account, no name."""

import datetime as dt
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.asking import person
from core.codes import typed
from core.dates import today
from core.limiting import MINUTE, asker, count
from schools.models import LessonPackPage
from talents import counting
from talents.models import ClassCode, ClassCount
from talents.views.public import trail

# Five classes of sixty behind one address, each pupil asking twice.
PER_MINUTE = 600


class CodeForm(forms.Form):
    pack = forms.ModelChoiceField(
        queryset=LessonPackPage.objects.none(),
        label=gettext_lazy("Teaching resource"),
        empty_label=pgettext_lazy("in a list of choices", "Choose"),
    )
    label = forms.CharField(
        label=gettext_lazy("Label for yourself"),
        max_length=12,
        required=False,
        help_text=gettext_lazy("Such as: 四（2）班. No names of pupils."),
    )
    until = forms.DateField(label=gettext_lazy("Usable until"), widget=forms.DateInput(attrs={"type": "date"}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Only what two departments approved; one language, for a class has one.
        public = LessonPackPage.objects.live().public().filter(locale__language_code="zh-hans").exclude(objectives="")
        field = self.fields["pack"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - tells the type checker what stands above
        field.queryset = public.defer("text", "html").order_by("title")
        self.fields["until"].initial = today() + dt.timedelta(days=7)


class AnswersForm(forms.Form):
    """One choice for each objective. There is no field to write in: nothing that names a pupil can be sent."""

    def __init__(self, objectives: list[str], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for place, text in enumerate(objectives):
            self.fields[f"o{place}"] = forms.ChoiceField(label=text, choices=ClassCount.Answer.choices, widget=forms.RadioSelect)

    def answers(self) -> dict[int, str]:
        return {place: self.cleaned_data[name] for place, name in enumerate(self.fields)}


@require_safe
@never_cache
def entrance(request: HttpRequest) -> HttpResponse:
    """Where pupils write the code in: `?code=`."""
    code = typed(request.GET.get("code", ""))
    if code and len(code) <= 6 and not _is_too_often(request):
        if ClassCode.objects.open().filter(code=code).exists():
            return redirect("talents:class_check", code)
        context = {"code": code, "section": "talents", "trail": trail()}
        return render(request, "talents/class_entrance.html", context, status=404)
    return render(request, "talents/class_entrance.html", {"code": "", "section": "talents", "trail": trail()})


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def check(request: HttpRequest, code: str) -> HttpResponse:
    """The self-check of a class. What is sent raises counts and is forgotten."""
    if _is_too_often(request):
        return render(request, "429.html", status=429)
    found = ClassCode.objects.open().select_related("pack").filter(code=typed(code)).first()
    if found is None:
        told = {"code": code[:6], "section": "talents", "trail": trail()}
        return render(request, "talents/class_entrance.html", told, status=404)
    form = AnswersForm(found.objectives, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        counting.count(found, form.answers())
        return redirect("talents:class_done")
    context = {"code": found, "form": form, "section": "talents", "trail": trail()}
    return render(request, "talents/class_check.html", context, status=422 if form.errors else 200)


@require_safe
@never_cache
def done(request: HttpRequest) -> HttpResponse:
    return render(request, "talents/class_done.html", {"section": "talents", "trail": trail()})


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def codes(request: HttpRequest) -> HttpResponse:
    """A teacher's codes, and one more."""
    user = person(request)
    if not counting.teaches(user):
        raise PermissionDenied(_("Only teachers of a school or a college that is here open class codes."))
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            return redirect("talents:class_counts", counting.open_code(by=user, **form.cleaned_data).code)
        except counting.Refused as reason:
            form.add_error(None, str(reason))
    rows = ClassCode.objects.visible_to(user).select_related("pack").defer("pack__text", "pack__html")[:60]
    context = {"form": form, "rows": rows, "section": "talents", "trail": trail()}
    return render(request, "talents/class_codes.html", context, status=422 if form.errors else 200)


@require_safe
@never_cache
@login_required
def counts(request: HttpRequest, code: str) -> HttpResponse:
    """What a class said, as counts."""
    found = get_object_or_404(ClassCode.objects.visible_to(person(request)).select_related("pack"), code=code)
    context = {
        "code": found,
        "answers": ClassCount.Answer.labels,
        "rows": counting.table(found),
        "section": "talents",
        "trail": trail(),
    }
    return render(request, "talents/class_counts.html", context)


@require_POST
@login_required
def closing(request: HttpRequest, code: str) -> HttpResponse:
    found = get_object_or_404(ClassCode.objects.visible_to(person(request)), code=code)
    counting.close(found, by=person(request))
    messages.success(request, _("Closed: no pupil can use the code any more; the counts stay."))
    return redirect("talents:class_counts", code)


def _is_too_often(request: HttpRequest) -> bool:
    return count(f"class:{asker(request)}", MINUTE) > PER_MINUTE
