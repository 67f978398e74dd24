"""Letters to guests (致访客的信): the same news as in a person's inbox, by mail to who has no account, each once."""

from typing import Any

from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override
from wagtail.models import Site

from cms.models import Identity
from core import letters
from core.jobs import enqueue
from events import tasks
from events.models import GuestLetter, Registration
from notices.kinds import Kind, kind, worded

# Not one of a reader's kinds: it goes to somebody who is nobody here yet.
CONFIRM = Kind(
    code="events.confirm",
    room="",
    name="",
    rule="",
    subject=_("Confirm your registration: %(event)s"),
    text=_(
        "Somebody gave this address for the event “%(event)s”. If it was you, open the link within a day and confirm. "
        "If it was not, do nothing: nothing is registered."
    ),
)


def write(registration: Registration, code: str, occasion: str, facts: dict[str, Any]) -> bool:
    """Write a guest a letter about a registration. False: it was written before."""
    return write_to(
        email=registration.email,
        name=registration.name,
        language=registration.language,
        code=code,
        occasion=occasion,
        facts=facts,
        address=registration.get_absolute_url(),
    )


def write_to(*, email: str, code: str, occasion: str, **told: Any) -> bool:
    """One letter of an occasion; its job is noted with it."""
    letter, is_new = GuestLetter.objects.get_or_create(email=email, code=code, occasion=occasion, defaults=told)
    if is_new:
        enqueue(tasks.post_letter, letter=str(letter.pk))
    return is_new


def post(pk: str) -> bool:
    """Send one letter unless it went."""
    return letters.send_once(GuestLetter.objects.all(), pk, _send)


def sweep() -> int:
    return letters.sweep(GuestLetter.objects.all(), tasks.post_letter)


def _send(letter: GuestLetter) -> None:
    if not letter.email:
        return
    with override(letter.language):
        kind_ = CONFIRM if letter.code == CONFIRM.code else kind(letter.code)
        context = {
            "reader": {"full_name": letter.name},
            "identity": Identity.for_site(Site.objects.get(is_default_site=True)),
            "site_url": settings.SITE_URL,
            "text": worded(kind_.text, letter.facts),
            "address": settings.SITE_URL + letter.address,
            "rule": kind_.rule,
        }
        body = render_to_string("emails/event_guest.txt", context)
        send_mail(worded(kind_.subject, letter.facts), body, None, [letter.email])
