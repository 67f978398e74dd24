"""The documents of a sitting in the admin (考次制证): how many are due, how far it is, what stands in the way, and the files."""

from typing import Any
from urllib.parse import quote
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from certificates import batching
from certificates.batching import Obstacle
from certificates.bundling import bundle
from core.audit import record
from core.dates import local_day
from core.typefaces import code_point
from exams.models import Sitting
from exams.permissions import person

MAY_LOOK, MAY_MAKE = "certificates.view_certificate", "certificates.add_certificate"
PER_PAGE = 50


def name(view: str) -> str:
    """The name of one of these addresses."""
    return f"wagtailsnippets_certificates_certificate:{view}"


@require_safe
@permission_required(MAY_LOOK, raise_exception=True)
def sittings(request: HttpRequest) -> HttpResponse:
    """The sittings that have earned certificates, each with how far its documents are."""
    page = Paginator(batching.sittings(), PER_PAGE).get_page(request.GET.get("p"))
    context = head(_("Documents of a sitting"))
    context |= {"rows": batching.overview(page.object_list), "page": page}
    return render(request, "certificates/admin/sittings.html", context)


@require_safe
@permission_required(MAY_LOOK, raise_exception=True)
def sitting(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One sitting: counts, the button, the obstacles by name, the files."""
    held = _sitting(pk)
    context = head(title(held), above=[{"url": reverse(name("sittings")), "label": _("Documents of a sitting")}])
    context |= {
        "sitting": held,
        "progress": batching.progress(held),
        "obstacles": [(obstacle, sentence(obstacle)) for obstacle in batching.obstacles(held)],
        "many": batching.documents(held).count(),
        "is_waiting": batching.is_under_way(held),
        "may_make": request.user.has_perm(MAY_MAKE),
        "preview_url": reverse(name("sitting_preview"), args=[held.pk]),
        "making_url": reverse(name("sitting_making"), args=[held.pk]),
        "bundle_url": reverse(name("sitting_bundle"), args=[held.pk]),
    }
    return render(request, "certificates/admin/sitting.html", context)


@require_POST
@permission_required(MAY_MAKE, raise_exception=True)
def making(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Have whatever is missing made. Asked twice, it is made once."""
    held = _sitting(pk)
    if batching.progress(held).is_done:
        messages.info(request, _("Everything is made already."))
    elif batching.make(held):
        record("certificates.documents_asked_for", held, by=person(request))
        messages.success(request, _("Noted. The workers make what is missing; this page shows how far they are."))
    else:
        messages.info(request, _("That is noted already and is being worked on."))
    return redirect(name("sitting"), held.pk)


@require_safe
@permission_required(MAY_LOOK, raise_exception=True)
def files(request: HttpRequest, pk: UUID) -> HttpResponse | StreamingHttpResponse:
    """All documents of the sitting as one ZIP, sent while it is packed."""
    held = _sitting(pk)
    made = list(batching.documents(held))
    if not made:
        messages.error(request, _("No document is made yet."))
        return redirect(name("sitting"), held.pk)
    # Whole names leave the house here: who took them and how many stands in the log.
    record("certificates.documents_fetched", held, by=person(request), many=len(made))
    reply = StreamingHttpResponse(bundle(made), content_type="application/zip")
    file = f"{held.exam_version.exam.code}-{local_day(held.opens_at):%Y-%m-%d}.zip"
    reply["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(file)}"
    reply["Cache-Control"] = "private, no-store"
    return reply


def title(held: Sitting) -> str:
    """What a sitting is called here: the exam and the day."""
    return f"{held.exam_version.exam} {local_day(held.opens_at):%Y-%m-%d}"


def sentence(obstacle: Obstacle) -> str:
    """What stands in the way, and what to do."""
    if obstacle.missing:
        signs = "、".join(f"{sign}（{code_point(sign)}）" for sign in obstacle.missing)
        return _("No typeface draws %(signs)s in the name. An approved substitute is needed.") % {"signs": signs}
    known = {
        "NoVersion": _("No version of the scheme is in force. Publish one, then make the rest."),
        "Tampered": _("The kept file is not the one that was recorded. Look into the store."),
        "Unprintable": _("Something else that is printed holds a character no typeface draws. Look at the scheme's words."),
    }
    told = known.get(obstacle.error.partition(":")[0], _("A technical fault. The note of it says:"))
    return f"{told} {obstacle.error}" if told not in known.values() else told


def _sitting(pk: UUID) -> Sitting:
    return get_object_or_404(batching.sittings(), pk=pk)


def head(title: str, above: list[dict[str, Any]] | None = None) -> dict[str, Any]:
    """What the head of a screen beside the register says."""
    crumbs: list[dict[str, Any]] = [
        {"url": reverse("wagtailadmin_home"), "label": _("Home")},
        {"url": reverse(name("list")), "label": _("Certificate register")},
        *(above or []),
        {"url": "", "label": title},
    ]
    return {"header_title": title, "header_icon": "doc-full-inverse", "breadcrumbs_items": crumbs}
