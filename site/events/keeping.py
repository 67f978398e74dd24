"""The kept pages of this room: forgotten when an event or the number of its free seats changes."""

from django.db import transaction

from cms import pagecache


def forget_kept_pages() -> None:
    """Once the deed is kept: who reads before that may still read the old page, afterwards nobody."""
    transaction.on_commit(pagecache.clear)
