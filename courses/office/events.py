"""The events log in the admin (学习事件): how many in a span of days, and all of them as JSON Lines."""

import datetime as dt
from typing import Any

from django import forms
from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.asking import person
from core.audit import record
from core.dates import today
from courses import statements as log
from courses.kinds import KINDS
from courses.models import Course

_SEEN = 50


class SpanForm(forms.Form):
    since = forms.DateField(label=gettext_lazy("From this day"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    until = forms.DateField(label=gettext_lazy("Up to this day"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    course = forms.ModelChoiceField(
        label=gettext_lazy("Course"), queryset=Course.objects.none(), required=False, empty_label=gettext_lazy("every course")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chooser: Any = self.fields["course"]
        chooser.queryset = Course.objects.order_by("code")

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        since, until = cleaned.get("since"), cleaned.get("until")
        if since and until and until < since:
            self.add_error("until", gettext_lazy("The last day lies before the first."))
        return cleaned

    @property
    def span(self) -> log.Span:
        told = self.cleaned_data
        return log.span(since=told["since"], until=told["until"], course=told["course"])


def _form(request: HttpRequest) -> SpanForm:
    month = {"since": today() - dt.timedelta(days=30), "until": today()}
    return SpanForm(request.GET if {"since", "until", "course"} & request.GET.keys() else month)


def _kind(kind: str) -> str:
    """What an activity's kind is called."""
    block = KINDS.get(kind)
    return str(block.noun) if block else _("Self-check") if kind == "check" else "—"


@never_cache
@require_safe
@permission_required("courses.change_course", raise_exception=True)
def events(request: HttpRequest) -> HttpResponse:
    """The newest events of a span, and how many there are; three queries more than the form."""
    form = _form(request)
    found = log.events(form.span) if form.is_valid() else None
    title = _("Learning events")
    context = {
        "form": form,
        "count": found.count() if found is not None else 0,
        "rows": [(one, _kind(one.kind)) for one in found.order_by("-at", "-pk")[:_SEEN]] if found is not None else [],
        "query": request.GET.urlencode(),
        "page_title": title,
        "header_title": title,
    }
    return render(request, "courses/admin/events.html", context, status=200 if form.is_valid() else 422)


@never_cache
@require_safe
@permission_required("courses.change_course", raise_exception=True)
def statements(request: HttpRequest) -> HttpResponseBase:
    """The span as xAPI statements, streamed; who took it is noted."""
    form = _form(request)
    if not form.is_valid():
        return events(request)
    span = form.span
    record(
        "events.exported", person(request), by=person(request), since=str(span.since), until=str(span.until), course=span.course
    )
    name = f"learning-events-{today():%Y%m%d}.jsonl"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return StreamingHttpResponse(log.lines(span), content_type="application/x-ndjson; charset=utf-8", headers=headers)
