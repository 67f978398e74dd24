"""A house that stands for all tests of a module, each of which leaves it as it was. Building one takes longer than knocking.

Such tests ask for no `db`: the whole module is one transaction, and each of its tests a savepoint within.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import transaction


@contextmanager
def for_a_module(blocker: Any) -> Iterator[None]:
    """`blocker`: pytest-django's `django_db_blocker`."""
    with blocker.unblock(), as_it_was():
        yield


@contextmanager
def as_it_was() -> Iterator[None]:
    """Whatever is written meanwhile is gone."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
