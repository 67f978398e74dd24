"""The draft of a scheme's next template in the admin (版式草稿): written, looked at, published by another, or thrown away."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from certificates import template_lines, templating
from certificates.models import Scheme, Template, TemplateDraft
from certificates.office import template_previews as previews
from certificates.office.scheme_drafts import chosen
from certificates.template_forms import TemplateForm
from certificates.template_linting import findings
from exams.permissions import person

MAY_DRAFT, MAY_PUBLISH = "certificates.add_templatedraft", "certificates.add_template"


def name(view: str) -> str:
    """The name of one of these addresses."""
    return f"wagtailsnippets_certificates_template:{view}"


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required(MAY_DRAFT, raise_exception=True)
def drafts(request: HttpRequest) -> HttpResponse:
    """Each scheme with the form in force; a draft is begun, or the one begun is gone on with."""
    if request.method == "POST":
        scheme = chosen(request)
        templating.draft(scheme=scheme, by=person(request))
        return redirect(name("draft"), scheme.code)
    newest = {one.scheme_id: one for one in Template.objects.order_by("number")}
    begun = {one.scheme_id: one for one in TemplateDraft.objects.all()}
    rows = [(scheme, newest.get(scheme.pk), begun.get(scheme.pk)) for scheme in Scheme.objects.all()]
    context = {**_head(_("Write a template")), "rows": rows, "drafts_url": reverse(name("drafts"))}
    return render(request, "certificates/admin/templates.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def draft(request: HttpRequest, scheme: str) -> HttpResponse:
    """The draft as a form, with what there is to say about it as it was last saved. Whoever only publishes reads it."""
    made, user = found(scheme), person(request)
    may_write = user.has_perm(MAY_DRAFT)
    if not may_write and (request.method == "POST" or not user.has_perm(MAY_PUBLISH)):
        return HttpResponse(status=403)
    if request.method != "POST":
        return _page(request, TemplateForm(instance=made) if may_write else None, made)
    form = TemplateForm(request.POST, request.FILES, instance=made)
    if form.is_valid():
        templating.write(draft=form.take(user), by=user)
        messages.success(request, _("The draft is saved. Certificates look as before until it is published."))
        return redirect(name("draft"), scheme)
    return _page(request, form, found(scheme))


@require_POST
@permission_required(MAY_PUBLISH, raise_exception=True)
def publication(request: HttpRequest, scheme: str) -> HttpResponse:
    """Publish the draft as it was last saved."""
    made = found(scheme)
    try:
        version = templating.publish(draft=made, by=person(request))
    except templating.OwnWork:
        messages.error(request, _("Not published: you wrote on this draft. Ask a colleague to look at it and publish it."))
    except templating.Unchanged:
        messages.error(request, _("Not published: it looks and says the same as the one in force."))
    except templating.Unfit as reason:
        messages.error(request, _("Not published: %(reason)s") % {"reason": reason.found[0].text})
    else:
        sentence = _("Version %(number)s is published. Certificates issued from now on are drawn by it.")
        messages.success(request, sentence % {"number": version.number})
        return redirect(name("inspect"), version.pk)
    return redirect(name("draft"), scheme)


@require_POST
@permission_required(MAY_DRAFT, raise_exception=True)
def removal(request: HttpRequest, scheme: str) -> HttpResponse:
    """Throw the draft away."""
    templating.discard(draft=found(scheme), by=person(request))
    messages.success(request, _("The draft is thrown away."))
    return redirect(name("drafts"))


def found(scheme: str) -> TemplateDraft:
    """The draft of a scheme, or 404."""
    told = TemplateDraft.objects.select_related("scheme", "based_on__mark", "mark")
    return get_object_or_404(told, scheme__code=scheme)


def _head(title: str) -> dict[str, Any]:
    crumbs = [
        {"url": reverse("wagtailadmin_home"), "label": _("Home")},
        {"url": reverse(name("list")), "label": _("Certificate templates")},
        {"url": "", "label": title},
    ]
    return {"header_title": title, "header_icon": "image", "breadcrumbs_items": crumbs}


def _page(request: HttpRequest, form: TemplateForm | None, made: TemplateDraft) -> HttpResponse:
    user = person(request)
    is_writer = made.writers.filter(pk=user.pk).exists()
    code = made.scheme.code
    context: dict[str, Any] = {
        **_head(_("Template draft: %(scheme)s") % {"scheme": made.scheme}),
        "form": form,
        "draft": made,
        "findings": findings(made, made.scheme),
        "changes": template_lines.changes(made.based_on, made),
        "writers": "、".join(made.writers.values_list("full_name", flat=True)),
        "is_writer": is_writer,
        "may_publish": user.has_perm(MAY_PUBLISH) and not is_writer,
        "preview": previews.choices(request, reverse(name("draft_preview"), args=[code])),
        "publication_url": reverse(name("publication"), args=[code]),
        "removal_url": reverse(name("removal"), args=[code]),
    }
    is_bound = form is not None and form.is_bound
    return render(request, "certificates/admin/template_draft.html", context, status=422 if is_bound else 200)
