"""Samples of a template in the admin (样张): as a picture beside the form, as PDF for the printer; saved or as it is typed."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from certificates import template_samples as samples
from certificates.editions import edition_by
from certificates.labels import LANGUAGES
from certificates.marks import Mark
from certificates.models import Scheme, Template, TemplateDraft
from certificates.models.templates import TemplateTerms
from certificates.office.sheets import sheet
from certificates.template_forms import TemplateForm
from certificates.terms import LANGUAGE_NAMES
from core.typefaces import Unprintable
from exams.permissions import person

PERMISSIONS = ("certificates.add_templatedraft", "certificates.add_template")


@dataclass(frozen=True)
class Choices:
    """What a preview offers: languages and sample names, and which are chosen."""

    url: str
    language: str
    sample: str
    languages: list[tuple[str, str]]
    samples: list[tuple[str, str]]


def choices(request: HttpRequest, url: str) -> Choices:
    """What is chosen in the address, else the certificate itself under a short name."""
    language, sample = _chosen(request)
    named = [(key, str(words)) for key, (_name, words) in samples.NAMES.items()]
    return Choices(url, language, sample, [(code, str(LANGUAGE_NAMES[code])) for code in LANGUAGES], named)


@require_http_methods(["GET", "HEAD", "POST"])
def draft(request: HttpRequest, scheme: str) -> HttpResponse:
    """A sample of the draft: as it was saved, or as the form that is sent says it. Nothing is kept."""
    if not any(person(request).has_perm(permission) for permission in PERMISSIONS):
        return HttpResponse(status=403)
    made = get_object_or_404(TemplateDraft.objects.select_related("scheme", "mark"), scheme__code=scheme)
    if request.method != "POST":
        return _sample(request, made, made.scheme)
    form = TemplateForm(request.POST, request.FILES, instance=made)
    if not form.is_valid():
        faults = [f"{form[field].label}：{error}" if field in form.fields else error for field, error in _faults(form)]
        return HttpResponse("\n".join(faults), status=422, content_type="text/plain; charset=utf-8")
    return _sample(request, form.put(), made.scheme, form.cleaned_data.get("mark_file"))


@require_safe
def version(request: HttpRequest, pk: int) -> HttpResponse:
    """A sample of a published template, drawn with what the site says today."""
    if not person(request).has_perm("certificates.view_template"):
        return HttpResponse(status=403)
    made = get_object_or_404(Template.objects.select_related("scheme", "mark"), pk=pk)
    return _sample(request, made, made.scheme)


def _faults(form: TemplateForm) -> list[tuple[str, str]]:
    return [(field, str(error)) for field, errors in form.errors.items() for error in errors]


def _chosen(request: HttpRequest) -> tuple[str, str]:
    data = request.POST if request.method == "POST" else request.GET
    language, sample = data.get("language", ""), data.get("sample", "")
    return (
        language if language in LANGUAGES else LANGUAGES[0],
        sample if sample in samples.NAMES else samples.SHORT,
    )


def _sample(request: HttpRequest, template: TemplateTerms, scheme: Scheme, mark: Mark | None = None) -> HttpResponse:
    from certificates.rendering import render  # the PDF engine takes a second to load

    language, sample = _chosen(request)
    title = scheme.versions.order_by("-number")[0].title_zh_hant
    try:
        pdf = render(samples.facts(scheme, template, sample), edition_by(template, language, title, mark))
    except Unprintable as reason:
        told = _("Cannot be drawn: %(reason)s") % {"reason": reason}
        return HttpResponse(told, status=422, content_type="text/plain; charset=utf-8")
    wanted = (request.POST if request.method == "POST" else request.GET).get("as", "svg")
    return sheet(pdf, as_pdf=wanted == "pdf", name=f"{scheme.code}-{language}-sample.pdf")
