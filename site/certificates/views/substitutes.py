"""What is printed for one's own name, before one agrees to it."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from certificates import substituting
from certificates.models import NameSubstitute
from core.typefaces import code_point, unprintable
from exams.permissions import person


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def substitute(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The proposal as the holder reads it; agreed to or refused."""
    user = person(request)
    held = get_object_or_404(NameSubstitute.objects.told().filter(holder=user), pk=pk)
    may_settle = held.state == held.State.OPEN and substituting.may_settle(held, user)
    if request.method == "POST":
        settle = substituting.agree if "agree" in request.POST else substituting.refuse
        try:
            settle(substitute=held, by=user)
        except (substituting.NotPossible, substituting.NotImpartial):
            messages.error(request, _("Not done: it was settled meanwhile."))
        else:
            messages.success(request, _("Noted. Thank you."))
        return redirect(held)
    signs = [f"{sign}（{code_point(sign)}）" for sign in unprintable(held.name)]
    context = {"substitute": held, "signs": "、".join(signs), "may_settle": may_settle, "section": "learn"}
    return render(request, "certificates/substitute.html", context)
