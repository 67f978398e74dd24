"""Django's PostgreSQL, but for one thing: whether a kept connection still stands is seen without asking the server.

CONN_HEALTH_CHECKS sends a SELECT 1 before the first query of every request. A connection at rest has nothing to say;
when it is readable all the same, the server has hung up (a restart, a kill), and only then is it asked.
"""

import select
from typing import Any

from django.db.backends.postgresql import base


class DatabaseWrapper(base.DatabaseWrapper):
    def is_usable(self) -> bool:
        """Whether the next query will find the server there. After an error the server is asked, as Django does."""
        connection: Any = self.connection
        if connection is None or connection.closed:
            return False
        quiet = not self.errors_occurred and not _readable(connection.fileno())
        return quiet or bool(super().is_usable())


def _readable(number: int) -> bool:
    poll = select.poll()
    poll.register(number, select.POLLIN | select.POLLHUP | select.POLLERR)
    return bool(poll.poll(0))
