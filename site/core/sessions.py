"""Django's sessions in the database, but for two things, both about what a request costs (docs/algorithms/cost.md).

One that exists is saved by one UPDATE: Django wraps it in a transaction of its own, which guards nothing a single statement
does not guard, and costs two more. And whoever signed in with it is read along with it, in one statement: a process
remembers whose a session was when it last saw it. That is a guess where to look and nothing else; session and person are
read anew each time, and a person who is not the one the session names is not taken (accounts/middleware.py).
"""

from typing import Any

from django.contrib.auth import SESSION_KEY, get_user_model
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.sessions.backends import db
from django.contrib.sessions.backends.base import UpdateError
from django.db import models

from core.dates import now
from core.memory import Memory
from core.prepared import Given, Rows


class SessionStore(db.SessionStore):
    # The row of the person whom the session names, if it came along.
    person: AbstractBaseUser | None = None

    def load(self) -> dict[str, Any]:
        """The session's data, as Django reads it; empty when it has ended."""
        key = self.session_key or ""
        guess = _whose.many([key]).get(key)
        found = _both.first(key=key, at=now(), person=guess) if guess else None
        if found is None or found.kept is None:
            data: dict[str, Any] = super().load()
        else:
            data = self.decode(found.kept)
            if data.get(SESSION_KEY) == str(found.pk):
                self.person = found
        if self.session_key and (whose := data.get(SESSION_KEY)):
            _whose.put(self.session_key, whose)
        return data

    def save(self, must_create: bool = False) -> None:
        """As Django does; UpdateError when the session was ended meanwhile."""
        if must_create or self.session_key is None:
            super().save(must_create)
            return
        row = self.create_model_instance(self._session)  # type: ignore[attr-defined]  # the stubs leave it out
        kept = self.model.objects.filter(pk=row.pk)
        if not kept.update(session_data=row.session_data, expire_date=row.expire_date):
            raise UpdateError


def _people_with_sessions() -> "models.QuerySet[Any]":
    held = SessionStore.get_model_class().objects.filter(
        session_key=Given("key", models.CharField()), expire_date__gt=Given("at", models.DateTimeField())
    )
    people = get_user_model()._default_manager.filter(pk=Given("person", models.BigIntegerField()))
    return people.annotate(kept=models.Subquery(held.values("session_data")))


_both: Rows[Any] = Rows(_people_with_sessions)
_whose: Memory[str, str] = Memory(20_000, lambda keys: {})
