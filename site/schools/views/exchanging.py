"""Cartridges: out of a public resource, in to a school's drafts."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.asking import person
from schools import bringing, permissions
from schools.forms import BringForm
from schools.views.library import public_of, trail


@require_safe
def cartridge(request: HttpRequest, key: str) -> StreamingHttpResponse:
    """A public resource as Common Cartridge 1.3."""
    page = public_of(key)
    headers = {"Content-Disposition": f'attachment; filename="{page.slug}.imscc"', "X-Content-Type-Options": "nosniff"}
    return StreamingHttpResponse(bringing.cartridge(page), content_type="application/zip", headers=headers)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def bring(request: HttpRequest) -> HttpResponse:
    """A cartridge of another platform, or of ours, as a draft of one's school."""
    by = person(request)
    schools = permissions.schools_of(by)
    if not schools.exists():
        raise PermissionDenied
    form = BringForm(schools, request.POST or None, request.FILES or None)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                brought = bringing.bring(**form.told, by=by)
            except ValidationError as fault:
                form.add_error("file", fault.messages)
            else:
                _tell(request, brought)
                return redirect("schools:review", brought.page.key)
    return render(request, "schools/import.html", {"form": form, "section": "schools", "trail": trail()}, status=status)


def _tell(request: HttpRequest, brought: Any) -> None:
    messages.success(request, _("The draft is made. Look it over, then hand it in."))
    if brought.left_out:
        names = "、".join(brought.left_out[:10])
        messages.warning(request, _("A lesson has no place for: %(names)s") % {"names": names})
