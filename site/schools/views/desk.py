"""The desk: what waits, a resource as it is reviewed, and what may be done to it there."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe
from wagtail.models import Comment

from accounts.asking import person
from schools import commenting, inviting, permissions, reviewing
from schools.claiming import claim
from schools.deskwork import desk as laid
from schools.dossier import Dossier
from schools.forms import CommentForm, DecisionForm, InvitationForm, ReplyForm
from schools.models import Decision, ExpertInvitation, LessonPackPage
from schools.views.library import trail

HANDED_IN = gettext_lazy("Handed in. The education department reads it first; you see here how far it is.")


@never_cache
@require_safe
@login_required
def desk(request: HttpRequest) -> HttpResponse:
    """What waits for whoever asks."""
    context = {"desk": laid(person(request)), "section": "schools", "trail": trail()}
    return render(request, "schools/desk.html", context)


@never_cache
@require_safe
@login_required
def new(request: HttpRequest) -> HttpResponse:
    """On to the editor with an empty resource; who teaches at several schools chooses on the desk, who at none is told."""
    schools = list(permissions.schools_of(person(request))[:2])
    if len(schools) != 1:
        return redirect("schools:desk")
    return redirect("wagtailadmin_pages:add", "schools", "lessonpackpage", schools[0].pk)


@never_cache
@require_safe
@login_required
def review(request: HttpRequest, key: str) -> HttpResponse:
    """The resource as its authors and reviewers see it. Who opens it first when it waits for him has claimed it."""
    page = readable(request, key)
    return drawn(request, page)


def drawn(request: HttpRequest, page: LessonPackPage, status: int = 200, **forms: Any) -> HttpResponse:
    reader = person(request)
    context = {
        "dossier": Dossier(page, reader),
        "other": claim(page, reader) if request.method == "GET" else None,
        "decision": DecisionForm(),
        "invitation": InvitationForm(),
        "section": "schools",
        "trail": [*trail(), (_("Teaching desk"), reverse("schools:desk"))],
    }
    return render(request, "schools/review.html", context | forms, status=status)


@require_POST
@login_required
def submission(request: HttpRequest, key: str) -> HttpResponse:
    """Hand the newest draft in."""
    page = readable(request, key)
    if not permissions.writes(request.user, page):
        raise PermissionDenied
    try:
        reviewing.submit(page, by=person(request))
    except ValidationError as fault:
        messages.error(request, " ".join(fault.messages))
    else:
        messages.success(request, HANDED_IN)
    return redirect("schools:review", page.key)


@require_POST
@login_required
def decision(request: HttpRequest, key: str) -> HttpResponse:
    """Approve these very words, or return them."""
    page, by = readable(request, key), person(request)
    form = DecisionForm(request.POST)
    if not form.is_valid():
        return drawn(request, page, 422, decision=form)
    said = form.cleaned_data
    if said["revision"] != page.latest_revision_id:
        messages.error(request, _("It was changed after you opened it. Read the new version, then decide."))
        return drawn(request, page, 409)
    if said["verdict"] == Decision.Verdict.APPROVED:
        reviewing.approve(page, by=by, comment=said["comment"])
    else:
        reviewing.give_back(page, by=by, comment=said["comment"])
    messages.success(request, _("Your decision is noted."))
    return redirect("schools:review", page.key)


@require_POST
@login_required
def comments(request: HttpRequest, key: str) -> HttpResponse:
    page = readable(request, key)
    form = CommentForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Write your comment, in at most %(n)s characters.") % {"n": commenting.LONGEST})
        return drawn(request, page, 422)
    commenting.comment(page, by=person(request), **form.cleaned_data)
    return redirect(reverse("schools:review", args=[page.key]) + f"#{form.cleaned_data['field']}")


@require_POST
@login_required
def replies(request: HttpRequest, pk: int) -> HttpResponse:
    comment, page = _comment(request, pk)
    form = ReplyForm(request.POST)
    if form.is_valid():
        commenting.reply(comment, by=person(request), text=form.cleaned_data["text"])
    else:
        messages.error(request, _("Write your comment, in at most %(n)s characters.") % {"n": commenting.LONGEST})
    return redirect(reverse("schools:review", args=[page.key]) + f"#{comment.contentpath}")


@require_POST
@login_required
def resolution(request: HttpRequest, pk: int) -> HttpResponse:
    comment, page = _comment(request, pk)
    commenting.resolve(comment, by=person(request))
    return redirect(reverse("schools:review", args=[page.key]) + f"#{comment.contentpath}")


@require_POST
@login_required
def invitations(request: HttpRequest, key: str) -> HttpResponse:
    """A link for an expert."""
    page = readable(request, key)
    form = InvitationForm(request.POST)
    if not form.is_valid():
        return drawn(request, page, 422, invitation=form)
    try:
        inviting.invite(page, by=person(request), **form.cleaned_data)
    except ValidationError as fault:
        messages.error(request, " ".join(fault.messages))
    else:
        messages.success(request, _("The link is made. Hand it to the expert yourself; it stands below as long as it is open."))
    return redirect(reverse("schools:review", args=[page.key]) + "#experts")


@require_POST
@login_required
def revocation(request: HttpRequest, pk: str) -> HttpResponse:
    """End an expert's link."""
    found = get_object_or_404(ExpertInvitation.objects.select_related("page"), pk=pk)
    if not permissions.may_read(request.user, found.page):
        raise Http404(pk)
    inviting.end(found, by=person(request))
    messages.success(request, _("The link is ended; it leads nowhere any more."))
    return redirect(reverse("schools:review", args=[found.page.key]) + "#experts")


def readable(request: HttpRequest, key: str) -> LessonPackPage:
    """The resource, for who may read its draft; for all others there is none."""
    page = get_object_or_404(LessonPackPage, key=key)
    if not permissions.may_read(request.user, page):
        raise Http404(key)
    return page


def _comment(request: HttpRequest, pk: int) -> tuple[Comment, LessonPackPage]:
    comment = get_object_or_404(Comment, pk=pk)
    page = get_object_or_404(LessonPackPage, pk=comment.page_id)
    if not permissions.may_read(request.user, page):
        raise Http404(str(pk))
    return comment, page
