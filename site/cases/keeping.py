"""The kept pages of this room: forgotten together when any case is published, taken down or loses its name."""

from cms import pagecache

TAG = "cases"


def forget_kept_pages() -> None:
    pagecache.purge(TAG, *pagecache.GATHERINGS)
