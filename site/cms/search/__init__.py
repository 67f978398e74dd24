"""Full-text search that understands Chinese, on SQLite and PostgreSQL, for the public site and the admin alike.

Named in settings as `cms.search`; Wagtail asks this module for `SearchBackend`. The right backend is imported by
the database's vendor and only when asked for: the library's SQLite module cannot even be imported under PostgreSQL.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django.db import connection
from django.utils.module_loading import import_string

if TYPE_CHECKING:
    from cms.search.ladder import Ladder

_MODULES = {"sqlite": "cms.search.sqlite", "postgresql": "cms.search.postgres"}


def SearchBackend(params: dict[str, Any]) -> "Ladder":
    """The search backend of the present database."""
    backend: Callable[[dict[str, Any]], Ladder] = import_string(f"{_MODULES[connection.vendor]}.SearchBackend")
    return backend(params)
