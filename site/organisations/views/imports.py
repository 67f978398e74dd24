"""Importing a roster: the template, the file, what it would change, and how far the import is."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.asking import person
from core.archives import Refusal
from core.textfiles import LARGEST_UPLOAD
from organisations.models import RosterImport
from organisations.permissions import managed
from organisations.refusal import Refused
from organisations.roster import books, importing
from organisations.roster.telling import COLUMNS, Told, told
from organisations.roster.verdicts import OUTCOMES, TONES, VERDICTS

A_PAGE = 50


class RosterForm(forms.Form):
    file = forms.FileField(
        label=_("Roster as .xlsx or .csv"),
        max_length=200,
        allow_empty_file=True,
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.csv,.tsv"}),
    )


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def imports(request: HttpRequest, slug: str) -> HttpResponse:
    """Hand a file in. Nothing changes before it is confirmed."""
    me = person(request)
    body = managed(me, slug)
    form = RosterForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            if file.size > LARGEST_UPLOAD:
                raise Refusal("too-large", megabytes=LARGEST_UPLOAD // 1024 // 1024)
            made = importing.upload(organisation=body, name=file.name, data=file.read(), by=me)
        except Refusal as fault:
            form.add_error("file", told(fault.code, fault.facts).sentence)
        else:
            return redirect("organisations:import", body.slug, made.pk)
    context = {
        "organisation": body,
        "form": form,
        "imports": RosterImport.objects.visible_to(me).filter(organisation=body).told()[:20],
        "section": "org",
    }
    return render(request, "organisations/imports.html", context, status=422 if form.is_bound else 200)


@never_cache
@login_required
@require_safe
def template(request: HttpRequest, slug: str) -> HttpResponse:
    """The workbook to fill in."""
    managed(person(request), slug)
    return _file(books.template(), "roster-template.xlsx")


@never_cache
@login_required
@require_safe
def one(request: HttpRequest, slug: str, pk: UUID) -> HttpResponse:
    """What a file would change, or has changed, row by row."""
    held = _held(request, slug, pk)
    wanted = request.GET.get("verdict", "error" if held.errors and not held.confirmed_at else "")
    lines = [line for line in held.lines if not wanted or _fate(line) == wanted]
    page = Paginator(lines, A_PAGE).get_page(request.GET.get("page"))
    words = OUTCOMES if held.finished_at else VERDICTS
    context = {
        "organisation": held.organisation,
        "held": held,
        "wanted": wanted,
        "figures": [(verdict, words[verdict], number) for verdict, number in held.figures()],
        "notes": [told(note["code"], note["facts"]) for note in held.notes],
        "page_of": page,
        "rows": [_row(line) for line in page],
        "section": "org",
    }
    return render(request, "organisations/import.html", context)


def _fate(line: dict[str, Any]) -> str:
    return str(line.get("outcome", line["verdict"]))


def _row(line: dict[str, Any]) -> dict[str, Any]:
    fate = _fate(line)
    tone, icon = TONES[fate]
    reasons: list[Told] = [told(one["code"], one["facts"], one["column"]) for one in line["faults"]]
    changes = [(COLUMNS[name], there, comes) for name, (there, comes) in line["changes"].items()]
    words = (OUTCOMES if "outcome" in line else VERDICTS)[fate]
    return {"line": line, "words": words, "tone": tone, "icon": icon, "reasons": reasons, "changes": changes}


@never_cache
@login_required
@require_POST
def confirmation(request: HttpRequest, slug: str, pk: UUID) -> HttpResponse:
    """Have it imported."""
    held = _held(request, slug, pk)
    partial, invites = request.POST.get("partial") == "yes", request.POST.get("invites") == "yes"
    try:
        importing.confirm(held=held, by=person(request), is_partial=partial, invites=invites)
    except Refused as reason:
        messages.error(request, str(reason))
    return redirect("organisations:import", slug, pk)


@never_cache
@login_required
@require_safe
def progress(request: HttpRequest, slug: str, pk: UUID) -> JsonResponse:
    """How far an import is, for the bar."""
    held = get_object_or_404(_mine(request, slug).defer("lines"), pk=pk)
    rows = sum(number for _verdict, number in held.figures())
    return JsonResponse({"done": held.done, "rows": rows, "finished": held.finished_at is not None})


@never_cache
@login_required
@require_safe
def result(request: HttpRequest, slug: str, pk: UUID, kind: str) -> HttpResponse:
    """The file with a column that says what came of each row, or the rows in error alone."""
    held = _held(request, slug, pk)
    if kind not in ("result", "errors"):
        raise Http404(kind)
    return _file(books.results(held) if kind == "result" else books.faulty(held), f"roster-{kind}.xlsx")


def _mine(request: HttpRequest, slug: str) -> Any:
    body = managed(person(request), slug)
    return RosterImport.objects.visible_to(person(request)).filter(organisation=body).select_related("organisation", "by")


def _held(request: HttpRequest, slug: str, pk: UUID) -> RosterImport:
    held: RosterImport = get_object_or_404(_mine(request, slug), pk=pk)
    return held


def _file(data: bytes, name: str) -> HttpResponse:
    answer = HttpResponse(data, content_type=books.XLSX)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
