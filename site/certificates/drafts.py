"""Drafts (草稿): what is in force is never edited; its next version is written by some and published by another.

What schemes (drafting.py) and templates (templating.py) have in common.
"""

from collections.abc import Callable
from typing import Any, TypeVar

from django.db import transaction
from django.db.models import Model

from accounts.models import User
from certificates.models import Scheme
from certificates.models.drafts import AbstractDraft
from core.audit import record
from core.dates import now

Draft = TypeVar("Draft", bound=AbstractDraft)
Published = TypeVar("Published", bound=Model)


class OwnWork(Exception):
    """Whoever wrote on a draft does not publish it."""


@transaction.atomic
def begin(kind: type[Draft], *, scheme: Scheme, by: User, copy: Callable[[], dict[str, Any]]) -> Draft:
    """The draft of this scheme that is being written, or one made now of what `copy` reads of the version before."""
    Scheme.objects.select_for_update(no_key=True).get(pk=scheme.pk)
    standing = kind._default_manager.filter(scheme=scheme).first()
    if standing is not None:
        return standing
    made = kind._default_manager.create(scheme=scheme, **copy())
    record(f"{kind.deed}.drafted", made, by=by, scheme=scheme.code, based_on=made.based_on.number if made.based_on else 0)
    return made


@transaction.atomic
def write(*, draft: Draft, by: User) -> Draft:
    """Keep what the draft says now, and who wrote it."""
    draft.written_at = now()
    draft.save()
    draft.writers.add(by)
    return draft


@transaction.atomic
def discard(*, draft: AbstractDraft, by: User) -> None:
    """Throw a draft away."""
    record(f"{draft.deed}.discarded", draft, by=by, scheme=draft.scheme.code)
    draft.delete()


@transaction.atomic
def publish(draft: Draft, *, by: User, make: Callable[[Draft, User, list[int]], Published]) -> Published:
    """Put into force what `make` makes of the draft as it stands now; `make` knows who wrote it. Raises OwnWork."""
    scheme = Scheme.objects.select_for_update(no_key=True).get(pk=draft.scheme.pk)
    kind = type(draft)
    latest = kind._default_manager.select_for_update(of=("self",)).select_related("scheme", *kind.beside).get(pk=draft.pk)
    writers = list(latest.writers.values_list("pk", flat=True))
    if by.pk in writers:
        raise OwnWork(by.pk)
    made = make(latest, by, writers)
    number = getattr(made, "number")  # noqa: B009 - a version has one; its type is the caller's
    record(f"{kind.deed}.published", made, by=by, scheme=scheme.code, number=number, writers=writers)
    latest.delete()
    return made
