"""Words that mean the same (同义词): 院校 finds 学校, 质量官 finds 首席质量官. Editors keep the table in the admin.

A word is widened when it is asked for, never when it is indexed: a changed table holds for the next question.
"""

from collections.abc import Iterable, Sequence

from django.db import DatabaseError

from cms import pagecache
from cms.search.text import normalise
from core.memory import Memory

MOST = 6  # readings of one term; each costs the index a phrase

_tables: Memory[str, list[list[str]]] = Memory(4, lambda keys: {})


def groups() -> list[list[str]]:
    """The groups of words of one meaning, in the index's form. Read once per process and generation of pages."""
    generation = pagecache.generation("search")
    return _tables.kept(generation, _read) if generation else _read()


def _read() -> list[list[str]]:
    from cms.models import Synonyms

    try:
        return [[normalise(word) for word in words] for words in Synonyms.objects.as_lists()]
    except DatabaseError:  # the index is being built by a migration that is older than the table
        return []


def widened(term: str) -> list[str]:
    """The term and what else it may be called, itself first."""
    return readings(term, groups())


def readings(term: str, table: Iterable[Sequence[str]]) -> list[str]:
    """`term` with each word of the table that stands in it put in the other words.

    >>> readings("院校课程", [["学校", "院校"]])
    ['院校课程', '学校课程']
    >>> readings("首席质量官", [["质量官", "首席质量官", "cqo"]])
    ['首席质量官', '质量官', 'cqo']
    >>> readings("school", [["pen", "school"]]), readings("schooling", [["pen", "school"]])
    (['school', 'pen'], ['schooling'])
    """
    found = [term]
    for group in table:
        # The longest word of a group stands for the shorter ones inside it.
        word = next((word for word in sorted(group, key=len, reverse=True) if _holds(term, word)), None)
        if word is not None:
            found += [term.replace(word, other) for other in group if other != word]
    return list(dict.fromkeys(found))[:MOST]


def _holds(term: str, word: str) -> bool:
    return word == term if word.isascii() else word in term
