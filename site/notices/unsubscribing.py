"""Unsubscribing (退订): a link in the mail that needs no password, names one kind and one person, and cannot be forged."""

from django.conf import settings
from django.core import signing
from django.urls import reverse

from accounts.models import User
from notices.kinds import Delivery, Kind, kind, known
from notices.models import Notice, Preference
from notices.preferring import prefer

_SALT = "notices.unsubscribe"


class Spoilt(ValueError):
    """The link was copied in part, or never came from here."""


def address(notice: Notice) -> str:
    token = signing.dumps([notice.reader_id, notice.code], salt=_SALT)
    return settings.SITE_URL + reverse("notices:unsubscribe", args=[token])


def meant(token: str) -> tuple[User, Kind]:
    """Whom and what a link names. It never runs out: a mail may be years old."""
    try:
        reader, code = signing.loads(token, salt=_SALT)
    except signing.BadSignature as forged:
        raise Spoilt from forged
    person = User.objects.filter(pk=reader).first()
    if person is None or not known(code):
        raise Spoilt
    return person, kind(code)


def stop(reader: User, kind: Kind) -> Preference:
    """No mail of this kind from now on; the inbox keeps it."""
    return prefer(reader, kind, Delivery.OFF)
