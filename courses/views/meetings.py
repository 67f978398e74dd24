"""A teacher's pages of a meeting face to face: setting it, who came, the code on the screen, the sheet to sign."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.asking import person
from core.clock import now
from core.qr import Code
from courses.catalogue import page_of
from courses.meetings import arranging, attending, listing, rotating
from courses.meetings.forms import MeetingForm, hour_of
from courses.models import Attendance, Meeting
from courses.teaching import Group
from courses.views.teaching import group_taught


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def meetings(request: HttpRequest, course: str, key: str) -> HttpResponse:
    """The meetings of a run one teaches; a POST sets another."""
    group = group_taught(request, course, key)
    if group.run is None:
        raise Http404("only a run meets")
    meeting = Meeting(run=group.run, teacher=person(request))
    return _edited(request, group, meeting)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def details(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Change a meeting that is still to come."""
    meeting = _mine(request, pk)
    return _edited(request, group_taught(request, meeting.run.course.slug, str(meeting.run_id)), meeting)


def _edited(request: HttpRequest, group: Group, meeting: Meeting) -> HttpResponse:
    run, is_new = meeting.run, meeting._state.adding
    teachers = arranging.teachers(run)
    if person(request) not in teachers:
        teachers = [*teachers, person(request)]
    form = MeetingForm(request.POST or None, instance=meeting, sittings=arranging.sittings(run), teachers=teachers)
    if request.method == "POST" and form.is_valid():
        try:
            arranging.save(form.save(commit=False), by=person(request))
        except attending.Refused as reason:
            messages.error(request, str(reason))
        else:
            messages.success(request, _("The meeting is set. Everybody in the run is told."))
        return redirect("courses:meetings", group.course.slug, group.key)
    context = {
        "group": group,
        "page": page_of(group.course),
        "form": form,
        "meeting": None if is_new else meeting,
        "rows": listing.rows(run) if is_new else [],
        "section": "learn",
    }
    return render(request, "courses/meetings.html", context, status=422 if request.method == "POST" else 200)


@never_cache
@login_required
@require_safe
def meeting(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Who came, and who did not."""
    return _page(request, _mine(request, pk))


@never_cache
@login_required
@require_POST
def cancellation(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Call a meeting off."""
    mine = _mine(request, pk)
    try:
        arranging.call_off(mine, by=person(request), because=request.POST.get("because", ""))
    except attending.Refused as reason:
        return _page(request, Meeting.objects.told().get(pk=pk), problem=str(reason), status=409)
    messages.success(request, _("Called off. Everybody in the run is told, with the reason."))
    return redirect(mine)


@never_cache
@login_required
@require_POST
def attendance(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Put those who are ticked on the list, with the hours of coming and leaving where they were written."""
    mine, by = _mine(request, pk), person(request)
    ticked = {int(key) for key in request.POST.getlist("present") if key.isascii() and key.isdigit()}
    faults, done = [], 0
    for enrolment in attending.people(mine).filter(learner__in=ticked):
        name = enrolment.learner.full_name
        try:
            hours = [hour_of(mine, request.POST.get(f"{what}-{enrolment.learner_id}", "")) for what in ("came", "left")]
            attending.put_down(meeting=mine, learner=enrolment.learner, by=by, arrived_at=hours[0], left_at=hours[1])
        except ValueError:
            faults.append(_("%(name)s: write the hour as 9:30.") % {"name": name})
        except attending.Refused as reason:
            faults.append(_("%(name)s: %(fault)s") % {"name": name, "fault": reason})
        else:
            done += 1
    if faults:
        return _page(request, mine, problem=" ".join(faults), status=422)
    messages.success(request, _("On the list now: %(n)s") % {"n": done})
    return redirect(mine)


@never_cache
@login_required
@require_POST
def reversal(request: HttpRequest, pk: UUID, attendance: int) -> HttpResponse:
    """Take somebody off the list again, with a reason."""
    mine = _mine(request, pk)
    rows = Attendance.objects.filter(meeting=mine).select_related("learner", "meeting__run")
    row = get_object_or_404(rows, pk=attendance)
    try:
        attending.take_back(attendance=row, by=person(request), because=request.POST.get("because", ""))
    except attending.Refused as reason:
        return _page(request, mine, problem=str(reason), status=422)
    messages.success(request, _("Taken back, with the minutes it earned. The row stays on record."))
    return redirect(mine)


@never_cache
@login_required
@require_safe
def code(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The code for a projector or a telephone held up; the page turns to the next one by itself, without a script too."""
    mine = _mine(request, pk)
    moment = now().timestamp()
    address = listing.scanned_address(mine, rotating.code(attending.key_of(mine), rotating.step_at(moment)))
    expected = attending.people(mine).count()
    context: dict[str, Any] = {
        "meeting": mine,
        "there": Attendance.objects.filter(meeting=mine).standing().count(),
        "expected": expected,
        "seconds": rotating.seconds_left(moment),
        "code": Code(address) if mine.is_open else None,
    }
    fragment = request.headers.get("X-Requested-With") == "fetch"
    return render(request, "courses/meeting_picture.html" if fragment else "courses/meeting_code.html", context)


@never_cache
@login_required
@require_safe
def sheet(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The list to be signed by hand."""
    mine = _mine(request, pk)
    return render(
        request, "courses/meeting_sheet.html", {"meeting": mine, "title": listing.title(mine), "people": attending.people(mine)}
    )


def _mine(request: HttpRequest, pk: UUID) -> Meeting:
    """A meeting of a run one teaches; any other is not found."""
    return get_object_or_404(Meeting.objects.taught_by(request.user).told(), pk=pk)


def _page(request: HttpRequest, meeting: Meeting, *, problem: str = "", status: int = 200) -> HttpResponse:
    context = {
        "meeting": meeting,
        "title": listing.title(meeting),
        "rows": listing.people(meeting),
        "taken_back": listing.taken_back(meeting),
        "has_begun": meeting.opens_at <= now(),
        "problem": problem,
        "section": "learn",
    }
    return render(request, "courses/meeting.html", context, status=status)
