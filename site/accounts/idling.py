"""When a session ends by itself (会话时限): after a while without a request, and in any case some hours after signing in.

Staff are given less time than learners. A candidate whose exam is running is let be: no clock but the exam's own ends it
(ASVS 7.3.1, 7.3.2). What was last seen is written at most every five minutes: a request costs no write of its own.
"""

from collections.abc import Callable

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils.translation import gettext as _

from accounts.models import User
from core.dates import now

BEGUN, SEEN = "begun_at", "seen_at"
_STEP = 300
# What rooms say keeps a session open, asked only when it would end: a running exam, say.
_excuses: list[Callable[[User], bool]] = []


def excuse(keeps_open: Callable[[User], bool]) -> None:
    """Have `keeps_open(user)` asked before a session is ended."""
    if keeps_open not in _excuses:
        _excuses.append(keeps_open)


@receiver(user_logged_in)
def begin(sender: object, request: HttpRequest, **kwargs: object) -> None:
    """The moment from which both times run."""
    if hasattr(request, "session"):
        request.session[BEGUN] = request.session[SEEN] = int(now().timestamp())


def is_over(request: HttpRequest, user: User) -> bool:
    """Whether the session was left alone, or has lasted long enough; then it is ended, and the request is a stranger's."""
    at, session = int(now().timestamp()), request.session
    begun, seen = session.get(BEGUN), session.get(SEEN)
    if begun is None or seen is None:
        session[BEGUN], session[SEEN] = begun or at, at
        return False
    might_be = at - seen > settings.IDLE_SECONDS_STAFF or at - begun > settings.SESSION_COOKIE_AGE
    if might_be and _is_due(user, idle=at - seen, age=at - begun):
        session.flush()
        said = _("You were signed out because nothing happened for a while. Sign in again to go on.")
        messages.info(request, said, fail_silently=True)
        return True
    if at - seen > _STEP:
        session[SEEN] = at
    return False


def _is_due(user: User, *, idle: int, age: int) -> bool:
    """Whether it ends now: staff are given less time, and who writes an exam is let be."""
    limit = settings.IDLE_SECONDS_STAFF if user.has_perm("wagtailadmin.access_admin") else settings.IDLE_SECONDS
    is_late = idle > limit or age > settings.SESSION_COOKIE_AGE
    return is_late and not any(keeps_open(user) for keeps_open in _excuses)
