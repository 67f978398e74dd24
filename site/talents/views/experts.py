"""Experts: the directory, one expert, asking; and one's own entry. None of it is kept: what is taken back is gone at once."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.asking import person
from accounts.privacy import purposes
from talents import advisers, advising
from talents.expert_forms import ListingForm, QuestionForm
from talents.languages import told
from talents.models import ExpertListing, ExpertQuestion
from talents.views.public import Trail, trail


def _below() -> Trail:
    return trail((_("Experts"), reverse("talents:experts")))


@require_safe
@never_cache
def experts(request: HttpRequest) -> HttpResponse:
    """`?field=service&method=spc`; what is not known narrows nothing. 2 queries."""
    found = advisers.directory(request.GET, request.GET.get("page", "1"))
    return render(request, "talents/experts.html", {"directory": found, "section": "talents", "trail": trail()})


@require_safe
@never_cache
def expert(request: HttpRequest, code: str) -> HttpResponse:
    """One expert; before it is public, only for the person and who admits."""
    found = get_object_or_404(ExpertListing.objects.visible_to(request.user).told(), code=code)
    context = {
        "expert": found,
        "structured": _described(found) if found.is_public else None,
        "graph_type": "profile",
        "section": "talents",
        "trail": _below(),
    }
    return render(request, "talents/expert.html", context)


def _described(found: ExpertListing) -> dict[str, Any]:
    """schema.org's Person, with what stands on the page and nothing else."""
    described: dict[str, Any] = {
        "@type": "Person",
        "name": found.person.full_name,
        "description": found.headline,
        "url": settings.SITE_URL + found.get_absolute_url(),
        "knowsAbout": [*found.field_labels, *found.method_labels],
    }
    if found.organisation and found.belongs:
        described["affiliation"] = {"@type": "Organization", "name": told(found.organisation, "name")}
    return described


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def question(request: HttpRequest, code: str) -> HttpResponse:
    """Ask an expert; the name and address of who asks go along, the expert's own are told to nobody."""
    found = get_object_or_404(ExpertListing.objects.public().told(), code=code)
    form, problem = QuestionForm(request.POST or None), ""
    if request.method == "POST" and form.is_valid():
        try:
            advising.ask(found, by=person(request), text=form.cleaned_data["text"])
        except advising.Refused as reason:
            problem = str(reason)
        else:
            messages.success(request, _("Sent. Whether and how the expert answers is up to the expert."))
            return redirect(found)
    status = 409 if problem else 422 if form.errors else 200
    context = {"expert": found, "form": form, "problem": problem, "section": "talents", "trail": _below()}
    return render(request, "talents/expert_question.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def mine(request: HttpRequest) -> HttpResponse:
    """One's own entry, and what one was asked."""
    user = person(request)
    listing = ExpertListing.objects.filter(person=user).select_related("person", "consent").first()
    form = ListingForm(user, request.POST or None, instance=listing or ExpertListing(person=user))
    if request.method == "POST" and form.is_valid():
        advising.keep(form.told(), by=user)
        messages.success(request, _("Kept. Changed words are read by the office before anybody else sees them."))
        return redirect("talents:expert_mine")
    context = {
        "form": form,
        "listing": listing,
        "purpose": purposes.by_key("experts"),
        "questions": ExpertQuestion.objects.visible_to(user).filter(listing__person=user).select_related("by")[:50],
        "section": "talents",
        "trail": _below(),
    }
    return render(request, "talents/expert_mine.html", context, status=422 if form.errors else 200)


@require_POST
@login_required
def agreement(request: HttpRequest) -> HttpResponse:
    advising.agree(_own(request), by=person(request))
    messages.success(request, _("Agreed. The office reads your entry and admits it or returns it with a reason."))
    return redirect("talents:expert_mine")


@require_POST
@login_required
def removal(request: HttpRequest) -> HttpResponse:
    advising.withdraw(_own(request), by=person(request))
    messages.success(request, _("Taken back: from this moment on nobody but you sees your entry."))
    return redirect("talents:expert_mine")


def _own(request: HttpRequest) -> ExpertListing:
    return get_object_or_404(ExpertListing, person=person(request))
