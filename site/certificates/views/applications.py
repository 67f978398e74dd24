"""Applying for a certificate: what it asks for, a draft that is kept, the check before it is submitted, and how it stands."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from certificates import application_words, applying, checklist, evidence, prerequisites
from certificates.application_forms import AppealForm, ApplicationForm, PledgeForm
from certificates.models import Application, Evidence, Scheme, SchemeVersion
from exams.permissions import person


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def apply(request: HttpRequest, scheme: str) -> HttpResponse:
    """What the scheme asks for, each row with its own state; saved as a draft as often as one likes."""
    of, me = get_object_or_404(Scheme, code=scheme.upper()), person(request)
    standing = Application.objects.held_by(me).filter(scheme=of).open().told().first()
    if standing is not None and not standing.is_writable:
        return redirect(standing)
    version = applying.version_for(of, standing)
    if version is None:
        messages.info(request, _("This certificate needs no application: it is issued when the exam is passed."))
        return redirect("certificates:index")
    known = prerequisites.of(me, version)
    if request.method == "POST":
        return _save(request, of, version, known)
    initial = {"entry": str(standing.entry), "statement": standing.statement} if standing else {}
    form = ApplicationForm(version, known.route, initial=initial)
    return _form(request, standing, version, known, form)


def _save(request: HttpRequest, of: Scheme, version: SchemeVersion, known: prerequisites.Record) -> HttpResponse:
    """Keep what can be kept; a file that is not taken is named beside its requirement."""
    form = ApplicationForm(version, known.route, request.POST, request.FILES)
    form.is_valid()
    try:
        application = applying.write(holder=person(request), scheme=of, written=form.written())
    except evidence.BadEvidence as fault:
        form.add_error(None, str(fault))
        standing = Application.objects.held_by(person(request)).filter(scheme=of).open().told().first()
        return _form(request, standing, version, known, form, status=422)
    except applying.NotOpen:
        messages.warning(request, _("Not saved: the application was submitted meanwhile."))
        return redirect("certificates:apply", of.code.lower())
    if form.errors:
        return _form(request, application, version, known, form, status=422)
    if "check" in request.POST:
        return redirect("certificates:submission", application.pk)
    messages.success(request, _("Saved. You can go on later; nobody but you can read it yet."))
    return redirect("certificates:apply", of.code.lower())


def _form(
    request: HttpRequest,
    standing: Application | None,
    version: SchemeVersion,
    known: prerequisites.Record,
    form: ApplicationForm,
    status: int = 200,
) -> HttpResponse:
    returned = checklist.returned(standing)
    lines = checklist.lines(version, known.route, standing, wanting=returned.codes if returned else ())
    fields = form.file_fields()
    context = {
        "application": standing,
        "version": version,
        "conditions": known.conditions,
        "rows": [(line, fields[line.code]) for line in lines],
        "returned": returned,
        "form": form,
        "section": "learn",
    }
    return render(request, "certificates/apply.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def submission(request: HttpRequest, pk: UUID) -> HttpResponse:
    """All that would be submitted, to be looked at once more; then the pledges, then it is submitted."""
    mine = get_object_or_404(_mine(request), pk=pk)
    if not mine.is_writable:
        return redirect(mine)
    version = applying.version_for(mine.scheme, mine)
    if version is None:
        return redirect("certificates:apply", mine.scheme.code.lower())
    form = PledgeForm(version, request.POST if request.method == "POST" else None)
    missing = None
    if request.method == "POST" and form.is_valid():
        try:
            applying.submit(application=mine, by=person(request), pledges=len(version.demands.pledges))
        except applying.Incomplete as lack:
            missing = lack
        except applying.NotOpen:
            messages.warning(request, _("Not submitted: it was decided or taken back meanwhile."))
            return redirect("certificates:index")
        else:
            messages.success(request, _("Submitted. A mail confirms it."))
            return redirect(mine)
    return _check(request, mine, version, form, missing)


def _check(
    request: HttpRequest, mine: Application, version: SchemeVersion, form: PledgeForm, missing: applying.Incomplete | None
) -> HttpResponse:
    known = prerequisites.of(person(request), version)
    mine.scheme_version, mine.route = version, known.route
    missing = missing or applying.lacks(mine, known)
    context = {
        "application": mine,
        "version": version,
        "conditions": known.conditions,
        "lines": checklist.lines(version, known.route, mine),
        "entry": checklist.entry_of(mine),
        "missing": missing,
        "form": form,
        "section": "learn",
    }
    refused = request.method == "POST"
    return render(request, "certificates/application_check.html", context, status=422 if refused else 200)


@require_safe
@login_required
@never_cache
def application(request: HttpRequest, pk: UUID) -> HttpResponse:
    """How an application stands, for its holder."""
    return _status(request, get_object_or_404(_mine(request), pk=pk))


def _status(request: HttpRequest, mine: Application, form: AppealForm | None = None, status: int = 200) -> HttpResponse:
    returned, until = checklist.returned(mine), applying.appeal_until(mine)
    case, goes_on = applying.appealed(mine) if until else None, mine.goes_on_in()
    context = {
        "application": mine,
        "headline": application_words.reopened() if goes_on else application_words.headline(mine),
        "address": application_words.address(mine),
        "apply_again": mine.scheme.code.lower(),
        "lines": checklist.lines(mine.scheme_version, mine.route, mine, wanting=returned.codes if returned else ()),
        "entry": checklist.entry_of(mine),
        "steps": mine.steps.exclude(kind="exempted"),
        "returned": returned,
        "appeal_until": until,
        "case": case,
        "goes_on": goes_on,
        "form": form or AppealForm(),
        "section": "learn",
    }
    return render(request, "certificates/application.html", context, status=status)


@require_POST
@login_required
def withdrawal(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take the application back; a draft that was never submitted is thrown away."""
    mine = get_object_or_404(_mine(request), pk=pk)
    try:
        kept = applying.withdraw(application=mine, by=person(request))
    except applying.NotOpen:
        messages.warning(request, _("Not taken back: it was decided or taken back meanwhile."))
        return redirect(mine)
    if kept is None:
        messages.success(request, _("The draft and its files are deleted."))
        return redirect("certificates:index")
    messages.success(request, _("The application is taken back."))
    return redirect(mine)


