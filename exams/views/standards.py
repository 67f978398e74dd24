"""Setting the standard: the panels, and one panel as its members and its chair see it."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from accounts.models import User
from exams import papers, standards
from exams.drawing import CannotDraw
from exams.models import ExamVersion, StandardSetting
from exams.models.sitting import runs_exams
from exams.passing import cut_off
from exams.permissions import for_examiners, person
from exams.standard_forms import PanelForm, RatingForm
from exams.wording import plain


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@for_examiners
def panels(request: HttpRequest) -> HttpResponse:
    """The panels there were; POST calls a new one."""
    versions = ExamVersion.objects.select_related("exam").order_by("exam__code", "-number")
    people = User.objects.filter(is_active=True, groups__isnull=False).distinct().order_by("full_name")
    form = PanelForm(versions, people, request.POST if request.method == "POST" else None)
    if form.is_valid():
        told = form.cleaned_data
        try:
            made = standards.call(version=told["version"], basis=told["basis"], members=told["members"], by=person(request))
            return redirect(made)
        except CannotDraw as reason:
            form.add_error("basis", _("No paper can be drawn: %(short)s") % {"short": reason})
        except papers.Altered:
            form.add_error("version", _("The stored rules are not those that were published. Tell the administrator."))
    known = StandardSetting.objects.told().annotate(judges=Count("members")).order_by("-opened_at")
    context = {"form": form, "panels": known, "section": "exams"}
    return render(request, "exams/standards.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def panel(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One panel. POST gives a member's ratings of the round."""
    user = person(request)
    setting = _visible(user, pk)
    is_member = setting.members.filter(user=user).exists()
    mine = standards.own(setting, user, setting.round) if is_member else {}
    may_rate = is_member and setting.is_open and not mine
    before = standards.own(setting, user, 1) if is_member and setting.round == 2 else {}
    posted = request.POST if request.method == "POST" and may_rate else None
    form = RatingForm(setting.targets, posted, initial=before) if may_rate else None
    if form is not None and form.is_valid():
        try:
            standards.rate(setting=setting, by=user, percents=form.cleaned_data, round=_round(request, setting))
            messages.success(request, _("Your ratings are kept."))
        except standards.OutOfTurn:
            messages.warning(request, _("Not kept: the round is over, or you have rated already."))
        return redirect(setting)
    return _page(request, setting, user, form, mine or before)


@require_POST
@for_examiners
def rounds(request: HttpRequest, pk: UUID) -> HttpResponse:
    """End the round that runs."""
    setting = get_object_or_404(StandardSetting, pk=pk)
    try:
        standards.advance(setting=setting, by=person(request))
    except standards.OutOfTurn:
        sentence = _("At least %(least)s members must have rated before the round ends.")
        messages.warning(request, sentence % {"least": standards.LEAST_JUDGES})
    return redirect(setting)


@require_POST
@for_examiners
def cut_score(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Use this cut score: into the draft of the exam's next rules."""
    setting = get_object_or_404(StandardSetting.objects.told(), pk=pk)
    try:
        draft = standards.hand_over(setting=setting, by=person(request))
        sentence = _("The draft of the next rules has the pass mark %(cut)s. It holds once the draft is published.")
        messages.success(request, sentence % {"cut": draft.cut_score})
    except standards.OutOfTurn:
        messages.warning(request, _("The panel is not closed yet."))
    return redirect(setting)


def _round(request: HttpRequest, setting: StandardSetting) -> int:
    """The round of the page that was sent."""
    sent = request.POST.get("round", "")
    return int(sent) if sent in ("1", "2") else setting.round


def _visible(user: User, pk: UUID) -> StandardSetting:
    """A panel one sits on; whoever runs exams sees all."""
    setting = get_object_or_404(StandardSetting.objects.told(), pk=pk)
    if not runs_exams(user) and not setting.members.filter(user=user).exists():
        raise Http404
    return setting


def _page(
    request: HttpRequest, setting: StandardSetting, user: User, form: RatingForm | None, mine: dict[str, int]
) -> HttpResponse:
    # Blind: nobody, chair included, sees the ratings of a round before it has ended.
    ended = 2 if not setting.is_open else setting.round - 1
    outcome = standards.outcome(setting, ended) if ended else None
    lines = {line.target: line for line in outcome.lines} if outcome else {}
    targets = [
        (target, form[target["id"]] if form else None, lines.get(target["id"]), mine.get(target["id"]))
        for target in setting.targets
    ]
    given = standards.rated(setting)
    members = [(member.user, member.user_id in given) for member in setting.members.select_related("user").order_by("pk")]
    context = {
        "setting": setting,
        "rows": targets,
        "form": form,
        "outcome": outcome,
        "cut": plain(cut_off(outcome.cut_score, 2)) if outcome else "",
        "maximum": plain(outcome.maximum) if outcome else "",
        "ended": ended,
        "members": members,
        "may_end": setting.is_open and runs_exams(user),
        "may_use": not setting.is_open and runs_exams(user),
        "section": "exams",
    }
    return render(request, "exams/standard.html", context, status=422 if form is not None and form.errors else 200)
