"""Atom feeds (RFC 4287) of words that people wrote: what XML cannot carry is left out, and the rest of the feed is there.

Word processors leave control characters in what is pasted from them; one of them in one title would break the whole feed.
"""

import re
from typing import Any

from django.utils.feedgenerator import Atom1Feed

_UNSPEAKABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


class Atom(Atom1Feed):
    def __init__(self, **told: Any) -> None:
        super().__init__(**{name: carried(words) for name, words in told.items()})

    def add_item(self, *told: Any, **more: Any) -> None:
        super().add_item(*map(carried, told), **{name: carried(words) for name, words in more.items()})


def carried(words: Any) -> Any:
    r"""What of a text XML can carry; anything else as it is.

    >>> carried("甲\x0b乙\n"), carried(None)
    ('甲乙\n', None)
    """
    return _UNSPEAKABLE.sub("", words) if isinstance(words, str) else words
