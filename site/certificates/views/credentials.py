"""What programs fetch to show or verify a badge: the credential, its issuer, the achievement, the picture, the status lists.

Open to any other site's page: a verifier runs in a browser. docs/algorithms/badges.md.
"""

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from certificates import signing_keys
from certificates.art import badge as art
from certificates.badges import awarding, issuing_body, statuslists
from certificates.badges.credential import Json, document
from certificates.models import Badge, SchemeVersion, SigningKey

_DAY = 86_400


@require_safe
@never_cache
def credential(request: HttpRequest, pk: str) -> HttpResponse:
    """A badge at its own address, as text (Open Badges 3.0, "Web Resource"); 410 once the consent is taken back."""
    badge = get_object_or_404(Badge.objects.told(), pk=pk)
    if not awarding.is_standing(badge):
        return _open(HttpResponse(_("The holder no longer shows this badge here."), content_type="text/plain", status=410))
    return _open(HttpResponse(badge.token, content_type="text/plain", headers={"X-Robots-Tag": "noindex"}))


@require_safe
def issuer(request: HttpRequest) -> HttpResponse:
    """The issuer's profile."""
    return _json(document(issuing_body.issuer().profile()), statuslists.TTL)


@require_safe
def achievement(request: HttpRequest, scheme: str, number: int) -> HttpResponse:
    """What a version of a scheme asks for; a version never changes."""
    version = get_object_or_404(SchemeVersion.objects.select_related("scheme"), scheme__code=scheme, number=number)
    return _json(document(awarding.achievement(version).told()), _DAY)


@require_safe
def picture(request: HttpRequest, code: str, kind: str) -> HttpResponse:
    """The picture of a scheme's badges, with nobody's badge in it."""
    if kind not in ("png", "svg"):
        raise Http404
    content_type = "image/png" if kind == "png" else "image/svg+xml"
    return _open(HttpResponse(art.of(code, kind), content_type=content_type, headers=_kept(_DAY)))


@require_safe
def status_list(request: HttpRequest, purpose: str, number: int) -> HttpResponse:
    """A status list as it is this second, signed; unsigned bits are compared first, so that a 304 costs no signature."""
    key = signing_keys.in_use(SigningKey.Purpose.CREDENTIAL)
    if key is None or purpose not in statuslists.SETS or not statuslists.exists(number):
        raise Http404
    said = statuslists.say(purpose, number, key.kid)
    etag = f'"{said.digest}"'
    response = get_conditional_response(request, etag=etag)
    if response is None:
        response = HttpResponse(said.token(), content_type="application/vc+jwt")
    response["ETag"] = etag
    for name, value in _kept(statuslists.TTL).items():
        response[name] = value
    return _open(response)


def _kept(seconds: int) -> dict[str, str]:
    """For caches between here and the reader. Not "public": the site's own page cache would answer with yesterday's state."""
    return {"Cache-Control": f"max-age={seconds}"}


def _json(told: Json, seconds: int) -> HttpResponse:
    return _open(JsonResponse(told, content_type="application/ld+json", headers=_kept(seconds)))


def _open(response: HttpResponse) -> HttpResponse:
    response["Access-Control-Allow-Origin"] = "*"
    return response
