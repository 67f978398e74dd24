"""The player (课件播放页): a package in a frame, where one stands in it, and the way back to the lesson."""

from typing import TYPE_CHECKING, Any, cast
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from courses import attempting, reading, standing
from courses.activities import Activity
from courses.catalogue import page_of
from courses.models import Enrolment, Package, PackageAttempt
from courses.packages import containment, limiting, tickets
from courses.packages.progress import Progress
from courses.packages.sequencing import State
from courses.showing import shown

if TYPE_CHECKING:
    from accounts.models import User


@never_cache
@require_POST
def opening(request: HttpRequest, course: str, lesson: str, activity: str) -> HttpResponse:
    """Open a package: go on where one stopped, or, when it is completed and one wishes, begin anew."""
    if not request.user.is_authenticated:
        return redirect_to_login(reverse("courses:lesson", args=[course, lesson]))
    enrolments = Enrolment.objects.visible_to(request.user).select_related("course", "version", "learner")
    mine = get_object_or_404(enrolments, course__code__iexact=course)
    row = next((row for row in mine.version.lessons if row["slug"] == lesson), None)
    one = attempting.activity_of(mine, row["code"], activity) if row else None
    value = block_of(request, mine, row["code"], one) if row and one else None
    if row is None or one is None or value is None or value["package"] is None:
        raise Http404("no such package")
    attempt = attempting.begin(
        enrolment=mine, lesson_code=row["code"], activity_id=one.id, package=value["package"], anew="anew" in request.POST
    )
    return redirect("courses:package", attempt.key, attempt.opening)


@never_cache
@require_GET
@login_required
def player(request: HttpRequest, key: UUID, number: int) -> HttpResponse:
    """A package as its learner works in it. `number` is the opening: a page that has been overtaken says so."""
    attempts = PackageAttempt.objects.visible_to(request.user)
    attempt = get_object_or_404(attempts.select_related("package", "enrolment__course", "enrolment__version"), key=key)
    mine = attempt.enrolment
    one = attempting.activity_of(mine, attempt.lesson_code, attempt.activity_id)
    row = mine.version.lesson(attempt.lesson_code)
    if one is None or row is None or number > attempt.opening:
        raise Http404("the course holds it no more")
    value = block_of(request, mine, attempt.lesson_code, one)
    page = page_of(mine.course)
    context = _shown(request, attempt.package, attempt) | {
        "attempt": attempt,
        "told": shown([one], request.user, attempt.lesson_code, is_mine=True, since=mine.counts_from)[0],
        "value": value,
        "is_overtaken": number < attempt.opening,
        "reopening": reverse("courses:package_opening", args=[mine.course.slug, row["slug"], one.id]),
        "back": reverse("courses:lesson", args=[page.slug, row["slug"]]) + f"#{one.anchor}" if page else "/learn/",
    }
    if request.headers.get("X-Requested-With") == "fetch":
        return render(request, "courses/package_now.html", context)
    if not context["is_overtaken"] and not context["closed"]:
        context |= _framed(request, tickets.to_attempt(attempt), context["unit"])
    return _with_frame(request, render(request, "courses/package.html", context))


@never_cache
@require_GET
@login_required
def look(request: HttpRequest, pk: int) -> HttpResponse:
    """A package as an editor looks at it: it plays, and nothing is kept."""
    package = get_object_or_404(Package.objects.visible_to(request.user), pk=pk)
    context = _shown(request, package, None)
    context |= _framed(request, tickets.to_look(package), context["unit"]) | {"back": "/cms/"}
    return _with_frame(request, render(request, "courses/package.html", context))


def _shown(request: HttpRequest, package: Package, attempt: PackageAttempt | None) -> dict[str, Any]:
    """The units with where one stands in each, and which one is open: the one asked for if the package's order allows it."""
    outline = package.told
    progress = attempt.progress if attempt else Progress(outline, lambda _unit: {})
    here = progress.opened(_number(request, "part"), _number(request, "after"))
    before, after = progress.beside(here)
    places = [place for place in progress.places() if place.state != "hidden" or place.number == here]
    state: State = next((place.state for place in places if place.number == here), "open")
    return {
        "limits": limiting.told(outline.units[here], outline, attempt) if attempt else [],
        "closed": limiting.why(state) if attempt else "",
        "may_begin_anew": attempt is not None and attempting.may_begin_anew(attempt),
        "package": package,
        "outline": outline,
        "places": places,
        "unit": here,
        "before": None if before is None else before + 1,
        "after": None if after is None else here + 1,
    }


def _number(request: HttpRequest, name: str) -> int | None:
    """A unit as the address counts it, from one on."""
    asked = request.GET.get(name, "")
    return int(asked) - 1 if asked.isascii() and asked.isdigit() and len(asked) < 5 and int(asked) else None


def _framed(request: HttpRequest, ticket: tuple[UUID, str], unit: int) -> dict[str, Any]:
    """Where the frame leads: to the host of packages if the reader can reach one, else to the site's own, without an origin."""
    origin = containment.own_origin(request)
    path = reverse("package_frame", args=[*ticket, unit])
    mode: containment.Mode = "own-host" if origin else "no-origin"
    return {
        "frame": origin + path,
        "sandbox": containment.sandbox(mode),
        "instead": path if origin else "",
        "instead_sandbox": containment.sandbox("no-origin"),
    }


def _with_frame(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """The one page of the site that may hold a frame of packages."""
    own = containment.own_origin(request)
    folder = request.build_absolute_uri(containment.PREFIX)
    response._csp_update = {"frame-src": [folder, *([own + containment.PREFIX] if own else [])]}  # type: ignore[attr-defined]
    return response


def block_of(request: HttpRequest, mine: Enrolment, lesson_code: str, one: Activity) -> Any:
    """The activity's block in the text the reader has; None when no text of the lesson is left."""
    told = standing.of(cast("User", request.user), mine.course)
    here = told.syllabus.first_of([lesson_code]) if told else None
    read = reading.whole(told, here) if told and here else None
    ids = {one.id, *one.blocks.values()}
    return next((block.value for block in read.body if block.id in ids), None) if read else None