@require_POST
@login_required
def appeal(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Appeal against a refusal."""
    mine = get_object_or_404(_mine(request), pk=pk)
    form = AppealForm(request.POST)
    if not form.is_valid():
        return _status(request, mine, form, status=422)
    try:
        applying.appeal(application=mine, by=person(request), text=form.cleaned_data["text"])
    except applying.NotOpen:
        messages.warning(request, _("Not sent: there is no refusal to appeal against, or the days for it are over."))
    else:
        messages.success(request, _("Your appeal has arrived. Somebody who had no part in the refusal decides about it."))
    return redirect(mine)


@require_safe
@login_required
@never_cache
def file(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A file of an application, for its holder and, once it is submitted, for whoever decides."""
    there = get_object_or_404(Evidence.objects.visible_to(request.user).kept(), pk=pk)
    return evidence.handed_out(key=there.key, name=there.name, mime=there.media_type, sha256=there.sha256)


@require_POST
@login_required
def removal(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take a file out."""
    there = get_object_or_404(Evidence.objects.filter(application__holder=person(request)).standing(), pk=pk)
    try:
        mine = applying.remove(file=there, by=person(request))
    except applying.NotOpen:
        messages.warning(request, _("Not taken out: the application was submitted meanwhile."))
        return redirect(there.application)
    messages.success(request, _("Taken out: %(file)s") % {"file": there.name})
    return redirect("certificates:apply", mine.scheme.code.lower())


def _mine(request: HttpRequest) -> QuerySet[Application]:
    return Application.objects.held_by(person(request)).told()
