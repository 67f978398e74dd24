"""What else happened in an attempt: signals as they come in from the page."""

from uuid import UUID

from allauth.account.adapter import get_adapter
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from exams import noticing, receiving, replies
from exams.forms import BadAnswer
from exams.permissions import own_attempt, person, signed_in_or_told


@require_POST
@never_cache
@signed_in_or_told
@login_required
def signals(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take signals from the page. Whatever becomes of them, answers are not touched."""
    mine = own_attempt(person(request), pk)
    try:
        kept = noticing.keep(
            attempt=mine, signals=noticing.read(receiving.body_of(request)), address=get_adapter().get_client_ip(request)
        )
    except BadAnswer as bad:
        return replies.refused(mine, bad)
    except noticing.TooMany:
        return JsonResponse({"reason": "too many"}, status=429)
    return JsonResponse({"kept": kept})
