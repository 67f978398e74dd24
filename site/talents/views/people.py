"""The talent profile: written, opened and taken back by its person; looked at by managers of verified enterprises."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.asking import person
from appointments.models import Appointment
from certificates import presentation
from core.dates import now
from organisations.models import District
from talents import fitting, profiling
from talents.forms import ProfileForm, SeekForm
from talents.models import ProfileLook, TalentProfile
from talents.permissions import looking_for
from talents.views.public import PER_SHEET, trail


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def mine(request: HttpRequest) -> HttpResponse:
    """One's own profile, and who looked at it."""
    user = person(request)
    profile = TalentProfile.objects.filter(person=user).first()
    form = ProfileForm(request.POST or None, instance=profile or TalentProfile(person=user))
    if request.method == "POST" and form.is_valid():
        kept = form.save(commit=False)
        kept.posts, kept.changed_at = form.cleaned_data["posts"], now()
        kept.save()
        messages.success(request, _("Kept. Who sees it has not changed."))
        return redirect("talents:mine")
    context = {
        "form": form,
        "profile": profile,
        "seeks": looking_for(user).exists(),
        "looks": ProfileLook.objects.visible_to(user).select_related("by", "organisation")[:30],
        "section": "talents",
        "trail": trail(),
    }
    return render(request, "talents/mine.html", context, status=422 if form.errors else 200)


@require_POST
@login_required
def opening(request: HttpRequest) -> HttpResponse:
    profile = _own(request)
    profiling.open_to_enterprises(profile, by=person(request))
    messages.success(request, _("Opened: managers of verified enterprises can see your profile until you take it back."))
    return redirect("talents:mine")


@require_POST
@login_required
def withdrawal(request: HttpRequest) -> HttpResponse:
    profiling.withdraw(_own(request), by=person(request))
    messages.success(request, _("Taken back: from this moment on nobody but you sees your profile."))
    return redirect("talents:mine")


def _own(request: HttpRequest) -> TalentProfile:
    return get_object_or_404(TalentProfile, person=person(request))


@require_safe
@never_cache
@login_required
def people(request: HttpRequest) -> HttpResponse:
    """The open profiles, for managers of verified enterprises; for anybody else there is no such page. Five queries."""
    user = person(request)
    if not looking_for(user).exists():
        raise Http404("not for you")
    chosen = SeekForm(request.GET).chosen()
    found = TalentProfile.objects.visible_to(user).open().told().order_by("-opened_at")
    if "district" in chosen:
        found = found.filter(district__code=chosen["district"])
    if "post" in chosen:  # SQLite does not look into JSON
        found = found.filter(pk__in=[pk for pk, posts in found.values_list("pk", "posts") if chosen["post"] in posts])
    context = {
        "sheet": Paginator(found, PER_SHEET).get_page(request.GET.get("page")),
        "posts": Appointment.Post.choices,
        "districts": District.objects.filter(is_offered=True),
        "chosen": chosen,
        "section": "talents",
        "trail": trail(),
    }
    return render(request, "talents/people.html", context)


@require_safe
@never_cache
@login_required
def profile(request: HttpRequest, pk: str) -> HttpResponse:
    """A profile as enterprises see it. Whoever looks is written down, and its person can read who it was."""
    user = person(request)
    found = get_object_or_404(TalentProfile.objects.visible_to(user).told(), pk=pk)
    if found.person_id != user.pk:
        firm = looking_for(user).order_by("name").first()
        if firm is None or profiling.look(found, by=user, organisation=firm) is None:
            raise Http404(pk)
    context = {"profile": found, "certificates": presentation.in_record(found.person), "section": "talents", "trail": trail()}
    return render(request, "talents/profile.html", context)


@require_safe
@never_cache
@login_required
def fits(request: HttpRequest) -> HttpResponse:
    """Policies that may fit. The office named decides; this page promises nothing."""
    found = fitting.fits(person(request))
    groups = [(verdict, [fit for fit in found if fit.verdict == verdict]) for verdict in ("may", "ask", "not")]
    return render(request, "talents/fits.html", {"groups": groups, "section": "talents", "trail": trail()})
