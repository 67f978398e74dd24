"""Awards: the hub with its calendar, one award, stories of winners; and one's own self-assessment, which nobody else sees."""

from collections.abc import Iterable

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.asking import person
from cms import pagecache
from core.dates import today
from courses import feeding
from courses.agenda import Date
from courses.catalogue import lesson_places
from talents import assessing
from talents.award_forms import AssessmentForm, workbook
from talents.categories import LABELS
from talents.keeping import TAG
from talents.languages import told
from talents.models import Award, AwardDate, SelfAssessment, WinnerStory
from talents.views.public import Trail, trail

ICS = "text/calendar; charset=utf-8"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _under_awards() -> Trail:
    return trail((_("Awards"), reverse("talents:awards")))


@require_safe
@pagecache.tagged(TAG)
def awards(request: HttpRequest) -> HttpResponse:
    """All awards by kind, the days to come, the newest stories (three queries)."""
    found = list(Award.objects.public())
    groups = [(label, [one for one in found if one.kind == kind]) for kind, label in Award.Kind.choices]
    days = AwardDate.objects.filter(award__in=[one.pk for one in found], day__gte=today())
    context = {
        "groups": [(label, rows) for label, rows in groups if rows],
        "days": days.select_related("award")[:12],
        "stories": WinnerStory.objects.public().select_related("award")[:6],
        "section": "talents",
        "trail": trail(),
    }
    return render(request, "talents/awards.html", context)


@require_safe
@pagecache.tagged(TAG)
def award(request: HttpRequest, code: str) -> HttpResponse:
    """One award (four queries)."""
    found = get_object_or_404(Award.objects.public(), code=code)
    context = {
        "award": found,
        "days": list(found.dates.all()),
        "stories": WinnerStory.objects.public().filter(award=found),
        "lessons": list(lesson_places(found.lessons).values()),
        "section": "talents",
        "trail": _under_awards(),
    }
    return render(request, "talents/award.html", context)


@require_safe
@pagecache.tagged(TAG)
def story(request: HttpRequest, code: str) -> HttpResponse:
    found = get_object_or_404(WinnerStory.objects.public().select_related("award"), code=code)
    return render(request, "talents/story.html", {"story": found, "section": "talents", "trail": _under_awards()})


@require_safe
@pagecache.tagged(TAG)
def calendar(request: HttpRequest) -> HttpResponse:
    """Deadlines of all awards, for calendar programs to subscribe to."""
    days = AwardDate.objects.filter(award__in=Award.objects.public()).select_related("award")
    return _ics(days, _("Awards"), "inline", "awards")


@require_safe
@pagecache.tagged(TAG)
def award_calendar(request: HttpRequest, code: str) -> HttpResponse:
    found = get_object_or_404(Award.objects.public(), code=code)
    return _ics(AwardDate.objects.filter(award=found).select_related("award"), told(found, "name"), "attachment", found.code)


def _ics(days: Iterable[AwardDate], name: str, how: str, file: str) -> HttpResponse:
    dates = [
        Date(
            key=f"award-{day.award.code}-{day.pk}",
            title=_("%(award)s: %(what)s") % {"award": told(day.award, "name"), "what": told(day, "label")},
            starts=day.day,
            address=day.award.get_absolute_url(),
            description=told(day.award, "organiser"),
        )
        for day in days
    ]
    headers = {"Content-Disposition": f'{how}; filename="{file}.ics"'}
    return HttpResponse(feeding.calendar(dates, name=name), content_type=ICS, headers=headers)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def assessment(request: HttpRequest) -> HttpResponse:
    """The seven categories to be answered, and one's earlier answers."""
    user, form = person(request), AssessmentForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        return redirect(SelfAssessment.objects.create(person=user, levels=form.levels(), notes=form.notes()))
    mine = SelfAssessment.objects.visible_to(user)[:10]
    context = {"form": form, "mine": mine, "section": "talents", "trail": _under_awards()}
    return render(request, "talents/assessment.html", context, status=422 if form.errors else 200)


@require_safe
@never_cache
@login_required
def assessed(request: HttpRequest, pk: str) -> HttpResponse:
    made = get_object_or_404(SelfAssessment.objects.visible_to(person(request)), pk=pk)
    found = assessing.profile(made.levels)
    context = {
        "made": made,
        "rows": [(LABELS[one], made.levels[one], share, made.notes.get(one, "")) for one, share in found.shares],
        "strongest": [LABELS[one] for one in found.strongest],
        "weakest": [LABELS[one] for one in found.weakest],
        "section": "talents",
        "trail": _under_awards(),
    }
    return render(request, "talents/assessed.html", context)


@require_safe
@never_cache
@login_required
def assessed_file(request: HttpRequest, pk: str) -> HttpResponse:
    made = get_object_or_404(SelfAssessment.objects.visible_to(person(request)), pk=pk)
    headers = {"Content-Disposition": f'attachment; filename="self-assessment-{made.written_at:%Y%m%d}.xlsx"'}
    return HttpResponse(workbook(made), content_type=XLSX, headers=headers)
