"""The holder's badge: what it would tell, agreeing to it, taking that back, and the files."""

import json
from typing import TYPE_CHECKING, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from certificates import presentation, signing_keys, verdicts
from certificates.art import badge as art
from certificates.badges import awarding, baking
from certificates.badges.credential import enveloped
from certificates.models import Badge, Certificate
from certificates.status import LIVE, Status

if TYPE_CHECKING:
    from accounts.models import User


@require_safe
@login_required
@never_cache
def badge(request: HttpRequest, pk: str) -> HttpResponse:
    """What stands in the badge, and the badge itself once its holder has agreed."""
    return _page(request, _held(request, pk))


def _page(request: HttpRequest, held: Certificate, status: int = 200) -> HttpResponse:
    made = awarding.standing(held)
    document = awarding.printed(made) if made else None
    return render(
        request,
        "certificates/badge.html",
        {
            "row": presentation.row(held),
            "badge": made,
            "document": document,
            "is_being_printed": bool(made and not document and awarding.is_being_printed(made)),
            "award": awarding.award(held, made.pk if made else held.pk),
            "verdict": None if held.status == Status.VALID else verdicts.of(held),
            "agreed_text": awarding.agreed_text(),
            "is_offered": held.state in LIVE and awarding.is_offered(),
            "is_compromised": bool(made and made.signing_key.compromised_at),
            "section": "learn",
        },
        status=status,
    )


@require_POST
@login_required
def consent(request: HttpRequest, pk: str) -> HttpResponse:
    """The holder agrees; the badge is signed at once."""
    held = _held(request, pk)
    try:
        awarding.agree(held, by=cast("User", request.user))
    except (awarding.NoBadge, signing_keys.KeyAway):
        messages.error(request, _("No badge can be made of this certificate at present. Nothing was recorded."))
    return redirect("certificates:badge", held.pk)


@require_POST
@login_required
def withdrawal(request: HttpRequest, pk: str) -> HttpResponse:
    """The holder takes the consent back; from now on nothing is handed out."""
    held = _held(request, pk)
    if awarding.take_back(held, by=cast("User", request.user)):
        messages.success(request, _("This site no longer hands out the badge. Copies already given away remain where they are."))
    return redirect("certificates:badge", held.pk)


@require_safe
@login_required
@never_cache
def file(request: HttpRequest, pk: str, form: str) -> HttpResponse:
    """The badge as a file: baked into a picture, as a signed token, as JSON around it, or unsigned for reading."""
    held = _held(request, pk)
    made = awarding.standing(held)
    if made is None or form not in _FORMS:
        raise Http404
    if form == "pdf":
        return _document(request, held, made)
    content_type, suffix = _FORMS[form]
    headers = {"Content-Disposition": f'attachment; filename="{held.number}{suffix}"'}
    return HttpResponse(_content(held, made, form), content_type=content_type, headers=headers)


def _document(request: HttpRequest, held: Certificate, made: Badge) -> HttpResponse:
    """The certificate with the badge inside, as it is stored. While it is being made: the page that says so, 202."""
    stored = awarding.printed(made)
    if stored is None:
        return _page(request, held, status=202)
    headers = {"Content-Disposition": f'attachment; filename="{held.number}-badge.pdf"'}
    return HttpResponse(stored.read(), content_type="application/pdf", headers=headers)


_FORMS = {
    "pdf": ("application/pdf", "-badge.pdf"),
    "png": ("image/png", ".png"),
    "svg": ("image/svg+xml", ".svg"),
    "jwt": ("text/plain", ".jwt"),
    "json": ("application/vc", ".json"),
    "reading": ("application/json", "-unsigned.json"),
}


def _content(held: Certificate, made: Badge, form: str) -> bytes:
    code = held.scheme.code
    match form:
        case "png":
            return baking.into_png(art.of(code, "png"), made.token)
        case "svg":
            return baking.into_svg(art.of(code, "svg").decode(), made.token).encode()
        case "jwt":
            return made.token.encode()
        case "json":
            told = enveloped(made.token)
        case _:
            told = awarding.readable(made)
    return json.dumps(told, ensure_ascii=False, indent=2).encode()


def _held(request: HttpRequest, pk: str) -> Certificate:
    """One's own certificate: nobody agrees for another, administrators included."""
    return get_object_or_404(Certificate.objects.held_by(cast("User", request.user)).told(), pk=pk)
