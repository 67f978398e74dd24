"""Packs of a firm: the list, the request for one, how far it is, what is in it, and its file."""

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.asking import person
from appointments.packs import lending, making
from appointments.packs.forms import KeeperForm, LinkForm, PackForm
from appointments.packs.models import KEPT_DAYS, InspectionPack, PackKeeper, firms_of
from core.dates import today
from core.keeping import Tampered, kept_file
from organisations.permissions import may_manage

AT_A_TIME = 20


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def packs(request: HttpRequest, slug: str) -> HttpResponse:
    """Every pack of a firm, and the request for another."""
    return firm_page(request, slug)


def firm_page(request: HttpRequest, slug: str, **forms: Any) -> HttpResponse:
    """The list, with a form that was sent back, if one was (7 queries, however many packs)."""
    user = person(request)
    firm = get_object_or_404(firms_of(user), slug=slug)
    form = PackForm(request.POST if request.method == "POST" and not forms else None, initial=_this_year())
    if form.is_bound and form.is_valid():
        try:
            return redirect(making.ask(organisation=firm, by=user, **form.cleaned_data))
        except making.Refused as reason:
            form.add_error(None, str(reason))
    manages = may_manage(user, firm)
    made = InspectionPack.objects.filter(organisation=firm).select_related("by").defer("manifest", "figures")
    context = {
        "firm": firm,
        "form": form,
        "manages": manages,
        "packs": Paginator(made, AT_A_TIME).get_page(request.GET.get("page")),
        "keepers": PackKeeper.objects.open().filter(organisation=firm).select_related("person") if manages else [],
        "keeper_form": KeeperForm(organisation=firm) if manages else None,
        "kept_days": KEPT_DAYS,
        "section": "org",
        **forms,
    }
    return render(request, "appointments/packs/packs.html", context, status=422 if form.is_bound or forms else 200)


def _this_year() -> dict[str, Any]:
    return {"since": today().replace(month=1, day=1), "until": today()}


@require_safe
@login_required
@never_cache
def pack(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What is in one, or how far it is; and to whom it is shown."""
    return pack_page(request, pk)


def pack_page(request: HttpRequest, pk: UUID, *, form: LinkForm | None = None, status: int = 200) -> HttpResponse:
    """The page of a pack with a form that was sent back, if one was (4 queries)."""
    held = seen(request, pk)
    context = {
        "pack": held,
        "parts": making.parts(held),
        "links": held.links.select_related("pack", "by"),
        "form": form or LinkForm(),
        "section": "org",
    }
    return render(request, "appointments/packs/pack.html", context, status=status)


@require_safe
@login_required
@never_cache
def progress(request: HttpRequest, pk: UUID) -> JsonResponse:
    """How far it is, for the bar."""
    held = seen(request, pk)
    return JsonResponse({"done": held.done, "rows": making.parts(held), "finished": not held.is_running})


@require_safe
@login_required
@never_cache
def file(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """The pack itself."""
    held = seen(request, pk)
    answer = handed_out(held)
    if answer is None:
        return pack_page(request, pk, status=410)
    lending.note_fetched(pack=held, by=person(request))
    return answer


def handed_out(held: InspectionPack) -> FileResponse | None:
    """The file, piece by piece; None when it is not kept any more."""
    if not held.is_kept:
        return None
    try:
        content = kept_file(held.key, held.sha256)
    except (OSError, Tampered):
        return None
    return FileResponse(content, as_attachment=True, filename=held.file_name, content_type="application/zip")


def seen(request: HttpRequest, pk: UUID) -> InspectionPack:
    """A pack one may see, or 404."""
    mine = InspectionPack.objects.visible_to(person(request)).select_related("organisation", "by")
    return get_object_or_404(mine, pk=pk)
