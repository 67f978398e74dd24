"""Versions of a course in the admin: what publishing would change and for how many, what was published, who is moved."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from wagtail.models import Page, Revision

from accounts.asking import person
from courses import differences, moving
from courses.models import Course, CoursePage, CourseRun, CourseVersion, Enrolment, LessonPage, VersionMove
from courses.publishing import NotACorrection, Publication, consequences, published_as
from courses.syllabus import told

UNDER_WAY = Count("enrolments", filter=Q(enrolments__completed_at=None))
COMPLETED = Count("enrolments", filter=~Q(enrolments__completed_at=None))


@dataclass(frozen=True)
class Group:
    """Those of a run, or those without one: on which versions, how many, and whether a newer one waits for a decision."""

    run: CourseRun | None
    under_way: int
    completed: int
    behind: int


def intercept(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Before a course or lesson that somebody learns is published: first what it would change, and for how many."""
    draft = page.specific
    if not isinstance(draft, (CoursePage, LessonPage)) or draft.latest_revision_id is None or draft.go_live_at:
        return None
    affected = consequences(draft, draft.latest_revision_id)
    if not any(one.course.enrolments.exists() for one in affected):
        return None
    return redirect("courses_office:publication", draft.latest_revision_id)


@require_http_methods(["GET", "POST"])
def publication(request: HttpRequest, pk: int) -> HttpResponse:
    """What publishing this draft changes; a POST publishes it, as a correction or as a version of its own."""
    revision = get_object_or_404(Revision, pk=pk)
    draft = revision.as_object()
    if not isinstance(draft, (CoursePage, LessonPage)):
        raise Http404(pk)
    if not draft.permissions_for_user(request.user).can_publish():
        raise PermissionDenied
    affected, problem = consequences(draft, pk), ""
    if request.method == "POST":
        try:
            return _publish(request, revision, [one.course for one in affected])
        except NotACorrection:
            problem = _("More than words changed, so this cannot be a correction. Publish it as a new version.")
    rows = [(one, counts(one.course)) for one in affected]
    may_correct = all(one.difference.is_textual for one in affected)
    context = _context(_("Before publishing"), draft.title) | {"rows": rows, "may_correct": may_correct, "problem": problem}
    return render(request, "courses/admin/publication.html", context | {"draft": draft}, status=422 if problem else 200)


def _publish(request: HttpRequest, revision: Revision, courses: list[Course]) -> HttpResponse:
    is_correction = request.POST.get("kind") == "correction"
    said = Publication(by=person(request), note=request.POST.get("note", "").strip()[:300], is_correction=is_correction)
    with transaction.atomic(), published_as(said):
        revision.publish(user=request.user)
    if is_correction:
        messages.success(request, _("The correction is published: everybody reads the new words, and nobody's goal moved."))
    else:
        messages.success(request, _("The new version is published. Decide below who is moved to it."))
    return redirect("courses_office:versions", courses[0].pk) if courses else redirect("wagtailadmin_home")


@require_safe
@permission_required("courses.change_course", raise_exception=True)
def versions(request: HttpRequest, pk: int) -> HttpResponse:
    """Every version with what it changed, who learns by which, and what was decided."""
    course = get_object_or_404(Course, pk=pk)
    # In their order by name: a query that counts does not keep that of the model.
    newest_first = course.versions.annotate(under_way=UNDER_WAY, completed=COMPLETED).order_by("-number", "-minor")
    rows = list(newest_first.select_related("published_by"))
    pairs = [(row, _change(row, rows[n + 1] if n + 1 < len(rows) else None)) for n, row in enumerate(rows)]
    context = _context(_("Versions and those who learn by them"), str(course)) | {
        "course": course,
        "pairs": pairs,
        "groups": groups(course),
        "moves": course.version_moves.filter(done_at=None).select_related("version__course", "run"),
        "decisions": course.version_decisions.select_related("version__course", "run", "by"),
    }
    return render(request, "courses/admin/versions.html", context)


@require_POST
@permission_required("courses.change_course", raise_exception=True)
def decision(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep or move those of a run, or those without one; with a reason."""
    course = get_object_or_404(Course, pk=pk)
    run = get_object_or_404(CourseRun, pk=request.POST["run"], course=course) if request.POST.get("run") else None
    decide = moving.order if request.POST.get("decision") == "move" else moving.keep
    try:
        made = decide(course=course, run=run, by=person(request), because=request.POST.get("because", ""))
    except moving.Refused as reason:
        messages.error(request, str(reason))
    else:
        if isinstance(made, VersionMove):
            messages.success(request, _("Noted. They are moved in the background; this page tells how far it is."))
        else:
            messages.success(request, _("Noted. People moved: %(n)s") % {"n": made.moved})
    return redirect("courses_office:versions", course.pk)


def counts(course: Course) -> dict[str, int]:
    """How many learn a course, and how many have completed it."""
    return course.enrolments.aggregate(
        under_way=Count("pk", filter=Q(completed_at=None)), completed=Count("pk", filter=~Q(completed_at=None))
    )


def groups(course: Course) -> list[Group]:
    """Those without a run first, then run by run."""
    current = course.current
    rows = (
        Enrolment.objects.filter(course=course)
        .order_by()
        .values_list("run")
        .annotate(
            under_way=Count("pk", filter=Q(completed_at=None)),
            completed=Count("pk", filter=~Q(completed_at=None)),
            behind=Count("pk", filter=Q(completed_at=None) & ~Q(version=current)),
        )
    )
    runs = {run.pk: run for run in course.runs.select_related("course")}
    found = [Group(runs.get(run), *figures) for run, *figures in rows]
    return sorted(found, key=lambda one: (one.run is not None, one.run.title if one.run else ""))


def _change(version: CourseVersion, before: CourseVersion | None) -> dict[str, Any] | None:
    return words_of(differences.compare(before.structure, version.structure)) if before else None


def words_of(found: differences.Difference) -> dict[str, Any]:
    """A difference with titles in the reader's language."""
    from courses.standing import content_language

    def titles(rows: list[Any]) -> list[str]:
        return [f"{row['code']} {told(row['title'], content_language())}" for row in rows]

    changed = [(f"{one.code} {told(one.title, content_language())}", one) for one in found.changed]
    return {
        "added": titles(found.added),
        "removed": titles(found.removed),
        "moved": titles(found.moved),
        "changed": changed,
        "minutes": found.minutes,
        "is_empty": found.is_empty,
        "is_textual": found.is_textual,
    }


def _context(title: str, subject: str) -> dict[str, Any]:
    return {"page_title": title, "header_title": title, "page_subtitle": subject}
