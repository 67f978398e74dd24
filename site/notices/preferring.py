"""Preferring (通知偏好): a person's choice for a kind. It holds for what is told later and for what waits now."""

from django.db import transaction

from accounts.models import User
from core.dates import now
from notices.kinds import Delivery, Kind
from notices.models import Notice, Preference


class Owed(ValueError):
    """This kind comes by mail whatever one wishes: it is about a right of its reader."""


@transaction.atomic
def prefer(reader: User, kind: Kind, delivery: Delivery) -> Preference:
    """Keep the choice; what waits unsent follows it."""
    if kind.is_fixed:
        raise Owed(kind.code)
    preference, _made = Preference.objects.update_or_create(
        reader=reader, code=kind.code, defaults={"delivery": delivery, "chosen_at": now()}
    )
    if delivery == Delivery.OFF:
        waiting = Notice.objects.filter(reader=reader, code=kind.code, mailed_at=None)
        waiting.exclude(delivery=Delivery.LETTER).update(delivery=Delivery.OFF)
    return preference
