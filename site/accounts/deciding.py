"""The office's answer to what somebody handed in: it is published, or returned with a reason."""

from typing import Protocol, TypeVar

from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext as _

from accounts.asking import person
from accounts.models import User
from accounts.submissions import Refused, SubmissionRecord

S = TypeVar("S", bound=SubmissionRecord)


class Accepting(Protocol[S]):
    def __call__(self, submission: S, *, by: User) -> S: ...


class SendingBack(Protocol[S]):
    def __call__(self, submission: S, *, by: User, reason: str) -> S: ...


def answer(request: HttpRequest, submission: S, *, accept: Accepting[S], send_back: SendingBack[S]) -> None:
    """Do what the button says, and tell the officer what came of it."""
    try:
        if request.POST.get("decision") == "publish":
            accept(submission, by=person(request))
            messages.success(request, _("Published. Who submitted it is told."))
        else:
            send_back(submission, by=person(request), reason=request.POST.get("reason", ""))
            messages.success(request, _("Returned. Who submitted it is told why."))
    except Refused as reason:
        messages.error(request, str(reason))
