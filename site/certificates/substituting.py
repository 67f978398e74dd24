"""Substituting (代用): what is printed for a name with a character that no typeface draws. One proposes, another agrees.

Agreed, the certificate is issued: it prints the substitute and says so, and the register keeps the name as it is written.
"""

from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction

from certificates import batching, news, tasks
from certificates.models import NameSubstitute
from certificates.permissions import keeps_register
from core import jobs, typefaces
from core.audit import record
from core.dates import now
from core.text import clean

if TYPE_CHECKING:
    from accounts.models import User


class NotNeeded(Exception):
    """Every character of the name can be printed."""


class NotPossible(Exception):
    """One stands already, or this one was settled meanwhile."""


class NotImpartial(Exception):
    """Only the holder, or an officer who did not propose it, agrees or refuses."""


def propose(*, holder: "User", name: str, printed: str, kind: str, reasons: str, by: "User") -> NameSubstitute:
    """Propose what is printed for a name, and tell its holder.

    Raises NotNeeded, NotPossible; Unprintable when the substitute cannot be printed either.
    """
    name, printed = clean(name), clean(printed)
    if not typefaces.unprintable(name):
        raise NotNeeded(name)
    typefaces.require_printable(printed)
    try:
        with transaction.atomic():
            made = NameSubstitute.objects.create(
                holder=holder, name=name, printed=printed, kind=kind, reasons=reasons, proposed_by=by
            )
            record("substitute.proposed", made, by=by)
            news.tell_proposed(made)
    except IntegrityError as reason:
        raise NotPossible(holder.pk) from reason
    return made


def may_settle(substitute: NameSubstitute, user: "User") -> bool:
    """Whether `user` is the holder or keeps the register, and did not propose it."""
    return user.pk != substitute.proposed_by_id and (user.pk == substitute.holder_id or keeps_register(user))


def agree(*, substitute: NameSubstitute, by: "User") -> NameSubstitute:
    """Print it so from now on; whatever waited for it is issued. Agreeing twice is agreeing once. Raises NotPossible."""
    with transaction.atomic():
        if _settle(substitute, NameSubstitute.State.AGREED, by):
            for pk in batching.due().filter(attempt__candidate=substitute.holder_id).values_list("pk", flat=True):
                jobs.enqueue(tasks.issue_certificate, result=str(pk))
    return substitute


def refuse(*, substitute: NameSubstitute, by: "User") -> NameSubstitute:
    """Do not print it so; another may be proposed. Refusing twice is refusing once. Raises NotPossible."""
    with transaction.atomic():
        _settle(substitute, NameSubstitute.State.REFUSED, by)
    return substitute


def _settle(substitute: NameSubstitute, state: NameSubstitute.State, by: "User") -> bool:
    """Give the one answer. False: this very answer was given before, by the same person."""
    if not may_settle(substitute, by):
        raise NotImpartial(by.pk)
    # Who settles first has settled it: the row takes one answer.
    open_one = NameSubstitute.objects.filter(pk=substitute.pk, state=NameSubstitute.State.OPEN)
    is_new = bool(open_one.update(state=state, settled_by=by, settled_at=now()))
    substitute.refresh_from_db()
    if not is_new and (substitute.state, substitute.settled_by_id) != (state, by.pk):
        raise NotPossible(substitute.pk)
    if is_new:
        record(f"substitute.{state}", substitute, by=by, is_holder=by.pk == substitute.holder_id)
    return is_new
