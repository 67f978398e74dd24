"""Programmes of colleges and syllabus templates, as everybody reads them. All of it may be kept."""

from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cms import pagecache
from talents.college_forms import ProgrammeFilter, syllabus_file
from talents.keeping import TAG
from talents.models import Level, Programme, SyllabusTemplate
from talents.views.awards import XLSX
from talents.views.public import PER_SHEET, trail


@require_safe
@pagecache.tagged(TAG)
def programmes(request: HttpRequest) -> HttpResponse:
    """`?level=higher&major=质量`. Three queries."""
    chosen = ProgrammeFilter(request.GET).chosen()
    found = Programme.objects.public()
    if "level" in chosen:
        found = found.filter(level=chosen["level"])
    if "major" in chosen:
        found = found.filter(Q(major__icontains=chosen["major"]) | Q(major_en__icontains=chosen["major"]))
    context = {
        "sheet": Paginator(found, PER_SHEET).get_page(request.GET.get("page")),
        "templates": SyllabusTemplate.objects.public(),
        "levels": Level.choices,
        "chosen": chosen,
        "section": "talents",
        "trail": trail(),
    }
    return render(request, "talents/programmes.html", context)


@require_safe
@pagecache.tagged(TAG)
def programme(request: HttpRequest, code: str) -> HttpResponse:
    found = get_object_or_404(Programme.objects.public().select_related("syllabus"), code=code)
    return render(request, "talents/programme.html", {"programme": found, "section": "talents", "trail": _above()})


@require_safe
@pagecache.tagged(TAG)
def syllabus(request: HttpRequest, code: str) -> HttpResponse:
    found = get_object_or_404(SyllabusTemplate.objects.public(), code=code)
    return render(request, "talents/syllabus.html", {"syllabus": found, "section": "talents", "trail": _above()})


@require_safe
@pagecache.tagged(TAG)
def syllabus_download(request: HttpRequest, code: str) -> HttpResponse:
    found = get_object_or_404(SyllabusTemplate.objects.public(), code=code)
    headers = {"Content-Disposition": f'attachment; filename="syllabus-{found.code}.xlsx"'}
    return HttpResponse(syllabus_file(found), content_type=XLSX, headers=headers)


def _above() -> list[tuple[str, str]]:
    return trail((_("Colleges"), reverse("talents:programmes")))
