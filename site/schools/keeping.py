"""What the library is narrowed and counted by (资源库的计数表): read once by each process, and again when a resource changes.

A change renews the stamp of `SHELVES`, at once and when its transaction is kept (cms.pagecache); what was read under another
stamp is looked at no more, in any process. While the cache is away nothing tells of a change: then it is read each time.
After ten minutes it is read anew in any case, as pages are.
"""

import json
import time
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.db.models import QuerySet, TextField
from django.db.models.functions import Cast

from cms import pagecache
from cms.openness import open_to_all
from core.memory import Memory
from schools.models import LessonPackPage
from schools.models.pack import SHELVES
from schools.tallying import Signs, Tally, tally
from schools.traits import length_of

FACETS = ("stage", "subject", "length", "kind", "role", "industry", "language", "licence")
NEWEST_FIRST = ("-approved_on", "-pk")
_SECONDS = 600
_COLUMNS = ("stage", "subject", "kind", "licence", "minutes", "industry")
# A save that leaves all of these alone moves nothing.
_DECIDING = frozenset({*_COLUMNS, "roles", "languages", "live", "locale", "translation_key", "approved_on", "path"})

# Of two trees, the present and the one before.
_kept: Memory[tuple[str, int, str], Tally] = Memory(4, lambda keys: {})


def shelves(language: str) -> Tally:
    """All that anybody may read in a language, the newest first."""
    tree, stamp = tree_of(language), pagecache.generation(SHELVES)
    return _kept.kept((stamp, int(time.monotonic() // _SECONDS), tree), lambda: _read(tree)) if stamp else _read(tree)


def tree_of(language: str) -> str:
    """Traditional readers have the Simplified resources converted."""
    return "en" if language == "en" else settings.LANGUAGE_CODE


def changed(**kwargs: Any) -> None:
    """A resource came, went or is about something else. (A receiver of signals, too.)"""
    pagecache.purge(SHELVES)


def saved(update_fields: Sequence[str] | None = None, raw: bool = False, **kwargs: Any) -> None:
    """As `changed`, for a save. Whoever writes rows as they are (`raw`) says so himself, once."""
    if raw:
        return
    if update_fields is None or _DECIDING.intersection(update_fields):
        changed()


def _read(tree: str) -> Tally:
    """Three queries. The columns stand in one index, so that no resource is read itself."""
    public = open_to_all(LessonPackPage.objects.filter(live=True))
    # Plain texts: made into identifiers and lists one by one, ten thousand of them would cost more than to be read.
    plain = public.annotate(twins=Cast("translation_key", TextField()), posts=Cast("roles", TextField()))
    told = plain.annotate(written=Cast("languages", TextField())).order_by()
    others = told.exclude(locale__language_code=tree).values_list("twins", "locale__language_code", "written")
    abroad: dict[str, list[str]] = {}
    for twins, locale, written in others.iterator():
        abroad.setdefault(twins, []).extend(_listed(written) or [locale])
    rows = told.filter(locale__language_code=tree).order_by(*NEWEST_FIRST)
    return tally(FACETS, _signs(rows.values_list("pk", "twins", "posts", "written", *_COLUMNS), abroad, tree))


def _signs(rows: "QuerySet[Any, Any]", abroad: dict[str, list[str]], tree: str) -> Iterator[tuple[int, Signs]]:
    for key, twins, posts, written, stage, subject, kind, licence, minutes, industry in rows.iterator():
        yield (
            key,
            {
                "stage": (stage,),
                "subject": (subject,),
                "length": (length_of(minutes).value,),
                "kind": (kind,),
                "role": _listed(posts),
                "industry": (str(industry),),
                # Those of the other trees, too: it is offered in all of them.
                "language": {*(_listed(written) or [tree]), *abroad.get(twins, ())},
                "licence": (licence,),
            },
        )


@lru_cache(maxsize=256)
def _listed(text: str) -> list[str]:
    """A list as the database writes it. There are few different ones."""
    told: list[str] = json.loads(text)
    return told
