"""The access code of a sitting (入场码): told in the room, asked for at the start. Kept as a keyed digest, shown once."""

from django.core.cache import cache
from django.db import transaction
from django.utils.crypto import constant_time_compare, salted_hmac

from accounts.models import User
from core.codes import drawn, grouped, typed
from exams import recording
from exams.models import Sitting, SittingEntry

SIGNS = 8
# So many codes may be tried within so many seconds, by one person at one sitting.
TRIES, SECONDS = 10, 600


class TooMany(Exception):
    """Too many codes were tried; a while later one may try again."""


@transaction.atomic
def renew(*, sitting: Sitting, by: User) -> str:
    """Give the sitting a new code, and tell it: it cannot be read again. The old one opens nothing from now on."""
    code = drawn(SIGNS)
    sitting.access_code_hash = _digest(sitting, code)
    sitting.save(update_fields=["access_code_hash"])
    recording.enter(sitting, SittingEntry.Kind.CODE, by=by)
    return grouped(code)


def opens(*, sitting: Sitting, code: str, person: User) -> bool:
    """Whether `code` is the sitting's; a sitting without one is open to all. Raises TooMany."""
    if not sitting.has_access_code:
        return True
    key = f"access:{sitting.pk}:{person.pk}"
    cache.add(key, 0, SECONDS)
    try:
        count = cache.incr(key)
    except ValueError:  # thrown out between the two lines: count from here
        count = 1
    if count > TRIES:
        raise TooMany(sitting.pk)
    return constant_time_compare(_digest(sitting, code), sitting.access_code_hash)


def _digest(sitting: Sitting, code: str) -> str:
    """Keyed with the site's secret: eight signs alone could be guessed from a stolen table, and a slow hash would make
    three hundred people wait who start in the same minute."""
    return salted_hmac("exams.access", f"{sitting.pk}:{typed(code)}", algorithm="sha256").hexdigest()
