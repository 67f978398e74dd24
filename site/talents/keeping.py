"""The kept pages of this room: made of what it shows the public, forgotten together when any of it changes."""

from cms import pagecache

TAG = "talents"


def forget_kept_pages() -> None:
    pagecache.purge(TAG, *pagecache.GATHERINGS)
