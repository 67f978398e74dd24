"""Import and export in the admin (导入导出): a file is looked at, then taken in whole by one button; the bank goes out."""

from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path, reverse
from django.utils.http import content_disposition_header
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from wagtail.admin.auth import permission_required
from wagtail.admin.menu import MenuItem
from wagtail.admin.viewsets.base import ViewSet

from accounts.models import User
from core.dates import today
from exams import exporting, importing, reports
from exams.exchange import guards
from exams.exchange.drafts import LOCALES, Refused
from exams.exchange.formats import formats
from exams.exchange.telling import LABELS, told
from exams.exchange.workbook import sheet_of, template
from exams.models import Import
from exams.office.items import ItemFilterSet
from exams.permissions import person

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# More rows than these are read in the workbook of the report, not on a page.
SHOWN = 200
LANGUAGES = (
    ("zh-hans", gettext_lazy("Simplified Chinese")),
    ("zh-hant", gettext_lazy("Traditional Chinese")),
    ("en", gettext_lazy("English")),
)


def _formats() -> list[tuple[str, str]]:
    return [(one.name, str(LABELS[one.label])) for one in formats().values()]


class UploadForm(forms.Form):
    """The file, and what it may not say of itself."""

    file = forms.FileField(label=gettext_lazy("File"), max_length=200)
    format = forms.ChoiceField(label=gettext_lazy("Format"), required=False)
    language = forms.ChoiceField(
        label=gettext_lazy("Language of the questions"),
        required=False,
        choices=[("", gettext_lazy("As the file shows")), *LANGUAGES],
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["format"].choices = [("", _("By the file's ending")), *_formats()]  # type: ignore[attr-defined] # a ChoiceField

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        file = cleaned.get("file")
        if file is None:
            return cleaned
        if file.size > guards.LARGEST_UPLOAD:
            self.add_error("file", _spoken(Refused("too-large", megabytes=guards.LARGEST_UPLOAD // guards.MEGABYTE)))
        elif not cleaned.get("format"):
            ending = file.name.rsplit(".", 1)[-1].lower()
            fitting = [one.name for one in formats().values() if ending in one.extensions]
            if not fitting and ending in ("xls", "xlsm", "xlsb"):
                fitting = ["excel"]
            if not fitting:
                self.add_error(
                    "format", _("The ending .%(ending)s belongs to no format known here: choose one.") % {"ending": ending}
                )
            else:
                cleaned["formats"] = fitting
        return cleaned


class ExportForm(forms.Form):
    """Into which format, with headings or the wording in which language."""

    format = forms.ChoiceField(label=gettext_lazy("Format"))
    language = forms.ChoiceField(label=gettext_lazy("Language"), choices=LANGUAGES)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["format"].choices = _formats()  # type: ignore[attr-defined] # a ChoiceField


def _spoken(refused: Refused) -> str:
    said = told(refused.finding)
    return f"{said.reason} {said.remedy}" if get_language() == "en" else f"{said.reason}{said.remedy}"


def _language() -> str:
    language = get_language() or ""
    return language if language in LOCALES else "zh-hans"


@permission_required("exams.view_item")
def index(request: HttpRequest) -> HttpResponse:
    """Upload, download, and the imports so far (the newest fifty)."""
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and person(request).has_perm("exams.add_item") and form.is_valid():
        made = _upload(form, person(request))
        if made is not None:
            return redirect("exam_exchange:report", made.pk)
    context = {
        "form": form,
        "export_form": ExportForm(initial={"format": "excel", "language": _language()}),
        "filters": _filters(request),
        "imports": Import.objects.visible_to(person(request)).told()[:50],
        "may_import": person(request).has_perm("exams.add_item"),
        "templates": LANGUAGES,
    }
    return render(request, "exams/admin/exchange/index.html", context, status=422 if form.is_bound and form.errors else 200)


def _filters(request: HttpRequest) -> forms.Form:
    """What may be exported, by the bank's own filters; as lists, which take less room here than the bank's radio buttons."""
    form: forms.Form = ItemFilterSet(None, request=request).form
    for field in form.fields.values():
        if isinstance(field.widget, forms.RadioSelect):
            field.widget = forms.Select(choices=field.widget.choices)
    return form


def _upload(form: UploadForm, by: User) -> Import | None:
    """The import of a file, in the format chosen or else in the first of those with its ending that can read it."""
    file, language = form.cleaned_data["file"], form.cleaned_data["language"]
    data, first = file.read(), None
    for name in form.cleaned_data.get("formats") or [form.cleaned_data["format"]]:
        try:
            return importing.upload(name=file.name, data=data, format=name, language=language, by=by)
        except Refused as refused:
            first = first or refused
    if first is not None:
        form.add_error("file", _spoken(first))
    return None


@require_safe
@permission_required("exams.add_item")
def report(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What was found in a file, row by row, and the button that takes it in."""
    held = get_object_or_404(Import.objects.visible_to(person(request)).select_related("by", "committed_by"), pk=pk)
    lines = [line for line in reports.lines(held.report) if line.verdict != "unchanged" or line.findings]
    context = {
        "held": held,
        "verdicts": [(name, str(words), held.counts.get(name, 0)) for name, words in reports.VERDICTS.items()],
        "of_file": reports.of_file(held.report),
        "lines": lines[:SHOWN],
        "more": len(lines) - SHOWN if len(lines) > SHOWN else 0,
        "format_name": LABELS[formats()[held.format].label],
    }
    return render(request, "exams/admin/exchange/report.html", context)


@require_POST
@permission_required("exams.add_item")
def commit(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take the file in, all or nothing. A second click finds it done."""
    get_object_or_404(Import.objects.visible_to(person(request)), pk=pk)
    try:
        held = importing.commit(pk=pk, by=person(request))
    except importing.Moved:
        messages.warning(
            request, _("The bank has changed since this report was made. Nothing was taken in; look at the new report.")
        )
    else:
        if held.committed_at:
            messages.success(request, _("The file was taken in. New and changed questions now await a second person's approval."))
        else:
            messages.error(request, _("Nothing was taken in: mend what was refused and upload the file again."))
    return redirect("exam_exchange:report", pk)


@require_safe
@permission_required("exams.add_item")
def report_table(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The whole report as a workbook."""
    held = get_object_or_404(Import.objects.visible_to(person(request)), pk=pk)
    data = sheet_of(_("Import report"), reports.table(held.report))
    return _file(data, XLSX, _("Import report %(name)s") % {"name": held.name.rsplit(".", 1)[0]} + ".xlsx")


@require_safe
@permission_required("exams.view_item")
def template_file(request: HttpRequest, language: str) -> HttpResponse:
    """The template, headed in one of the three languages."""
    names = {"zh-hans": "试题导入模板", "zh-hant": "試題匯入模板", "en": "Question template"}
    return _file(template(language), XLSX, f"{names[language]}.xlsx")


@require_safe
@permission_required("exams.view_item")
def export(request: HttpRequest) -> HttpResponse:
    """The items a filter finds, in one format. What the format cannot express is told first, unless it was told already."""
    form = ExportForm(request.GET)
    if not form.is_valid():
        return redirect("exam_exchange:index")
    one = formats()[form.cleaned_data["format"]]
    items = ItemFilterSet(request.GET, request=request).qs
    try:
        written = one.write(exporting.drafts(items), form.cleaned_data["language"])
    except Refused as refused:
        messages.error(request, _spoken(refused))
        return redirect("exam_exchange:index")
    if written.findings and "told" not in request.GET:
        context = {
            "findings": reports.told_all(written.findings),
            "query": request.GET.urlencode(),
            "count": len(written.findings),
        }
        return render(request, "exams/admin/exchange/export.html", context)
    exporting.note(items, one.name, by=person(request))
    return _file(written.data, one.content_type, f"{_('Item bank')} {today():%Y-%m-%d}.{one.extensions[0]}")


def _file(data: bytes, content_type: str, name: str) -> HttpResponse:
    disposition = content_disposition_header(as_attachment=True, filename=name) or "attachment"
    return HttpResponse(
        data, content_type=content_type, headers={"Content-Disposition": disposition, "Cache-Control": "no-store"}
    )


class ExchangeMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return person(request).has_perm("exams.view_item")


class ExchangeViewSet(ViewSet):
    name = "exam_exchange"
    url_prefix = "exams/exchange"
    icon = "upload"
    menu_label = gettext_lazy("Import and export")
    menu_item_class = ExchangeMenuItem
    languages: ClassVar = LOCALES

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            path("", index, name="index"),
            path("imports/<uuid:pk>/", report, name="report"),
            path("imports/<uuid:pk>/commit/", commit, name="commit"),
            path("imports/<uuid:pk>/report.xlsx", report_table, name="report_table"),
            *(path(f"template/{code}/", template_file, {"language": code}, name=f"template_{code}") for code in LOCALES),
            path("export/", export, name="export"),
        ]

    @property
    def menu_url(self) -> str:
        return reverse("exam_exchange:index")
