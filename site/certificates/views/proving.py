"""What a program needs to check that a certificate's events stand in the public log."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from certificates import asking
from certificates.models import LogHead
from core.look_ups import limited


@require_safe
@never_cache
@limited
def proof(request: HttpRequest, number: str) -> HttpResponse:
    """Each event with its place and the hashes that lead to the newest signed head; 404 for what was never given."""
    answer = asking.ask(number)
    newest = LogHead.objects.order_by("-size", "day").first()
    found = answer.certificate is not None
    told = {
        "number": answer.number or None,
        "head": {**newest.told(), "jws": newest.jws or None} if newest and found else None,
        "proofs": [proof.told() for proof in answer.proofs],
        "waiting": len(answer.events) - len(answer.proofs),
    }
    reply = JsonResponse(told, status=200 if found else 404, json_dumps_params={"ensure_ascii": False})
    reply["Access-Control-Allow-Origin"] = "*"
    return reply
