"""The public halves of the site's keys, for anyone, for ever: what was signed here can be checked without asking us."""

from collections.abc import Mapping

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from certificates import keymaking
from certificates.models import SigningKey
from cms import pagecache

# A key ends by a new row, never by a change a reader must learn of within the hour; only a leak is told on it.
_CACHED = "public, max-age=3600"


@require_safe
@pagecache.public
def keys(request: HttpRequest) -> HttpResponse:
    """Every key there is or was, newest first, and how to use them (one query)."""
    return render(request, "certificates/keys.html", {"keys": SigningKey.objects.order_by("-not_before"), "section": "verify"})


@require_safe
def key_set(request: HttpRequest) -> HttpResponse:
    """All of them as a JWK Set (RFC 7517), for programs."""
    return _json({"keys": [_jwk(key) for key in SigningKey.objects.all()]}, "application/jwk-set+json")


@require_safe
def key(request: HttpRequest, kid: str) -> HttpResponse:
    """One key as a JWK (RFC 7517); the address stands in whatever it signed."""
    return _json(_jwk(get_object_or_404(SigningKey, kid=kid)), "application/jwk+json")


@require_safe
def key_pem(request: HttpRequest, kid: str) -> HttpResponse:
    """The same as PEM: the certificates where there are any, the bare public key elsewhere."""
    shown = get_object_or_404(SigningKey, kid=kid)
    text = shown.certificate_pem or keymaking.public_pem(shown.public_jwk)
    disposition = f'attachment; filename="{shown.purpose}-{shown.kid}.pem"'
    return _open(HttpResponse(text, content_type="application/x-pem-file", headers={"Content-Disposition": disposition}))


def _jwk(key: SigningKey) -> dict[str, str]:
    """The key with its term; members that a reader does not know are left aside (RFC 7517, 4)."""
    term = {"not_before": key.not_before, "not_after": key.not_after, "compromised_at": key.compromised_at}
    return {**key.public_jwk, "purpose": key.purpose, **{name: at.isoformat() for name, at in term.items() if at}}


def _json(content: Mapping[str, object], content_type: str) -> HttpResponse:
    return _open(JsonResponse(content, content_type=content_type))


def _open(response: HttpResponse) -> HttpResponse:
    """Read from any other site's page too: a verifier of badges runs in a browser."""
    response["Cache-Control"] = _CACHED
    response["Access-Control-Allow-Origin"] = "*"
    return response
