"""The draft of a scheme's next version in the admin (方案草稿): written, looked over, published by another, or thrown away."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from certificates import drafting, terms
from certificates.models import Scheme, SchemeDraft
from certificates.scheme_forms import Rows, SchemeForm
from exams.permissions import person

MAY_DRAFT, MAY_PUBLISH = "certificates.add_schemedraft", "certificates.add_schemeversion"


def name(view: str) -> str:
    """The name of one of these addresses."""
    return f"wagtailsnippets_certificates_schemeversion:{view}"


@require_POST
@permission_required(MAY_DRAFT, raise_exception=True)
def drafts(request: HttpRequest) -> HttpResponse:
    """Begin the next version of a scheme, or go on with the one begun."""
    scheme = chosen(request)
    drafting.draft(scheme=scheme, by=person(request))
    return redirect(name("draft"), scheme.code)


@require_http_methods(["GET", "HEAD", "POST"])
def draft(request: HttpRequest, scheme: str) -> HttpResponse:
    """The draft as forms, with what there is to say about it as it was last saved. Whoever only publishes reads it."""
    made, user = _draft(scheme), person(request)
    may_write = user.has_perm(MAY_DRAFT)
    if not may_write and (request.method == "POST" or not user.has_perm(MAY_PUBLISH)):
        return HttpResponse(status=403)
    data = request.POST if request.method == "POST" else None
    form, rows = SchemeForm(data, instance=made), Rows(made, data)
    if data is not None and all([form.is_valid(), rows.is_valid()]):
        drafting.write(draft=form.put(rows), by=user)
        messages.success(request, _("The draft is saved. Nothing changes for applicants until it is published."))
        return redirect(name("draft"), scheme)
    return _page(request, form if may_write else None, rows, _draft(scheme))


@require_POST
@permission_required(MAY_PUBLISH, raise_exception=True)
def publication(request: HttpRequest, scheme: str) -> HttpResponse:
    """Publish the draft as it was last saved."""
    made = _draft(scheme)
    try:
        version = drafting.publish(draft=made, by=person(request))
    except drafting.OwnWork:
        messages.error(request, _("Not published: you wrote on this draft. Ask a colleague to read and publish it."))
        return redirect(name("draft"), scheme)
    except drafting.Unfit as reason:
        messages.error(request, _("Not published: %(reason)s") % {"reason": reason.faults[0]})
        return redirect(name("draft"), scheme)
    sentence = _("Version %(number)s is published. It holds for whoever applies from %(day)s on.")
    messages.success(request, sentence % {"number": version.number, "day": version.effective_from.isoformat()})
    return redirect(name("inspect"), version.pk)


@require_POST
@permission_required(MAY_DRAFT, raise_exception=True)
def removal(request: HttpRequest, scheme: str) -> HttpResponse:
    """Throw the draft away."""
    made = _draft(scheme)
    based_on = made.based_on_id
    drafting.discard(draft=made, by=person(request))
    messages.success(request, _("The draft is thrown away."))
    return redirect(name("inspect"), based_on)


def chosen(request: HttpRequest) -> Scheme:
    """The scheme whose button was pressed. Anything else that was sent is no question for the database (404)."""
    named = {scheme.code: scheme for scheme in Scheme.objects.all()}
    scheme = named.get(request.POST.get("scheme", ""))
    if scheme is None:
        raise Http404
    return scheme


def _draft(scheme: str) -> SchemeDraft:
    return get_object_or_404(SchemeDraft.objects.select_related("scheme", "based_on"), scheme__code=scheme)


def _page(request: HttpRequest, form: SchemeForm | None, rows: Rows, made: SchemeDraft) -> HttpResponse:
    user = person(request)
    title = _("Draft: %(scheme)s") % {"scheme": made.scheme}
    is_writer = made.writers.filter(pk=user.pk).exists()
    context: dict[str, Any] = {
        "header_title": title,
        "header_icon": "list-ul",
        "breadcrumbs_items": [
            {"url": reverse("wagtailadmin_home"), "label": _("Home")},
            {"url": reverse(name("list")), "label": _("Scheme versions")},
            {"url": "", "label": title},
        ],
        "form": form,
        "rows": rows,
        "draft": made,
        "faults": drafting.faults(made),
        "changes": terms.changes(made.based_on, made),
        "writers": "、".join(made.writers.values_list("full_name", flat=True)),
        "is_writer": is_writer,
        "may_publish": user.has_perm(MAY_PUBLISH) and not is_writer,
        "publication_url": reverse(name("publication"), args=[made.scheme.code]),
        "removal_url": reverse(name("removal"), args=[made.scheme.code]),
    }
    is_bound = form is not None and form.is_bound
    return render(request, "certificates/admin/scheme_draft.html", context, status=422 if is_bound else 200)
