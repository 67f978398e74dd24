"""What everybody reads: what the room has, policies in force and run out, notices by jurisdiction. All of it may be kept."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cms import pagecache
from talents import eligibility, pathing
from talents.keeping import TAG
from talents.models import Bulletin, Jurisdiction, Policy

PER_SHEET = 20
Trail = list[tuple[str, str]]


def trail(*more: tuple[str, str]) -> Trail:
    return [(_("Home"), reverse("home")), (_("Talents"), reverse("talents:index")), *more]


@require_safe
@pagecache.tagged(TAG)
def index(request: HttpRequest) -> HttpResponse:
    """The way in, and the way from officer to chief quality officer."""
    context = {
        "policies": Policy.objects.public().in_force()[:4],
        "bulletins": Bulletin.objects.public()[:4],
        "steps": pathing.steps(),
        "section": "talents",
        "trail": trail()[:1],
    }
    return render(request, "talents/index.html", context)


@require_safe
@pagecache.tagged(TAG)
def policies(request: HttpRequest) -> HttpResponse:
    """`?jurisdiction=hengqin&when=archived`; what is not known narrows nothing. Two queries."""
    where, is_archive = request.GET.get("jurisdiction", ""), request.GET.get("when") == "archived"
    found = Policy.objects.public().of(where)
    context = {
        "sheet": Paginator(found.archived() if is_archive else found.exclude(pk__in=found.archived()), PER_SHEET).get_page(
            request.GET.get("page")
        ),
        "is_archive": is_archive,
        "jurisdictions": Jurisdiction.choices,
        "chosen": where,
        "section": "talents",
        "trail": trail(),
    }
    return render(request, "talents/policies.html", context)


@require_safe
@pagecache.tagged(TAG)
def policy(request: HttpRequest, code: str) -> HttpResponse:
    found = get_object_or_404(Policy.objects.public(), code=code)
    match, rules = eligibility.read(found.rules)
    context = {
        "policy": found,
        "rules": rules,
        "is_any": match == "any",
        "section": "talents",
        "trail": trail((_("Policies of support"), reverse("talents:policies"))),
    }
    return render(request, "talents/policy.html", context)


@require_safe
@pagecache.tagged(TAG)
def bulletins(request: HttpRequest) -> HttpResponse:
    """`?jurisdiction=hengqin`: Hengqin's own notices stand by themselves (Art. 29). Two queries."""
    where = request.GET.get("jurisdiction", "")
    context = {
        "sheet": Paginator(Bulletin.objects.public().of(where), PER_SHEET).get_page(request.GET.get("page")),
        "jurisdictions": Jurisdiction.choices,
        "chosen": where,
        "section": "talents",
        "trail": trail(),
    }
    return render(request, "talents/bulletins.html", context)


@require_safe
@pagecache.tagged(TAG)
def bulletin(request: HttpRequest, code: str) -> HttpResponse:
    found = get_object_or_404(Bulletin.objects.public(), code=code)
    above = trail((_("Notices of authorities"), reverse("talents:bulletins")))
    return render(request, "talents/bulletin.html", {"bulletin": found, "section": "talents", "trail": above})
