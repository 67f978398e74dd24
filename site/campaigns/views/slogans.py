"""The call for slogans on the public side: reading, sending in, voting, the jury's sheet."""

from typing import TYPE_CHECKING, ClassVar

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.asking import person
from campaigns import players
from campaigns.models import JuryMark, Slogan, SloganCall, SloganVote
from campaigns.models.slogans import PER_PERSON
from cms import pagecache
from exams.drawing import arrange

if TYPE_CHECKING:
    Base = forms.ModelForm[Slogan]
else:
    Base = forms.ModelForm


class SloganForm(Base):
    class Meta:
        model = Slogan
        fields = ("text", "note")
        labels: ClassVar = {"text": gettext_lazy("Your slogan"), "note": gettext_lazy("What it means")}
        help_texts: ClassVar = {
            "text": gettext_lazy("At most 20 characters."),
            "note": gettext_lazy("At most 200 characters; may be empty."),
        }
        widgets: ClassVar = {"note": forms.Textarea(attrs={"rows": 3})}


@require_safe
def slogans(request: HttpRequest, year: int) -> HttpResponse:
    """What was let through; the votes and the jury's means once it is decided, never before."""
    return pagecache.mark(request, _page(request, get_object_or_404(SloganCall, year=year), SloganForm()), "campaigns")


@require_POST
@never_cache
@login_required
def entries(request: HttpRequest, year: int) -> HttpResponse:
    """Send a slogan in; it is shown once the desk has let it through."""
    call, author = get_object_or_404(SloganCall, year=year), person(request)
    form = SloganForm(request.POST, instance=Slogan(call=call, author=author))
    if not call.takes_entries:
        return _page(request, call, form, status=409)
    if call.slogans.filter(author=author).count() >= PER_PERSON:
        form.add_error(None, _("You have sent in three slogans: that is as many as one may."))
    if not form.is_valid():
        return _page(request, call, form, status=422)
    try:
        form.instance.validate_constraints()
        with transaction.atomic():
            form.save()
    except (ValidationError, IntegrityError):
        form.add_error("text", _("Somebody has sent in this very slogan already."))
        return _page(request, call, form, status=409)
    messages.success(request, _("Thank you. Your slogan is shown once it has been looked at."))
    return redirect(call)


@require_POST
@never_cache
@login_required
def votes(request: HttpRequest, year: int) -> HttpResponse:
    """One vote a person; a second one moves the first."""
    call, chosen = get_object_or_404(SloganCall, year=year), request.POST.get("slogan", "")
    if not chosen.isascii() or not chosen.isdigit() or len(chosen) > 18:
        raise Http404("no such slogan")
    slogan = get_object_or_404(Slogan.objects.shown().filter(call=call), pk=chosen)
    if not call.takes_votes:
        return _page(request, call, SloganForm(), status=409)
    SloganVote.objects.update_or_create(call=call, voter=person(request), defaults={"slogan": slogan})
    messages.success(request, _("Your vote is counted. You may move it until voting ends."))
    return redirect(call)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def jury(request: HttpRequest, year: int) -> HttpResponse:
    """A juror's sheet: every entry without a name, in an order of one's own."""
    call, juror = get_object_or_404(SloganCall, year=year), person(request)
    if not call.jury.filter(pk=juror.pk).exists():
        raise Http404("not of the jury")
    shown = list(Slogan.objects.shown().filter(call=call))
    if request.method == "POST":
        if call.is_decided:
            return _page(request, call, SloganForm(), status=409)
        with transaction.atomic():
            for slogan in shown:
                given = request.POST.get(f"marks-{slogan.pk}", "")
                if given in {str(number) for number in range(1, 11)}:
                    JuryMark.objects.update_or_create(slogan=slogan, juror=juror, defaults={"marks": int(given)})
        messages.success(request, _("Your marks are kept."))
        return redirect("campaigns:jury", year)
    marked = dict(JuryMark.objects.filter(juror=juror, slogan__call=call).values_list("slogan", "marks"))
    rows = [(slogan, marked.get(slogan.pk)) for slogan in arrange(shown, juror.pk, "jury", name=lambda slogan: slogan.text)]
    context = {
        "call": call,
        "rows": rows,
        "range": range(1, 11),
        "trail": [*_trail(call), (_("Slogans"), call.get_absolute_url())],
    }
    return render(request, "campaigns/jury.html", context | {"section": "campaigns"})


def _trail(call: SloganCall) -> list[tuple[str, str]]:
    return [(_("Home"), reverse("home")), (_("Quality Month"), reverse("campaigns:month", args=[call.year]))]


def _page(request: HttpRequest, call: SloganCall, form: SloganForm, status: int = 200) -> HttpResponse:
    mine = players.person(request)
    shown = Slogan.objects.filter(call=call)
    context = {
        "call": call,
        "form": form,
        "rows": list(shown.ranked() if call.is_decided else shown.shown()),
        "mine": SloganVote.objects.filter(call=call, voter=mine).values_list("slogan", flat=True).first() if mine else None,
        "is_juror": bool(mine) and call.jury.filter(pk=mine.pk).exists() if mine else False,
        "trail": _trail(call),
        "section": "campaigns",
    }
    return render(request, "campaigns/slogans.html", context, status=status)
