"""Indexing many objects at once: a mass load notes what changed and indexes it in batches at its end.

One by one, each save reads its object again, writes its entry and then weighs all titles anew.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.db import models
from modelsearch.backends import get_search_backends_with_name

_BATCH = 200
_noted: ContextVar[dict[type[models.Model], set[object]] | None] = ContextVar("noted", default=None)


def note(obj: models.Model) -> bool:
    """Whether `obj` was noted for later, because a mass load is going on."""
    noted = _noted.get()
    if noted is None:
        return False
    noted.setdefault(type(obj), set()).add(obj.pk)
    return True


@contextmanager
def gathered() -> Iterator[None]:
    """Within: saved objects are noted. At the end, also after an error: they are indexed in batches.

    A load inside a load leaves the indexing to the outer one.
    """
    if _noted.get() is not None:
        yield
        return
    token = _noted.set({})
    try:
        yield
    finally:
        noted = _noted.get() or {}
        _noted.reset(token)
        for model, keys in noted.items():
            _index(model, sorted(keys, key=str))


def _index(model: type[models.Model], keys: list[object]) -> None:
    for start in range(0, len(keys), _BATCH):
        some = keys[start : start + _BATCH]
        objects = list(model.get_indexed_objects().filter(pk__in=some))  # type: ignore[attr-defined]  # index.Indexed
        for _name, backend in get_search_backends_with_name(with_auto_update=True):
            backend.add_bulk(model, objects)
