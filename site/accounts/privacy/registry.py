"""Which table holds what about whom: every column that names a person has a line, in its room's `holdings.py`.

A room writes `HOLDINGS = {"attempt.candidate": About("exams"), "mark.marker": Acted("exams")}`. A column without a line fails the
suite (tests/accounts/test_privacy.py): nobody adds personal data without saying what becomes of it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import models


@dataclass(frozen=True)
class About:
    """Rows about the person: part of the export.

    On erasure they go (`goes`), or stay under the person's pseudonym, for which the purpose names the ground. `emptied`: columns
    that say who it is and are emptied. `hidden`: columns that are nobody's to read, such as the digest of a secret. `parts`: rows
    that hang on these (names of relations back), exported with them.
    """

    purpose: str
    goes: bool = False
    emptied: tuple[str, ...] = ()
    hidden: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()


@dataclass(frozen=True)
class Acted:
    """Rows about something else, with which the person dealt in office: counted in the export; the pseudonym stays in them."""

    purpose: str


Holding = About | Acted


@dataclass(frozen=True)
class Column:
    """A column that names a person, and its line."""

    model: type[models.Model]
    field: str
    holding: Holding

    @property
    def label(self) -> str:
        return f"{self.model._meta.label_lower}.{self.field}"

    def rows(self, user: models.Model) -> "models.QuerySet[Any]":
        """The rows in which it names this person."""
        return self.model._base_manager.filter(**{self.field: user.pk})


def naming() -> Iterator[tuple[type[models.Model], str]]:
    """Every column of the database that names a person."""
    person = apps.get_model(settings.AUTH_USER_MODEL)
    for model in apps.get_models(include_auto_created=True):
        for field in model._meta.local_fields:
            if field.remote_field and field.remote_field.model is person:
                yield model, field.name


@cache
def holdings() -> dict[str, Holding]:
    """Every room's lines: "exams.attempt.candidate" and what becomes of it."""
    found: dict[str, Holding] = {}
    for room in apps.get_app_configs():
        name = f"{room.name}.holdings"
        if find_spec(name) is None:
            continue
        module = import_module(name)
        found |= {f"{room.label}.{column}": holding for column, holding in module.HOLDINGS.items()}
        found |= getattr(module, "OTHERS", {})  # of packages that know nothing of this
    return found


def columns() -> list[Column]:
    """Every column that names a person and has a line."""
    lines = holdings()
    made = [(model, field, lines.get(f"{model._meta.label_lower}.{field}")) for model, field in naming()]
    return [Column(model, field, holding) for model, field, holding in made if holding]


def missing() -> list[str]:
    """Columns that name a person and have no line."""
    return sorted(
        f"{model._meta.label_lower}.{field}"
        for model, field in naming()
        if f"{model._meta.label_lower}.{field}" not in holdings()
    )
