"""What follows from news of Django itself."""

from typing import Any

from django.db import connections

from organisations.laying import lay
from organisations.models import Organisation


def lay_lists(sender: Any, using: str, **kwargs: Any) -> None:
    """After migrations: the lists stand as soon as their tables do (migrated back, there are none)."""
    if using == "default" and Organisation._meta.db_table in connections[using].introspection.table_names():
        lay()
