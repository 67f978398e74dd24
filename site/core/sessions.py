"""Django's sessions in the database, but for two things, both about what a request costs (docs/algorithms/cost.md).

One that exists is saved by one UPDATE, compiled once: Django wraps it in a transaction of its own, which guards nothing a
single statement does not guard, and costs two more. And whoever signed in with it is read along with it, in one statement:
a process remembers whose a session was when it last saw it. That is a guess where to look and nothing else; session and
person are read anew each time, and a person who is not the one the session names is not taken (accounts/middleware.py). A
process that has not seen the session yet reads the two one after the other, by kept statements as well.
"""

from typing import Any

from django.contrib.auth import SESSION_KEY, get_user_model
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.sessions.backends import db
from django.contrib.sessions.backends.base import UpdateError
from django.db import models

from core.dates import now
from core.memory import Memory
from core.prepared import Change, Given, Rows, Values


class SessionStore(db.SessionStore):
    # The row of the person whom the session names, if it came along.
    person: AbstractBaseUser | None = None

    def load(self) -> dict[str, Any]:
        """The session's data, as Django reads it; empty when it has ended."""
        key = self.session_key or ""
        guess = _whose.many([key]).get(key)
        found = _both.first(key=key, at=now(), person=guess) if guess else None
        if found is not None and found.kept is not None:
            data: dict[str, Any] = self.decode(found.kept)
        elif kept := _held.first(key=key, at=now()) if key else None:
            data = self.decode(kept[0])
            found = _person.first(person=data[SESSION_KEY]) if SESSION_KEY in data else None
        else:
            data, found = super().load(), None
        whose = data.get(SESSION_KEY)
        if found is not None and whose == str(found.pk):
            self.person = found
        if self.session_key and whose:
            _whose.put(self.session_key, whose)
        return data

    def save(self, must_create: bool = False) -> None:
        """As Django does; UpdateError when the session was ended meanwhile."""
        if must_create or self.session_key is None:
            super().save(must_create)
            return
        row = self.create_model_instance(self._session)  # type: ignore[attr-defined]  # the stubs leave it out
        if not _save.run(key=row.pk, data=row.session_data, until=row.expire_date):
            raise UpdateError


_KEY, _AT = Given("key", models.CharField()), Given("at", models.DateTimeField())


def _sessions() -> "models.QuerySet[Any]":
    return SessionStore.get_model_class().objects.filter(session_key=_KEY)


def _people() -> "models.QuerySet[Any]":
    return get_user_model()._default_manager.filter(pk=Given("person", models.BigIntegerField()))


_held = Values(lambda: _sessions().filter(expire_date__gt=_AT).values_list("session_data"))
_person: Rows[Any] = Rows(_people)
_both: Rows[Any] = Rows(
    lambda: _people().annotate(kept=models.Subquery(_sessions().filter(expire_date__gt=_AT).values("session_data")))
)
_save = Change(_sessions, session_data=Given("data", models.TextField()), expire_date=Given("until", models.DateTimeField()))
_whose: Memory[str, str] = Memory(20_000, lambda keys: {})
